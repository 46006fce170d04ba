"""A morning on the small floor, told in commands: given … when … then the events, or a refusal and nothing moved."""

from copy import deepcopy
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine import ordering
from flow.engine.decide import decide
from flow.engine.evolve import fold
from flow.engine.floor import Floor
from flow.engine.refusals import Refused
from flow.engine.routing import Rulebook
from flow.engine.visits import Stop, Visit
from tests.engine.small import DAY, MORNING, SMALL

ADULT = {"birth_date": "1985-01-01", "sex": "male"}
WOMAN = {"birth_date": "1998-05-02", "sex": "female"}
OLD = {"birth_date": "1950-01-01", "sex": "female"}


class Story:
    """A floor, moved by commands as the door moves it. Every command comes a minute after the one before."""

    def __init__(self, rulebook: Rulebook = SMALL, *, at: datetime = MORNING) -> None:
        self.rulebook = rulebook
        self.floor = Floor(facility=rulebook.facility)
        self.now = at
        self.entries: list[e.Entry] = []
        self._ids = count(1)

    # given

    def opened(self, *desks: str) -> "Story":
        """The day is open, and so are these desks (`loket/1`; without a number the first one)."""
        self.when(c.OpenDay, day=self.now.astimezone(self.rulebook.zone).date())
        for desk in desks:
            station, _, number = desk.partition("/")
            self.when(c.OpenDesk, station=station, desk=number or "1")
        return self

    def registered(self, visit: str, facts: dict[str, Any] | None = None) -> "Story":
        """Registered at the counter, so that they wait for screening."""
        self.when(
            c.Register, visit=visit, patient=f"id-{visit}", facts=facts or ADULT, station="loket"
        )
        return self

    def serving(self, visit: str, station: str, desk: str = "1") -> "Story":
        place = ordering.next_place(self.floor, self.rulebook, station, self.now, desk)
        reason = "" if place and place.visit == visit else "diminta"
        self.when(c.CallOne, station=station, desk=desk, visit=visit, reason=reason)
        self.when(c.Start, visit=visit, station=station)
        return self

    def through(self, visit: str, *stations: str) -> "Story":
        """Called, served and done at each of these stations."""
        for station in stations:
            self.serving(visit, station)
            self.when(c.Finish, visit=visit, station=station)
        return self

    # when

    def when(self, kind: type[Any], **about: Any) -> tuple[e.Event, ...]:
        """Carry out a command; the events that it led to."""
        command = self.command(kind, **about)
        before = deepcopy(self.floor)
        events = decide(self.floor, command, self.rulebook)
        assert self.floor == before, "deciding must not move the floor"
        if events:
            entry = e.Entry(
                position=self.floor.position + 1,
                command=command.id,
                kind=kind.__name__,
                by=command.by,
                at=command.at,
                request="",
                events=events,
            )
            fold(self.floor, entry)
            self.entries.append(entry)
        return events

    def refused(self, kind: type[Any], **about: Any) -> Refused:
        """Ask for something that is refused; the refusal. Nothing has moved."""
        before = deepcopy(self.floor)
        try:
            decide(self.floor, self.command(kind, **about), self.rulebook)
        except Refused as refusal:
            assert self.floor == before
            return refusal
        raise AssertionError(f"{kind.__name__} {about} was not refused")

    def command(self, kind: type[Any], **about: Any) -> Any:
        self.now += timedelta(minutes=1)
        return kind(**{"id": f"c{next(self._ids)}", "by": "uji", "at": self.now} | about)

    # then

    def visit(self, visit: str) -> Visit:
        return self.floor.visits[visit]

    def stop(self, visit: str, station: str) -> Stop:
        """The visit's latest stop at the station."""
        return [s for s in self.visit(visit).stops.values() if s.station == station][-1]

    def stops(self, visit: str) -> list[str]:
        """What has begun and is not skipped, then what is planned, in order: `skrining waiting`."""
        seen = self.visit(visit)
        begun = [s for s in seen.stops.values() if s.status not in ("planned", "skipped")]
        return [f"{s.station} {s.status}" for s in [*begun, *seen.planned()]]

    def line(self, station: str) -> list[str]:
        """Who waits at the station, in the order of arrival within the classes."""
        return [place.visit for place in self.floor.station(station).line]


def kinds(events: tuple[e.Event, ...]) -> list[str]:
    return [type(event).__name__ for event in events]


__all__ = ["ADULT", "DAY", "OLD", "WOMAN", "Story", "kinds"]
