"""The only place that emits: every screen is told what an entry changed, and rooms of the web what is their own to tell."""

from collections.abc import Callable, Iterable
from datetime import datetime
from queue import Queue
from typing import cast

from flask import current_app
from flask_socketio import SocketIO

from flow.clinic import Published
from flow.engine import boards
from flow.engine.boards import Shown
from flow.engine.events import BookedPatientArrived, BookingEvent, RulebookPublished
from flow.engine.floor import Floor
from flow.engine.routing import Board, Rulebook
from flow.engine.visits import Visit


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
        if any(
            isinstance(one, BookingEvent | BookedPatientArrived) for one in published.entry.events
        ):
            self._bookings(rulebook)
        if floor.renewed_position == floor.position:
            self._renewed(published)
            if any(isinstance(event, RulebookPublished) for event in published.entry.events):
                self.tell("rulebook", {"digest": rulebook.digest}, None)
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

    def tell(self, event: str, message: Shown, room: str | None) -> None:
        """To everybody in the room; without one, to every screen."""
        if self._alone:
            self._socketio.emit(event, message, to=room)
        else:
            self._outbox.put((event, message, room))

    def _bookings(self, rulebook: Rulebook) -> None:
        """Who registers looks again at the list of bookings: names are not sent over the line."""
        for code, station in rulebook.stations.items():
            if station.registers:
                self.tell("bookings", {}, f"queue:{code}")

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
        self.tell("stirred", _when(published.floor), f"line:{code}")

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
        self.tell("changed", change, f"{screen}:{code}")


def _building(floor: Floor, rulebook: Rulebook, _: str, now: datetime) -> Shown:
    return boards.building(floor, rulebook, now)


def _visits(published: Published) -> Iterable[Visit]:
    ids = {getattr(event, "visit", None) for event in published.entry.events}
    return (published.floor.visits[i] for i in ids if i in published.floor.visits)


def _when(floor: Floor) -> Shown:
    return {"day": floor.day.isoformat() if floor.day else None, "position": floor.position}
