"""What happened. Past tense, frozen, never renamed once stored.

An event records the *decision* (station, rule, because, class), so that replay never asks the rules or the clock again.
One command leads to one entry: its events, in order, at one position of the day's stream.
"""

from datetime import date, datetime, time
from typing import TypeGuard, get_args

from flow.engine.bookings import Appointment
from flow.engine.facts import Facts
from flow.engine.frozen import dataclass
from flow.engine.outcomes import Destination, Outcome
from flow.engine.text import Text
from flow.engine.visits import Alert, Origin, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What every event carries: when, as an aware UTC time."""

    at: datetime


# The day and its desks


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOpened(Happened):
    facility: str
    day: date
    rulebook: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed(Happened):
    carried: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookPublished(Happened):
    """Who comes from now on is routed by this rulebook; who is inside keeps the one they came with."""

    digest: str
    previous: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOpened(Happened):
    station: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskClosed(Happened):
    station: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPaused(Happened):
    station: str
    desk: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskResumed(Happened):
    station: str
    desk: str


# The visit


@dataclass(frozen=True, slots=True, kw_only=True)
class OfVisit(Happened):
    visit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitBooked(OfVisit):
    """Somebody is expected on `day`. `rulebook` is the one that allowed it; who comes is routed by that of the day."""

    day: date
    rulebook: str
    code: str
    patient: str | None
    facts: Facts
    slot: time | None
    follows: str | None
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCancelled(OfVisit):
    """Nobody is expected any more. `reason` is what somebody wrote, `because` what the house says that called it off by itself.

    `came_as` is the other visit with which the patient has come, where that is why.
    """

    reason: str
    because: Text | None = None
    came_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingReopened(OfVisit):
    """Who had come otherwise was somebody else: the patient is expected again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingGivenBack(OfVisit):
    """Not who had booked has come with it: the patient is still expected, as the visit `renewed`."""

    renewed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingMissed(OfVisit):
    """Nobody came: that is all there is to say, so the `reason` is empty."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedPatientArrived(OfVisit):
    """The visit begins; `rulebook` is the one that routes it."""

    rulebook: str
    appointment: Appointment
    follows: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitContinued(OfVisit):
    """The visit turned out to continue another one."""

    follows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentKept(OfVisit):
    """The visit is the one that was booked: its double had come for the booking."""

    appointment: Appointment


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadCut(OfVisit):
    """The visit continues none after all: it is somebody else's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOpened(OfVisit):
    rulebook: str
    emergency: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCarriedIn(OfVisit):
    """A visit that outlived its day, as it stood. Its old ticket is marked with its day, so that no code is there twice."""

    state: Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketIssued(OfVisit):
    letter: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientIdentified(OfVisit):
    """Who the visit is. `instead_of` is who it was taken for before."""

    patient: str
    instead_of: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLinked(OfVisit):
    """The visit belongs to this family; `others` are the names of the rest of it (nobody: all have been unlinked). `together`: they
    wish to be called so.
    """

    group: str
    together: bool
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitUnlinked(OfVisit):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsRecorded(OfVisit):
    """All the facts known now (not only the new ones)."""

    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitClassified(OfVisit):
    cluster: str
    priority: str
    rank: int
    because: Text
    bands: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStop:
    """A repetition (`repeat_of`) comes `apart_minutes` after what it repeats (None: after that one's `then_minutes`)."""

    number: int
    station: str
    origin: Origin
    rule: str
    because: Text
    if_ordered: bool = False
    review_of: int | None = None
    for_desk: str | None = None
    repeat_of: int | None = None
    then_minutes: int = 0
    apart_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopsPlanned(OfVisit):
    """New stops, and the whole of what lies ahead from now on: steps of stop numbers, old and new."""

    stops: tuple[PlannedStop, ...]
    ahead: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeIntended(OfVisit):
    """How the visit will end once what is still ahead is done; `destination` is the house that will take over, if one does."""

    outcome: Outcome
    destination: Destination | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEnded(OfVisit):
    """`reason` is what somebody wrote, `because` what the house says where it ended the visit by itself."""

    outcome: Outcome
    reason: str
    destination: Destination | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMerged(OfVisit):
    """The visit turned out to be another one's double; it ends, and the other goes on."""

    into: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketVoided(OfVisit):
    """The number was issued by mistake; the visit ends, and the number stays spent."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRestored(OfVisit):
    """The visit stands again as it did before the entry at position `undone`."""

    undone: int
    state: Visit


# A stop of the visit


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStop(OfVisit):
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopQueued(OfStop):
    """The stop stands in its station's line: in which class, since when the waiting counts, and when it may be called
    at the earliest (None: at once).
    """

    since: datetime
    priority: str
    rank: int
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRanked(OfStop):
    """The stop waits in another class from now on; its place in time stays."""

    priority: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCredited(OfStop):
    """The waiting of a stop in line counts from this time on."""

    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAssigned(OfStop):
    """The stop is for this desk alone, or (None) for any."""

    desk: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Somebody of the family who waits in the same line, and the name that the call says."""

    visit: str
    stop: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientCalled(OfStop):
    """Called to a desk. `passed_over`: how many were before in line, and `reason`: why they were passed over. `companions` are
    those of the family whom the call names too: they are next at this desk."""

    desk: str
    passed_over: int = 0
    reason: str = ""
    companions: tuple[Companion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRecalled(OfStop):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientHandedOver(OfStop):
    """Called or served at another desk of the same station from now on."""

    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStarted(OfStop):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceConfirmed(OfStop):
    """Staff say that the patient is still being served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersAdded(OfVisit):
    """What the room `station` asked for after the patient had left it."""

    station: str
    orders: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFinished(OfStop):
    orders: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopDoneInRoom(OfStop):
    """The room `station`, where the patient was anyway, has done it: nobody has to go there ("sampel diambil di ruang")."""

    station: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientMissed(OfStop):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientReturned(OfStop):
    """Back in line. `since`: since when the waiting counts from now on (None: as before)."""

    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopHeld(OfStop):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopResumed(OfStop):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTransferred(OfStop):
    to: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRaised(OfStop):
    """The stop has stood as it does, `since` then, for longer than the `minutes` that its station's rule allowed."""

    alert: Alert
    since: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopConfirmed(OfStop):
    """A stop that was planned "if ordered" has been ordered."""

    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StopShared(OfStop):
    """A stop that was there already is for another order, that of `rule`, as well: what waits for its results comes
    `then_minutes` after its end at the earliest.
    """

    rule: str
    because: Text
    then_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopUnshared(OfStop):
    """One of the orders for which the stop was, that of `rule`, is cancelled; it stays for that of the rule `left`, `because`."""

    order: str
    rule: str
    left: str
    because: Text
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSkipped(OfStop):
    because: Text


StopEvent = (
    StopQueued
    | StopRanked
    | StopCredited
    | StopAssigned
    | PatientCalled
    | PatientRecalled
    | PatientHandedOver
    | ServiceStarted
    | ServiceConfirmed
    | ServiceFinished
    | StopDoneInRoom
    | PatientMissed
    | PatientReturned
    | StopHeld
    | StopResumed
    | StopTransferred
    | AlertRaised
    | StopConfirmed
    | StopShared
    | StopUnshared
    | StopSkipped
)
BookingEvent = VisitBooked | BookingCancelled | BookingMissed | BookingReopened | BookingGivenBack
VisitEvent = (
    BookingEvent
    | BookedPatientArrived
    | VisitContinued
    | ThreadCut
    | AppointmentKept
    | VisitOpened
    | VisitCarriedIn
    | TicketIssued
    | PatientIdentified
    | VisitLinked
    | VisitUnlinked
    | FactsRecorded
    | VisitClassified
    | StopsPlanned
    | OutcomeIntended
    | OrdersAdded
    | VisitEnded
    | VisitMerged
    | TicketVoided
    | VisitRestored
)
DayEvent = (
    DayOpened | DayClosed | RulebookPublished | DeskOpened | DeskClosed | DeskPaused | DeskResumed
)
Event = DayEvent | VisitEvent | StopEvent


UNDOABLE = frozenset(
    {
        "CallNext",
        "CallOne",
        "Start",
        "Finish",
        "MarkAbsent",
        "BringBack",
        "Hold",
        "Resume",
        "Transfer",
        "HandOver",
        "Depart",
        "VoidTicket",
    }
)
"""The kinds of command that can be taken back while nothing has followed."""


DONE_TO_NOBODY = (
    *(AlertRaised, PatientRecalled, ServiceConfirmed, VisitLinked, VisitUnlinked),
    *get_args(BookingEvent),
)
"""What leaves a visit where it stands: said about it, called once more, in whose company it is."""


def is_done_to_visit(event: Event) -> TypeGuard[OfVisit]:
    """Whether something is done to a visit that has begun."""
    return isinstance(event, OfVisit) and not isinstance(event, DONE_TO_NOBODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one command did: its place in the stream, whose command it was, and the events in order."""

    position: int
    command: str
    kind: str
    by: str
    at: datetime
    request: str
    events: tuple[Event, ...]
