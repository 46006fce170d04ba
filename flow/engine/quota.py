"""How many a station takes on one day, and who is on its waiting list.

A place goes to who was sent there first, and is free again when that stop is skipped: the first of the waiting list moves up by
itself. Nothing is recorded for it, because it follows from who is coming.
"""

from itertools import islice

from flow.engine.floor import Floor
from flow.engine.routing import Rulebook


def waiting_list(floor: Floor, rulebook: Rulebook, station: str) -> dict[str, int]:
    """The visits beyond the quota of the station, each with its number on the list, from 1."""
    quota = _quota(rulebook, station)
    state = floor.stations.get(station)
    if quota is None or state is None or len(state.coming) <= quota:
        return {}
    return {visit: n for n, visit in enumerate(islice(state.coming, quota, None), 1)}


def next_on_list(floor: Floor, rulebook: Rulebook, station: str) -> int | None:
    """The number on the waiting list that one more would get; None while there are places."""
    quota = _quota(rulebook, station)
    coming = len(floor.station(station).coming)
    return coming - quota + 1 if quota is not None and coming >= quota else None


def _quota(rulebook: Rulebook, station: str) -> int | None:
    known = rulebook.stations.get(station)
    return known.quota if known else None
