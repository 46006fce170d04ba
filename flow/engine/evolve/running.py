"""Whose time runs: for each station and alert the stops that may still raise it; no deadline is looked for along a line."""

from bisect import bisect_left, insort

from flow.engine import events as e
from flow.engine.alerts import RAISED_BY, counts_from, may_raise
from flow.engine.evolve.marking import station_state
from flow.engine.floor import Floor, StationState
from flow.engine.lines import Standing
from flow.engine.visits import Stop, Visit


def begin(state: StationState, visit: Visit, stop: Stop) -> None:
    """The stop stands somewhere from now on; its time runs, unless it has raised its alert already."""
    alert = may_raise(stop)
    if alert is not None:
        insort(state.running.setdefault(alert, []), _standing(visit, stop))


def end(state: StationState, visit: Visit, stop: Stop) -> None:
    """The time of the stop runs no more."""
    alert = may_raise(stop)
    if alert is not None:
        running, standing = state.running[alert], _standing(visit, stop)
        del running[0 if running[0] == standing else bisect_left(running, standing)]


def raise_alert(floor: Floor, event: e.AlertRaised) -> None:
    """The stop remembers it for as long as it stands so; one that stands otherwise, since an undo, has nothing to remember."""
    visit = floor.visits[event.visit]
    stop = visit.stops.get(event.stop)
    if stop is None or stop.alert or RAISED_BY.get(stop.status) is not event.alert:
        return
    end(station_state(floor, stop.station), visit, stop)
    stop.alert, stop.alert_minutes = event.alert, event.minutes


def _standing(visit: Visit, stop: Stop) -> Standing:
    return Standing(counts_from(visit, stop), visit.turn, visit.id, stop.number)
