"""Who is expected again: a booking that the wrong person has used up is there for the right one"""

from collections.abc import Iterator
from datetime import datetime

from flow.engine import events as e
from flow.engine.bookings import Booking
from flow.engine.decide.arrival import came_as, service_day
from flow.engine.decide.booking import as_it_stands
from flow.engine.floor import Floor
from flow.engine.outcomes import Outcome
from flow.engine.refusals import SomethingFollowed
from flow.engine.visits import Visit


def expected_again(
    floor: Floor, visit: Visit, at: datetime, of: str | None = None
) -> Iterator[e.Event]:
    """What follows where a visit is not who it was taken for (`of`): its booking stands again, and the thread goes back with it.

    A booking of nobody on record stays: whoever came with it is who had booked, by whatever name.
    """
    own = floor.bookings.get(visit.id)
    booking = own if own and own.has_come else _came_otherwise(floor, visit)
    if booking is None or of not in (None, booking.patient):
        return
    if visit.follows is not None and visit.follows == booking.follows:
        yield e.ThreadCut(at=at, visit=visit.id)
    if not _can_be_expected(floor, booking, visit):
        return
    if booking is own:
        yield from _renewed(floor, booking, at)
    else:
        yield e.BookingReopened(at=at, visit=booking.visit)


def _came_otherwise(floor: Floor, visit: Visit) -> Booking | None:
    """The booking that was cancelled because the visit was taken for who had booked."""
    return next(
        (
            one
            for one in floor.bookings.values()
            if one.came_as == visit.id and one.outcome is Outcome.CANCELLED
        ),
        None,
    )


def _can_be_expected(floor: Floor, booking: Booking, visit: Visit) -> bool:
    """Not if they have come or booked otherwise meanwhile, or the code is somebody else's now."""
    inside = floor.inside.get(booking.patient or "")
    expected = floor.expected(booking.patient) if booking.patient else None
    codes = {one.code for one in floor.bookings.values() if one.is_open}
    return inside in (None, visit.id) and expected is None and booking.code not in codes


def _renewed(floor: Floor, booking: Booking, at: datetime) -> Iterator[e.Event]:
    """As it was made, under an id of its own: that of the visit has been used up."""
    renewed = f"{booking.visit}.2"
    yield e.BookingGivenBack(at=at, visit=booking.visit, renewed=renewed)
    yield e.VisitBooked(
        at=at,
        visit=renewed,
        day=service_day(floor),
        rulebook=floor.rulebook,
        code=booking.code,
        patient=booking.patient,
        facts=booking.facts,
        slot=booking.slot,
        follows=booking.follows,
        channel=booking.channel,
    )


def expected_no_more(floor: Floor, visit: Visit, at: datetime) -> Iterator[e.BookingCancelled]:
    """The visit is who it was taken for after all: its booking, which stands again, is kept by it. Raises `SomethingFollowed`."""
    own = floor.bookings.get(visit.id)
    booking = as_it_stands(floor, own) if own else floor.expected(visit.patient or "")
    if booking is None or booking is own:
        return
    if booking.has_come:
        raise SomethingFollowed(ticket=visit.name)
    if booking.is_open:
        yield came_as(booking, visit, at)
