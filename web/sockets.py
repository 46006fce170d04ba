"""The only place that emits. Screens watch; they never command.

A screen says `watch` and gets the whole state with its day and position. After each entry, everybody who watches gets what
changed, with the position it follows (`after`): who holds another one has missed something and watches again.
When other rules come into force every screen is told, and each whole names the rules in force: rooms may have other names.
A board's screen also says that it can make sound, and hears whether it is the one that speaks (`web/board/voice.py`).
A patient's phone shows how many are ahead, which any call may change: it is told that its line stirred, and asks anew when it
likes.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from queue import Queue
from typing import cast

from flask import Flask, current_app
from flask_socketio import SocketIO, join_room, leave_room
from gevent import monkey

from flow.clinic import Published
from flow.database import DatabaseError
from flow.engine import boards
from flow.engine.boards import Shown
from flow.engine.events import RulebookPublished
from flow.engine.floor import Floor
from flow.engine.refusals import Missing, Refused
from flow.engine.routing import Board, Rulebook
from flow.engine.text import Text
from flow.engine.visits import Visit
from flow.patients.importing import ListError, State
from flow.patients.importing.taking import Fate
from flow.staff import PEOPLE, Role
from web.auth import actor, session_is_good
from web.board.voice import Presence
from web.device import known_device
from web.errors import Wrong
from web.house import House, house


class UnknownScreen(Missing):
    field = "screen"
    sentence = Text("Tidak ada layar {screen}.", "There is no screen {screen}.")


class SignInFirst(Refused):
    sentence = Text("Masuk dulu untuk melihat antrean ini.", "Sign in first to see this queue.")


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
    presence = Presence()
    socketio.on_event("voice", presence.ask)
    socketio.on_event("disconnect", presence.left)
    publisher = Publisher(socketio, alone=rooms.settings.redis is None)
    rooms.clinic.subscribe(publisher.publish)
    app.extensions["alur.publisher"] = publisher
    return socketio


# Watching


def watch(asked: object = None) -> Shown:
    """A screen's request; the answer is its whole state, or the problem."""
    try:
        screen, code = _asked(asked)
        if screen == TV:
            return _watch_tv()
        if screen == IMPORT:
            return _watch_import(code)
        return house().clinic.look(
            lambda floor, book: {**WATCHED[screen](floor, book, code), "rulebook": book.digest}
        )
    except (Refused, DatabaseError) as error:
        return {
            "problem": {
                "title": error.code,
                "detail": {"id": error.said.id, "en": error.said.en},
            }
        }


def _asked(asked: object) -> tuple[str, str]:
    if isinstance(asked, dict):
        screen, code = asked.get("screen"), asked.get("code")
        if isinstance(screen, str) and isinstance(code, str) and screen in {TV, IMPORT, *WATCHED}:
            return screen, code
    raise UnknownScreen(screen=repr(asked)[:80])


def _watch_tv() -> Shown:
    """A TV that asks what it should show: its board, or that it waits for an admin. A stranger gets neither."""
    device = known_device()
    if device is None:
        return {}
    join_room(f"tv:{device.id}")
    return {"board": device.board, "waiting": device.code is not None}


def _watch_import(code: str) -> Shown:
    """How far the import of a list is; for the admin."""
    _sign_in_first()
    if actor().role is not Role.ADMIN:
        raise SignInFirst
    try:
        state = house().imports.get(code)
    except ListError:
        raise UnknownScreen(screen=f"import {code}"[:80]) from None
    join_room(f"import:{state.id}")
    return progress(state)


def progress(state: State) -> Shown:
    """How far an import is, as numbers."""
    return {
        "status": state.status.value,
        "total": state.total,
        "done": state.done,
        **{fate.value: state.count(fate) for fate in Fate},
    }


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


TV, IMPORT = "tv", "import"

WATCHED: dict[str, Callable[[Floor, Rulebook, str], Shown]] = {
    "board": _watch_board,
    "queue": _watch_queue,
    "building": _watch_building,
    "ticket": _watch_ticket,
}


def _whole(shown: Shown) -> Shown:
    return {"day": shown["day"], "position": shown["position"], "board": shown}


# Publishing


def tell_tv(device: str) -> None:
    """A TV should ask anew what it shows."""
    publisher().tell_tv(device)


def tell_media() -> None:
    """Every board should ask anew which pictures it shows."""
    for board in house().clinic.rulebook.boards:
        publisher().tell_media(board)


def publisher() -> "Publisher":
    """The one who tells the screens of this application."""
    return cast("Publisher", current_app.extensions["alur.publisher"])


View = Callable[[Floor, Rulebook, str, datetime], Shown]
"""What one screen shows of the floor, as of a time."""


class Publisher:
    """Tells every screen what an entry changed. What nobody here watches is not even computed."""

    def __init__(self, socketio: SocketIO, *, alone: bool) -> None:
        self._socketio = socketio
        self._alone = alone
        self._outbox: Queue[tuple[str, Shown, str | None]] = Queue()
        if not alone:
            socketio.start_background_task(self._send)

    def publish(self, published: Published) -> None:
        """One entry, to all the screens that show something of it, in the order as of its time."""
        floor, rulebook = published.floor, published.rulebook
        if floor.renewed_position == floor.position:
            self._renewed(published)
            if any(isinstance(event, RulebookPublished) for event in published.entry.events):
                self._tell("rulebook", {"digest": rulebook.digest}, None)
            return
        changed = {code for code, s in floor.stations.items() if s.changed == floor.position}
        for shown in rulebook.boards.values():
            self._board(published, shown, changed)
        for code in changed & rulebook.stations.keys():
            self._queue(published, code, boards.position_before(floor, [code]))
        self._building(published, changed)
        for visit in _visits(published):
            if self._is_watched(f"ticket:{visit.id}"):
                self._emit(published, "ticket", visit.id, None, boards.ticket)

    def tell_tv(self, device: str) -> None:
        """An admin has changed what this TV shows."""
        self._tell("tv", {}, f"tv:{device}")

    def tell_media(self, board: str) -> None:
        """An admin has changed what this board shows beside its numbers."""
        self._tell("media", {"board": board}, f"board:{board}")

    def tell_import(self, state: State) -> None:
        """A list has been read a little further."""
        self._tell("import", progress(state), f"import:{state.id}")

    def _renewed(self, published: Published) -> None:
        """The day opened or closed, or other rules came into force: everything is new, so everybody gets the whole."""
        for code in published.rulebook.boards:
            if self._is_watched(f"board:{code}"):
                self._emit(published, "board", code, None, boards.board)
        for code in published.rulebook.stations:
            self._queue(published, code, None)
        facility = published.rulebook.facility
        if self._is_watched(f"building:{facility}"):
            self._emit(published, "building", facility, None, _building)

    def _board(self, published: Published, shown: Board, changed: set[str]) -> None:
        here = [code for code in shown.stations if code in changed]
        if not here or not self._is_watched(f"board:{shown.code}"):
            return

        def part(floor: Floor, rulebook: Rulebook, _: str, now: datetime) -> Shown:
            return {
                "stations": {c: boards.board_station(floor, rulebook, c, now) for c in here},
                "calls": boards.board_calls(floor, rulebook, shown),
            }

        after = boards.position_before(published.floor, shown.stations)
        self._emit(published, "board", shown.code, after, part)

    def _queue(self, published: Published, code: str, after: int | None) -> None:
        if self._is_watched(f"queue:{code}"):
            self._emit(published, "queue", code, after, boards.queue)
        self._tell("stirred", _when(published.floor), f"line:{code}")

    def _building(self, published: Published, changed: set[str]) -> None:
        facility = published.rulebook.facility
        here = [code for code in published.rulebook.stations if code in changed]
        if not here or not self._is_watched(f"building:{facility}"):
            return

        def part(floor: Floor, rulebook: Rulebook, _: str, now: datetime) -> Shown:
            return boards.building_part(floor, rulebook, here, now)

        after = boards.position_before(published.floor, published.rulebook.stations)
        self._emit(published, "building", facility, after, part)

    def _send(self) -> None:
        """What goes through a message queue goes from here, in order: a queue that hangs must not hold up the door."""
        while True:
            event, message, room = self._outbox.get()
            self._socketio.emit(event, message, to=room)

    def _tell(self, event: str, message: Shown, room: str | None) -> None:
        """To everybody in the room; without one, to every screen."""
        if self._alone:
            self._socketio.emit(event, message, to=room)
        else:
            self._outbox.put((event, message, room))

    def _is_watched(self, room: str) -> bool:
        """Whether somebody here watches; behind a message queue that can't be known, so it is assumed."""
        server = self._socketio.server
        if not self._alone or server is None:
            return True
        return bool(server.manager.rooms.get("/", {}).get(room))

    def _emit(
        self, published: Published, screen: str, code: str, after: int | None, view: View
    ) -> None:
        """One change; `after` None means that it is the whole, whatever was known before."""
        floor, rulebook = published.floor, published.rulebook
        board = view(floor, rulebook, code, published.entry.at)
        change = {**_when(floor), "screen": screen, "code": code, "after": after, "board": board}
        self._tell("changed", change, f"{screen}:{code}")


def _building(floor: Floor, rulebook: Rulebook, _: str, now: datetime) -> Shown:
    return boards.building(floor, rulebook, now)


def _visits(published: Published) -> Iterable[Visit]:
    ids = {getattr(event, "visit", None) for event in published.entry.events}
    return (published.floor.visits[i] for i in ids if i in published.floor.visits)


def _when(floor: Floor) -> Shown:
    return {"day": floor.day.isoformat() if floor.day else None, "position": floor.position}
