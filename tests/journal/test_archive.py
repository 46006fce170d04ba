"""Old days go into files and come back as they were; whatever goes wrong on the way loses nothing."""

import gzip
import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from flow.clinic import Clinic
from flow.engine import commands as c
from flow.engine.outcomes import Outcome
from flow.engine.refusals import NotOnRecord
from flow.insight.stories import Told
from flow.journal import Journal, Stream
from flow.journal.archive import archive, unarchive, unpacked
from flow.journal.errors import NotArchived
from flow.journal.memory import MemoryJournal
from flow.journal.verify import findings
from tests.engine.small import DAY, MORNING, SMALL

TODAY = DAY + timedelta(days=3)
"""The fourth day. Ani came on the first, stayed a night, and left on the second; Cici came on the third and is still here."""


def on(day: date) -> Stream:
    return Stream("pustu", day)


FIRST, SECOND, THIRD = (on(DAY + timedelta(days=n)) for n in range(3))


@pytest.fixture
def clinic(journal: Journal) -> Clinic:
    clinic = Clinic(SMALL, journal, snapshot_every=3)
    asked = count(1)

    def ask(kind: type, **about: object) -> None:
        number = next(asked)
        at = MORNING + (clinic.look(lambda floor, _: floor.day or DAY) - DAY)
        if kind is c.OpenDay:
            at += timedelta(days=1)
        clinic.handle(kind(id=f"c{number}", by="uji", at=at, **about))

    ask(c.OpenDay, day=DAY)
    ask(c.IssueTicket, visit="budi")
    ask(c.EnterEmergency, visit="ani", facts={"triage": "red"})
    ask(c.CloseDay)
    ask(c.OpenDay, day=SECOND.day)
    ask(c.Depart, visit="ani", outcome=Outcome.HOME)
    ask(c.CloseDay)
    ask(c.OpenDay, day=THIRD.day)
    ask(c.EnterEmergency, visit="cici", facts={"triage": "red"})
    ask(c.CloseDay)
    ask(c.OpenDay, day=TODAY)
    ask(c.IssueTicket, visit="dedi")
    return clinic


def test_a_day_goes_into_a_file_and_comes_back_as_it_was(
    clinic: Clinic, journal: Journal, tmp_path: Path
) -> None:
    entries, rows = list(journal.read(FIRST)), journal.visits(FIRST)
    file = archive(journal, FIRST, tmp_path)
    assert file.name == "pustu-2026-11-23.jsonl.gz"
    assert journal.days("pustu") == [SECOND.day, THIRD.day, TODAY]
    assert journal.visits(FIRST) == {}
    assert [path.name for path in tmp_path.glob("pustu*")] == [file.name]
    assert file.stat().st_mode & 0o077 == 0
    assert unarchive(journal, file) == FIRST
    assert list(journal.read(FIRST)) == entries
    assert journal.visits(FIRST) == rows
    assert list(findings(journal)) == []


def test_the_head_of_a_file_says_what_it_is(
    clinic: Clinic, journal: Journal, tmp_path: Path
) -> None:
    """Readable without Alur: the sum is that of `zcat file | tail -n +2 | sha256sum`."""
    lines = gzip.decompress(archive(journal, FIRST, tmp_path).read_bytes()).splitlines(True)
    head = json.loads(lines[0])
    assert head == {
        "facility": "pustu",
        "day": "2026-11-23",
        "entries": 4,
        "visits": 2,
        "sha256": sha256(b"".join(lines[1:])).hexdigest(),
        "format": "alur-day",
        "version": 1,
    }
    assert [json.loads(line)["kind"] for line in lines[1:]] == [
        "OpenDay",
        "IssueTicket",
        "EnterEmergency",
        "CloseDay",
    ]


def test_the_day_in_use_and_days_of_who_is_still_inside_stay(
    clinic: Clinic, journal: Journal, tmp_path: Path
) -> None:
    for stream, why in ((on(TODAY), "in use"), (THIRD, "has not left"), (on(date.max), "in use")):
        with pytest.raises(NotArchived, match=why):
            archive(journal, stream, tmp_path)
    assert list(tmp_path.glob("pustu*")) == []
    clinic.handle(
        c.Depart(id="pergi", by="uji", at=MORNING, visit="cici", outcome=Outcome.ADMITTED)
    )
    archive(journal, THIRD, tmp_path)


def test_the_story_of_a_visit_says_that_its_beginning_is_archived(
    clinic: Clinic, journal: Journal, tmp_path: Path
) -> None:
    whole = clinic.story("ani")
    assert not whole.archived
    file = archive(journal, FIRST, tmp_path)
    rest = clinic.story("ani")
    assert rest.archived
    assert rest.digest == whole.digest == SMALL.digest
    assert rest.entries == tuple(one for one in whole.entries if one[0] > DAY)
    note = Told(rest, "en").note
    assert note is not None
    assert "before 2026-11-24" in note
    assert "alur unarchive" in note
    assert next(Told(rest, "id").as_text()) == Told(rest, "id").note
    assert f'"{note}"' in Told(rest, "en").as_csv().splitlines()[1]
    assert Told(whole, "en").note is None
    with pytest.raises(NotOnRecord, match=r"/admin/arsip.*alur unarchive"):
        clinic.story("budi")
    unarchive(journal, file)
    assert clinic.story("ani") == whole
    assert clinic.look_at("budi", lambda floor, _: floor.day) == DAY


# Files that are not what they were


def changed(file: Path, change: Callable[[bytes], bytes]) -> None:
    file.write_bytes(gzip.compress(change(gzip.decompress(file.read_bytes()))))


SPOILED: dict[str, Callable[[Path], object]] = {
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-20]),
    "a bit": lambda file: file.write_bytes(
        bytes(b ^ (n == 200) for n, b in enumerate(file.read_bytes()))
    ),
    "empty": lambda file: file.write_bytes(b""),
    "no gzip": lambda file: file.write_bytes(b"halo"),
    "no head": lambda file: changed(file, lambda text: text.split(b"\n", 1)[1]),
    "text": lambda file: changed(file, lambda _: b"halo"),
    "a number": lambda file: changed(file, lambda _: b"7"),
    "a line": lambda file: changed(file, lambda text: text.rsplit(b"\n", 2)[0] + b"\n"),
    "a word": lambda file: changed(file, lambda text: text.replace(b"budi", b"bodi")),
    "a count": lambda file: changed(file, lambda t: t.replace(b'"entries": 4', b'"entries": 5')),
    "a field": lambda file: changed(file, lambda t: t.replace(b'"day"', b'"hari"', 1)),
    "newer": lambda file: changed(file, lambda t: t.replace(b'"version": 1', b'"version": 2', 1)),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_spoiled_file_is_refused_and_changes_nothing(
    spoiled: str, clinic: Clinic, journal: Journal, tmp_path: Path
) -> None:
    file = archive(journal, FIRST, tmp_path)
    SPOILED[spoiled](file)
    with pytest.raises(NotArchived, match=r"damaged|update Alur"):
        unarchive(journal, file)
    assert FIRST.day not in journal.days("pustu")
    assert list(findings(journal)) == []


def test_a_day_that_is_there_or_later_than_today_is_not_brought_back(
    clinic: Clinic, journal: Journal, tmp_path: Path
) -> None:
    file = archive(journal, FIRST, tmp_path)
    unarchive(journal, file)
    with pytest.raises(NotArchived, match="there already"):
        unarchive(journal, file)
    assert list(findings(journal)) == []
    younger = MemoryJournal()
    Clinic(SMALL, younger).handle(
        c.OpenDay(id="x", by="uji", at=MORNING, day=DAY - timedelta(days=1))
    )
    with pytest.raises(NotArchived, match="later than the last day"):
        unarchive(younger, file)
    unarchive(MemoryJournal(), file)


# Stopped half-way


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond a hundred bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_loses_nothing(clinic: Clinic, journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "arsip"
    folder.mkdir()
    entries = list(journal.read(FIRST))
    with full_disk(), pytest.raises(OSError, match="File too large"):
        archive(journal, FIRST, folder)
    assert list(folder.iterdir()) == []
    assert list(journal.read(FIRST)) == entries
    archive(journal, FIRST, folder)


def test_a_part_that_a_kill_left_behind_is_no_file(
    clinic: Clinic, journal: Journal, tmp_path: Path
) -> None:
    part = tmp_path / "pustu-2026-11-23.jsonl.part"
    part.write_bytes(b"separuh")
    file = archive(journal, FIRST, tmp_path)
    assert not part.exists()
    assert unpacked(file)[0] == FIRST


def test_killed_after_the_file_and_before_the_rows_it_goes_on(
    clinic: Clinic, journal: Journal, tmp_path: Path
) -> None:
    file = archive(journal, FIRST, tmp_path)
    unarchive(journal, file)
    written = file.stat().st_mtime_ns
    assert archive(journal, FIRST, tmp_path) == file
    assert file.stat().st_mtime_ns == written
    assert FIRST.day not in journal.days("pustu")


def test_a_file_that_says_something_else_is_not_replaced(
    clinic: Clinic, journal: Journal, tmp_path: Path
) -> None:
    file = archive(journal, SECOND, tmp_path)
    file.rename(tmp_path / "pustu-2026-11-23.jsonl.gz")
    entries = list(journal.read(FIRST))
    with pytest.raises(NotArchived, match="says something else"):
        archive(journal, FIRST, tmp_path)
    assert list(journal.read(FIRST)) == entries
