"""A full disk, a database that may only be read, a line that breaks: clear refusals, and all goes on when it passes."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from flow import database
from flow.clinic import Clinic
from flow.database import DatabaseError, open_database
from flow.engine import boards
from flow.engine import commands as c
from flow.engine.events import Entry
from flow.engine.floor import Day, Floor
from flow.engine.refusals import NotSaved
from flow.engine.text import Text
from flow.journal import Journal, Snapshot, Stream
from flow.journal.sql import SqlJournal
from flow.journal.verify import findings
from flow.journal.writing import Writing
from flow.patients import Patient, Patients, Sex
from flow.rulebook import shipped, sources
from flow.scheduler import Watch, start_scheduler
from flow.staff import Role, Staff
from tests.engine.small import DAY, MORNING, SMALL
from tests.faults import Disk, PostgresDisk, sqlite_disk
from tests.journal.stores import open_store

REMEDIES = {
    "full": database.DISK_FULL,
    "read-only": database.READ_ONLY,
    "cut": database.UNREACHABLE,
}
TRIES_MAX = 300  # SQLite fills the pages that it has before it needs one that is not there
postgres = pytest.mark.postgres


class House:
    """A small house on a real database, and the disk below it."""

    def __init__(self, engine: Engine, disk: Disk) -> None:
        self.engine = engine
        self.disk = disk
        self.journal = SqlJournal(engine)
        self.clinic = Clinic(SMALL, self.journal, snapshot_every=3)
        self.count = 0

    def command(self, kind: type[Any], **about: Any) -> c.Command:
        self.count += 1
        at = MORNING + timedelta(seconds=self.count)
        command: c.Command = kind(**({"id": f"c{self.count}", "by": "uji", "at": at} | about))
        return command

    def open(self) -> None:
        self.clinic.handle(self.command(c.OpenDay, day=DAY))
        self.clinic.handle(self.command(c.OpenDesk, station="loket", desk="1"))

    def refused(self) -> tuple[c.Command, Text]:
        """Tickets are drawn until one is refused: its command, and what is said."""
        for _ in range(TRIES_MAX):
            command = self.command(c.IssueTicket, visit=f"v{self.count}")
            try:
                self.clinic.handle(command)
            except NotSaved as refused:
                return command, refused.said
        raise AssertionError("nothing was refused")

    @property
    def position(self) -> int:
        return self.clinic.look(lambda floor, _: floor.position)

    def shown(self) -> list[object]:
        def all_boards(floor: Floor, _: object) -> list[object]:
            queues = [boards.queue(floor, SMALL, code, MORNING) for code in SMALL.stations]
            return [*queues, *(boards.board(floor, SMALL, code, MORNING) for code in SMALL.boards)]

        return self.clinic.look(all_boards)

    def stored(self) -> list[str]:
        return [entry.command for entry in self.journal.read(Stream(SMALL.facility, DAY))]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    if request.param == "sqlite":
        with sqlite_disk() as disk:
            yield from housed(f"sqlite:///{tmp_path / 'alur.db'}", disk)
    else:
        url = request.getfixturevalue("postgres_url")
        yield from housed(url, PostgresDisk(url))


def housed(url: str, disk: Disk) -> Iterator[House]:
    engine = open_database(url)
    house = House(engine, disk)
    yield house
    house.journal.close()
    engine.dispose()


@pytest.fixture
def cuttable(postgres_url: str) -> Iterator[House]:
    yield from housed(postgres_url, PostgresDisk(postgres_url))


def goes_on(house: House, fault: str) -> None:
    """A command is refused, the fault passes, the same command is carried out: once."""
    command, said = house.refused()
    remedy = REMEDIES[fault]
    assert said.id.endswith(remedy.id)
    assert said.en.endswith(remedy.en)
    position, shown, stored = house.position, house.shown(), house.stored()
    assert len(stored) == position
    assert command.id not in stored

    house.disk.ends(fault)
    entry = house.clinic.handle(command)
    assert entry.position == position + 1
    assert house.clinic.handle(command) == entry
    assert house.stored() == [*stored, command.id]
    assert house.shown() != shown
    assert list(findings(house.journal)) == []
    again = Clinic(SMALL, house.journal)
    assert again.look(lambda floor, _: floor) == house.clinic.look(lambda floor, _: floor)


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_a_command_is_refused_with_a_remedy_and_carried_out_later_once(
    house: House, fault: str
) -> None:
    house.open()
    house.disk.begins(fault)
    with capture_logs() as logs:
        refused, _ = house.refused()
        for _ in range(3):
            with pytest.raises(NotSaved):
                house.clinic.handle(refused)
        assert house.position == len(house.stored())
        goes_on(house, fault)
    told = [line["event"] for line in logs if line["event"] != "a snapshot is not kept"]
    if "this is over" in told:
        told = told[: told.index("this is over") + 1]
    reasons = [line["reason"] for line in logs if line["event"] == "commands cannot be saved"]
    assert reasons[-1] == REMEDIES[fault].en
    assert len(reasons) == len(set(reasons)), "once for each reason, not for each try"
    assert told[-1] == "this is over"
    assert not any("exc_info" in line for line in logs), "plainly"


@postgres
def test_a_line_that_broke_costs_one_try(cuttable: House) -> None:
    cuttable.open()
    cuttable.disk.begins("cut")
    goes_on(cuttable, "cut")


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_whatever_is_written_says_the_same(house: House, fault: str) -> None:
    patients, staff = Patients(house.engine, now), Staff(house.engine, now)
    someone = Patient(id="", name="Ani", birth_date=date(1990, 1, 1), sex=Sex.FEMALE)
    texts = sources(shipped("demo"))
    house.disk.begins(fault)
    writes: tuple[Callable[[int], object], ...] = (
        lambda n: patients.add(someone, sure=True),
        lambda n: staff.tokens.add(f"mesin-{n}", Role.STATION),
        lambda n: house.journal.keep_rulebook(f"d{n}", "pustu", texts),
    )
    for write in writes:
        assert failure(write) in (REMEDIES[fault], database.UNREACHABLE)
    house.disk.ends(fault)
    for write in writes:
        works_soon(partial(write, TRIES_MAX))


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_health_tells_it_before_anybody_presses_a_button(house: House, fault: str) -> None:
    house.open()
    writing, stored = Writing(house.engine, now), house.stored()
    assert writing.trouble() is None
    house.disk.begins(fault)
    house.refused()
    told = Writing(house.engine, now).trouble()  # one that has not just said that all is well
    assert told in (REMEDIES[fault], database.UNREACHABLE)
    house.disk.ends(fault)
    writing.trouble()  # the line may have broken when the fault passed: that costs one try
    assert writing.trouble() is None
    assert house.stored()[: len(stored)] == stored


def failure(write: Callable[[int], object]) -> Text:
    """What is said when it has been tried until it fails."""
    for n in range(TRIES_MAX):
        try:
            write(n)
        except DatabaseError as error:
            return error.said
    raise AssertionError("it never failed")


def works_soon(done: Callable[[], object]) -> None:
    """At once, or the second time where the line broke when the fault passed."""
    try:
        done()
    except (DatabaseError, NotSaved) as error:
        if not error.said.en.endswith(database.UNREACHABLE.en):
            raise
        done()


def now() -> datetime:
    return datetime(2026, 11, 23, 1, tzinfo=UTC)


def test_what_is_due_is_tried_again(house: House) -> None:
    """The day opens by itself as soon as it can be written down; nobody has to start anything."""
    house.disk.begins("read-only")
    with capture_logs() as logs:
        scheduler = start_scheduler(house.clinic, now)
        scheduler.shutdown()
    warned = [line for line in logs if "cannot be done" in line["event"]]
    assert [line["log_level"] for line in warned] == ["warning"]
    assert "due" in warned[0]["event"]
    assert house.clinic.look(lambda floor, _: floor.status) is Day.UNOPENED
    house.disk.ends("read-only")
    works_soon(lambda: Watch(house.clinic).carry_out_due(now()))
    assert house.clinic.look(lambda floor, _: floor.status) is Day.OPEN


def test_a_floor_that_cannot_be_kept_is_kept_later(tmp_path: Path) -> None:
    """The command before it has happened, whatever becomes of the snapshot."""
    with sqlite_disk() as disk, open_store("sqlite", f"sqlite:///{tmp_path / 'alur.db'}") as store:
        journal = NoRoomForSnapshots(store, disk)
        clinic = Clinic(SMALL, journal, snapshot_every=3)
        stream = Stream(SMALL.facility, DAY)
        with capture_logs() as logs:
            clinic.handle(c.OpenDay(id="buka", by="uji", at=MORNING, day=DAY))
            for n in range(3):
                clinic.handle(c.IssueTicket(id=f"t{n}", by="uji", at=MORNING, visit=f"v{n}"))
        assert [(line["event"], line["log_level"]) for line in logs] == [
            ("a snapshot is not kept", "warning")
        ]
        assert logs[0]["reason"] == database.READ_ONLY.en
        assert journal.snapshot(stream) is None
        journal.has_room = True
        for n in range(3, 6):
            clinic.handle(c.IssueTicket(id=f"t{n}", by="uji", at=MORNING, visit=f"v{n}"))
        assert journal.snapshot(stream) is not None
        assert list(findings(journal)) == []


def test_what_was_saved_although_the_line_broke_is_shown_and_happens_once(tmp_path: Path) -> None:
    with open_store("sqlite", f"sqlite:///{tmp_path / 'alur.db'}") as store:
        clinic = Clinic(SMALL, LosesAnAnswer(store))
        told: list[str] = []
        clinic.subscribe(lambda published: told.append(published.entry.command))
        at = {"by": "uji", "at": MORNING}
        clinic.handle(c.OpenDay(id="buka", day=DAY, **at))
        first, other = (c.IssueTicket(id=one, visit=one, **at) for one in ("ani", "budi"))
        with pytest.raises(NotSaved, match="tidak tercatat dua kali"):
            clinic.handle(first)
        assert clinic.handle(other).position == 3
        assert clinic.handle(first).position == 2
        assert told == ["buka", "ani", "budi"]
        assert list(findings(store)) == []


class LosesAnAnswer:
    """A journal whose line breaks right after Ani's ticket has been written."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def append(self, stream: Stream, entry: Entry) -> None:
        self._journal.append(stream, entry)
        if entry.command == "ani":
            raise DatabaseError(database.UNREACHABLE)


class NoRoomForSnapshots:
    """A journal whose database may only be read while a snapshot is kept."""

    def __init__(self, journal: Journal, disk: Disk) -> None:
        self._journal, self._disk, self.has_room = journal, disk, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def keep_snapshot(self, stream: Stream, snapshot: Snapshot) -> None:
        if not self.has_room:
            self._disk.begins("read-only")
        try:
            self._journal.keep_snapshot(stream, snapshot)
        finally:
            self._disk.ends("read-only")
