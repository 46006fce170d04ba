"""Bookings: what a house allows, one as it stands on its day's list, and what a visit keeps of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from flow.engine.facts import Facts
from flow.engine.outcomes import Outcome
from flow.engine.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRules:
    """What a house allows. `slots` are local times by weekday (0 is Monday), `per_slot`, `per_day` how many may book (None: any).

    Who comes up to `grace_minutes` after the slot is on time and waits in `booking_class`, where there is one. With `straight_in`
    a patient on record does not go to the registration first.
    """

    days_ahead: int
    grace_minutes: int = 0
    booking_class: str | None = None
    slots: Mapping[int, tuple[time, ...]] = field(default_factory=dict)
    per_slot: int | None = None
    per_day: int | None = None
    straight_in: bool = False


@dataclass(slots=True, kw_only=True)
class Booking:
    """A visit that is expected on this day. `name` is what staff call it; `code` is what the patient says or shows at the door.

    `facts` are those that were told when it was made. It is over with an `outcome`, or when the patient has arrived; `because` says
    why where the house has called it off by itself. `came_as` is the visit with which they came otherwise; `renewed` the one that
    is expected instead, where not they have come with it.
    """

    visit: str
    name: str
    code: str
    booked_at: datetime
    patient: str | None
    facts: Facts
    slot: time | None
    follows: str | None
    channel: str
    arrived_at: datetime | None = None
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    reason: str = ""
    because: Text | None = None
    came_as: str | None = None
    renewed: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the patient is still expected."""
        return self.outcome is None and self.arrived_at is None

    @property
    def has_come(self) -> bool:
        """Whether somebody has come with it, who has not turned out to be another."""
        return self.outcome is None and self.arrived_at is not None

    @property
    def takes_a_place(self) -> bool:
        """Whether it counts for the quota: expected, or come."""
        return self.outcome is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What a visit keeps of its booking: the slot in UTC (None: any time of that day), and whether the patient came in time."""

    slot_at: datetime | None
    on_time: bool


def places_left(
    bookings: Collection[Booking], day: date, local: datetime, rules: BookingRules
) -> dict[time, int | None]:
    """How many may still book for each slot of the day that has not passed at this `local` time; None: any number."""
    slots = rules.slots.get(day.weekday(), ())
    now = (local.date(), local.time().replace(tzinfo=None))
    return {slot: _left(bookings, slot, rules) for slot in slots if (day, slot) >= now}


def _left(bookings: Collection[Booking], slot: time, rules: BookingRules) -> int | None:
    taken = [one for one in bookings if one.takes_a_place]
    quotas = [
        rules.per_slot and rules.per_slot - sum(one.slot == slot for one in taken),
        rules.per_day and rules.per_day - len(taken),
    ]
    return min((max(left, 0) for left in quotas if left is not None), default=None)
