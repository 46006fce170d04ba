"""What a screen may show: pure functions of the floor, primitives only, ticket codes and never identities.

Three kinds of screen watch the floor: a public board (a waiting room's TV), a station's queue (staff), and one visit (the
patient's phone). Each carries `day` and `position`, the place in the stream at which it last changed, so that whoever
receives it can tell old from new. Times are ISO 8601 in UTC; nothing here depends on the present time.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from flow.engine import ordering
from flow.engine.facts import BIRTH_DATE, Unit, completed
from flow.engine.floor import CALLS_SHOWN, Call, Day, Floor, StationState
from flow.engine.lifecycle import AT_A_DESK, CLOSED, Status
from flow.engine.lines import Place
from flow.engine.routing import Board, Rulebook, Station
from flow.engine.text import Text
from flow.engine.visits import Stop, Visit

Shown = dict[str, object]

WAITING_SHOWN = (
    8  # as many numbers as a TV can show beside a station and still be read at six metres
)
QUEUE_SHOWN = 60  # more rows than a console can show; `count` tells how many wait in all


# The waiting room


def board(floor: Floor, rulebook: Rulebook, code: str) -> Shown:
    """The whole of a public board: head, stations, and the last calls at them."""
    shown = rulebook.board(code)
    return {
        **head(floor, rulebook),
        "code": code,
        "title": _both(shown.title),
        "position": board_position(floor, shown),
        "stations": {s: board_station(floor, rulebook, s) for s in shown.stations},
        "calls": board_calls(floor, rulebook, shown),
    }


def board_position(floor: Floor, shown: Board) -> int:
    """The position at which the board last changed."""
    return max([floor.opened_position, *(floor.station(s).changed for s in shown.stations)])


def position_before(floor: Floor, stations: Iterable[str]) -> int:
    """The position at which these stations had last changed before the floor's present position."""
    states = [floor.station(code) for code in stations]
    known = (s.changed_before if s.changed == floor.position else s.changed for s in states)
    return max([floor.opened_position, *known])


def board_station(floor: Floor, rulebook: Rulebook, code: str) -> Shown:
    """One station as the waiting room may see it, under its public name."""
    station = rulebook.station(code)
    state = floor.station(code)
    places = islice(ordering.in_order(floor, rulebook, code), WAITING_SHOWN)
    return {
        "name": _both(station.public_name),
        "cluster": station.cluster,
        "open": bool(state.desks),
        "now": [
            {"ticket": visit.name, "desk": desk, "status": stop.status.value}
            for desk, visit, stop in _at_desks(floor, state)
        ],
        "waiting": [
            {"ticket": floor.visits[p.visit].name, "busy": ordering.is_masked(floor, p)}
            for p in places
        ],
        "count": len(state.line),
    }


def board_calls(floor: Floor, rulebook: Rulebook, shown: Board) -> list[Shown]:
    """The last calls at the board's stations, newest first. `position` is the call's own."""
    calls = [call for code in shown.stations for call in floor.station(code).calls]
    calls.sort(key=lambda call: call.position, reverse=True)
    return [_call(call, rulebook.stations[call.station]) for call in calls[:CALLS_SHOWN]]


def _call(call: Call, station: Station) -> Shown:
    return {
        "position": call.position,
        "at": _time(call.at),
        "ticket": call.name,
        "station": call.station,
        "name": _both(station.public_name),
        "desk": call.desk,
        "calls": call.calls,
    }


# Staff at a station


def queue(floor: Floor, rulebook: Rulebook, code: str) -> Shown:
    """A station's whole list for its staff: desks, the line and why it is in this order, held and absent."""
    station = rulebook.station(code)
    state = floor.station(code)
    return {
        **head(floor, rulebook),
        "code": code,
        "name": _both(station.name),
        "cluster": station.cluster,
        "position": max(floor.opened_position, state.changed),
        "desks": {desk: _desk(floor, rulebook, state, desk) for desk in station.desks},
        "waiting": _line(floor, rulebook, code),
        "count": len(state.line),
        "held": [_row(floor, rulebook, v, n) for v, n in state.held.items()],
        "absent": [_row(floor, rulebook, v, n) for v, n in state.absent.items()],
    }


def _desk(floor: Floor, rulebook: Rulebook, state: StationState, desk: str) -> Shown:
    visit_id = state.desks.get(desk)
    if visit_id is None:
        return {"open": desk in state.desks, "visit": None}
    visit = floor.visits[visit_id]
    return {"open": True, "visit": _row(floor, rulebook, visit_id, visit.at_desk or 0)}


def _line(floor: Floor, rulebook: Rulebook, code: str) -> list[Shown]:
    rows: list[Shown] = []
    before: Place | None = None
    for place in islice(ordering.in_order(floor, rulebook, code), QUEUE_SHOWN):
        reason = ordering.why(floor, rulebook, code, place, before)
        busy = ordering.is_masked(floor, place)
        row = _row(floor, rulebook, place.visit, place.stop)
        rows.append({**row, "why": _both(reason), "busy": busy})
        before = before if busy else place
    return rows


def _row(floor: Floor, rulebook: Rulebook, visit_id: str, number: int) -> Shown:
    """One visit on a station's list, with what its staff need and no identity."""
    visit, stop = floor.visits[visit_id], floor.visits[visit_id].stops[number]
    return {
        "visit": visit.id,
        "ticket": visit.name,
        "stop": number,
        "status": stop.status.value,
        "priority": stop.priority,
        "priority_label": _both(rulebook.label(stop.priority)),
        "flags": [{"code": f, "label": _both(rulebook.label(f))} for f in visit.flags],
        "bands": [_both(rulebook.label(band)) for band in visit.bands],
        "cluster": visit.cluster,
        "registered": visit.patient is not None or BIRTH_DATE in visit.facts,
        "age_years": _age(floor, visit),
        "facts": dict(visit.facts),
        "review": stop.review_of is not None,
        "because": _both(stop.because),
        "note": stop.note,
        "since": _time(stop.since),
        "called_at": _time(stop.called_at),
        "started_at": _time(stop.started_at),
        "calls": stop.calls,
        "next": [_planned(rulebook, s) for s in visit.planned()],
    }


def _planned(rulebook: Rulebook, stop: Stop) -> Shown:
    return {
        "station": stop.station,
        "name": _both(_public(rulebook, stop.station)),
        "because": _both(stop.because),
        "if_ordered": stop.if_ordered,
    }


def _age(floor: Floor, visit: Visit) -> int | None:
    born = visit.facts.get(BIRTH_DATE)
    if not isinstance(born, str) or floor.day is None:
        return None
    return completed(datetime.fromisoformat(born).date(), floor.day, Unit.YEARS)


def orphans(floor: Floor, rulebook: Rulebook) -> list[tuple[str, str]]:
    """Who stands at a station that the rulebook does not have: name and station."""
    return [
        (visit.name, stop.station)
        for visit in floor.visits.values()
        for stop in visit.open_stops()
        if stop.station not in rulebook.stations
    ]


# One visit


def ticket(floor: Floor, rulebook: Rulebook, visit_id: str) -> Shown:
    """What the patient's own phone may see: the number, where to go, how many are ahead at each place.

    Whoever finds the slip sees it too: so no reasons and no words of staff.
    """
    visit = floor.visit(visit_id)
    return {
        **head(floor, rulebook),
        "position": ticket_position(floor, visit),
        "ticket": visit.name,
        "outcome": visit.outcome.value if visit.outcome else None,
        "flags": list(visit.flags),
        "stops": [
            _phone_stop(floor, rulebook, stop)
            for stop in _in_order(visit)
            if stop.status is not Status.SKIPPED
        ],
    }


def ticket_position(floor: Floor, visit: Visit) -> int:
    """The position at which what this phone shows last changed: its own stops' stations, or the visit's end."""
    stations = {s.station for s in visit.stops.values() if s.status is not Status.PLANNED}
    return max([floor.opened_position, *(floor.station(s).changed for s in stations)])


def _phone_stop(floor: Floor, rulebook: Rulebook, stop: Stop) -> Shown:
    known = rulebook.stations.get(stop.station)
    return {
        "station": stop.station,
        "name": _both(_public(rulebook, stop.station)),
        "cluster": known.cluster if known else "",
        "status": stop.status.value,
        "desk": stop.desk if stop.status in AT_A_DESK else None,
        "ahead": _ahead_of(floor, rulebook, stop),
        "if_ordered": stop.if_ordered,
        "at": _time(stop.ended_at) if stop.status in CLOSED else None,
    }


def _ahead_of(floor: Floor, rulebook: Rulebook, stop: Stop) -> int | None:
    """How many would be called before this stop; None when it is not in line."""
    if stop.status is not Status.WAITING:
        return None
    places = ordering.in_order(floor, rulebook, stop.station)
    return next((n for n, place in enumerate(places) if floor.stop_at(place) is stop), None)


# A visit for programs


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
        "outcome": seen.outcome.value if seen.outcome else None,
        "opened_at": _time(seen.opened_at),
        "ended_at": _time(seen.ended_at),
        "stops": [_api_stop(seen, stop) for stop in _in_order(seen)],
    }


def _api_stop(seen: Visit, stop: Stop) -> Shown:
    step = next((i for i, s in enumerate(seen.ahead, 1) if stop.number in s), None)
    return {
        "number": stop.number,
        "station": stop.station,
        "status": stop.status.value,
        "origin": stop.origin.value,
        "rule": stop.rule,
        "because": stop.because.id,
        "if_ordered": stop.if_ordered,
        "review_of": stop.review_of,
        "steps_ahead": step,
        "desk": stop.desk,
        "calls": stop.calls,
        "since": _time(stop.since),
        "called_at": _time(stop.called_at),
        "started_at": _time(stop.started_at),
        "ended_at": _time(stop.ended_at),
        "note": stop.note,
    }


# Common parts


def _in_order(seen: Visit) -> list[Stop]:
    """The way that was walked, then what is planned, then what was skipped before it began."""
    begun = sorted((s for s in seen.stops.values() if s.queued), key=lambda s: s.queued)
    never = [s for s in seen.stops.values() if not s.queued and s.status is Status.SKIPPED]
    return [*begun, *seen.planned(), *never]


def head(floor: Floor, rulebook: Rulebook) -> Shown:
    """What every screen shows at its top: which facility, which day, whether it is open."""
    return {
        "facility": _both(rulebook.name),
        "zone": rulebook.zone.key,
        "day": floor.day.isoformat() if floor.day else None,
        "day_open": floor.status is Day.OPEN,
    }


def _at_desks(floor: Floor, state: StationState) -> list[tuple[str, Visit, Stop]]:
    """The desks that have somebody, the most recently called first."""
    found = []
    for desk, visit_id in state.desks.items():
        if visit_id is not None:
            seen = floor.visits[visit_id]
            if seen.at_desk is not None:
                found.append((desk, seen, seen.stops[seen.at_desk]))
    return sorted(found, key=lambda row: row[2].called_at or row[1].opened_at, reverse=True)


def _public(rulebook: Rulebook, code: str) -> Text:
    known = rulebook.stations.get(code)
    return known.public_name if known else Text(code, code)


def _both(text: Text) -> dict[str, str]:
    return {"id": text.id, "en": text.en}


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="milliseconds") if at else None
