"""Which stations have changed (what a screen shows is new when its station's mark is), and what can be taken back there."""

from flow.engine.floor import Floor, StationState
from flow.engine.lifecycle import OPEN
from flow.engine.visits import Visit


def station_state(floor: Floor, code: str) -> StationState:
    """The station's state, marked as changed."""
    state = floor.stations.get(code)
    if state is None:
        state = floor.stations[code] = StationState()
    if state.changed != floor.position:
        state.changed_before, state.changed = state.changed, floor.position
    return state


def touch(floor: Floor, visit: Visit) -> None:
    """Every station on whose list the visit stands shows it differently now."""
    for stop in visit.stops.values():
        if stop.status in OPEN:
            station_state(floor, stop.station)


def forget_action(floor: Floor, visit: Visit) -> None:
    """Something else has happened to the visit: what was done before stays."""
    if visit.acted_at is not None:
        del station_state(floor, visit.acted_at).undoable[visit.id]
        visit.acted_at = None
