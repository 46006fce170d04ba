"""Old days in files of their own, and back: what is behind `alur archive` and `alur unarchive`.

A file is gzip. Its first line says what it is and holds the SHA-256 of all that follows: the day's entries, one a line. A day
leaves the database only after its file has been read back and says the same. Who the patients are is in neither of them.
"""

import gzip
import json
import os
import zlib
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from flow.engine.events import Entry
from flow.journal import Conflict, Journal, Stream
from flow.journal.codec import entry_from_json, entry_to_json

FORMAT = "alur-day"
VERSION = 1  # of the file; events have versions of their own


class NotArchived(Exception):
    """A file or a day that stays as it is, and why. Nothing was changed."""


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


def archive(journal: Journal, stream: Stream, folder: Path) -> Path:
    """Move a day into a file in the folder; raises `NotArchived`, `OSError`, `DatabaseError`.

    Stopped at whatever point, it loses nothing and can be called again: a whole file that is there already is used.
    """
    _refuse_needed(journal, stream)
    entries = list(journal.read(stream))
    file = folder / f"{stream.facility}-{stream.day}.jsonl.gz"
    if not file.exists():
        _write(file, _as_file(stream, entries, len(journal.visits(stream))))
    if unpacked(file) != (stream, entries):
        raise NotArchived(f"{file} is there already and says something else")
    try:
        journal.take_out(stream, len(entries))
    except Conflict:
        raise NotArchived(f"{stream.day} has been written just now") from None
    return file


def unarchive(journal: Journal, file: Path) -> Stream:
    """Put the day of a file back into the journal, all or nothing; raises `NotArchived`, `OSError`, `DatabaseError`."""
    stream, entries = unpacked(file)
    last = journal.last_day(stream.facility)
    if last is not None and stream.day > last:
        raise NotArchived(f"{stream.day} is later than the last day here, {last}")
    try:
        journal.put_back(stream, entries)
    except Conflict:
        raise NotArchived(f"{stream.day} is there already, or some of its commands are") from None
    return stream


def unpacked(file: Path) -> tuple[Stream, list[Entry]]:
    """What a file holds; raises `NotArchived` for a damaged one or any other file, `UnknownEvent` for one by a newer version."""
    try:
        with gzip.open(file) as packed:
            first, content = packed.readline(), packed.read()
        about = json.loads(first)
        if about["format"] != FORMAT or about["version"] != VERSION:
            raise NotArchived(f"{file} is of another format than {FORMAT} {VERSION}; update Alur")
        head = Head(**about)
        stream = Stream(head.facility, date.fromisoformat(head.day))
    except (EOFError, zlib.error, gzip.BadGzipFile, ValueError, TypeError, KeyError) as error:
        raise NotArchived(f"{file} is damaged, or no day of Alur's") from error
    if sha256(content).hexdigest() != head.sha256:
        raise NotArchived(f"{file} is damaged: its checksum is wrong")
    entries = [entry_from_json(line) for line in content.decode().split("\n")[:-1]]
    if len(entries) != head.entries:
        raise NotArchived(f"{file} is damaged: entries are missing")
    return stream, entries


def _refuse_needed(journal: Journal, stream: Stream) -> None:
    last = journal.last_day(stream.facility)
    if last is None or stream.day >= last:
        raise NotArchived(f"{stream.day} is in use")
    inside = {
        row.visit
        for row in journal.visits(Stream(stream.facility, last)).values()
        if row.ended_at is None
    }
    if inside & journal.visits(stream).keys():
        raise NotArchived(f"{stream.day} stays: somebody who was inside then has not left yet")


def _as_file(stream: Stream, entries: list[Entry], visits: int) -> bytes:
    content = "".join(f"{entry_to_json(entry)}\n" for entry in entries).encode()
    head = Head(
        facility=stream.facility,
        day=stream.day.isoformat(),
        entries=len(entries),
        visits=visits,
        sha256=sha256(content).hexdigest(),
    )
    line = json.dumps(asdict(head), ensure_ascii=False)
    return gzip.compress(f"{line}\n".encode() + content, mtime=0)


def _write(file: Path, packed: bytes) -> None:
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
