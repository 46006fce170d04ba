"""The whole building on one page, for all who work there: who is where, who has waited too long, which room is idle."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from flow.engine import ordering
from flow.engine.alerts import counts_from
from flow.engine.boards.parts import Shown, both, head, time_text
from flow.engine.floor import Floor, StationState
from flow.engine.quota import waiting_list
from flow.engine.routing import Rulebook


def building(floor: Floor, rulebook: Rulebook, now: datetime) -> Shown:
    """All stations, in the order of the rulebook, and how many patients are inside. Tickets only."""
    return {
        **head(floor, rulebook),
        "position": building_position(floor, rulebook),
        **building_part(floor, rulebook, rulebook.stations, now),
    }


def building_part(
    floor: Floor, rulebook: Rulebook, stations: Iterable[str], now: datetime
) -> Shown:
    """What of it may have changed, when these stations have."""
    return {
        "inside": sum(visit.is_open for visit in floor.visits.values()),
        "stations": {code: _station(floor, rulebook, code, now) for code in stations},
    }


def building_position(floor: Floor, rulebook: Rulebook) -> int:
    """The position at which anything in the building last changed."""
    return max([floor.renewed_position, *(floor.station(s).changed for s in rulebook.stations)])


def _station(floor: Floor, rulebook: Rulebook, code: str, now: datetime) -> Shown:
    """One station. `state` says what needs somebody's eye, `waiting` has the longest wait first."""
    station, state = rulebook.station(code), floor.station(code)
    waiting = _waiting(floor, rulebook, code, now)
    can_come = any(not one["busy"] for one in waiting)
    return {
        "name": both(station.name),
        "cluster": station.cluster,
        "state": _state(state, can_come=can_come),
        "in_hours": station.hours.includes(now.astimezone(rulebook.zone)),
        "desks": [_desk(floor, state, desk) for desk in station.desks],
        "waiting": waiting,
        "target_minutes": station.target.wait_minutes if station.target else None,
        "held": _apart(floor, state.held),
        "absent": _apart(floor, state.absent),
    }


def _state(state: StationState, *, can_come: bool) -> str:
    """`unstaffed`: somebody waits and no desk works; `free`: somebody waits and a desk has nobody; `idle`: no desk has anybody;
    `paused`: nobody waits and all desks that are open have a break."""
    working = [desk for desk in state.desks if desk not in state.paused]
    if not working:
        nobody = "paused" if state.paused else "closed"
        return "unstaffed" if can_come else nobody
    if all(state.desks[desk] is not None for desk in working):
        return "busy"
    if can_come:
        return "free"
    return "busy" if any(state.desks[desk] is not None for desk in working) else "idle"


def _desk(floor: Floor, state: StationState, desk: str) -> Shown:
    visit = floor.visits.get(state.desks.get(desk) or "")
    stop = visit.stops[visit.at_desk] if visit and visit.at_desk is not None else None
    return {
        "desk": desk,
        "open": desk in state.desks,
        "paused": state.paused.get(desk),
        "ticket": visit.name if visit else None,
        "status": stop.status.value if stop else None,
        "since": time_text((stop.started_at or stop.called_at) if stop else None),
    }


def _waiting(floor: Floor, rulebook: Rulebook, code: str, now: datetime) -> list[Shown]:
    beyond = waiting_list(floor, rulebook, code)
    rows = []
    for place in floor.station(code).line:
        visit = floor.visits[place.visit]
        busy = ordering.is_masked(floor, place, now) or place.visit in beyond
        rows.append((counts_from(visit, visit.stops[place.stop]), visit.name, busy))
    return [
        {"ticket": name, "since": time_text(since), "busy": busy}
        for since, name, busy in sorted(rows)
    ]


def _apart(floor: Floor, visits: Mapping[str, int]) -> list[Shown]:
    """Who is on the station's list but not in its line, and since when."""
    return [
        {
            "ticket": floor.visits[visit].name,
            "since": time_text(floor.visits[visit].stops[number].stood_at),
        }
        for visit, number in visits.items()
    ]
