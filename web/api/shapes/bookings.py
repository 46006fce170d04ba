"""Who is expected on a day, and what can still be booked."""

from typing import Literal

from web.api.shapes.parts import Date, Shape, Time, Value, Words


class Booking(Shape):
    """`visit` is the id that the visit will have. `name` is what staff call it, `code` what the patient shows at the door.

    `reason` is what somebody wrote who called it off, `because` what the house says where it did so by itself.
    """

    visit: str
    name: str
    code: str
    slot: str | None
    status: Literal["expected", "arrived", "cancelled", "missed"]
    patient: str | None
    facts: dict[str, Value]
    follows: str | None
    channel: str
    reason: str
    because: Words | None
    booked_at: Time
    arrived_at: Time | None
    ticket: str | None


class BookingOfDay(Booking):
    day: Date


class ListedBooking(Booking):
    """`person` is the name, where the patient is on record."""

    person: str | None


class RefusedBooking(Shape):
    day: Date
    code: str
    detail: str


class Booked(Shape):
    """What was booked, and the days that could not be had, each with the reason."""

    bookings: list[BookingOfDay]
    refused: list[RefusedBooking]


class BookingMoved(Shape):
    position: int
    booking: BookingOfDay


class Slot(Shape):
    """`left`: how many may still book for it; null for any number."""

    slot: str
    left: int | None


class Bookings(Shape):
    """The bookings of one day, by slot; `slots` are those that have not passed."""

    facility: Words
    zone: str
    day: Date
    slots: list[Slot]
    bookings: list[ListedBooking]
