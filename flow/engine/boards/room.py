"""The waiting room: who is called where, who waits, the last calls. Under public names, ticket codes only."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from flow.engine import ordering
from flow.engine.announcing import announcements
from flow.engine.boards.parts import Shown, both, head, time_text
from flow.engine.families import named_at
from flow.engine.floor import CALLS_SHOWN, Call, Floor, StationState
from flow.engine.quota import waiting_list
from flow.engine.routing import Board, Rulebook, Station
from flow.engine.visits import Stop, Visit

WAITING_SHOWN = (
    8  # as many numbers as a TV can show beside a station and still be read at six metres
)


def board(floor: Floor, rulebook: Rulebook, code: str, now: datetime) -> Shown:
    """The whole of a public board: head, stations, and the last calls at them."""
    shown = rulebook.board(code)
    return {
        **head(floor, rulebook),
        "code": code,
        "title": both(shown.title),
        "position": board_position(floor, shown),
        "stations": {s: board_station(floor, rulebook, s, now) for s in shown.stations},
        "calls": board_calls(floor, rulebook, shown),
    }


def board_position(floor: Floor, shown: Board) -> int:
    """The position at which the board last changed."""
    return max([floor.renewed_position, *(floor.station(s).changed for s in shown.stations)])


def position_before(floor: Floor, stations: Iterable[str]) -> int:
    """The position at which these stations had last changed before the floor's present position."""
    states = [floor.station(code) for code in stations]
    known = (s.changed_before if s.changed == floor.position else s.changed for s in states)
    return max([floor.renewed_position, *known])


def board_station(floor: Floor, rulebook: Rulebook, code: str, now: datetime) -> Shown:
    """One station as the waiting room may see it, under its public name."""
    station = rulebook.station(code)
    state = floor.station(code)
    in_order = ordering.in_order(floor, rulebook, code, now)
    places = tuple(islice(in_order, WAITING_SHOWN))
    beyond = waiting_list(floor, rulebook, code)
    return {
        "name": both(station.public_name),
        "cluster": station.cluster,
        "open": len(state.desks) > len(state.paused),
        "paused": len(state.desks) == len(state.paused) > 0,
        "now": [
            {
                "ticket": visit.name,
                "beside": list(named_at(floor, state, desk, visit.id)),
                "desk": desk,
                "status": stop.status.value,
            }
            for desk, visit, stop in _at_desks(floor, state)
        ],
        "waiting": [
            {
                "ticket": floor.visits[p.visit].name,
                "busy": ordering.is_masked(floor, p, now) or p.visit in beyond,
            }
            for p in places
        ],
        "count": len(state.line),
        "turns_at": time_text(ordering.turns_at(floor, rulebook, code, places, now)),
    }


def board_calls(floor: Floor, rulebook: Rulebook, shown: Board) -> list[Shown]:
    """The last calls at the board's stations, newest first. `position` is the call's own."""
    rooms = (reversed(floor.station(code).calls) for code in shown.stations)
    calls = [call for latest in rooms for call in islice(latest, CALLS_SHOWN)]
    calls.sort(key=lambda call: call.position, reverse=True)
    return [_call(call, rulebook.stations[call.station], shown) for call in calls[:CALLS_SHOWN]]


def call_at(floor: Floor, shown: Board, position: int) -> Call | None:
    """The call at this position, if it is one of today's that the board shows."""
    calls = (call for code in shown.stations for call in floor.station(code).calls)
    return next((call for call in calls if call.position == position), None)


def _call(call: Call, station: Station, shown: Board) -> Shown:
    return {
        "position": call.position,
        "at": time_text(call.at),
        "ticket": call.name,
        "beside": list(call.companions),
        "station": call.station,
        "name": both(station.public_name),
        "desk": call.desk,
        "calls": call.calls,
        "said": [
            {"language": one.language, "text": one.text}
            for one in announcements(call, station, shown)
        ],
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
