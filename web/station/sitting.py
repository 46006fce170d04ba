"""Two screens at one desk: each is told who else has it open, and since when. Nobody is kept out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from flask_socketio import SocketIO

from flow.engine.boards import Shown
from web.seats import Desk, Seat, Seats, people

KEEP_SECONDS = 3  # four times within the lease

Tell = Callable[[str, Shown, str], None]


@dataclass(slots=True)
class _Here:
    """A screen on a line of this process, and what it was told last."""

    seat: Seat
    told: list[Shown] | None = None


class Sitting:
    """The lines of this process and the desks of their screens.

    A line that breaks is told by the sockets (after twenty seconds at most, when a PC was switched off); of another process that is
    gone its leases tell. A screen keeps its own id over a new line, so that the old one, not yet known to be dead, is not somebody
    else.
    """

    def __init__(self, seats: Seats, socketio: SocketIO, tell: Tell) -> None:
        self._seats = seats
        self._socketio = socketio
        self._tell = tell
        self._here: dict[str, _Here] = {}
        self._is_kept = False
        self._lock = Lock()

    def sit(self, line: str, seat: Seat) -> None:
        """The screen on this line has this desk open now, and no other."""
        here = self._here.get(line)
        if here and _is_same(here.seat, seat):
            return
        self.left(line)
        self._here[line] = _Here(seat)
        self._seats.keep([seat])
        self._look({seat.desk})
        self._go_on()

    def left(self, line: str) -> None:
        """The line has ended, or its screen has no desk any more."""
        here = self._here.pop(line, None)
        if here is None or any(_is_same(other, here.seat) for other in self._all()):
            return
        self._seats.leave(here.seat)
        self._look({here.seat.desk})

    def _all(self) -> list[Seat]:
        return [here.seat for here in list(self._here.values())]

    def _look(self, desks: set[Desk]) -> None:
        """Tell the screens here at these desks who else is there, where that has changed."""
        there = self._seats.at(desks)
        for line, here in list(self._here.items()):
            if here.seat.desk not in there:
                continue
            others = _others(here.seat, there[here.seat.desk])
            if others != here.told:
                here.told = others
                station, desk = here.seat.desk
                self._tell("company", {"station": station, "desk": desk, "others": others}, line)

    def _go_on(self) -> None:
        """From the first seat on, keep all of them, and hear of those of other processes."""
        with self._lock:
            if self._is_kept:
                return
            self._is_kept = True
        self._socketio.start_background_task(self._keep)

    def _keep(self) -> None:
        while True:
            self._socketio.sleep(KEEP_SECONDS)
            if seats := self._all():
                self._seats.keep(seats)
                self._look({seat.desk for seat in seats})


def _is_same(one: Seat, other: Seat) -> bool:
    """Whether this is one screen at one desk, whenever it says that it came."""
    return (one.desk, one.screen, one.name) == (other.desk, other.screen, other.name)


def _others(seat: Seat, there: Sequence[Seat]) -> list[Shown]:
    """Who else is there, the longest first; `mine` is the same person on another screen."""
    return [
        {"name": one.name, "since": one.since.isoformat(), "mine": one.name == seat.name}
        for one in people(other for other in there if other.screen != seat.screen)
    ]
