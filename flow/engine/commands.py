"""What somebody asks for. Imperative, frozen; each carries an id, who asks, and when.

`id` makes a double click or a retry one command. `at` is an aware UTC time: the engine never reads a clock. `request` is an
optional fingerprint of what was asked; the same id with another fingerprint is refused.
Where a command names no `station`, it means the one stop of the visit that can take it.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time

from flow.engine.events import Entry
from flow.engine.frozen import dataclass
from flow.engine.outcomes import Outcome
from flow.engine.text import Text
from flow.engine.visits import Alert, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every command carries."""

    id: str
    by: str
    at: datetime
    request: str = ""


# The day and its desks


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay(Asked):
    """Open the service day, or open it again. `carried` are the visits that the last day handed on, `desks` those it left open."""

    day: date
    carried: tuple[Visit, ...] = ()
    desks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDay(Asked):
    """Close the day. Who is being cared for is carried over; everybody else leaves with a true outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRulebook(Asked):
    """Put a rulebook into force, for everybody who comes from now on. `previous` is the one that is believed to be in force."""

    digest: str
    previous: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDesk(Asked):
    station: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDesk(Asked):
    station: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseDesk(Asked):
    """A break: the desk stays open but calls nobody until it is opened again, or calls."""

    station: str
    desk: str
    reason: str = ""


# Bookings


@dataclass(frozen=True, slots=True, kw_only=True)
class Book(Asked):
    """A visit on a day to come (or later today). `slot` is a local time, None for any time of that day.

    `code` is what the patient will say at the door. `follows` is the visit that this one continues. `channel` is how it was asked
    for (loket, telepon, …); the one who asks is `by`.
    """

    day: date
    visit: str
    code: str
    patient: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    slot: time | None = None
    follows: str | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBooking(Asked):
    """The patient will not come that day. Named by its visit, or by its code. `because` is there where the house itself calls it
    off, `reason` where somebody says why.
    """

    day: date
    visit: str | None = None
    code: str | None = None
    reason: str = ""
    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accompanied(Asked):
    """Who comes in beside others. `beside` is a visit of the same family; `together` as in `LinkVisits`."""

    beside: str | None = None
    together: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Accompanied):
    """Somebody who has booked for today is here: named by the visit, or by the code.

    `patient` and `facts` are what was not known when it was booked. With `station` they stand at that registration counter.
    """

    visit: str | None = None
    code: str | None = None
    patient: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    station: str | None = None


# Coming in


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingIn(Accompanied):
    """Who comes in, and what the rules must know."""

    visit: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTicket(ComingIn):
    """A number for somebody whom nobody has asked yet (kiosk)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(ComingIn):
    """Say who a visit is, and what the rules must know.

    An unknown `visit` starts here, at once, unless `known` says that it must be there already: with a ticket from the kiosk,
    or as an emergency. With `station` the patient stands at that registration room's counter, so its stop is not queued for.
    """

    patient: str | None = None
    station: str | None = None
    known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterEmergency(Asked):
    """Somebody is carried in: no identity, no ticket, no line."""

    visit: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkVisits(Asked):
    """These have come together. `together`: the family wishes to be called together, all who belong to it."""

    visits: tuple[str, ...]
    together: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkVisit(Asked):
    """The visit goes its own way from now on."""

    visit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateFacts(Asked):
    """What screening found. What lies ahead is routed again; what has begun stays."""

    visit: str
    facts: Mapping[str, object]


# At a station


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNext(Asked):
    """Call whoever is next. `also` are the (station, desk) of other rooms that the same person serves: one of all is called."""

    station: str
    desk: str
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOne(Asked):
    """Call this visit, out of turn; `reason` says why, for the record: needed where others are passed over."""

    station: str
    desk: str
    visit: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfVisit(Asked):
    """A command about one stop of one visit."""

    visit: str
    station: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(OfVisit):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(OfVisit):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmService(OfVisit):
    """The patient is still being served ("masih dilayani"): the answer to the alert that asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish(OfVisit):
    """The service is done; what was ordered becomes stops, save what this room has carried out itself (`done_here`).

    `review`: come back here with the results (None: as the rules say for these orders; with an `outcome`: no). `outcome`:
    how the visit ends once what was ordered, its reviews, the cashier and the pharmacy are behind it; `destination` the house
    that takes over then, and `reason` why.
    """

    orders: tuple[str, ...] = ()
    done_here: tuple[str, ...] = ()
    review: bool | None = None
    outcome: Outcome | None = None
    destination: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAbsent(OfVisit):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class BringBack(OfVisit):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(OfVisit):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(OfVisit):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(OfVisit):
    """Close this stop and open one at station `to`; with `back` the patient, who was being served, comes back here after it."""

    to: str
    reason: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignDesk(Asked):
    """The visit waits for this desk of `station` alone ("dokter ini"), or, with None, for any."""

    visit: str
    station: str
    desk: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(OfVisit):
    """Another desk of the same station takes over whoever is called or being served."""

    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOrders(Asked):
    """What the room `station` forgot to ask for: the patient has been served there and is still inside."""

    visit: str
    station: str
    orders: tuple[str, ...]
    review: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder(Asked):
    """What was ordered at `station`, or coming back there, is not needed any more; of several orders there only `order`."""

    visit: str
    station: str
    order: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depart(Asked):
    """The visit ends here and now, whatever was still ahead; `destination` is the house that takes over.

    `station` is where somebody says so, and where it can be taken back.
    """

    visit: str
    outcome: Outcome
    reason: str = ""
    destination: str | None = None
    station: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseAlert(Asked):
    """A stop has waited, been served or been held, `since` then, for longer than today's rulebook allows at its station."""

    visit: str
    stop: int
    alert: Alert
    since: datetime


# Mistakes


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Asked):
    """Take back the last thing that was done to a visit, at `station`, as long as nothing has followed.

    `position` is that of the entry which is meant: the one that whoever asks has seen. `history` is what has happened to the visit
    today; the door adds it.
    """

    visit: str
    station: str
    position: int
    history: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reidentify(Asked):
    """The visit was registered for the wrong person: it is this one's. `facts` are those that differ.

    `exchange`: whoever is inside as this patient is the one for whom the visit was taken, with `other_facts`.
    """

    visit: str
    patient: str
    facts: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    exchange: bool = False
    other_facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Asked):
    """One person has two visits: `double` ends, and what it knew and had waited goes to `visit`."""

    visit: str
    double: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidTicket(Asked):
    """A number that should not have been issued. It stays spent; nobody had been called with it."""

    visit: str
    reason: str = ""


AboutStop = (
    Recall
    | Start
    | ConfirmService
    | Finish
    | MarkAbsent
    | BringBack
    | Hold
    | Resume
    | Transfer
    | HandOver
)
AboutVisit = (
    AboutStop
    | UpdateFacts
    | UnlinkVisit
    | Depart
    | AssignDesk
    | AddOrders
    | CancelOrder
    | Undo
    | Reidentify
    | Merge
    | VoidTicket
)
OfDay = OpenDay | Book | CancelBooking
"""Commands that name the day whose stream they are about."""

Command = (
    OfDay
    | CloseDay
    | PublishRulebook
    | OpenDesk
    | CloseDesk
    | PauseDesk
    | CheckIn
    | IssueTicket
    | Register
    | EnterEmergency
    | LinkVisits
    | CallNext
    | CallOne
    | RaiseAlert
    | AboutVisit
)
