"""The line in front of a station: who waits, by class, each class in order of arrival.

Kept as one sorted list per class, so that joining and leaving cost O(log n) comparisons however long the line is, and every
discipline only has to look at the heads.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Place(NamedTuple):
    """One waiting stop. Sorts by the start of its counted waiting, then by arrival."""

    since: datetime
    turn: int
    visit: str
    stop: int
    rank: int


class Standing(NamedTuple):
    """One stop whose time runs. Sorts by when that began, then by arrival."""

    since: datetime
    turn: int
    visit: str
    stop: int


@dataclass(slots=True)
class Line:
    """Who waits at one station: for each class (by its rank) the places in order."""

    classes: dict[int, list[Place]] = field(default_factory=dict)

    def join(self, place: Place) -> None:
        insort(self.classes.setdefault(place.rank, []), place)

    def leave(self, place: Place) -> None:
        """Take the place out; it must be there."""
        places = self.classes[place.rank]
        del places[0 if places[0] == place else bisect_left(places, place)]
        if not places:
            del self.classes[place.rank]

    def __iter__(self) -> Iterator[Place]:
        for rank in sorted(self.classes):
            yield from self.classes[rank]

    def __len__(self) -> int:
        return sum(len(places) for places in self.classes.values())
