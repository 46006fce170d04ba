"""What tells two floors apart: their *form*. Floors of one form allow the same commands and lead to floors of the same forms.

A form forgets

* *clocks*: since when somebody waits, and with it the order of each line, times, dates, counts of calls. They say who is called
  next and when a deadline passes, but nobody is called next whom `CallOne` would not call, no deadline does what nobody can.
* *names*: ids, ticket codes, the day, positions, which edition of the same rules is in force. Nothing depends on them but what the
  tests look at themselves, on every floor that is the first of its form.
* *what follows from the rest*: the lists of the stations and who is inside follow from the stops, class and cluster from
  the facts. That they do is checked on the same floors.
* *the past that nobody asks about*: of closed stops only what `decide` asks is left: was the visit here, was it moved on from
  where a rule had sent it, has it been called; of a visit that has ended only who it was, and what can be taken back.

Every field of the floor is named below as kept or forgotten, so that a new one makes `unknown_fields` speak up.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import fields

from flow.engine.families import companions
from flow.engine.floor import Floor, StationState
from flow.engine.lifecycle import AT_A_DESK, CLOSED, Status
from flow.engine.visits import Origin, Stop, Visit
from tests.engine.tiny import State

KEPT: dict[type, set[str]] = {
    Floor: {"status", "visits", "bookings", "stations", "groups"},
    StationState: {"desks", "paused", "undoable", "parties"},
    Visit: {
        *("ticket", "patient", "facts", "stops", "ahead", "intended", "outcome", "acted_at"),
        *("group", "together"),
    },
    Stop: {
        *("number", "station", "origin", "rule", "status", "if_ordered", "review_of", "desk"),
        *("called_at", "moved_to", "for_desk", "repeat_of", "then_minutes", "not_before"),
        *("alert", "apart_minutes", "shared"),
    },
}
FORGOTTEN: dict[type, set[str]] = {
    Floor: {
        *("facility", "day", "position", "at", "rulebook", "opened_at", "renewed_position"),
        *("turns", "emergencies", "numbers", "inside"),
    },
    StationState: {
        "line",
        "coming",
        "held",
        "absent",
        "calls",
        "called",
        "served",
        "running",
        "changed",
        "changed_before",
    },
    Visit: {
        *("id", "name", "turn", "opened_at", "rulebook", "emergency", "carried"),
        *("cluster", "priority", "rank", "bands", "flags", "at_desk"),
        *("ended_at", "merged_into", "voided", "restored_at", "destination", "reason", "because"),
        *("appointment", "follows"),
    },
    Stop: {
        *("because", "priority", "rank", "coming_since", "since", "queued", "calls", "note"),
        *("started_at", "ended_at", "joined_at", "stood_at", "alert_minutes"),
        *("passed_over", "call_reason"),  # said, never asked
    },
}


def unknown_fields() -> Iterator[str]:
    """What has been added to the floor since, and what is gone."""
    for kind in KEPT:
        for name in {field.name for field in fields(kind)} ^ (KEPT[kind] | FORGOTTEN[kind]):
            yield f"{kind.__name__}.{name}"


def form(state: State) -> Hashable:
    """The form of a floor of two visits at most; they have no order, and whether they are one person is the whole floor's."""
    floor = state.floor
    expected = [one for one in floor.bookings.values() if one.visit not in floor.visits]
    everybody = (*floor.visits.values(), *(one for one in expected if one.is_open))
    people = [one.patient for one in everybody if one.patient]
    return (
        floor.status,
        frozenset(
            (code, desk, desk in room.paused)
            for code, room in floor.stations.items()
            for desk in room.desks
        ),
        frozenset(Counter(_of_visit(state, visit) for visit in floor.visits.values()).items()),
        frozenset(Counter((one.outcome, one.patient is not None) for one in expected).items()),
        len(set(people)) < len(people),
    )


def _of_visit(state: State, visit: Visit) -> Hashable:
    done = state.done.get(visit.id)
    family = _of_family(state.floor, visit) if visit.is_open or done else ()
    return (stood(visit), family, (visit.acted_at, stood(done.before)) if done else None)


def _of_family(floor: Floor, visit: Visit) -> Hashable:
    """Whether it has one, what that wishes, and at which desks it is called or expected with it."""
    return (
        len(companions(floor, visit)),
        visit.group is not None,
        visit.together,
        frozenset(
            (code, desk, visit.id == party.called[-1], visit.id in party.others)
            for code, room in floor.stations.items()
            for desk, party in room.parties.items()
            if visit.id in (*party.called, *party.others)
        ),
    )


def stood(visit: Visit) -> Hashable:
    """How one visit stands, without what can be taken back."""
    if not visit.is_open:
        return (visit.patient is not None,)
    stops = visit.stops.values()
    ahead = [stop for stop in stops if stop.status not in CLOSED]
    places = {stop.number: place for place, stop in enumerate(ahead)}
    return (
        visit.patient is not None,
        visit.ticket is not None,
        frozenset(visit.facts.items()),
        visit.intended,
        any(stop.called_at for stop in stops),
        frozenset(filter(None, (_of_closed(stop) for stop in stops if stop.status in CLOSED))),
        tuple(_of_open(stop) for stop in ahead),
        tuple(tuple(places[number] for number in step) for step in visit.ahead),
    )


def _of_closed(stop: Stop) -> Hashable:
    """Whether the visit has been here; whether it was moved on from where a rule had sent it, which one need not say again."""
    if stop.status is Status.DONE:
        return (stop.station, stop.status)
    if stop.moved_to and stop.origin is not Origin.TRANSFER and stop.origin is not Origin.REVIEW:
        return (stop.station, stop.rule)
    return (stop.station, stop.status) if stop.station == "loket" else None


def _of_open(stop: Stop) -> Hashable:
    return (
        stop.station,
        stop.status,
        stop.desk if stop.status in AT_A_DESK else None,
        stop.origin,
        stop.rule,
        stop.if_ordered,
        stop.review_of is not None,
        stop.repeat_of is not None,
        stop.then_minutes,
        stop.apart_minutes,
        stop.shared,
        stop.not_before is not None,
        stop.for_desk,
        stop.alert,
    )
