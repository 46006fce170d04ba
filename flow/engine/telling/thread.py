"""A visit in the middle of its story: how it stands, and since when each of its stops has stood as it does"""

from collections.abc import Collection
from datetime import date, datetime

from flow.engine import events as e
from flow.engine.evolve import evolve
from flow.engine.floor import Floor
from flow.engine.lifecycle import Status
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.visits import Stop, Visit


class Thread:
    """Follows the events about one visit. What is taken back is followed too: times are those of what stayed."""

    def __init__(self, visit: str, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.entries: dict[int, e.Entry] = {}
        """Those of this day, by position."""
        self.by = ""
        """Who has done what is being told."""
        self._id = visit
        self._day: date | None = None
        self._floor = Floor(facility="")
        self._since: dict[tuple[int, Status], datetime] = {}

    def enter(self, day: date, entry: e.Entry) -> None:
        """The next entry; a new day has a floor of its own, onto which the visit is carried."""
        if day != self._day:
            self._day, self._floor, self.entries = day, Floor(facility=""), {}
        self._floor.position, self.by = entry.position, entry.by
        self.entries[entry.position] = entry

    def follow(self, event: e.VisitEvent | e.StopEvent) -> None:
        if not self.is_own(event):
            return
        before = self.stop(event).status if isinstance(event, e.OfStop) else None
        evolve(self._floor, event)
        if isinstance(event, e.OfStop) and (now := self.stop(event).status) is not before:
            self._since[event.stop, now] = event.at

    # Questions

    def is_own(self, event: e.OfVisit) -> bool:
        """Whether the event is about this visit, and not about one that was merged into it."""
        return event.visit == self._id

    @property
    def visit(self) -> Visit:
        return self._floor.visits[self._id]

    def stop(self, event: e.OfStop) -> Stop:
        return self.visit.stops[event.stop]

    def since(self, stop: Stop, status: Status) -> datetime | None:
        """When the stop last came to stand so; None where that was never recorded."""
        return self._since.get((stop.number, status))

    def name(self, stop: Stop) -> Text:
        """The name of the stop's station."""
        return self.rulebook.station_name(stop.station)

    def names(self, numbers: Collection[int]) -> list[Text]:
        """The names of these stops' stations, each once."""
        stations = dict.fromkeys(self.visit.stops[number].station for number in numbers)
        return [self.rulebook.station_name(station) for station in stations]
