"""What is printed, and on what."""

from web.api.shapes.parts import Date, Shape, Words


class SlipPrinted(Shape):
    """How the printer is after it: `ready`, `paper_low`, or `silent` where it tells nothing about itself."""

    state: str


class BookedSlot(Shape):
    """When to come, until when that is on time (both null: at any time of the day), for what, where to begin, and the code."""

    visit: str
    day: Date
    slot: str | None
    on_time_until: str | None
    service: Words | None
    room: Words | None
    code: str


class BookingSlip(BookedSlot):
    """What stands on the slip of a booking, and the next days of its series."""

    following: list[BookedSlot]


class PrinterSeen(Shape):
    """`state` as of a moment ago, null where it can't be asked; `code` and `detail` say what is wrong, and the remedy."""

    name: str
    where: str
    state: str | None
    code: str | None
    detail: str


class Printers(Shape):
    printers: list[PrinterSeen]
