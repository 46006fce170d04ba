"""The files of a house's archive: listed, read to their end, received from elsewhere, taken away."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from flow import folders
from flow.chores import AT_ONCE, Pace
from flow.engine.events import Entry
from flow.engine.text import Text
from flow.journal import Journal, Stream, errors
from flow.journal.archive import (
    MEGABYTE,
    SUFFIX,
    Head,
    file_name,
    head_of,
    refuse_later,
    unpacked,
    write,
)
from flow.journal.errors import NotArchived

FILE_BYTES_MAX = 60_000_000
CHUNK_BYTES = 65536


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


class FolderFailed(NotArchived):
    """The folder of the archive can't be used just now: no other day would fare better."""


class ArchiveFiles:
    """The files of one facility in one `folder`. Everything raises `NotArchived`."""

    def __init__(self, journal: Journal, facility: str, folder: Path) -> None:
        self._journal = journal
        self._facility = facility
        self.folder = folder

    def all(self) -> list[DayFile]:
        """All files of the folder, the latest day first."""
        with self.plainly():
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
        with self.plainly():
            _, entries = unpacked(path, name, pace)
        times = [entry.at for entry in entries]
        return Contents(file=file, first=min(times), last=max(times))

    def receive(self, sent: IO[bytes], called: str, pace: Pace = AT_ONCE) -> DayFile:
        """Keep a file that somebody brings under its proper name; a damaged, wrong or foreign one leaves nothing."""
        with self.plainly():
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
        with self.plainly():
            path.unlink()
        return file

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """What the system says of the folder, with its place and the remedy."""
        try:
            yield
        except OSError as error:
            raise FolderFailed(folders.trouble(self.folder, error)) from error

    # Inside

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
