"""Long work that somebody begins: a folder each, told as it goes, cancelled between two steps, known after a restart.

The state is a file, so that every process sees it. A run that was silent for a minute has broken off: its process is gone.
"""

import json
import shutil
from collections.abc import Callable, Generator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar
from uuid import uuid4

import structlog

from flow import folders
from flow.engine.text import Text

log = structlog.get_logger(__name__)

SILENT_SECONDS = 60
STATE, CANCEL = "state.json", "cancel"


class Status(StrEnum):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """How it stands: `done` of `total` steps, `counts` how many became what. `problem` is why it broke off, in both languages."""

    id: str
    by: str
    made_at: str
    beat_at: str
    total: int
    status: Status = Status.READY
    done: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    problem: tuple[str, str] | None = None

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    def count(self, what: str) -> int:
        return self.counts.get(what, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What is said of one kind of work. `broke` has a {reason}; `refusal` makes the room's own error of a sentence."""

    gone: Text
    running: Text
    broke: Text
    silent: Text
    refusal: Callable[[Text], Exception]


# Leaving room for others

T = TypeVar("T")


class Aside(Protocol):
    """Does something where it is in nobody's way, and waits for it."""

    def __call__(self, work: Callable[[], T], /) -> T: ...


def directly(work: Callable[[], T]) -> T:
    return work()


def at_once() -> None:
    """No pause: nobody else is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How work makes room for others: `pause` between two small pieces, `aside` for one that the system does alone."""

    pause: Callable[[], None] = at_once
    aside: Aside = directly


AT_ONCE = Pace()

S = TypeVar("S", bound=Chore)
Told = Callable[[S], None]


class Chores(Generic[S]):
    """All work of one kind; `kind` is what its state holds, `folder` where it lies, `now` the clock, handed in."""

    def __init__(
        self, folder: Path, kind: type[S], sentences: Sentences, now: Callable[[], datetime]
    ) -> None:
        self._folder = folder
        self._kind = kind
        self._sentences = sentences
        self._now = now
        self._unkept: dict[str, S] = {}

    def new_place(self) -> Path:
        """A folder for work to come, that only its owner may read; its name is the work's id. Raises `OSError`."""
        place = self._folder / uuid4().hex
        place.mkdir(mode=0o700, parents=True)
        return place

    def place(self, id: str) -> Path:  # noqa: A002
        return self._folder / id

    def get(self, id: str) -> S:  # noqa: A002
        """How it stands; raises the room's refusal where there is none."""
        if id in self._unkept:
            return self._unkept[id]
        path = self.place(id) / STATE
        if not (id.isascii() and id.isalnum()) or not path.exists():
            raise self._sentences.refusal(self._sentences.gone)
        state = self._read(path)
        silent = self._now() - datetime.fromisoformat(state.beat_at)
        if state.status is Status.RUNNING and silent > timedelta(seconds=SILENT_SECONDS):
            said = self._sentences.silent
            return replace(state, status=Status.BROKEN, problem=(said.id, said.en))
        return state

    def all(self) -> list[S]:
        """All that is kept, the latest first."""
        if not self._folder.exists():
            return []
        found = [self.get(one.name) for one in self._folder.iterdir() if (one / STATE).exists()]
        return sorted(found, key=lambda state: state.made_at, reverse=True)

    def keep(self, state: S) -> S:
        """Whole or not at all, with the time of now; raises `OSError`."""
        state = replace(state, beat_at=self._now().isoformat())
        place = self.place(state.id)
        draft = place / f"{uuid4().hex}.part"
        try:
            draft.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
            draft.replace(place / STATE)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        self._unkept.pop(state.id, None)
        return state

    def must_rest(self, id: str) -> S:  # noqa: A002
        """How it stands, if it does not run; raises the room's refusal."""
        state = self.get(id)
        if state.status is Status.RUNNING:
            raise self._sentences.refusal(self._sentences.running)
        return state

    def begin(self, id: str) -> S:  # noqa: A002
        """It runs from now on, from its first step; `run` does the work. Raises the room's refusal, `OSError`."""
        state = self.must_rest(id)
        (self.place(id) / CANCEL).unlink(missing_ok=True)
        fresh = replace(state, status=Status.RUNNING, done=0, counts={}, problem=None)
        return self.keep(fresh)

    def run(
        self,
        id: str,  # noqa: A002
        work: Callable[[S], Generator[S, None, None]],
        tell: Told[S],
        pause: Callable[[], None],
        *,
        told_every: int = 1,
    ) -> S:
        """Do what `work` does, which yields how it stands after each step. It is stopped between two."""
        state = self.get(id)
        try:
            tell(state)
            steps = work(state)
            while not self._is_cancelled(id):
                following = next(steps, None)
                if following is None:
                    state = self.keep(replace(state, status=Status.DONE))
                    break
                state = following
                if state.done % told_every == 0:
                    tell(self.keep(state))
                pause()
            else:
                steps.close()
                state = self.keep(replace(state, status=Status.CANCELLED))
        except Exception as error:
            state = self._broken_off(state, error)
        tell(state)
        return state

    def cancel(self, id: str) -> None:  # noqa: A002
        """Stop before the next step; what is done stays done. Raises the room's refusal, `OSError`."""
        self.get(id)
        (self.place(id) / CANCEL).touch()

    def remove(self, id: str) -> None:  # noqa: A002
        """It is gone, with all that was told of it; raises the room's refusal."""
        self.must_rest(id)
        self._unkept.pop(id, None)
        shutil.rmtree(self.place(id))

    def forget(self, days: int) -> None:
        """Remove what was made so long ago."""
        gone = self._now() - timedelta(days=days)
        for state in self.all():
            if state.made < gone and state.status is not Status.RUNNING:
                shutil.rmtree(self.place(state.id), ignore_errors=True)

    # Inside

    def _is_cancelled(self, id: str) -> bool:  # noqa: A002
        return (self.place(id) / CANCEL).exists()

    def _broken_off(self, state: S, error: Exception) -> S:
        """What the error says for itself, else its name; whoever looks is told even where it can't be written down."""
        foreseen = getattr(error, "said", None)
        if isinstance(error, OSError):
            foreseen = folders.trouble(self._folder, error)
        said = foreseen or self._sentences.broke.filled(reason=type(error).__name__)
        state = replace(state, status=Status.BROKEN, problem=(said.id, said.en))
        try:
            state = self.keep(state)
        except OSError:
            self._unkept[state.id] = state
        if foreseen:
            log.warning("work broke off", id=state.id, step=state.done, reason=said.en)
        else:
            log.error("work broke off", id=state.id, step=state.done, exc_info=error)
        return state

    def _read(self, path: Path) -> S:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        types = {one.name: one.type for one in fields(self._kind)}
        return self._kind(**{name: _revived(value, types[name]) for name, value in kept.items()})


def _revived(value: Any, type_: object) -> Any:
    """As it was before it was JSON, which has neither tuples nor words of a closed list."""
    if isinstance(type_, type) and issubclass(type_, StrEnum):
        return type_(value)
    return tuple(_revived(one, None) for one in value) if isinstance(value, list) else value
