"""How long somebody still waits: a range, from how long the last ones took here. Where too little is known, none.

Each desk that is open takes the next one when it is done, so that the wait is that of the turns before this one: at the least
each as short as the quicker quarter of the last ones, at the most each as long as the slower quarter, and one more that may just
have begun.
"""

from collections.abc import Iterator
from datetime import timedelta
from statistics import quantiles

from flow.engine.floor import Floor, StationState

KNOWN_MIN = 3  # fewer may all have been odd ones
STEP_MINUTES = 5  # nobody who reads "7 to 23 minutes" believes it


def wait_minutes(floor: Floor, station: str, ahead: int) -> tuple[int, int] | None:
    """At least and at most so many minutes for who has `ahead` others before them in this line."""
    state = floor.stations.get(station)
    desks = len(state.desks) - len(state.paused) if state else 0
    took = list(_minutes_taken(floor, station, state)) if state else []
    if desks < 1 or len(took) < KNOWN_MIN:
        return None
    quick, _, slow = quantiles(took, method="inclusive")
    turns = ahead // desks
    return _down(turns * quick), _up((turns + 1) * slow)


def _minutes_taken(floor: Floor, station: str, state: StationState) -> Iterator[float]:
    """From the call to the end of each of the last ones."""
    for served in state.served:
        for stop in floor.visits[served.visit].stops.values():
            if stop.station == station and stop.ended_at == served.at and stop.called_at:
                yield (stop.ended_at - stop.called_at) / timedelta(minutes=1)


def _down(minutes: float) -> int:
    return int(minutes // STEP_MINUTES) * STEP_MINUTES


def _up(minutes: float) -> int:
    """Never "0 to 0": somebody is called when they are called."""
    return max(1, -int(-minutes // STEP_MINUTES)) * STEP_MINUTES
