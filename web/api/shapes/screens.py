"""What a waiting room's screen shows."""

from web.api.shapes.parts import Date, Head, Shape, Time, Words


class BoardNow(Shape):
    """`beside` are of the same family and next at this desk."""

    ticket: str
    beside: list[str]
    desk: str
    status: str


class BoardWaiting(Shape):
    ticket: str
    busy: bool


class BoardStation(Shape):
    """`open`: at least one desk works. `paused`: all that are open have a break."""

    name: Words
    cluster: str
    open: bool
    paused: bool
    now: list[BoardNow]
    waiting: list[BoardWaiting]
    count: int
    turns_at: Time | None


class BoardSaid(Shape):
    language: str
    text: str


class BoardCall(Shape):
    """`beside` are the other numbers that the call names; `said` is what a voice says, in each language of the board."""

    position: int
    at: Time
    ticket: str
    beside: list[str]
    station: str
    name: Words
    desk: str
    calls: int
    said: list[BoardSaid]


class Board(Head):
    code: str
    title: Words
    stations: dict[str, BoardStation]
    calls: list[BoardCall]


class MediaPiece(Shape):
    """`kind` is image or video; `seconds` is how long a picture stands, None for a video: it ends by itself."""

    url: str
    kind: str
    mime: str
    title: str
    seconds: int | None


class BoardMedia(Shape):
    """As of `day`: another day may show other pieces. Whoever watches the board is told `media` when they change."""

    day: Date
    media: list[MediaPiece]
