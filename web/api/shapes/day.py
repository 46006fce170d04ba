"""The service day, and the server itself."""

from web.api.shapes.parts import Date, Shape


class DayMoved(Shape):
    position: int
    day: Date | None
    day_open: bool


class Health(Shape):
    status: str
    version: str
    facility: str
    day: Date | None
    day_open: bool
    position: int
