"""The doorman of the sockets: which screen may watch what. Screens watch; they never command.

A screen says `watch` and gets the whole state with its day and position. After each entry, everybody who watches gets what
changed, with the position it follows (`after`): who holds another one has missed something and watches again.
When other rules come into force every screen is told, and each whole names the rules in force: rooms may have other names.
A board's screen also says that it can make sound, and hears whether it is the one that speaks (`web/board/voice.py`).
The screen of a desk says which desk it has open, and hears who else has it open (`web/station/sitting.py`).
A patient's phone shows how many are ahead, which any call may change: it is told that its line stirred, and asks anew when it
likes.
"""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from flask import Flask
from flask_socketio import SocketIO, join_room, leave_room
from gevent import monkey

from flow.database import DatabaseError
from flow.engine import boards
from flow.engine.boards import Shown
from flow.engine.floor import Floor
from flow.engine.refusals import Missing, Refused, UnknownDesk
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.staff import PEOPLE, Role
from web.auth import actor, may, may_work_at, session_is_good
from web.board.voice import Presence
from web.chores import watch_chore
from web.errors import Wrong
from web.house import House, house
from web.leases import this_line
from web.publisher import Publisher
from web.seats import Seat
from web.station.sitting import Sitting
from web.tv.telling import watch_tv


class UnknownScreen(Missing):
    field = "screen"
    sentence = Text("Tidak ada layar {screen}.", "There is no screen {screen}.")


class SignInFirst(Refused):
    sentence = Text("Masuk dulu untuk melihat antrean ini.", "Sign in first to see this queue.")


class NotYourDesk(Refused):
    field = "station"
    sentence = Text(
        "Meja {station} bukan untuk peran Anda.", "The desks of {station} are not for your role."
    )


def attach(app: Flask) -> SocketIO:
    """Put the sockets into the application and listen at its door."""
    rooms = cast("House", app.extensions["alur"])
    patched = monkey.is_module_patched("socket")
    socketio = SocketIO(
        app,
        async_mode="gevent" if patched else "threading",
        message_queue=rooms.settings.redis,
        manage_session=False,
        ping_interval=10,
        ping_timeout=10,
    )
    socketio.on_event("watch", watch)
    publisher = Publisher(socketio, alone=rooms.settings.redis is None)
    rooms.clinic.subscribe(publisher.publish)
    app.extensions["alur.publisher"] = publisher
    presence = Presence()
    socketio.on_event("voice", presence.ask)
    sitting = Sitting(rooms.seats, socketio, publisher.tell)
    socketio.on_event("sit", lambda asked=None: sit(sitting, asked))

    def left(*_reason: object) -> None:
        presence.left(this_line())
        sitting.left(this_line())

    socketio.on_event("disconnect", left)
    return socketio


def watch(asked: object = None) -> Shown:
    """A screen's request; the answer is its whole state, or the problem."""
    try:
        screen, code = _asked(asked)
        if screen in BESIDE:
            return BESIDE[screen](code)
        return house().clinic.look(
            lambda floor, book: {**WATCHED[screen](floor, book, code), "rulebook": book.digest}
        )
    except (Refused, DatabaseError) as error:
        return _problem(error)


def _problem(error: Refused | DatabaseError) -> Shown:
    return {
        "problem": {"title": error.code, "detail": {"id": error.said.id, "en": error.said.en}},
    }


def _asked(asked: object) -> tuple[str, str]:
    if isinstance(asked, dict):
        screen, code = asked.get("screen"), asked.get("code")
        if isinstance(screen, str) and isinstance(code, str) and screen in {*BESIDE, *WATCHED}:
            return screen, code
    raise UnknownScreen(screen=repr(asked)[:80])


def _watch_board(floor: Floor, rulebook: Rulebook, code: str) -> Shown:
    rulebook.board(code)
    join_room(f"board:{code}")
    return _whole(boards.board(floor, rulebook, code, house().now()))


def _watch_queue(floor: Floor, rulebook: Rulebook, code: str) -> Shown:
    leave_room(
        f"queue:{code}"
    )  # screens ask again every minute: who may no longer see it drops out
    _sign_in_first()
    rulebook.station(code)
    join_room(f"queue:{code}")
    return _whole(boards.queue(floor, rulebook, code, house().now()))


def _sign_in_first() -> None:
    """A station's queue is for staff, whatever their role, and for as long as they are."""
    try:
        works_here = actor().role in PEOPLE
    except Wrong:
        raise SignInFirst from None
    if not works_here or not session_is_good():
        raise SignInFirst


def _watch_chore(code: str) -> Shown:
    """How far long work is; for the admin."""
    _sign_in_first()
    if actor().role is not Role.ADMIN:
        raise SignInFirst
    return watch_chore(code)


def _watch_building(floor: Floor, rulebook: Rulebook, code: str) -> Shown:
    """The whole building, under the facility's code."""
    leave_room(f"building:{code}")
    _sign_in_first()
    if code != rulebook.facility:
        raise UnknownScreen(screen=f"building {code}"[:80])
    join_room(f"building:{code}")
    return _whole(boards.building(floor, rulebook, house().now()))


def _watch_ticket(floor: Floor, rulebook: Rulebook, code: str) -> Shown:
    visit = floor.visit(code)
    join_room(f"ticket:{code}")
    for stop in visit.open_stops():
        join_room(f"line:{stop.station}")
    return _whole(boards.ticket(floor, rulebook, code, house().now()))


# Desks


def sit(sitting: Sitting, asked: object) -> Shown:
    """A screen has a desk open, and says so again every minute: who may no longer work there drops out. Who else is there follows
    as `company`.
    """
    try:
        sitting.sit(this_line(), _seat(asked))
    except (Refused, DatabaseError) as error:
        sitting.left(this_line())
        return _problem(error)
    return {}


def _seat(asked: object) -> Seat:
    """Only for whoever may open this desk's page: the answer names people."""
    told = asked if isinstance(asked, dict) else {}
    code, desk, screen = (told.get(name) for name in ("station", "desk", "screen"))
    if not (isinstance(code, str) and isinstance(desk, str) and isinstance(screen, str)):
        raise UnknownScreen(screen=repr(asked)[:80])
    _sign_in_first()
    station = house().clinic.rulebook.station(code)
    if not may(Role.REGISTRATION, Role.STATION) or not may_work_at(station):
        raise NotYourDesk(station=station.name)
    if desk not in station.desks:
        raise UnknownDesk(station=station.name, desk=desk[:40], allowed=", ".join(station.desks))
    since = _since(told.get("since"), house().now())
    return Seat(desk=(code, desk), screen=screen[:40], name=actor().name, since=since)


def _since(told: object, now: datetime) -> datetime:
    """When the screen opened its desk, as it says itself: it knows that over a restart of the server."""
    try:
        since = datetime.fromisoformat(told) if isinstance(told, str) else now
    except ValueError:
        return now
    return min(since, now) if since.tzinfo else now


WATCHED: dict[str, Callable[[Floor, Rulebook, str], Shown]] = {
    "board": _watch_board,
    "queue": _watch_queue,
    "building": _watch_building,
    "ticket": _watch_ticket,
}


BESIDE: dict[str, Callable[[str], Shown]] = {"tv": watch_tv, "chore": _watch_chore}
"""What is no part of the floor: watched in rooms of their own."""


def _whole(shown: Shown) -> Shown:
    return {"day": shown["day"], "position": shown["position"], "board": shown}
