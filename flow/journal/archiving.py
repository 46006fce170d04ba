"""The archive of a house: its days and their files, moved one by one in the background, with progress, cancelled between two days.

The files lie in one folder of the data; beside them is kept, for good, who moved which days and when.
"""

import shutil
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from flow import folders
from flow.chores import AT_ONCE, Chore, Chores, Pace, Sentences, Status, Told
from flow.engine.events import Entry
from flow.engine.text import Text
from flow.journal import DaySize, Journal, Stream, errors
from flow.journal.archive import (
    MEGABYTE,
    SUFFIX,
    Head,
    archive,
    file_name,
    head_of,
    refuse_later,
    still_inside,
    unarchive,
    unpacked,
    write,
)
from flow.journal.errors import NotArchived

FILE_BYTES_MAX = 60_000_000
CHUNK_BYTES = 65536
RUNS = "runs"

SENTENCES = Sentences(
    gone=errors.GONE,
    running=errors.RUNNING,
    broke=errors.BROKE_OFF,
    silent=errors.FELL_SILENT,
    refusal=NotArchived,
)


class Way(StrEnum):
    OUT = "out"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Chore):
    """Days on their way into files, or back; a step is a day. `stayed` says of each that did not move why, in both languages."""

    way: Way
    days: tuple[str, ...]
    moved: tuple[str, ...] = ()
    stayed: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """A day in the journal; `stays` is why it can't be archived, if it can't."""

    size: DaySize
    stays: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFile:
    """A file of the folder. `wrong` is why it can't be brought back, if it can't; a file with no `head` is unreadable."""

    name: str
    bytes: int
    head: Head | None
    is_in_journal: bool
    wrong: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A file that was read to its end and says what its checksum says. `first` and `last` are the times of its entries."""

    file: DayFile
    first: datetime
    last: datetime


class Archives:
    """The archive of one facility; `folder` is where its files lie, `now` the clock, handed in. Everything raises `NotArchived`."""

    def __init__(
        self, journal: Journal, facility: str, folder: Path, now: Callable[[], datetime]
    ) -> None:
        self._journal = journal
        self._facility = facility
        self.folder = folder
        self._chores = Chores(folder / RUNS, Move, SENTENCES, now)
        self._now = now

    # What there is

    def days(self) -> list[KeptDay]:
        """All days in the journal, in order."""
        last = self._journal.last_day(self._facility)
        needed = self._needed()
        return [
            KeptDay(size=size, stays=_stays(size.day, last, needed))
            for size in self._journal.sizes(self._facility)
        ]

    def files(self) -> list[DayFile]:
        """All files of the folder, the latest day first."""
        with self._plainly():
            if not self.folder.exists():
                return []
            kept = set(self._journal.days(self._facility))
            names = sorted((one.name for one in self.folder.glob(f"*{SUFFIX}")), reverse=True)
            return [self._file(name, kept) for name in names]

    def file(self, name: str) -> DayFile:
        """One file of the folder."""
        self.path(name)
        return self._file(name, set(self._journal.days(self._facility)))

    def path(self, name: str) -> Path:
        """Where a file of this name lies; no name leads out of the folder."""
        path = self.folder / name
        if Path(name).name != name or not name.endswith(SUFFIX) or not path.is_file():
            raise NotArchived(errors.UNKNOWN_FILE.filled(file=name))
        return path

    def contents(self, name: str, pace: Pace = AT_ONCE) -> Contents:
        """What a file holds, read to its end."""
        path, file = self.path(name), self.file(name)
        if file.head is None and file.wrong is not None:
            raise NotArchived(file.wrong)
        with self._plainly():
            _, entries = unpacked(path, name, pace)
        times = [entry.at for entry in entries]
        return Contents(file=file, first=min(times), last=max(times))

    def receive(self, sent: IO[bytes], called: str, pace: Pace = AT_ONCE) -> DayFile:
        """Keep a file that somebody brings under its proper name; a damaged, wrong or foreign one leaves nothing."""
        with self._plainly():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.folder, suffix=".part") as draft:
                _copy(sent, draft, called)
                path = Path(draft.name)
                stream, entries = unpacked(path, called, pace)
                self._refuse_foreign(stream.facility, called)
                name = file_name(stream)
                self._refuse_other(name, (stream, entries), pace)
                if not (self.folder / name).exists():
                    write(self.folder / name, path.read_bytes())
        return self.file(name)

    def remove(self, name: str, *, sure: bool) -> DayFile:
        """Take a file off this server; the only copy of its day only for who is `sure` to have another."""
        path, file = self.path(name), self.file(name)
        if not (file.is_in_journal or sure) and file.head is not None:
            raise NotArchived(errors.ONLY_COPY.filled(file=name, day=file.head.day))
        self._must_rest()
        with self._plainly():
            path.unlink()
        return file

    # Moves

    def begin_archiving(self, wanted: Collection[date], by: str) -> Move:
        """These days are to go into files; those that can't are left out."""
        days = [one.size.day for one in self.days() if one.size.day in wanted and one.stays is None]
        if not days:
            raise NotArchived(errors.NO_DAYS)
        return self._begin(Way.OUT, [day.isoformat() for day in days], by)

    def begin_bringing_back(self, names: Collection[str], by: str) -> Move:
        """The days of these files are to come back into the journal."""
        if not names:
            raise NotArchived(errors.NO_FILE)
        heads = []
        for file in map(self.file, names):
            if file.wrong is not None or file.head is None:
                raise NotArchived(file.wrong or errors.NO_FILE)
            heads.append(file.head)
        return self._begin(Way.BACK, sorted(head.day for head in heads), by)

    def run(self, id: str, tell: Told[Move], pace: Pace) -> Move:  # noqa: A002
        """Move day after day; `tell` hears how far it is."""

        def work(move: Move) -> Generator[Move, None, None]:
            return self._move_all(move, pace)

        return self._chores.run(id, work, tell, pace.pause)

    def cancel(self, id: str) -> None:  # noqa: A002
        """Stop before the next day; each day has moved whole, or not at all."""
        with self._plainly():
            self._chores.cancel(id)

    def get(self, id: str) -> Move:  # noqa: A002
        return self._chores.get(id)

    def moves(self) -> list[Move]:
        """Every move that there was, the latest first."""
        return self._chores.all()

    def moves_of(self, day: date) -> list[Move]:
        """Who has moved this day, and when; the latest first."""
        return [move for move in self.moves() if day.isoformat() in move.moved]

    # Inside

    def _begin(self, way: Way, days: list[str], by: str) -> Move:
        self._must_rest()
        now = self._now().isoformat()
        with self._plainly():
            place = self._chores.new_place()
            try:
                self._chores.keep(
                    Move(
                        id=place.name,
                        by=by,
                        made_at=now,
                        beat_at=now,
                        total=len(days),
                        way=way,
                        days=tuple(days),
                    )
                )
                return self._chores.begin(place.name)
            except BaseException:
                shutil.rmtree(place, ignore_errors=True)
                raise

    def _must_rest(self) -> None:
        if any(move.status is Status.RUNNING for move in self.moves()):
            raise NotArchived(errors.RUNNING)

    def _move_all(self, move: Move, pace: Pace) -> Generator[Move, None, None]:
        for done, day in enumerate(move.days, 1):
            stream = Stream(self._facility, date.fromisoformat(day))
            try:
                with self._plainly():
                    self._move(move.way, stream, pace)
                move = replace(move, moved=(*move.moved, day))
            except FolderFailed:
                raise
            except NotArchived as why:
                stayed = (day, why.said.id, why.said.en)
                move = replace(move, stayed=(*move.stayed, stayed))
            counts = {"moved": len(move.moved), "stayed": len(move.stayed)}
            move = replace(move, done=done, counts=counts)
            yield move

    def _move(self, way: Way, stream: Stream, pace: Pace) -> None:
        if way is Way.OUT:
            archive(self._journal, stream, self.folder, pace)
        else:
            unarchive(self._journal, self.path(file_name(stream)), pace)

    def _file(self, name: str, kept: set[date]) -> DayFile:
        path = self.folder / name
        head: Head | None = None
        wrong: Text | None = None
        is_kept = False
        try:
            head = head_of(path, name)
            stream = Stream(head.facility, date.fromisoformat(head.day))
            is_kept = stream.facility == self._facility and stream.day in kept
            self._refuse_foreign(stream.facility, name)
            refuse_later(self._journal, stream)
            if is_kept:
                wrong = errors.THERE_ALREADY.filled(day=head.day)
            elif name != file_name(stream):
                wrong = errors.MISNAMED.filled(file=name, name=file_name(stream))
        except NotArchived as error:
            wrong = error.said
        size = path.stat().st_size
        return DayFile(name=name, bytes=size, head=head, is_in_journal=is_kept, wrong=wrong)

    def _refuse_foreign(self, facility: str, called: str) -> None:
        if facility != self._facility:
            said = errors.OF_OTHER_HOUSE.filled(file=called, theirs=facility, ours=self._facility)
            raise NotArchived(said)

    def _refuse_other(self, name: str, said: tuple[Stream, list[Entry]], pace: Pace) -> None:
        """A file of this name may be there only if it says the same."""
        path = self.folder / name
        if path.exists() and unpacked(path, name, pace) != said:
            raise NotArchived(errors.SAYS_OTHER.filled(file=path))

    def _needed(self) -> set[date]:
        """The earlier days of those who are still inside."""
        return {
            row.day
            for visit, now in still_inside(self._journal, self._facility).items()
            if now.carried
            for row in self._journal.thread(visit)
            if row.visit == visit
        }

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """What the system says of the folder, with its place and the remedy."""
        try:
            yield
        except OSError as error:
            raise FolderFailed(folders.trouble(self.folder, error)) from error


class FolderFailed(NotArchived):
    """The folder of the archive can't be used just now: no other day would fare better."""


def _stays(day: date, last: date | None, needed: set[date]) -> Text | None:
    if last is None or day >= last:
        return errors.IN_USE.filled(day=day)
    return errors.STILL_INSIDE.filled(day=day) if day in needed else None


def _copy(sent: IO[bytes], to: IO[bytes], called: str) -> None:
    size = 0
    for chunk in iter(lambda: sent.read(CHUNK_BYTES), b""):
        size += len(chunk)
        if size > FILE_BYTES_MAX:
            most = FILE_BYTES_MAX // MEGABYTE
            raise NotArchived(errors.TOO_LARGE.filled(file=called, most=most))
        to.write(chunk)
    to.flush()
    if size == 0:
        raise NotArchived(errors.NO_FILE)
