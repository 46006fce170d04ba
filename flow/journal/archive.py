"""Old days in files of their own, and back: what is behind `alur archive` and `alur unarchive`.

A file is gzip. Its first line says what it is and holds the SHA-256 of all that follows: the day's entries, one a line. A day
leaves the database only after its file has been read back and says the same. Who the patients are is in neither of them.
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from flow.chores import AT_ONCE, Pace
from flow.engine.events import Entry
from flow.journal import Conflict, Journal, Stream, errors
from flow.journal.codec import entry_from_json, entry_to_json
from flow.journal.errors import NotArchived
from flow.journal.projections import VisitRow
from flow.journal.upcasting import UnknownEvent

T = TypeVar("T")

FORMAT = "alur-day"
VERSION = 1  # of the file; events have versions of their own
SUFFIX = ".jsonl.gz"
HEAD_BYTES_MAX = 10_000
UNPACKED_BYTES_MAX = 300_000_000  # a busy day has 25,000 entries, some 20 MB
MEGABYTE = 1_000_000
PIECE_ENTRIES = 25  # so many take some five milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first line of a file. `entries` and `visits` are how many there are, `sha256` is that of the lines that follow."""

    facility: str
    day: str
    entries: int
    visits: int
    sha256: str
    format: str = FORMAT
    version: int = VERSION


def archive(journal: Journal, stream: Stream, folder: Path, pace: Pace = AT_ONCE) -> Path:
    """Move a day into a file in the folder; raises `NotArchived`, `OSError`, `DatabaseError`.

    Stopped at whatever point, it loses nothing and can be called again: a whole file that is there already is used.
    """
    refuse_needed(journal, stream)
    entries = list(_in_pieces(journal, stream, pace))
    file = folder / file_name(stream)
    if not file.exists():
        visits = len(journal.visits(stream))
        packed = _as_file(stream, entries, visits, pace)
        pace.aside(lambda: write(file, packed))
    if unpacked(file, pace=pace) != (stream, entries):
        raise NotArchived(errors.SAYS_OTHER.filled(file=file))
    try:
        journal.take_out(stream, len(entries))
    except Conflict:
        raise NotArchived(errors.WRITTEN_NOW.filled(day=stream.day)) from None
    return file


def unarchive(journal: Journal, file: Path, pace: Pace = AT_ONCE) -> Stream:
    """Put the day of a file back into the journal, all or nothing; raises `NotArchived`, `OSError`, `DatabaseError`."""
    stream, entries = unpacked(file, pace=pace)
    refuse_later(journal, stream)
    try:
        journal.put_back(stream, _paced(entries, pace))
    except Conflict:
        raise NotArchived(errors.THERE_ALREADY.filled(day=stream.day)) from None
    return stream


def file_name(stream: Stream) -> str:
    return f"{stream.facility}-{stream.day}{SUFFIX}"


def head_of(file: Path, called: str = "") -> Head:
    """What a file says of itself; what follows is not looked at. `called` is its name for people. Raises as `unpacked`."""
    return _opened(file, called or str(file), 0)[0]


def unpacked(file: Path, called: str = "", pace: Pace = AT_ONCE) -> tuple[Stream, list[Entry]]:
    """What a file holds; raises `NotArchived` for a damaged one, any other file, and one by a newer version."""
    called = called or str(file)
    head, content = pace.aside(lambda: _opened(file, called, UNPACKED_BYTES_MAX + 1))
    if len(content) > UNPACKED_BYTES_MAX:
        most = UNPACKED_BYTES_MAX // MEGABYTE
        raise NotArchived(errors.TOO_LARGE.filled(file=called, most=most))
    if sha256(content).hexdigest() != head.sha256:
        raise NotArchived(errors.WRONG_SUM.filled(file=called))
    try:
        lines = content.decode().split("\n")[:-1]
        entries = [entry_from_json(line) for line in _paced(lines, pace)]
    except UnknownEvent as unknown:
        raise NotArchived(errors.NEWER_EVENTS.filled(file=called)) from unknown
    except (ValueError, TypeError, KeyError) as error:
        raise NotArchived(errors.NO_DAY.filled(file=called)) from error
    if not entries or len(entries) != head.entries:
        raise NotArchived(errors.ENTRIES_MISSING.filled(file=called))
    return Stream(head.facility, date.fromisoformat(head.day)), entries


def _opened(file: Path, called: str, content_bytes_max: int) -> tuple[Head, bytes]:
    """The head, and so much of what follows."""
    try:
        with gzip.open(file) as packed:
            first, content = packed.readline(HEAD_BYTES_MAX), packed.read(content_bytes_max)
        about = json.loads(first)
        if about["format"] != FORMAT or about["version"] != VERSION:
            other = errors.OTHER_FORMAT.filled(file=called, format=f"{FORMAT} {VERSION}")
            raise NotArchived(other)
        head = Head(**about)
        date.fromisoformat(head.day)
    except (EOFError, zlib.error, gzip.BadGzipFile, ValueError, TypeError, KeyError) as error:
        raise NotArchived(errors.NO_DAY.filled(file=called)) from error
    return head, content


def still_inside(journal: Journal, facility: str) -> dict[str, VisitRow]:
    """The visits that have not left; no day on which one of them stands may go."""
    last = journal.last_day(facility)
    rows = journal.visits(Stream(facility, last)) if last else {}
    return {visit: row for visit, row in rows.items() if row.ended_at is None}


def refuse_needed(journal: Journal, stream: Stream) -> None:
    """Raise `NotArchived` where the day is still needed here."""
    last = journal.last_day(stream.facility)
    if last is None or stream.day >= last:
        raise NotArchived(errors.IN_USE.filled(day=stream.day))
    if still_inside(journal, stream.facility).keys() & journal.visits(stream).keys():
        raise NotArchived(errors.STILL_INSIDE.filled(day=stream.day))


def refuse_later(journal: Journal, stream: Stream) -> None:
    """Raise `NotArchived` where the day would become the last one here."""
    last = journal.last_day(stream.facility)
    if last is not None and stream.day > last:
        raise NotArchived(errors.LATER.filled(day=stream.day, last=last))


def _in_pieces(journal: Journal, stream: Stream, pace: Pace) -> Iterator[Entry]:
    position = 0
    while piece := list(journal.read(stream, position, PIECE_ENTRIES)):
        yield from piece
        position = piece[-1].position
        pace.pause()


def _paced(all_: Iterable[T], pace: Pace) -> Iterator[T]:
    """A thread would not do: whoever computes in one makes the others wait each time they touch disk or line."""
    for number, one in enumerate(all_, 1):
        yield one
        if number % PIECE_ENTRIES == 0:
            pace.pause()


def _as_file(stream: Stream, entries: list[Entry], visits: int, pace: Pace = AT_ONCE) -> bytes:
    content = "".join(f"{entry_to_json(entry)}\n" for entry in _paced(entries, pace)).encode()
    head = Head(
        facility=stream.facility,
        day=stream.day.isoformat(),
        entries=len(entries),
        visits=visits,
        sha256=sha256(content).hexdigest(),
    )
    line = json.dumps(asdict(head), ensure_ascii=False)
    return pace.aside(lambda: gzip.compress(f"{line}\n".encode() + content, mtime=0))


def write(file: Path, packed: bytes) -> None:
    """The whole file on disk, or none of that name. It holds what is known of patients, so only its owner may read it."""
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600)
        with part.open("wb") as out:
            out.write(packed)
            out.flush()
            os.fsync(out.fileno())
        part.rename(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    """The name of the new file has to survive a power cut too; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
