"""The voice of a board: a call as a WAV, and which of the room's screens plays it."""

from datetime import datetime, time
from hashlib import sha256

from flask import Response, request

from flow.engine import boards
from flow.engine.announcing import Announcement, announcements
from flow.engine.boards import Shown
from flow.engine.floor import Call, Floor
from flow.engine.refusals import Refused
from flow.engine.routing import Board, Rulebook
from flow.engine.text import Text
from flow.voice import NoVoice
from web.errors import Wrong
from web.house import house
from web.leases import this_line
from web.speakers import Wish

GONE, QUIET = "gone", "quiet"
"""Answers beside those of the speakers: the board has no such call, and the room is quiet now."""

DAY_SECONDS = 86_400
NO_SUCH_CALL = Text(
    "Papan ini tidak punya panggilan itu hari ini.", "This board has no such call today."
)

# A call as sound


def wav(code: str, day: str, position: int) -> Response:
    """The call in the languages of the board. It tells nothing that the board does not show."""
    said = house().clinic.look(lambda floor, book: _said(floor, book, code, day, position))
    if said is None:
        raise Wrong(404, "NoSuchCall", NO_SUCH_CALL)
    try:
        sound = house().voices.wav(said)
    except NoVoice as error:
        raise Wrong(503, "NoVoice", error.said) from None
    response = Response(sound, mimetype="audio/wav")
    response.set_etag(sha256(sound).hexdigest()[:32])
    response.cache_control.public = True
    response.cache_control.max_age = DAY_SECONDS
    response.make_conditional(request)
    return response


def _said(
    floor: Floor, rulebook: Rulebook, code: str, day: str, position: int
) -> tuple[Announcement, ...] | None:
    board = rulebook.board(code)
    call = _call(floor, board, day, position)
    return announcements(call, rulebook.stations[call.station], board) if call else None


def _call(floor: Floor, board: Board, day: str, position: int) -> Call | None:
    is_today = floor.day is not None and floor.day.isoformat() == day
    return boards.call_at(floor, board, position) if is_today else None


# Which screen plays it


class Presence:
    """Who can speak and who does. A screen's question moves nothing on the floor, and what it has got ends with its line."""

    def __init__(self) -> None:
        self._boards: dict[str, str] = {}

    def ask(self, asked: object = None) -> Shown:
        """A screen asks whether the voice is its own, and perhaps for one call: `turn`, and until when the room is `quiet`."""
        screen = this_line()
        wish = _read(asked, screen)
        if wish is None:
            return {"turn": GONE, "quiet": None}
        now = house().now()
        try:
            quiet, is_there = house().clinic.look(
                lambda floor, book: (_quiet_until(book, wish, now), _is_there(floor, book, wish))
            )
        except Refused:  # a board that the rules in force do not have
            return {"turn": GONE, "quiet": None}
        if not is_there or (quiet is not None and wish.call is not None):
            return {"turn": QUIET if is_there else GONE, "quiet": quiet}
        self._boards[screen] = wish.board
        return {"turn": house().speakers.ask(wish, now).value, "quiet": quiet}

    def left(self, screen: str) -> None:
        """A screen's line has ended."""
        board = self._boards.pop(screen, None)
        if board is not None:
            house().speakers.leave(board, screen)


def _read(asked: object, screen: str) -> Wish | None:
    if not isinstance(asked, dict) or not isinstance(asked.get("board"), str):
        return None
    day, position = asked.get("day"), asked.get("position")
    call = (day, position) if isinstance(day, str) and isinstance(position, int) else None
    if call is None and (day, position) != (None, None):
        return None
    return Wish(
        board=asked["board"],
        screen=screen,
        can=asked.get("can") is True,
        busy=asked.get("busy") is True,
        takes_over=asked.get("takes_over") is True,
        call=call,
    )


def _is_there(floor: Floor, rulebook: Rulebook, wish: Wish) -> bool:
    return wish.call is None or _call(floor, rulebook.board(wish.board), *wish.call) is not None


def _quiet_until(rulebook: Rulebook, wish: Wish, now: datetime) -> str | None:
    """The end of the quiet hours in which the room is now; None while calls are spoken."""
    hours = rulebook.board(wish.board).voice.quiet
    end = hours.end(now.astimezone(rulebook.zone)) if hours else None
    if end is None:
        return None
    return "24:00" if end == time.max else f"{end:%H:%M}"
