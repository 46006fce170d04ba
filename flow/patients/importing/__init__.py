"""Lists of patients on their way in: kept as files beside the database, looked at, run with progress, cancelled, forgotten.

A list holds names, so it lies where only its owner may read it and goes when the admin says so, or after a week. Each has a folder:
its rows, `state.json`, and the rows that were not taken. The state is a file, so that every process sees it and
a restart knows what was going on. Who is on record is never doubled, so a run that broke off is simply run again.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Protocol, TypeVar
from uuid import uuid4

import structlog

from flow.engine.text import Text
from flow.patients import Patients
from flow.patients.importing import errors
from flow.patients.importing.columns import LABELS, NEEDED, guess
from flow.patients.importing.errors import ListError
from flow.patients.importing.reading import Row
from flow.patients.importing.rows import as_text
from flow.patients.importing.state import State, Status, from_json
from flow.patients.importing.taking import Fate, Taken, check, take
from flow.patients.importing.unpacked import rows_of, unpack

__all__ = ["Imports", "ListError", "Preview", "State", "Status"]

log = structlog.get_logger(__name__)

FILE_BYTES_MAX = 20_000_000
PREVIEW_ROWS = 20
KEPT_DAYS = 7
SILENT_SECONDS = 60  # a run that has not written its state for so long has broken off
TOLD_EVERY_ROWS = 25
CHUNK_BYTES = 65536
LIST, ROWS, STATE, REFUSED, CANCEL = "list", "rows.jsonl", "state.json", "refused.jsonl", "cancel"


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as text, each with what is wrong with it; `missing` are needed fields without a column."""

    rows: tuple[tuple[int, tuple[str, ...], Taken | None], ...]
    missing: tuple[str, ...]


T = TypeVar("T")
Told = Callable[[State], None]


class Aside(Protocol):
    """Does something where it is in nobody's way, and waits for it."""

    def __call__(self, work: Callable[[], T], /) -> T: ...


def directly(work: Callable[[], T]) -> T:
    return work()


class Imports:
    """All lists of one house; `folder` is where they lie, `now` the clock, handed in."""

    def __init__(self, patients: Patients, folder: Path, now: Callable[[], datetime]) -> None:
        self._patients = patients
        self._folder = folder
        self._now = now

    # Before

    def upload(self, file: IO[bytes], name: str, by: str, aside: Aside = directly) -> State:
        """Keep the rows of a list and guess its columns; raises `ListError`. `aside` does what takes long."""
        self._forget_old()
        id_ = uuid4().hex
        place = self._folder / id_
        try:
            place.mkdir(mode=0o700, parents=True)
            try:
                _copy(file, place / LIST)
                headings, total = aside(lambda: unpack(place / LIST, place / ROWS))
                if total == 0:
                    raise ListError("file", errors.NO_ROWS)
                (place / LIST).unlink()
            except BaseException:
                shutil.rmtree(place, ignore_errors=True)
                raise
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ListError("file", errors.FULL.filled(reason=reason)) from error
        now = self._now().isoformat()
        state = State(
            id=id_,
            name=name.rpartition("/")[2].rpartition("\\")[2][:80],
            by=by,
            uploaded_at=now,
            beat_at=now,
            headings=headings,
            columns=guess(headings),
            total=total,
        )
        return self._write(state)

    def choose(self, id: str, columns: Mapping[str, int]) -> State:  # noqa: A002
        """Other columns; it can be looked at again, and run. Raises `ListError`."""
        state = self.get(id)
        if state.status is Status.RUNNING:
            raise ListError("list", errors.RUNNING)
        known = {f: n for f, n in columns.items() if f in LABELS and 0 <= n < len(state.headings)}
        return self._write(replace(state, columns=known, status=Status.UPLOADED))

    def preview(self, id: str) -> Preview:  # noqa: A002
        """The first rows with what is wrong with each by itself; raises `ListError`."""
        state, today = self.get(id), self._now().date()
        rows = []
        missing = tuple(f for f in NEEDED if f not in state.columns)
        for row in islice(rows_of(self._folder / id / ROWS), PREVIEW_ROWS):
            wrong = None if missing else check(row, state.columns, today)
            rows.append((row.number, tuple(as_text(cell) for cell in row.cells), wrong))
        return Preview(tuple(rows), missing)

    # The run

    def begin(self, id: str) -> State:  # noqa: A002
        """It runs from now on; `run` does the work. Raises `ListError`."""
        state = self.get(id)
        if state.status is Status.RUNNING:
            raise ListError("list", errors.RUNNING)
        for needed in NEEDED:
            if needed not in state.columns:
                said = errors.COLUMN_MISSING.filled(label=LABELS[needed])
                raise ListError(needed, said)
        for old in (REFUSED, CANCEL):
            (self._folder / id / old).unlink(missing_ok=True)
        fresh = replace(state, status=Status.RUNNING, done=0, counts={}, problem=None)
        return self._write(fresh)

    def run(self, id: str, tell: Told, pause: Callable[[], None]) -> State:  # noqa: A002
        """Take the rows, one by one. `tell` hears how far it is, `pause` lets others work between two rows."""
        state = self.get(id)
        try:
            tell(state)
            state = self._take_all(state, tell, pause)
        except Exception as error:
            log.exception("an import broke off", id=id, row=state.done)
            reason = type(error).__name__
            said = Text(
                f"Impor terhenti ({reason}). Jalankan lagi.",
                f"The import broke off ({reason}). Run it again.",
            )
            state = self._break_off(state, said)
        tell(state)
        return state

    def cancel(self, id: str) -> None:  # noqa: A002
        """Stop before the next row; who is on record by then stays. Raises `ListError`."""
        self.get(id)
        (self._folder / id / CANCEL).touch()

    # After

    def refused(self, id: str) -> Iterator[tuple[int, str, Text, list[str]]]:  # noqa: A002
        """The rows that were not taken: number, field, why, and the row. Raises `ListError`."""
        self.get(id)
        path = self._folder / id / REFUSED
        if not path.exists():
            return
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                number, at_fault, (in_id, in_en), cells = json.loads(line)
                yield number, at_fault, Text(in_id, in_en), cells

    def remove(self, id: str) -> None:  # noqa: A002
        """The list is gone, with all that was told of it; raises `ListError`."""
        if self.get(id).status is Status.RUNNING:
            raise ListError("list", errors.RUNNING)
        shutil.rmtree(self._folder / id)

    def get(self, id: str) -> State:  # noqa: A002
        """How it stands; raises `ListError`."""
        path = self._folder / id / STATE
        if not (id.isascii() and id.isalnum()) or not path.exists():
            raise ListError("list", errors.UNKNOWN)
        state = from_json(json.loads(path.read_text(encoding="utf-8")))
        silent = self._now() - datetime.fromisoformat(state.beat_at)
        if state.status is Status.RUNNING and silent > timedelta(seconds=SILENT_SECONDS):
            return replace(state, status=Status.BROKEN)
        return state

    def all(self) -> list[State]:
        """Every list that is kept, the latest first."""
        if not self._folder.exists():
            return []
        found = [self.get(one.name) for one in self._folder.iterdir() if (one / STATE).exists()]
        return sorted(found, key=lambda state: state.uploaded_at, reverse=True)

    # Inside

    def _take_all(self, state: State, tell: Told, pause: Callable[[], None]) -> State:
        place = self._folder / state.id
        counts = {fate.value: 0 for fate in Fate}
        with (place / REFUSED).open("w", encoding="utf-8") as out:
            for done, row in enumerate(rows_of(place / ROWS), 1):
                if (place / CANCEL).exists():
                    return self._write(replace(state, status=Status.CANCELLED))
                taken = take(self._patients, row, state.columns)
                counts[taken.fate.value] += 1
                if taken.why is not None:
                    out.write(_refused_line(row, taken))
                state = replace(state, done=done, counts=dict(counts))
                if done % TOLD_EVERY_ROWS == 0:
                    out.flush()
                    tell(self._write(state))
                pause()
        return self._write(replace(state, status=Status.DONE))

    def _break_off(self, state: State, why: Text) -> State:
        return self._write(replace(state, status=Status.BROKEN, problem=(why.id, why.en)))

    def _write(self, state: State) -> State:
        """Whole or not at all, with the time of now."""
        state = replace(state, beat_at=self._now().isoformat())
        place = self._folder / state.id
        with tempfile.NamedTemporaryFile("w", dir=place, delete=False, encoding="utf-8") as draft:
            json.dump(asdict(state), draft, ensure_ascii=False)
        Path(draft.name).replace(place / STATE)
        return state

    def _forget_old(self) -> None:
        gone = self._now() - timedelta(days=KEPT_DAYS)
        for state in self.all():
            is_old = state.uploaded < gone
            if is_old and state.status is not Status.RUNNING:
                shutil.rmtree(self._folder / state.id, ignore_errors=True)


def _refused_line(row: Row, taken: Taken) -> str:
    why = taken.why or Text("", "")
    told = (row.number, taken.field, (why.id, why.en), [as_text(cell) for cell in row.cells])
    return json.dumps(told, ensure_ascii=False) + "\n"


def _copy(file: IO[bytes], to: Path) -> None:
    size = 0
    with to.open("xb") as out:
        for chunk in iter(lambda: file.read(CHUNK_BYTES), b""):
            size += len(chunk)
            if size > FILE_BYTES_MAX:
                most = FILE_BYTES_MAX // 1_000_000
                raise ListError("file", errors.TOO_LARGE.filled(most=most))
            out.write(chunk)
    if size == 0:
        raise ListError("file", errors.NO_FILE)
