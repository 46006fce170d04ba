"""Slips on paper, of numbers and of bookings, and how the printers are."""

from collections.abc import Callable
from datetime import date

from flow.engine.boards.parts import both, clock_text
from flow.engine.expected import Expected, expected
from flow.printing import AnySlip, Seen
from flow.printing.booked import BookingSlip, booking_slip
from flow.printing.slip import slip_of, written
from web.api import bodies, shapes
from web.api.operations import AT_THE_COUNTER, AT_THE_DOOR, STAFF, Answer, operation
from web.asking import asked
from web.house import house
from web.ticket import address_of
from web.words import language, said, said_day


@operation(
    "POST",
    "visits/<visit>/slips",
    roles=(*STAFF, *AT_THE_DOOR),
    body=bodies.NewSlip,
    answer=shapes.SlipPrinted,
    status=201,
    is_command=True,
)
def print_slip(visit: str, body: bodies.NewSlip) -> Answer:
    """Print the slip of a visit; the number stands, whatever becomes of the paper."""
    address, now, spoken = address_of(visit), house().now(), language()

    def slip() -> AnySlip:
        return house().clinic.look(
            lambda floor, book: slip_of(floor, book, visit, now, address=address, language=spoken)
        )

    return _printed(slip, body.printer)


@operation(
    "POST",
    "bookings/<visit>/slips",
    roles=STAFF,
    body=bodies.NewSlip,
    answer=shapes.SlipPrinted,
    status=201,
    is_command=True,
)
def print_booking_slip(visit: str, body: bodies.NewSlip) -> Answer:
    """Print what somebody who has booked takes along; the booking stands, whatever becomes of the paper."""
    return _printed(lambda: _booking_slip(visit), body.printer)


@operation("GET", "bookings/<visit>/slips", roles=STAFF, answer=shapes.BookingSlip)
def show_booking_slip(visit: str) -> Answer:
    """What stands on the slip of a booking, for a screen that prints it itself; `following` are the next days of its series."""
    first, *following = map(_shown, _series(visit))
    return {**first, "following": following}


@operation("GET", "printers", roles=AT_THE_COUNTER, answer=shapes.Printers)
def list_printers() -> Answer:
    """The printers of the house, whether they print, and what to do if they don't."""
    return {"printers": [_seen(seen) for seen in house().printing.seen()]}


def _printed(slip: Callable[[], AnySlip], printer: str | None) -> Answer:
    """The printer's state after it; for a repeated key what it was the first time."""
    rooms, key = house(), asked()

    def print_it() -> str:
        return rooms.printing.print(slip(), printer).value

    return {"state": rooms.receipts.once(key["id"], key["request"], print_it)}


def _series(visit: str) -> list[Expected]:
    """The booking, and those of its thread that are expected on later days; raises what `expected` does."""
    day = house().clinic.day_of(visit)
    later = [
        (row.visit, row.day)
        for row in house().clinic.thread(visit)
        if row.day > day and row.booked and row.ticket is None and row.outcome is None
    ]
    return [_expected(*one) for one in [(visit, day), *later]]


def _expected(visit: str, day: date) -> Expected:
    return house().clinic.look_on(day, lambda floor, book: expected(floor, book, visit, day))


def _booking_slip(visit: str) -> BookingSlip:
    rulebook, spoken = house().clinic.rulebook, language()
    return booking_slip(
        _series(visit),
        facility=said(rulebook.name),
        said_day=said_day,
        printed_at=written(house().now().astimezone(rulebook.zone), spoken),
        language=spoken,
    )


def _shown(one: Expected) -> Answer:
    return {
        "visit": one.visit,
        "day": one.day.isoformat(),
        "slot": clock_text(one.slot),
        "on_time_until": clock_text(one.on_time_until),
        "room": both(one.room) if one.room else None,
        "service": both(one.service) if one.service else None,
        "code": one.code,
    }


def _seen(seen: Seen) -> Answer:
    return {
        "name": seen.name,
        "where": seen.where,
        "state": seen.state.value if seen.state else None,
        "code": seen.problem.code if seen.problem else None,
        "detail": said(seen.problem.said) if seen.problem else "",
    }
