"""One patient's day here: the visit, its ticket, and the stops of its itinerary."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flow.engine.bookings import Appointment
from flow.engine.facts import FactValue
from flow.engine.lifecycle import OPEN, Status
from flow.engine.outcomes import Destination, Outcome
from flow.engine.text import Text


class Origin(StrEnum):
    """Why a stop is on the itinerary."""

    ENTRY = "entry"
    EXIT = "exit"
    ORDER = "order"
    REVIEW = "review"
    TRANSFER = "transfer"


class Alert(StrEnum):
    """What takes longer than the station's rule allows."""

    LONG_WAIT = "long_wait"
    LONG_SERVICE = "long_service"
    LONG_HOLD = "long_hold"


BY_RULE = frozenset({Origin.ENTRY, Origin.EXIT})
"""Stops that the tables planned on the way in and out: new facts may plan them anew."""


@dataclass(slots=True, kw_only=True)
class Stop:
    """One station on an itinerary. `since` is the start of the waiting time that counts in line (credited where it
    is), `queued` its place in the order in which the visit came to its stops (0: never). `for_desk` is the one desk that it
    waits for, `not_before` the earliest time of a call. What waits for the results of this stop comes `then_minutes` after its
    end at the earliest, its repetition `apart_minutes` (its own; None: `then_minutes` too). `shared` are the rules of
    other orders that it serves as well. `joined_at` is when it joined its line, `stood_at` since when
    it has its status (or is said to have it still), `alert` what has taken too long in that status: longer than `alert_minutes`.
    `passed_over` are how many the last call left waiting who were before it in line, `call_reason` why.
    `coming_since` is the position of the day at which the visit came to be expected at the station (0: it is not yet).
    """

    number: int
    station: str
    origin: Origin
    rule: str
    because: Text
    status: Status = Status.PLANNED
    if_ordered: bool = False
    review_of: int | None = None
    repeat_of: int | None = None
    then_minutes: int = 0
    apart_minutes: int | None = None
    shared: tuple[str, ...] = ()
    priority: str = ""
    rank: int = 0
    coming_since: int = 0
    since: datetime | None = None
    not_before: datetime | None = None
    queued: int = 0
    joined_at: datetime | None = None
    stood_at: datetime | None = None
    alert: Alert | None = None
    alert_minutes: int = 0
    desk: str | None = None
    for_desk: str | None = None
    calls: int = 0
    called_at: datetime | None = None
    passed_over: int = 0
    call_reason: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    note: str = ""
    moved_to: str | None = None

    def comes_to(self, station: str) -> bool:
        """Whether it is the reason why its visit is expected there."""
        is_there = self.station == station and self.status is not Status.SKIPPED
        return is_there and not self.if_ordered


@dataclass(slots=True, kw_only=True)
class Visit:
    """One patient's day. `name` is what staff and screens call it: the ticket, or "Darurat 1" before it has one.

    `ahead` is what is planned, in order: steps of stop numbers, the stops of one step side by side.
    `at_desk` is the one stop that is called or being served. `turn` orders visits by arrival. `acted_at` is the station whose last
    action about this visit can still be taken back; `restored_at` is when one was. `group` is the family to which it belongs,
    `together` whether it wishes to be called with it. `destination` is the house that takes over at its end (or will), `reason`
    why it ends so, as somebody wrote it; `because` why the house has ended it by itself. `appointment` is there for who has
    booked; `follows` is the visit that this one continues.
    """

    id: str
    name: str
    turn: int
    opened_at: datetime
    rulebook: str
    ticket: str | None = None
    patient: str | None = None
    emergency: bool = False
    facts: dict[str, FactValue] = field(default_factory=dict)
    cluster: str = ""
    priority: str = ""
    rank: int = 0
    bands: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    stops: dict[int, Stop] = field(default_factory=dict)
    ahead: tuple[tuple[int, ...], ...] = ()
    at_desk: int | None = None
    intended: Outcome | None = None
    outcome: Outcome | None = None
    destination: Destination | None = None
    reason: str = ""
    because: Text | None = None
    ended_at: datetime | None = None
    carried: bool = False
    merged_into: str | None = None
    voided: bool = False
    acted_at: str | None = None
    restored_at: datetime | None = None
    group: str | None = None
    together: bool = False
    appointment: Appointment | None = None
    follows: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the patient is still inside."""
        return self.outcome is None

    def open_stops(self) -> list[Stop]:
        """The stops that stand on some station's list now."""
        return [stop for stop in self.stops.values() if stop.status in OPEN]

    def comes_to(self, station: str) -> bool:
        """Whether it has been there, is there or is to go there; "if ordered" does not count yet."""
        return any(stop.comes_to(station) for stop in self.stops.values())

    def planned(self) -> list[Stop]:
        """The stops still ahead, in order."""
        return [self.stops[number] for step in self.ahead for number in step]


def without(steps: Iterable[tuple[int, ...]], number: int) -> list[tuple[int, ...]]:
    """The steps without this stop, and without a step that only it was. A stop has one place among them."""
    left = list(steps)
    for place, step in enumerate(left):
        if number in step:
            others = tuple([n for n in step if n != number])
            left[place : place + 1] = [others] if others else []
            return left
    return left
