"""The door: lost races, retries, restarts, two rulebooks, listeners that fail, and two consoles that press at the same moment."""

import multiprocessing
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from queue import Queue
from threading import Barrier, Thread
from typing import Any

import pytest
from structlog.testing import capture_logs

from flow.books import in_force
from flow.clinic import TRIES_MAX, Clinic, Published
from flow.database import DISK_FULL, DatabaseError, open_database
from flow.engine import boards
from flow.engine import commands as c
from flow.engine.events import Entry, PatientCalled
from flow.engine.floor import Day, Floor
from flow.engine.outcomes import Outcome
from flow.engine.refusals import KeyReused, NotSaved, Refused, TooBusy
from flow.engine.routing import Rulebook
from flow.journal import Conflict, Journal, Snapshot, Stream
from flow.journal.memory import MemoryJournal
from flow.journal.sql import SqlJournal
from flow.journal.verify import findings
from flow.rulebook import compile_sources, shipped, sources
from tests.changed import changed_rules
from tests.engine.small import DAY, MORNING, SMALL
from tests.engine.story import ADULT, WOMAN
from tests.journal.stores import open_store

PRESSES = 1000
"""Calls in each of two ways; at half as many moments two consoles press together."""


class Desk:
    """Somebody at a door, who asks for one thing after the other."""

    ids = count(1)

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic

    def ask(self, kind: type[Any], **about: Any) -> Entry:
        number = next(self.ids)
        given = {"id": f"c{number}", "by": "uji", "at": MORNING + timedelta(seconds=number)}
        return self.clinic.handle(kind(**(given | about)))

    @property
    def floor(self) -> Floor:
        return self.clinic.look(lambda floor, _: floor)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with open_store("sqlite", f"sqlite:///{tmp_path / 'alur.db'}") as store:
        yield store


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two processes' doors on one database file: each has its own floor."""
    url = f"sqlite:///{tmp_path / 'dua.db'}"
    with open_store("sqlite", url) as one, open_store("sqlite", url) as other:
        yield Desk(Clinic(SMALL, one)), Desk(Clinic(SMALL, other))


def opened(journal: Journal, rulebook: Rulebook = SMALL) -> Desk:
    desk = Desk(Clinic(rulebook, journal))
    desk.ask(c.OpenDay, day=DAY)
    return desk


# Races


def test_the_loser_of_a_race_catches_up_and_goes_on(doors: tuple[Desk, Desk]) -> None:
    one, other = doors
    one.ask(c.OpenDay, day=DAY)
    with pytest.raises(Refused, match="sudah dibuka"):
        other.ask(c.OpenDay, day=DAY)
    for n in range(20):
        (one, other)[n % 2].ask(c.IssueTicket, visit=f"v{n}")
    one.clinic.catch_up()
    assert one.floor == other.floor
    assert [v.ticket for v in one.floor.visits.values()] == [f"A-{n + 1:03d}" for n in range(20)]


def test_nobody_is_called_by_two_doors(doors: tuple[Desk, Desk]) -> None:
    one, other = doors
    one.ask(c.OpenDay, day=DAY)
    for desk in "12":
        one.ask(c.OpenDesk, station="loket", desk=desk)
    for n in range(3):
        one.ask(c.IssueTicket, visit=f"v{n}")
    one.ask(c.CallNext, station="loket", desk="1")
    other.ask(c.CallNext, station="loket", desk="2")
    assert other.floor.station("loket").desks == {"1": "v0", "2": "v1"}
    with pytest.raises(Refused, match="masih menangani"):
        one.ask(c.CallNext, station="loket", desk="2")


def test_a_refusal_from_an_old_floor_is_looked_at_again(doors: tuple[Desk, Desk]) -> None:
    """What this door doesn't know yet may have happened at the other one."""
    one, other = doors
    one.ask(c.OpenDay, day=DAY)
    one.ask(c.IssueTicket, visit="ani")
    one.ask(c.OpenDesk, station="loket", desk="1")
    other.ask(c.CallNext, station="loket", desk="1")
    other.ask(c.Start, visit="ani")
    one.ask(c.Hold, visit="ani")
    assert one.floor.station("loket").held


def test_what_is_true_already_is_looked_at_again_on_an_old_floor(doors: tuple[Desk, Desk]) -> None:
    one, other = doors
    one.ask(c.OpenDay, day=DAY)
    one.ask(c.OpenDesk, station="loket", desk="1")
    other.ask(c.CloseDesk, station="loket", desk="1")
    entry = one.ask(c.OpenDesk, station="loket", desk="1")
    assert entry.events, "one still believed the desk to be open"


def test_a_day_that_another_door_opened_is_not_skipped(doors: tuple[Desk, Desk]) -> None:
    one, other = doors
    one.ask(c.OpenDay, day=DAY)
    one.ask(c.EnterEmergency, visit="x", facts={"triage": "red"})
    one.ask(c.CloseDay)
    other.clinic.catch_up()
    one.ask(c.OpenDay, day=DAY + timedelta(days=1))
    with pytest.raises(Refused, match="2026-11-24 sudah dibuka"):
        other.ask(c.OpenDay, day=DAY + timedelta(days=2))
    assert other.floor.day == DAY + timedelta(days=1)


def test_a_door_follows_the_others_into_the_next_day(doors: tuple[Desk, Desk]) -> None:
    one, other = doors
    one.ask(c.OpenDay, day=DAY)
    other.ask(c.IssueTicket, visit="ani")
    one.ask(c.CloseDay)
    one.ask(c.OpenDay, day=DAY + timedelta(days=1))
    entry = other.ask(c.IssueTicket, visit="budi")
    assert (entry.position, other.floor.visits["budi"].ticket) == (2, "A-001")


class Contested(MemoryJournal):
    """A journal in which somebody else is always faster."""

    losing = False
    tries = 0

    def append(self, stream: Stream, entry: Entry) -> None:
        if self.losing:
            self.tries += 1
            raise Conflict
        super().append(stream, entry)


def test_a_command_that_always_loses_is_refused_after_a_bounded_number_of_tries() -> None:
    journal = Contested()
    desk = opened(journal)
    journal.losing = True
    with pytest.raises(TooBusy):
        desk.ask(c.IssueTicket, visit="ani")
    assert journal.tries == TRIES_MAX
    assert desk.floor.position == 1
    journal.losing = False
    desk.ask(c.IssueTicket, visit="ani")


# Retries


def test_a_repeated_command_gets_the_first_answer_and_moves_nothing(journal: Journal) -> None:
    desk = opened(journal)
    first = desk.ask(c.IssueTicket, id="tekan-1", visit="ani")
    for _ in range(3):
        assert desk.ask(c.IssueTicket, id="tekan-1", visit="ani") == first
    assert desk.floor.position == first.position
    assert list(desk.floor.visits) == ["ani"]


def test_a_repetition_is_known_after_a_restart_and_on_another_day(journal: Journal) -> None:
    desk = opened(journal)
    ticket = desk.ask(c.IssueTicket, id="tiket", visit="ani")
    opened_desk = desk.ask(c.OpenDesk, id="meja", station="loket", desk="1")
    desk.ask(c.EnterEmergency, visit="x", facts={"triage": "red"})
    held = desk.ask(c.Hold, id="tahan", visit="x")
    desk.ask(c.CloseDay, id="tutup")
    desk.ask(c.OpenDay, id="buka", day=DAY + timedelta(days=1))
    desk.ask(c.OpenDesk, station="loket", desk="1")
    for one in (desk, Desk(Clinic(SMALL, journal))):
        position = one.floor.position
        assert one.ask(c.IssueTicket, id="tiket", visit="ani") == ticket
        assert one.ask(c.OpenDesk, id="meja", station="loket", desk="1") == opened_desk
        assert one.ask(c.Hold, id="tahan", visit="x") == held
        assert one.ask(c.CloseDay, id="tutup").kind == "CloseDay"
        assert one.ask(c.OpenDay, id="buka", day=DAY + timedelta(days=1)).position == 1
        assert one.floor.position == position
        assert one.floor.status is Day.OPEN


def test_a_repetition_through_another_door_is_known(doors: tuple[Desk, Desk]) -> None:
    one, other = doors
    one.ask(c.OpenDay, day=DAY)
    first = one.ask(c.IssueTicket, id="sama", visit="ani")
    assert other.ask(c.IssueTicket, id="sama", visit="ani") == first
    desk = one.ask(c.OpenDesk, id="meja", station="loket", desk="1")
    assert other.ask(c.OpenDesk, id="meja", station="loket", desk="1") == desk


def test_a_key_that_was_used_for_something_else_is_refused(journal: Journal) -> None:
    desk = opened(journal)
    desk.ask(c.IssueTicket, id="kunci", request="a", visit="ani")
    desk.ask(c.IssueTicket, id="kunci", request="a", visit="ani")
    with pytest.raises(KeyReused):
        desk.ask(c.IssueTicket, id="kunci", request="b", visit="budi")
    desk.ask(c.CloseDay)
    desk.ask(c.OpenDay, day=DAY + timedelta(days=1))
    with pytest.raises(KeyReused):
        desk.ask(c.IssueTicket, id="kunci", request="b", visit="budi")
    assert "budi" not in desk.floor.visits


# Restarts, rulebooks, listeners


def test_after_a_restart_the_floor_is_the_same(journal: Journal) -> None:
    desk = opened(journal)
    for code in ("skrining", "dewasa", "lab"):
        desk.ask(c.OpenDesk, station=code, desk="1")
    for n in range(4):
        desk.ask(c.Register, visit=f"v{n}", patient=f"p{n}", facts=ADULT, station="loket")
    for _ in range(3):
        entry = desk.ask(c.CallNext, station="skrining", desk="1")
        (called,) = (event for event in entry.events if isinstance(event, PatientCalled))
        desk.ask(c.Start, visit=called.visit)
        desk.ask(c.Finish, visit=called.visit)
    again = Desk(Clinic(SMALL, journal))
    assert again.floor == desk.floor
    for code in SMALL.boards:
        assert again.clinic.look(lambda f, r, code=code: boards.board(f, r, code, MORNING)) == (
            desk.clinic.look(lambda f, r, code=code: boards.board(f, r, code, MORNING))
        )
    assert again.ask(c.IssueTicket, visit="v9").position == desk.floor.position + 1


def test_the_story_of_a_visit_knows_its_own_rulebook_on_later_days(journal: Journal) -> None:
    """Every decision about it, over all its days, with the rules that made them."""
    old, new = sources(shipped("typical")), changed_rules()
    first = compile_sources(old)
    journal.keep_rulebook(first.digest, first.facility, old)
    desk = opened(journal, first)
    desk.ask(c.EnterEmergency, visit="dirawat", facts={"triage": "red"})
    desk.ask(c.IssueTicket, visit="lain")
    desk.ask(c.CloseDay)
    following = desk.clinic.keep(new)
    desk.ask(c.PublishRulebook, digest=following.digest, previous=first.digest)
    later = Desk(Clinic(following, journal))
    later.ask(c.OpenDay, day=DAY + timedelta(days=1))
    later.ask(c.UpdateFacts, visit="dirawat", facts={"payer": "umum"})
    story = later.clinic.story("dirawat")
    assert [(day, entry.kind) for day, entry in story.entries] == [
        (DAY, "EnterEmergency"),
        (DAY + timedelta(days=1), "OpenDay"),
        (DAY + timedelta(days=1), "UpdateFacts"),
    ]
    assert story.digest == story.rulebook.digest == first.digest
    with pytest.raises(Refused):
        later.clinic.story("hantu")


def test_a_listener_that_fails_undoes_nothing_and_stops_nobody(journal: Journal) -> None:
    desk, heard = opened(journal), []

    def breaks(published: Published) -> None:
        raise RuntimeError("layar mati")

    def hears(published: Published) -> None:
        heard.append((published.entry.position, published.floor.position))

    desk.clinic.subscribe(breaks)
    desk.clinic.subscribe(hears)
    desk.ask(c.IssueTicket, visit="ani")
    desk.ask(c.IssueTicket, visit="budi")
    with pytest.raises(Refused):
        desk.ask(c.IssueTicket, visit="budi")
    assert heard == [(2, 2), (3, 3)], "after the floor moved, in order, and nothing for a refusal"
    assert len(list(journal.read(Stream("pustu", DAY)))) == 3


def test_nothing_is_published_before_it_is_on_disk() -> None:
    journal = MemoryJournal()
    desk = opened(journal)
    stored: list[int] = []
    stream = Stream("pustu", DAY)
    desk.clinic.subscribe(lambda _: stored.append(len(list(journal.read(stream)))))
    desk.ask(c.IssueTicket, visit="ani")
    assert stored == [2]


def test_looking_never_moves_the_floor(journal: Journal) -> None:
    desk = opened(journal)
    desk.ask(c.Register, visit="ani", patient="p", facts=WOMAN, station="loket")
    assert desk.clinic.look(lambda floor, book: book.digest) == "kecil-1"
    assert desk.clinic.look_at("ani", lambda floor, _: floor.visits["ani"].name) == "A-001"
    desk.ask(c.Depart, visit="ani", outcome=Outcome.HOME)
    desk.ask(c.CloseDay)
    desk.ask(c.OpenDay, day=DAY + timedelta(days=1))
    assert desk.clinic.look_at("ani", lambda floor, _: floor.day) == DAY
    with pytest.raises(Refused):
        desk.clinic.look_at("hantu", lambda floor, _: floor.day)


# Snapshots


class Counting(MemoryJournal):
    """A journal that remembers from where it was read, and whether it can keep snapshots."""

    def __init__(self) -> None:
        super().__init__()
        self.read_after: list[int] = []
        self.tried: list[int] = []
        self.full = False

    def read(self, stream: Stream, after: int = 0) -> Iterable[Entry]:
        self.read_after.append(after)
        return super().read(stream, after)

    def keep_snapshot(self, stream: Stream, snapshot: Snapshot) -> None:
        self.tried.append(snapshot.position)
        if self.full:
            raise DatabaseError(DISK_FULL)
        super().keep_snapshot(stream, snapshot)


def busy(journal: Journal, every: int = 4) -> Desk:
    """A door that keeps the floor often; the day is open, Ani and Budi wait at the counter, and Ani is called: 5 entries."""
    desk = Desk(Clinic(SMALL, journal, snapshot_every=every))
    desk.ask(c.OpenDay, id="buka", day=DAY)
    desk.ask(c.OpenDesk, id="meja", station="loket", desk="1")
    desk.ask(c.IssueTicket, id="ani", visit="ani")
    desk.ask(c.IssueTicket, id="budi", visit="budi")
    desk.ask(c.CallNext, id="panggil", station="loket", desk="1")
    return desk


def test_the_door_begins_with_the_last_snapshot() -> None:
    journal = Counting()
    desk = busy(journal)
    for n in range(5):
        desk.ask(c.IssueTicket, visit=f"v{n}")
    assert journal.tried == [4, 8], "after every four entries"
    journal.read_after.clear()
    again = Desk(Clinic(SMALL, journal, snapshot_every=4))
    assert min(journal.read_after) == 8
    assert again.floor == desk.floor
    again.ask(c.IssueTicket, visit="w1")
    assert journal.tried == [4, 8]
    again.ask(c.IssueTicket, visit="w2")
    assert journal.tried == [4, 8, 12]
    assert list(findings(journal)) == []


def test_a_repetition_from_before_the_snapshot_is_known(journal: Journal) -> None:
    busy(journal)
    first = {one.command: one for one in journal.read(Stream("pustu", DAY))}
    again = Desk(Clinic(SMALL, journal))
    assert again.ask(c.OpenDay, id="buka", day=DAY) == first["buka"]
    assert again.ask(c.OpenDesk, id="meja", station="loket", desk="1") == first["meja"]
    assert again.ask(c.IssueTicket, id="ani", visit="ani") == first["ani"]
    with pytest.raises(KeyReused):
        again.ask(c.IssueTicket, id="budi", request="lain", visit="cici")
    assert again.floor.position == 5


@pytest.mark.parametrize("every", [4, 5, 1000])
def test_what_was_done_before_the_snapshot_can_be_taken_back(journal: Journal, every: int) -> None:
    """The call is the fifth entry: after the snapshot, in it, without one."""
    busy(journal, every)
    again = Desk(Clinic(SMALL, journal))
    again.ask(c.Undo, visit="ani", station="loket", position=5)
    assert again.floor.station("loket").desks == {"1": None}
    assert [place.visit for place in again.floor.station("loket").line] == ["ani", "budi"]
    with pytest.raises(Refused):
        again.ask(c.Undo, visit="budi", station="loket", position=4)


def test_no_command_fails_because_of_a_snapshot() -> None:
    journal = Counting()
    journal.full = True
    with capture_logs() as logs:
        desk = busy(journal)
    assert desk.floor.position == 5
    assert [line["event"] for line in logs] == ["a snapshot is not kept"]
    journal.full = False
    desk.ask(c.IssueTicket, visit="cici")
    assert journal.tried == [4], "not again with every command"
    for n in range(2):
        desk.ask(c.IssueTicket, visit=f"v{n}")
    assert journal.tried == [4, 8]
    assert Desk(Clinic(SMALL, journal)).floor == desk.floor


def test_a_floor_that_cannot_be_written_down_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> Snapshot:
        raise ValueError("tak tertulis")

    monkeypatch.setattr("flow.clinic.taken", breaks)
    journal = Counting()
    with capture_logs() as logs:
        assert busy(journal).floor.position == 5
    assert [line["event"] for line in logs] == ["the floor cannot be kept"]
    assert journal.tried == []


def test_each_day_has_its_own_snapshot(journal: Journal) -> None:
    desk = busy(journal)
    desk.ask(c.Depart, visit="ani", outcome=Outcome.HOME)
    desk.ask(c.CloseDay)
    desk.ask(c.OpenDay, day=DAY + timedelta(days=1))
    desk.ask(c.IssueTicket, visit="cici")
    assert journal.snapshot(Stream("pustu", DAY + timedelta(days=1))) is None
    again = Desk(Clinic(SMALL, journal))
    assert again.floor == desk.floor
    kept = journal.snapshot(Stream("pustu", DAY))
    assert kept is not None
    assert kept.position == 4
    assert again.clinic.look_at("ani", lambda floor, _: floor.visits["ani"].outcome)


def test_a_door_follows_into_a_day_of_which_a_snapshot_says_all(journal: Journal) -> None:
    """Yesterday's floor refuses; today's, which comes from the snapshot alone, does not."""
    one, other = Desk(Clinic(SMALL, journal, snapshot_every=1)), Desk(Clinic(SMALL, journal))
    one.ask(c.OpenDay, day=DAY)
    one.ask(c.CloseDay)
    other.clinic.catch_up()
    one.ask(c.OpenDay, day=DAY + timedelta(days=1))
    one.ask(c.OpenDesk, station="loket", desk="1")
    one.ask(c.IssueTicket, visit="ani")
    other.ask(c.CallNext, station="loket", desk="1")
    assert other.floor.station("loket").desks == {"1": "ani"}


def test_the_rulebook_in_force_is_known_from_a_snapshot(journal: Journal) -> None:
    """It was published before, and nothing that came after says so."""
    old, new = sources(shipped("typical")), changed_rules()
    first = compile_sources(old)
    journal.keep_rulebook(first.digest, first.facility, old)
    desk = Desk(Clinic(first, journal, snapshot_every=3))
    desk.ask(c.OpenDay, day=DAY)
    following = desk.clinic.keep(new)
    desk.ask(c.PublishRulebook, digest=following.digest, previous=first.digest)
    desk.ask(c.IssueTicket, visit="ani")
    assert journal.snapshot(Stream(first.facility, DAY)) is not None
    assert Clinic(first, journal).rulebook.digest == following.digest
    kept = in_force(journal, first.facility)
    assert kept is not None
    assert kept.digest == following.digest


# Two consoles, one moment


def many_waiting(journal: Journal, visits: int) -> Desk:
    desk = opened(journal)
    for number in "12":
        desk.ask(c.OpenDesk, station="loket", desk=number)
    for n in range(visits):
        desk.ask(c.IssueTicket, visit=f"v{n}")
    return desk


def press_call_next(
    clinic: Clinic, desk: str, times: int, together: Callable[[], object]
) -> list[str]:
    """Call, and send away, as fast as the other console does; whom this desk called."""
    called: list[str] = []
    for n in range(times):
        together()
        about = {"by": desk, "at": MORNING + timedelta(hours=1, seconds=n)}
        entry = clinic.handle(c.CallNext(id=f"{desk}:{n}", station="loket", desk=desk, **about))
        (event,) = entry.events
        assert isinstance(event, PatientCalled)
        called.append(event.visit)
        clinic.handle(
            c.Depart(id=f"{desk}:{n}:d", visit=event.visit, outcome=Outcome.HOME, **about)
        )
    return called


def test_two_consoles_of_one_process_never_call_the_same_visit() -> None:
    desk = many_waiting(MemoryJournal(), PRESSES)
    barrier, answers = Barrier(2), Queue[list[str]]()

    def console(number: str) -> None:
        answers.put(press_call_next(desk.clinic, number, PRESSES // 2, barrier.wait))

    threads = [Thread(target=console, args=(number,)) for number in "12"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    called = [visit for _ in threads for visit in answers.get(timeout=1)]
    assert sorted(called) == sorted(f"v{n}" for n in range(PRESSES))


def console_process(url: str, desk: str, times: int, together: Any, answers: Any) -> None:
    clinic = Clinic(SMALL, SqlJournal(open_database(url)))
    answers.put(press_call_next(clinic, desk, times, together.wait))


def test_two_consoles_of_two_processes_never_call_the_same_visit(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'alur.db'}"
    with open_store("sqlite", url) as journal:
        many_waiting(journal, PRESSES)
        apart = multiprocessing.get_context("spawn")
        together, answers = apart.Barrier(2, timeout=60), apart.Queue()
        processes = [
            apart.Process(
                target=console_process, args=(url, number, PRESSES // 2, together, answers)
            )
            for number in "12"
        ]
        for process in processes:
            process.start()
        called = [visit for _ in processes for visit in answers.get(timeout=120)]
        for process in processes:
            process.join(60)
            assert process.exitcode == 0
        assert sorted(called) == sorted(f"v{n}" for n in range(PRESSES))
        assert list(findings(journal)) == []


@pytest.mark.slow
def test_a_database_that_is_locked_loses_nothing_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "alur.db"
    opened = c.OpenDay(id="open", by="uji", at=MORNING, day=DAY)
    with open_store("sqlite", f"sqlite:///{file}") as journal:
        clinic = Clinic(SMALL, journal)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(NotSaved, match="dipakai program lain"):
            clinic.handle(opened)
        assert clinic.look(lambda floor, _: floor.position) == 0
        other.execute("ROLLBACK")
        other.close()
        assert clinic.handle(opened).position == 1
