"""How many a station takes on one day, and who is on its waiting list.

A place goes to who was sent there first, and is free again when that stop is skipped: the first of the waiting list moves up by
itself. Nothing is recorded for it, because it follows from who is coming. Who comes in time for a booking comes on top: how many
may book is a matter of the bookings, and a promised time is kept without taking anybody's place.
"""

from collections.abc import Iterator
from itertools import islice

from flow.engine.floor import Floor, StationState
from flow.engine.routing import Rulebook


def waiting_list(floor: Floor, rulebook: Rulebook, station: str) -> dict[str, int]:
    """The visits beyond the quota of the station, each with its number on the list, from 1."""
    quota = _quota(rulebook, station)
    state = floor.stations.get(station)
    if quota is None or state is None or len(state.coming) <= quota:
        return {}
    beyond = islice(_without_booking(floor, state), quota, None)
    return {visit: number for number, visit in enumerate(beyond, 1)}


def next_on_list(floor: Floor, rulebook: Rulebook, station: str) -> int | None:
    """The number on the waiting list that one more, without a booking, would get; None while there are places."""
    quota = _quota(rulebook, station)
    if quota is None:
        return None
    coming = sum(1 for _ in _without_booking(floor, floor.station(station)))
    return coming - quota + 1 if coming >= quota else None


def _without_booking(floor: Floor, state: StationState) -> Iterator[str]:
    """Who takes a place of the quota, in the order of coming."""
    for visit in state.coming:
        booked = floor.visits[visit].appointment
        if booked is None or not booked.on_time:
            yield visit


def _quota(rulebook: Rulebook, station: str) -> int | None:
    known = rulebook.stations.get(station)
    return known.quota if known else None
