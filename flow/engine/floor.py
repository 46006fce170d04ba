"""Today's state of one facility: visits, stations, desks, counters. Always equal to the fold of its stream.

Small and in memory. Only `evolve` moves it; everybody else reads.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from flow.engine import frozen
from flow.engine.bookings import Booking
from flow.engine.lines import Line, Place, Standing
from flow.engine.outcomes import Outcome
from flow.engine.refusals import NotArrived, UnknownVisit
from flow.engine.visits import Stop, Visit

CALLS_SHOWN = (
    12  # the longest list of recent calls that a board shows; older ones are in the journal
)

CALLS_KEPT = 60  # as many as can stand in the announcement line of a screen (parts/voice/line.ts)

CALLED_KNOWN = (
    24  # how far back a discipline that takes turns can see; a rulebook's turns are shorter
)


SERVED_SHOWN = 8  # whom a room may still think of; who left it longer ago is found by number


ACTIONS_KNOWN = 5  # how many of its last actions a station can take back


class Day(StrEnum):
    UNOPENED = "unopened"
    OPEN = "open"
    CLOSED = "closed"


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call as the waiting room heard it. `position` makes it unique in the day; `companions` are named with it."""

    position: int
    at: datetime
    station: str
    desk: str
    name: str
    calls: int
    companions: tuple[str, ...] = ()


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Somebody who was finished at a station, as its staff remember it."""

    position: int
    at: datetime
    visit: str
    name: str


class Action(NamedTuple):
    """What was done last to a visit: the entry's position, its kind of command, when, by whom, and how the visit ends by it."""

    position: int
    kind: str
    at: datetime
    by: str
    outcome: Outcome | None


@dataclass(slots=True)
class Party:
    """A family at one desk: the visits that were called there, the last one last, and the `others` whom the call named: those
    who still wait in this line, with their stops. They are next at this desk."""

    called: list[str]
    others: dict[str, int]


@dataclass(slots=True)
class StationState:
    """A station on the floor. `desks` are the open ones, with the visit that each has (None: free), `paused`
    those that have a break, and why.

    `coming` are the visits that have a stop here today which was not skipped, in the order in which it was planned, each with the
    position at which it was. `calls` are
    the last ones made here, `called` the classes (ranks) whom they called, out of turn too. `served` are the last
    who were finished here, `running` those in line who have not waited too long yet, the longest first,
    `undoable` the last actions here, by visit, that nothing has followed. `parties` are the families that a desk has or just had,
    by desk. `changed` is the position at which anything about it last changed, `changed_before` the one before that.
    """

    line: Line = field(default_factory=Line)
    coming: dict[str, int] = field(default_factory=dict)
    desks: dict[str, str | None] = field(default_factory=dict)
    paused: dict[str, str] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    absent: dict[str, int] = field(default_factory=dict)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT))
    called: deque[int] = field(default_factory=lambda: deque(maxlen=CALLED_KNOWN))
    served: deque[Served] = field(default_factory=lambda: deque(maxlen=SERVED_SHOWN))
    running: list[Standing] = field(default_factory=list)
    undoable: dict[str, Action] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    changed: int = 0
    changed_before: int = 0


@dataclass(slots=True)
class Floor:
    """Who is where now. `position` is that of the last entry folded in, `at` its time; 0 is the empty stream.

    `rulebook` is the digest of the rulebook in force. `renewed_position` is where everything on every screen last became new: the
    day opened or closed, or another rulebook came into force. `groups` are the families: of each the visits that are inside.
    `bookings` are all of this day, by visit; who has come is among the `visits` too. A day that has not been opened has bookings
    only.
    """

    facility: str
    day: date | None = None
    status: Day = Day.UNOPENED
    position: int = 0
    at: datetime | None = None
    rulebook: str = ""
    opened_at: datetime | None = None
    turns: int = 0
    emergencies: int = 0
    visits: dict[str, Visit] = field(default_factory=dict)
    bookings: dict[str, Booking] = field(default_factory=dict)
    stations: dict[str, StationState] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    renewed_position: int = 0

    def visit(self, visit: str) -> Visit:
        """The visit; raises `UnknownVisit`, `NotArrived`."""
        if visit not in self.visits:
            if visit in self.bookings:
                raise NotArrived(name=self.bookings[visit].name)
            raise UnknownVisit(visit=visit)
        return self.visits[visit]

    def expected(self, patient: str) -> Booking | None:
        """The booking with which this patient is still expected today."""
        return next((b for b in self.bookings.values() if b.is_open and b.patient == patient), None)

    def station(self, code: str) -> StationState:
        """The station's state; an empty one for a station where nothing has happened yet."""
        return self.stations.get(code) or StationState()

    def stop_at(self, place: Place) -> Stop:
        """The stop that holds this place in line."""
        return self.visits[place.visit].stops[place.stop]

    def place_of(self, visit: str, stop: int) -> Place:
        """The place in line of a stop that waits."""
        return place_of(self.visits[visit], self.visits[visit].stops[stop])


def place_of(visit: Visit, stop: Stop) -> Place:
    since = stop.since or visit.opened_at
    return Place(since, visit.turn, visit.id, stop.number, stop.rank)
