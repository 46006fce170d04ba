"""Whose time runs in line: those who may still raise the alert; no deadline is looked for along a line.

Who is served or held is found without an index: at the desks, and among the few who are held.
"""

from bisect import bisect_left, insort

from flow.engine import events as e
from flow.engine.alerts import RAISED_BY, standing
from flow.engine.evolve.marking import station_state
from flow.engine.floor import Floor, StationState
from flow.engine.lifecycle import Status
from flow.engine.visits import Stop, Visit


def begin(state: StationState, visit: Visit, stop: Stop) -> None:
    """The stop stands in line from now on; its time runs, unless it has raised its alert already."""
    if stop.alert is None:
        insort(state.running, standing(visit, stop))


def end(state: StationState, visit: Visit, stop: Stop) -> None:
    """The time of the stop in line runs no more."""
    if stop.alert is None:
        running, place = state.running, standing(visit, stop)
        del running[0 if running[0] == place else bisect_left(running, place)]


def raise_alert(floor: Floor, event: e.AlertRaised) -> None:
    """The stop remembers it for as long as it stands so; one that stands otherwise, since an undo, has nothing to remember."""
    visit = floor.visits[event.visit]
    stop = visit.stops.get(event.stop)
    if stop is None or stop.alert or RAISED_BY.get(stop.status) is not event.alert:
        return
    state = station_state(floor, stop.station)
    if stop.status is Status.WAITING:
        end(state, visit, stop)
    stop.alert, stop.alert_minutes = event.alert, event.minutes
