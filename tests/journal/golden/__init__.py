"""Histories as released versions wrote them, and what their floors were then; `test_golden.py` folds them with today's code.

`VERSION-WHAT-DAY.jsonl` is one stream, an entry a line, its events byte by byte as that version's journal held them;
`VERSION-WHAT-DAY.json` is what `told` said of the floor that the same version had at the end. `0.1.0` and `0.2.0` were recorded by
those versions themselves, with their own random walk and their own made-up day.

`python -m tests.journal.golden 0.3.0` records today's version under that name, once for each release. What was released stays as it
is: where it fails, an old journal would be read differently, and it is the code that has to change (or an upcaster is missing).
"""

from typing import Any


def told(floor: Any) -> dict[str, Any]:
    """A floor in words that every version has: who has which ticket, where everybody stands, how it ended."""
    return {
        "day": str(floor.day),
        "status": floor.status.value,
        "position": floor.position,
        "numbers": floor.numbers,
        "inside": floor.inside,
        "visits": {visit.id: _visit(visit) for visit in floor.visits.values()},
        "stations": {code: _station(floor, state) for code, state in floor.stations.items()},
    }


def _visit(visit: Any) -> dict[str, Any]:
    return {
        "ticket": visit.ticket,
        "name": visit.name,
        "patient": visit.patient,
        "class": f"{visit.cluster} {visit.priority} {','.join((*visit.bands, *visit.flags))}",
        "outcome": visit.outcome and visit.outcome.value,
        "ended": str(visit.ended_at),
        "ahead": str(visit.ahead),
        "stops": [_stop(stop) for stop in visit.stops.values()],
    }


def _stop(stop: Any) -> str:
    times = (stop.since, stop.called_at, stop.started_at, stop.ended_at)
    said = " ".join(f"{at:%H:%M:%S}" if at else "-" for at in times)
    return f"{stop.number} {stop.station} {stop.status.value} {stop.desk or '-'} {stop.calls} {said} {stop.note}"


def _station(floor: Any, state: Any) -> dict[str, Any]:
    return {
        "line": [f"{floor.visits[place.visit].name}/{place.stop}" for place in state.line],
        "desks": state.desks,
        "held": state.held,
        "absent": state.absent,
        "calls": [f"{call.position} {call.name} {call.desk} {call.calls}" for call in state.calls],
    }
