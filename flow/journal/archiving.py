"""The archive of a house: its days and their files, moved one by one in the background, with progress, cancelled between two days.

The files lie in one folder of the data; beside them is kept, for good, who moved which days and when.
"""

import shutil
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from flow.chores import Chore, Chores, Pace, Sentences, Status, Told
from flow.engine.text import Text
from flow.journal import DaySize, Journal, Stream, errors
from flow.journal.archive import (
    archive,
    file_name,
    still_inside,
    unarchive,
)
from flow.journal.archive_files import ArchiveFiles, DayFile, FolderFailed
from flow.journal.errors import NotArchived

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


class Archives:
    """The archive of one facility; `folder` is where its files lie, `now` the clock, handed in. Everything raises `NotArchived`."""

    def __init__(
        self, journal: Journal, facility: str, folder: Path, now: Callable[[], datetime]
    ) -> None:
        self._journal = journal
        self._facility = facility
        self.files = ArchiveFiles(journal, facility, folder)
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

    def remove(self, name: str, *, sure: bool) -> DayFile:
        """Take a file off this server, as `ArchiveFiles.remove`; not while days move."""
        self._must_rest()
        return self.files.remove(name, sure=sure)

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
        for file in map(self.files.file, names):
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
        with self.files.plainly():
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
        with self.files.plainly():
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
                with self.files.plainly():
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
            archive(self._journal, stream, self.files.folder, pace)
        else:
            unarchive(self._journal, self.files.path(file_name(stream)), pace)

    def _needed(self) -> set[date]:
        """The earlier days of those who are still inside."""
        return {
            row.day
            for visit, now in still_inside(self._journal, self._facility).items()
            if now.carried
            for row in self._journal.thread(visit)
            if row.visit == visit
        }


def _stays(day: date, last: date | None, needed: set[date]) -> Text | None:
    if last is None or day >= last:
        return errors.IN_USE.filled(day=day)
    return errors.STILL_INSIDE.filled(day=day) if day in needed else None
