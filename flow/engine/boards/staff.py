"""A station's staff: desks, the line and why it is in this order, held and absent."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from flow.engine import families, ordering, reasons, words
from flow.engine.boards.parts import Shown, both, family, head, public_name, time_text
from flow.engine.deadlines import missed_at
from flow.engine.facts import BIRTH_DATE, Unit, completed
from flow.engine.floor import Floor, StationState
from flow.engine.lifecycle import Status
from flow.engine.lines import Place
from flow.engine.quota import waiting_list
from flow.engine.routing import Rulebook
from flow.engine.visits import Stop, Visit

QUEUE_SHOWN = 60  # more rows than a console can show; `count` tells how many wait in all


def queue(floor: Floor, rulebook: Rulebook, code: str, now: datetime) -> Shown:
    """A station's whole list for its staff: desks, the line and why it is in this order, held and absent."""
    station = rulebook.station(code)
    state = floor.station(code)
    places = tuple(islice(ordering.in_order(floor, rulebook, code, now), QUEUE_SHOWN))
    return {
        **head(floor, rulebook),
        "code": code,
        "name": both(station.name),
        "cluster": station.cluster,
        "position": max(floor.renewed_position, state.changed),
        "desks": {desk: _desk(floor, rulebook, code, desk, now) for desk in station.desks},
        "waiting": _line(floor, rulebook, code, places, now),
        "count": len(state.line),
        "turns_at": time_text(ordering.turns_at(floor, rulebook, code, places, now)),
        "target_minutes": station.target.wait_minutes if station.target else None,
        "held": [_row(floor, rulebook, v, n) for v, n in state.held.items()],
        "absent": [_row(floor, rulebook, v, n) for v, n in state.absent.items()],
        "served": _served(state),
        "undoable": _undoable(floor, state),
    }


def whole_line(floor: Floor, rulebook: Rulebook, code: str, now: datetime) -> Shown:
    """All who wait, for whoever looks for somebody beyond the first: asked for, and never sent by itself."""
    places = tuple(ordering.in_order(floor, rulebook, code, now))
    return {
        "position": max(floor.renewed_position, floor.station(code).changed),
        "waiting": _line(floor, rulebook, code, places, now),
    }


def _desk(floor: Floor, rulebook: Rulebook, code: str, desk: str, now: datetime) -> Shown:
    """A desk: whom it has, and who would be called to it next."""
    state = floor.station(code)
    visit_id = state.desks.get(desk)
    place = ordering.next_place(floor, rulebook, code, now, desk)
    visit = floor.visits[visit_id] if visit_id else None
    return {
        "open": desk in state.desks,
        "paused": None if visit else state.paused.get(desk),
        "visit": _row(floor, rulebook, visit.id, visit.at_desk or 0) if visit else None,
        "next": place.visit if place else None,
    }


def _served(state: StationState) -> list[Shown]:
    """Who was finished here, the latest first; who came twice is there once."""
    last = {one.visit: one for one in state.served}
    latest = sorted(last.values(), key=lambda one: one.position, reverse=True)
    return [{"visit": one.visit, "ticket": one.name, "at": time_text(one.at)} for one in latest]


def _undoable(floor: Floor, state: StationState) -> list[Shown]:
    """What was done here last and can be taken back; the latest first."""
    return [
        {
            "visit": visit,
            "ticket": floor.visits[visit].name,
            "position": action.position,
            "action": both(words.action(action)),
            "at": time_text(action.at),
            "desk": _desk_of(floor.visits[visit]),
        }
        for visit, action in reversed(state.undoable.items())
    ]


def _desk_of(visit: Visit) -> str | None:
    """The desk at which the visit was last in the station where something was done to it last."""
    desks = [stop.desk for stop in visit.stops.values() if stop.station == visit.acted_at]
    return next(filter(None, reversed(desks)), None)


def _line(
    floor: Floor, rulebook: Rulebook, code: str, places: Iterable[Place], now: datetime
) -> list[Shown]:
    rows: list[Shown] = []
    before: Place | None = None
    beyond = waiting_list(floor, rulebook, code)
    for place in places:
        reason = reasons.why(floor, rulebook, code, place, before, now)
        busy = ordering.is_masked(floor, place, now) or place.visit in beyond
        row = _row(floor, rulebook, place.visit, place.stop)
        expecting = families.expecting(floor.station(code), place.visit)
        at_desk = expecting[0] if expecting else None
        rows.append({**row, "why": both(reason), "busy": busy, "expected_at": at_desk})
        before = before if busy or expecting else place
    return rows


def _row(floor: Floor, rulebook: Rulebook, visit_id: str, number: int) -> Shown:
    """One visit on a station's list, with what its staff need and no identity: the age, not the birth date."""
    visit, stop = floor.visits[visit_id], floor.visits[visit_id].stops[number]
    return {
        "visit": visit.id,
        "ticket": visit.name,
        "stop": number,
        "status": stop.status.value,
        "priority": stop.priority,
        "priority_label": both(rulebook.label(stop.priority)),
        "flags": [{"code": f, "label": both(rulebook.label(f))} for f in visit.flags],
        "bands": [both(rulebook.label(band)) for band in visit.bands],
        "cluster": visit.cluster,
        "registered": visit.patient is not None or BIRTH_DATE in visit.facts,
        "age_years": _age(floor, visit),
        "facts": {name: fact for name, fact in visit.facts.items() if name != BIRTH_DATE},
        "review": stop.review_of is not None,
        "because": both(stop.because),
        "note": stop.note,
        "for_desk": ordering.kept_for(floor, stop),
        "family": family(floor, visit),
        "since": time_text(stop.since),
        "called_at": time_text(stop.called_at),
        "absent_at": _absent_at(rulebook, visit, stop),
        "started_at": time_text(stop.started_at),
        "calls": stop.calls,
        "alert": _alert(stop),
        "next": [planned_shown(rulebook, s) for s in visit.planned()],
    }


def _absent_at(rulebook: Rulebook, visit: Visit, stop: Stop) -> str | None:
    """When somebody who is called counts as absent by itself."""
    return time_text(missed_at(rulebook, visit, stop)) if stop.status is Status.CALLED else None


def _alert(stop: Stop) -> Shown | None:
    """What takes too long, and the minutes that it should have taken at most."""
    return {"kind": stop.alert.value, "minutes": stop.alert_minutes} if stop.alert else None


def planned_shown(rulebook: Rulebook, stop: Stop) -> Shown:
    return {
        "station": stop.station,
        "name": both(public_name(rulebook, stop.station)),
        "because": both(stop.because),
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
