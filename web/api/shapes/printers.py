"""What is printed, and on what."""

from web.api.shapes.parts import Shape


class SlipPrinted(Shape):
    """How the printer is after it: `ready`, `paper_low`, or `silent` where it tells nothing about itself."""

    state: str


class PrinterSeen(Shape):
    """`state` as of a moment ago, null where it can't be asked; `code` and `detail` say what is wrong, and the remedy."""

    name: str
    where: str
    state: str | None
    code: str | None
    detail: str


class Printers(Shape):
    printers: list[PrinterSeen]
