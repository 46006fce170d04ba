"""Lists of patients on their way in: kept as files beside the database, looked at, run with progress, cancelled, forgotten.

A list holds names, so it lies where only its owner may read it and goes when the admin says so, or after a week. In its folder lie
its rows and the rows that were not taken. Who is on record is never doubled, so a run that broke off is simply run again.
"""

import json
import shutil
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO

from flow.chores import AT_ONCE, Chore, Chores, Pace, Sentences, Status, Told
from flow.engine.text import Text
from flow.patients import Patient, Patients
from flow.patients.importing import errors
from flow.patients.importing.columns import LABELS, NEEDED, guess
from flow.patients.importing.errors import ListError
from flow.patients.importing.reading import Row
from flow.patients.importing.rows import as_text
from flow.patients.importing.taking import Fate, Taken, check, take
from flow.patients.importing.unpacked import rows_of, unpack

__all__ = ["Imports", "ListError", "Preview", "State", "Status"]

FILE_BYTES_MAX = 20_000_000
PREVIEW_ROWS = 20
KEPT_DAYS = 7
TOLD_EVERY_ROWS = 25
CHUNK_BYTES = 65536
LIST, ROWS, REFUSED = "list", "rows.jsonl", "refused.jsonl"

SENTENCES = Sentences(
    gone=errors.UNKNOWN,
    running=errors.RUNNING,
    broke=errors.BROKE_OFF,
    silent=errors.FELL_SILENT,
    refusal=lambda said: ListError("list", said),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Chore):
    """How an import stands. `columns` maps fields to the numbers of their columns, a step is a row of the list."""

    name: str
    headings: tuple[str, ...]
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as text, each with what becomes of it; `missing` are needed fields without a column."""

    rows: tuple[tuple[int, tuple[str, ...], Taken | None], ...]
    missing: tuple[str, ...]


class Imports:
    """All lists of one house; `folder` is where they lie, `now` the clock, handed in."""

    def __init__(self, patients: Patients, folder: Path, now: Callable[[], datetime]) -> None:
        self._patients = patients
        self._chores = Chores(folder, State, SENTENCES, now)
        self._now = now

    # Before

    def upload(self, file: IO[bytes], name: str, by: str, pace: Pace = AT_ONCE) -> State:
        """Keep the rows of a list and guess its columns; raises `ListError`."""
        self._chores.forget(KEPT_DAYS)
        try:
            place = self._chores.new_place()
            try:
                headings, total = _unpacked(file, place, pace)
                now = self._now().isoformat()
                return self._chores.keep(
                    State(
                        id=place.name,
                        name=name.rpartition("/")[2].rpartition("\\")[2][:80],
                        by=by,
                        made_at=now,
                        beat_at=now,
                        headings=headings,
                        columns=guess(headings),
                        total=total,
                    )
                )
            except BaseException:
                shutil.rmtree(place, ignore_errors=True)
                raise
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ListError("file", errors.FULL.filled(reason=reason)) from error

    def choose(self, id: str, columns: Mapping[str, int]) -> State:  # noqa: A002
        """Other columns; it can be looked at again, and run. Raises `ListError`."""
        state = self._chores.must_rest(id)
        known = {f: n for f, n in columns.items() if f in LABELS and 0 <= n < len(state.headings)}
        return self._chores.keep(replace(state, columns=known, status=Status.READY))

    def preview(self, id: str) -> Preview:  # noqa: A002
        """The first rows, each with what the run would say of it now; raises `ListError`."""
        state = self.get(id)
        rows, earlier = [], list[Patient]()
        missing = tuple(f for f in NEEDED if f not in state.columns)
        for row in islice(rows_of(self._chores.place(id) / ROWS), PREVIEW_ROWS):
            wrong = None if missing else check(self._patients, row, state.columns, earlier)
            rows.append((row.number, tuple(as_text(cell) for cell in row.cells), wrong))
        return Preview(tuple(rows), missing)

    # The run

    def begin(self, id: str) -> State:  # noqa: A002
        """It runs from now on; `run` does the work. Raises `ListError`."""
        state = self._chores.must_rest(id)
        for needed in NEEDED:
            if needed not in state.columns:
                said = errors.COLUMN_MISSING.filled(label=LABELS[needed])
                raise ListError(needed, said)
        (self._chores.place(id) / REFUSED).unlink(missing_ok=True)
        return self._chores.begin(id)

    def run(self, id: str, tell: Told[State], pause: Callable[[], None]) -> State:  # noqa: A002
        """Take the rows, one by one. `tell` hears how far it is, `pause` lets others work between two rows."""
        return self._chores.run(id, self._take_all, tell, pause, told_every=TOLD_EVERY_ROWS)

    def cancel(self, id: str) -> None:  # noqa: A002
        """Stop before the next row; who is on record by then stays. Raises `ListError`."""
        self._chores.cancel(id)

    # After

    def refused(self, id: str) -> Iterator[tuple[int, str, Text, list[str]]]:  # noqa: A002
        """The rows that were not taken: number, field, why, and the row. Raises `ListError`."""
        self.get(id)
        path = self._chores.place(id) / REFUSED
        if not path.exists():
            return
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                number, at_fault, (in_id, in_en), cells = json.loads(line)
                yield number, at_fault, Text(in_id, in_en), cells

    def remove(self, id: str) -> None:  # noqa: A002
        """The list is gone, with all that was told of it; raises `ListError`."""
        self._chores.remove(id)

    def get(self, id: str) -> State:  # noqa: A002
        """How it stands; raises `ListError`."""
        return self._chores.get(id)

    def all(self) -> list[State]:
        """Every list that is kept, the latest first."""
        return self._chores.all()

    # Inside

    def _take_all(self, state: State) -> Generator[State, None, None]:
        place = self._chores.place(state.id)
        counts = {fate.value: 0 for fate in Fate}
        with (place / REFUSED).open("w", encoding="utf-8") as out:
            for done, row in enumerate(rows_of(place / ROWS), 1):
                taken = take(self._patients, row, state.columns)
                counts[taken.fate.value] += 1
                if taken.why is not None:
                    out.write(_refused_line(row, taken))
                    out.flush()
                yield replace(state, done=done, counts=dict(counts))


def _unpacked(file: IO[bytes], place: Path, pace: Pace) -> tuple[tuple[str, ...], int]:
    """The rows of the list in the place, its headings, and how many rows there are."""
    _copy(file, place / LIST)
    headings, total = pace.aside(lambda: unpack(place / LIST, place / ROWS))
    if total == 0:
        raise ListError("file", errors.NO_ROWS)
    (place / LIST).unlink()
    return headings, total


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
