"""Long work of this house in the background: begun by a form, told to the admins who watch it, others work between its steps."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from flask import current_app
from flask_socketio import SocketIO, join_room
from gevent import get_hub, monkey

from flow.chores import Chore, Pace
from flow.engine.boards import Shown
from flow.engine.refusals import Missing
from flow.engine.text import Text
from flow.journal.errors import NotArchived
from flow.patients.importing import ListError
from web.house import house
from web.publisher import publisher

T = TypeVar("T")

PAUSE_SECONDS = (
    0.005  # between two steps; with none at all every press of a button in the house waits
)


class UnknownChore(Missing):
    field = "code"
    sentence = Text("Pekerjaan {chore} tidak ada.", "There is no work {chore}.")


def pace() -> Pace:
    """How long work makes room in this process."""
    socketio: SocketIO = current_app.extensions["socketio"]
    return Pace(pause=partial(socketio.sleep, PAUSE_SECONDS), aside=_aside)


def run(kind: str, work: Callable[[Callable[[Chore], None], Pace], object]) -> None:
    """In the background: `work` gets whom to tell, and its pace. `kind` is the word under which it is watched."""
    socketio: SocketIO = current_app.extensions["socketio"]
    socketio.start_background_task(work, partial(_tell, publisher().tell, kind), pace())


def watch_chore(code: str) -> Shown:
    """How far it is; `code` is its kind and its id, as in `import:3f…`."""
    kind, _, id_ = code.partition(":")
    known: dict[str, Callable[[str], Chore]] = {
        "import": house().imports.get,
        "archive": house().archives.get,
    }
    try:
        chore = known[kind](id_)
    except (KeyError, ListError, NotArchived):
        raise UnknownChore(chore=code[:80]) from None
    join_room(_room(kind, chore))
    return progress(chore)


def progress(chore: Chore) -> Shown:
    """How far it is, as numbers."""
    return {
        "status": chore.status.value,
        "total": chore.total,
        "done": chore.done,
        "counts": dict(chore.counts),
    }


def _tell(tell: Callable[[str, Shown, str], None], kind: str, chore: Chore) -> None:
    tell("chore", progress(chore), _room(kind, chore))


def _room(kind: str, chore: Chore) -> str:
    return f"chore:{kind}:{chore.id}"


def _aside(work: Callable[[], T]) -> T:
    """In a thread of its own while the server goes on: a large sheet takes seconds to open."""
    if not monkey.is_module_patched("socket"):
        return work()
    done: T = get_hub().threadpool.apply(work)
    return done
