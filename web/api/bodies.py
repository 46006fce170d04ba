"""What a request may hold. Strict: no field that is not named here, no text where a truth value belongs."""

from datetime import date, time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from flow.engine.outcomes import Outcome
from flow.patients import Sex

Code = Annotated[str, Field(min_length=1, max_length=60)]
Reason = Annotated[str, Field(max_length=200)]  # a sentence for the next room, no letter
Line = Annotated[str, Field(max_length=300)]
Facts = Annotated[
    dict[str, object],  # the rulebook's vocabulary checks them, and names the one at fault
    WithJsonSchema(
        {
            "type": "object",
            "description": "Facts of the rulebook's vocabulary; null forgets one.",
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
        }
    ),
]


Orders = Annotated[tuple[Code, ...], Field(max_length=20)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Nothing(Body):
    """No field at all."""


class ComingIn(Body):
    """Somebody who may have come with others."""

    with_: Annotated[Code | None, Field(alias="with", description="a visit of the same family")] = (
        None
    )
    together: Annotated[bool, Field(description="the family wishes to be called together")] = True


class NewVisit(ComingIn):
    """Somebody comes in: an emergency, a patient, somebody whose birth date is known, or just a ticket.

    `station` is the registration counter where the patient stands already.
    """

    facts: Facts = Field(default_factory=dict)
    patient: Code | None = None
    emergency: bool = False
    station: Code | None = None


class Registration(ComingIn):
    """Who a visit is, and what the rules must know. `station` is the counter where the patient stands already."""

    facts: Facts = Field(default_factory=dict)
    patient: Code | None = None
    station: Code | None = None


class Family(Body):
    """`with` are the others of the visit's family; who belongs to theirs already comes along."""

    with_: Annotated[tuple[Code, ...], Field(alias="with", min_length=1, max_length=20)]
    together: bool = True


class NewFacts(Body):
    facts: Facts


class OtherRoom(Body):
    station: Code
    desk: Code


class NewCall(Body):
    """Call the next, or this visit, to a desk; `reason`: why out of turn, needed where others are passed over.

    `also`: other rooms that the same person serves; whoever waits most in any of them is called there.
    """

    desk: Code
    visit: Code | None = None
    reason: Reason = ""
    also: Annotated[tuple[OtherRoom, ...], Field(max_length=5)] = ()


class Pause(Body):
    reason: Reason = ""


class AtStation(Body):
    """Which of the visit's stops is meant; needed only where several could be."""

    station: Code | None = None


class Finish(AtStation):
    """`review`: come back here with the results (left out: as the rules say for these orders).

    `done_here`: those of the orders that this room has carried out itself. `destination`: the house that takes over with this
    `outcome`, and `reason` why.
    """

    orders: Orders = ()
    done_here: Orders = ()
    review: bool | None = None
    outcome: Outcome | None = None
    destination: Code | None = None
    reason: Reason = ""


class Hold(AtStation):
    reason: Reason = ""


class Transfer(AtStation):
    """`back`: come back here afterwards; only for somebody who is being served."""

    to: Code
    reason: Reason = ""
    back: bool = False


class HandOver(AtStation):
    """To another desk of the same station."""

    desk: Code


class OwnDesk(Body):
    """The one desk of this station that the visit waits for; null: any."""

    station: Code
    desk: Code | None


class MoreOrders(Body):
    """What the room `station` asks for after the patient has left it."""

    station: Code
    orders: Annotated[tuple[Code, ...], Field(min_length=1, max_length=20)]
    review: bool | None = None


class OrderCancelled(Body):
    """`station`: where the order would have led; `order`: only this one, where several lead there."""

    station: Code
    order: Code | None = None
    reason: Reason = ""


class Undo(Body):
    """Which action is meant: the place of its entry in the day's journal, as the station's list tells it."""

    station: Code
    position: int


class NewIdentity(Body):
    """Whose visit it really is, with the facts that differ. `exchange`: who is inside as this patient is the one before."""

    patient: Code
    facts: Facts = Field(default_factory=dict)
    reason: Reason = ""
    exchange: bool = False


class Merger(Body):
    """`double` is the other visit of the same person; it ends."""

    double: Code
    reason: Reason = ""


class VoidTicket(Body):
    reason: Reason = ""


class Departure(Body):
    """`destination` is the house that takes over, `reason` why it does; without another house both may be left out.

    `station` is where it is said, and where it can be taken back.
    """

    outcome: Outcome
    reason: Reason = ""
    destination: Code | None = None
    station: Code | None = None


class NewBookings(Body):
    """The same on each of `days`. `slot` is a local time, left out for any time of the day; `follows` is the visit it continues.

    `channel` says how it was asked for: at the counter, by telephone, …
    """

    days: Annotated[tuple[date, ...], Field(min_length=1, max_length=200)]
    slot: time | None = None
    patient: Code | None = None
    facts: Facts = Field(default_factory=dict)
    follows: Code | None = None
    channel: Annotated[str, Field(max_length=60)] = ""


class CheckIn(ComingIn):
    """Which booking: its `code`, or the `visit` of the list. The rest is what was not known when it was booked.

    `station` is the registration counter where the patient stands.
    """

    code: Code | None = None
    visit: Code | None = None
    patient: Code | None = None
    facts: Facts = Field(default_factory=dict)
    station: Code | None = None


class Cancelled(Body):
    reason: Reason = ""


class CancelledByCode(Cancelled):
    day: date
    code: Code


class NewPatient(Body):
    """Somebody new. `sure`: yes, although somebody with the same name and birth date is on record."""

    name: Line
    birth_date: date
    sex: Sex
    nik: Line | None = None
    bpjs: Line | None = None
    record: Line | None = None
    phone: Line | None = None
    address: Line | None = None
    sure: bool = False


class PersonTyped(Body):
    """As much as has been typed of somebody new."""

    name: Line = ""
    birth_date: date | None = None
    nik: Line | None = None
    bpjs: Line | None = None
    record: Line | None = None


class NewSlip(Body):
    """`printer` as the settings name it; left out: the one for everybody."""

    printer: Code | None = None


class Card(Body):
    """What a scanner read: a NIK (16 digits) or a BPJS card (13)."""

    number: Code


class Publication(Body):
    """Which text of the rules is meant: the one whose changes were looked at. `note` says why, for whoever reads it later."""

    digest: Code
    note: Reason = ""


class Routed(Body):
    """Whom to ask the rules about: facts, and a patient on record who brings birth date and sex."""

    facts: Facts = Field(default_factory=dict)
    patient: Code | None = None
