"""One visit: for the patient's own phone, and for programs."""

from datetime import datetime
from itertools import islice

from flow.engine import ordering
from flow.engine.boards.bookings import appointment
from flow.engine.boards.parts import Shown, both, family, head, in_order, public_name, time_text
from flow.engine.estimates import wait_minutes
from flow.engine.families import called_with
from flow.engine.floor import Floor
from flow.engine.lifecycle import AT_A_DESK, CLOSED, OPEN, Status
from flow.engine.orders import served_by
from flow.engine.outcomes import Destination
from flow.engine.quota import waiting_list
from flow.engine.routing import Rulebook
from flow.engine.visits import Stop, Visit

# The phone


def ticket(floor: Floor, rulebook: Rulebook, visit_id: str, now: datetime) -> Shown:
    """What the patient's own phone may see: the number, where to go, how many are ahead at each place, what they
    are told.

    Whoever finds the slip sees it too: so no reasons and no words of staff.
    """
    visit = floor.visit(visit_id)
    turns = filter(None, (_turns_at(floor, rulebook, s, now) for s in visit.open_stops()))
    return {
        **head(floor, rulebook),
        "position": ticket_position(floor, visit),
        "turns_at": time_text(min(turns, default=None)),
        "ticket": visit.name,
        "outcome": visit.outcome.value if visit.outcome else None,
        "notices": [both(one) for one in rulebook.told(visit.flags)],
        "beside": [other.name for other in called_with(floor, visit)],
        "stops": [
            _phone_stop(floor, rulebook, visit.id, stop, now)
            for stop in in_order(visit)
            if stop.status is not Status.SKIPPED
        ],
    }


def ticket_position(floor: Floor, visit: Visit) -> int:
    """The position at which what this phone shows last changed: its own stops' stations, or the visit's end."""
    stations = {s.station for s in visit.stops.values() if s.status is not Status.PLANNED}
    return max([floor.renewed_position, *(floor.station(s).changed for s in stations)])


def _phone_stop(floor: Floor, rulebook: Rulebook, visit: str, stop: Stop, now: datetime) -> Shown:
    known = rulebook.stations.get(stop.station)
    ahead = _ahead_of(floor, rulebook, stop, now)
    listed = waiting_list(floor, rulebook, stop.station).get(visit) if stop.status in OPEN else None
    minutes = wait_minutes(floor, stop.station, ahead or 0)
    return {
        "station": stop.station,
        "name": both(public_name(rulebook, stop.station)),
        "cluster": known.cluster if known else "",
        "waits_in": _waits_in(rulebook, stop),
        "status": stop.status.value,
        "desk": stop.desk if stop.status in AT_A_DESK else None,
        "ahead": ahead,
        "wait_minutes": list(minutes) if minutes and ahead is not None and not listed else None,
        "waiting_list": listed,
        "if_ordered": stop.if_ordered,
        "at": time_text(stop.ended_at) if stop.status in CLOSED else None,
    }


def _waits_in(rulebook: Rulebook, stop: Stop) -> dict[str, str] | None:
    """The waiting room in which this stop will be called: that of the first board on which its station stands."""
    if stop.status is not Status.WAITING:
        return None
    rooms = (board.title for board in rulebook.boards.values() if stop.station in board.stations)
    title = next(rooms, None)
    return both(title) if title else None


def _ahead_of(floor: Floor, rulebook: Rulebook, stop: Stop, now: datetime) -> int | None:
    """How many would be called before this stop; None when it is not in line."""
    if stop.status is not Status.WAITING:
        return None
    places = ordering.in_order(floor, rulebook, stop.station, now)
    return next((n for n, place in enumerate(places) if floor.stop_at(place) is stop), None)


def _turns_at(floor: Floor, rulebook: Rulebook, stop: Stop, now: datetime) -> datetime | None:
    """When the line up to this stop changes by itself."""
    ahead = _ahead_of(floor, rulebook, stop, now)
    if ahead is None:
        return None
    places = islice(ordering.in_order(floor, rulebook, stop.station, now), ahead + 1)
    return ordering.turns_at(floor, rulebook, stop.station, tuple(places), now)


# Programs


def visit(floor: Floor, rulebook: Rulebook, visit_id: str) -> Shown:
    """The whole of a visit as the API tells it: ticket, classes, stops in order; the patient only as the opaque id."""
    seen = floor.visit(visit_id)
    return {
        **head(floor, rulebook),
        "position": floor.position,
        "id": seen.id,
        "ticket": seen.ticket,
        "name": seen.name,
        "emergency": seen.emergency,
        "patient": seen.patient,
        "facts": dict(seen.facts),
        "cluster": seen.cluster,
        "priority": seen.priority,
        "bands": list(seen.bands),
        "flags": list(seen.flags),
        "notices": [both(one) for one in rulebook.told(seen.flags)],
        "outcome": seen.outcome.value if seen.outcome else None,
        "destination": _destination(seen.destination),
        "reason": seen.reason,
        "because": both(seen.because) if seen.because else None,
        "merged_into": seen.merged_into,
        "voided": seen.voided,
        "family": family(floor, seen),
        "appointment": appointment(seen, rulebook),
        "follows": seen.follows,
        "opened_at": time_text(seen.opened_at),
        "ended_at": time_text(seen.ended_at),
        "stops": [_api_stop(seen, stop, rulebook) for stop in in_order(seen)],
    }


def _destination(taken_over: Destination | None) -> Shown | None:
    if taken_over is None:
        return None
    return {
        "code": taken_over.code,
        "name": both(taken_over.name),
        "kind": taken_over.kind.value,
    }


def _api_stop(seen: Visit, stop: Stop, rulebook: Rulebook) -> Shown:
    step = next((i for i, s in enumerate(seen.ahead, 1) if stop.number in s), None)
    return {
        "number": stop.number,
        "station": stop.station,
        "status": stop.status.value,
        "origin": stop.origin.value,
        "rule": stop.rule,
        "because": stop.because.id,
        "orders": [
            {"code": code, "label": both(rulebook.label(code))}
            for code in dict.fromkeys(r.order for r in served_by(stop, rulebook.tables.orders))
        ],
        "if_ordered": stop.if_ordered,
        "review_of": stop.review_of,
        "steps_ahead": step,
        "desk": stop.desk,
        "for_desk": stop.for_desk,
        "calls": stop.calls,
        "since": time_text(stop.since),
        "not_before": time_text(stop.not_before),
        "called_at": time_text(stop.called_at),
        "started_at": time_text(stop.started_at),
        "ended_at": time_text(stop.ended_at),
        "note": stop.note,
    }
