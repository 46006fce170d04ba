"""How a booking moves: made, cancelled, missed, kept by coming."""

from flow.engine import events as e
from flow.engine.bookings import Booking
from flow.engine.floor import Floor
from flow.engine.outcomes import Outcome
from flow.engine.visits import Visit


def book(floor: Floor, event: e.VisitBooked) -> None:
    floor.day = event.day
    floor.bookings[event.visit] = Booking(
        visit=event.visit,
        name=f"Janji {len(floor.bookings) + 1}",
        code=event.code,
        booked_at=event.at,
        patient=event.patient,
        facts=event.facts,
        slot=event.slot,
        follows=event.follows,
        channel=event.channel,
    )


def end(floor: Floor, event: e.BookingCancelled | e.BookingMissed, outcome: Outcome) -> None:
    booking = floor.bookings[event.visit]
    booking.outcome, booking.ended_at, booking.reason = outcome, event.at, event.reason
    if isinstance(event, e.BookingCancelled):
        booking.because, booking.came_as = event.because, event.came_as


def reopen(floor: Floor, event: e.BookingReopened) -> None:
    booking = floor.bookings[event.visit]
    booking.outcome, booking.ended_at, booking.reason = None, None, ""
    booking.because, booking.came_as = None, None


def give_back(floor: Floor, event: e.BookingGivenBack) -> None:
    """This one is over; the booking that is made anew takes its place."""
    booking = floor.bookings[event.visit]
    booking.outcome, booking.ended_at = Outcome.CANCELLED, event.at
    booking.renewed = event.renewed


def arrive(floor: Floor, event: e.BookedPatientArrived) -> None:
    """The visit begins. Who comes after all, on a day that was opened again, has not missed it."""
    booking = floor.bookings.get(event.visit)
    if booking is not None:
        booking.arrived_at, booking.outcome, booking.ended_at = event.at, None, None
        booking.reason, booking.because = "", None
    floor.turns += 1
    floor.visits[event.visit] = Visit(
        id=event.visit,
        name="",
        turn=floor.turns,
        opened_at=event.at,
        rulebook=event.rulebook,
        appointment=event.appointment,
        follows=event.follows,
    )
