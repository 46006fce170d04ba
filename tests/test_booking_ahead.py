"""Bookings through the door: a day has a stream before it is opened, and whoever opens it finds them there."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flow.books import in_force
from flow.clinic import Clinic
from flow.engine import boards
from flow.engine import commands as c
from flow.engine.events import Entry
from flow.engine.floor import Day, Floor
from flow.engine.outcomes import Outcome
from flow.engine.refusals import Refused, UnknownVisit
from flow.insight.replay import replay
from flow.journal import Journal, Stream
from flow.journal.memory import MemoryJournal
from flow.journal.verify import findings
from tests.engine.small import DAY, MORNING, SMALL
from tests.engine.story import ADULT
from tests.journal.stores import open_store

TOMORROW = DAY + timedelta(days=1)


class Desk:
    """Somebody at a door, a minute after each other."""

    ids = count(1)

    def __init__(self, journal: Journal, *, shared: bool = False) -> None:
        self.clinic = Clinic(SMALL, journal, shared=shared)
        self.now = MORNING

    def ask(self, kind: type[Any], **about: Any) -> Entry:
        self.now += timedelta(minutes=1)
        given = {"id": f"c{next(self.ids)}", "by": "uji", "at": self.now}
        return self.clinic.handle(kind(**(given | about)))

    def book(self, visit: str, day: date = TOMORROW, **about: Any) -> Entry:
        known = {"code": f"kode-{visit}", "patient": f"id-{visit}", "facts": ADULT}
        return self.ask(c.Book, visit=visit, day=day, **(known | about))

    def sleep(self, until: date = TOMORROW) -> None:
        self.now = self.now.replace(year=until.year, month=until.month, day=until.day)

    @property
    def floor(self) -> Floor:
        return self.clinic.look(lambda floor, _: floor)

    def expected(self, day: date = TOMORROW) -> list[str]:
        shown: Any = self.clinic.look_on(
            day, lambda floor, book: boards.bookings(floor, book, day, self.now)
        )
        return [row["visit"] for row in shown["bookings"] if row["status"] == "expected"]


@pytest.fixture
def desk() -> Desk:
    desk = Desk(MemoryJournal())
    desk.ask(c.OpenDay, day=DAY)
    return desk


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two processes on one database."""
    url = f"sqlite:///{tmp_path / 'dua.db'}"
    with open_store("sqlite", url) as one, open_store("sqlite", url) as other:
        yield Desk(one, shared=True), Desk(other, shared=True)


def journal_of(desk: Desk) -> Journal:
    return desk.clinic._journal


def test_a_booking_leaves_today_as_it_is(desk: Desk) -> None:
    heard: list[int] = []
    desk.clinic.subscribe(lambda published: heard.append(published.entry.position))
    before = desk.floor.position
    assert desk.book("ani").position == 1
    assert desk.floor.position == before
    assert heard == []
    assert desk.expected() == ["ani"]
    assert desk.expected(DAY) == []
    desk.book("budi", day=DAY)
    assert desk.floor.position == before + 1
    assert desk.expected(DAY) == ["budi"]


def test_the_day_opens_with_those_who_have_booked(desk: Desk) -> None:
    desk.ask(c.EnterEmergency, visit="malam", facts={"triage": "red"})
    desk.book("ani")
    desk.book("budi")
    desk.ask(c.CloseDay)
    desk.sleep()
    opened = desk.ask(c.OpenDay, day=TOMORROW)
    assert opened.position == 3
    assert list(desk.floor.bookings) == ["ani", "budi"]
    assert list(desk.floor.visits) == ["malam"]
    desk.ask(c.CheckIn, code="kode-budi")
    assert desk.floor.visits["budi"].ticket == "A-001"
    desk.ask(c.CloseDay)
    rows = journal_of(desk).visits(Stream("pustu", TOMORROW))
    assert rows["ani"].outcome == Outcome.ABSENT
    assert rows["budi"].outcome == Outcome.CANCELLED
    assert list(findings(journal_of(desk))) == []


def test_after_a_restart_the_last_opened_day_is_today(desk: Desk) -> None:
    desk.book("ani")
    again = Desk(journal_of(desk))
    assert (again.floor.day, again.floor.status) == (DAY, Day.OPEN)
    assert again.floor == desk.floor
    assert again.expected() == ["ani"]
    assert in_force(journal_of(desk), "pustu") is None  # its text was never kept
    desk.ask(c.CloseDay)
    desk.sleep()
    desk.ask(c.OpenDay, day=TOMORROW)
    assert Desk(journal_of(desk)).floor == desk.floor


def test_a_house_that_has_never_been_open_takes_bookings() -> None:
    desk = Desk(MemoryJournal())
    desk.book("ani", day=DAY)
    again = Desk(journal_of(desk))
    assert again.floor.day is None
    again.ask(c.OpenDay, day=DAY)
    assert list(again.floor.bookings) == ["ani"]


def test_a_repetition_is_the_first_one_before_and_after_the_opening(desk: Desk) -> None:
    first = desk.book("ani", id="sekali")
    assert desk.book("ani", id="sekali") == first
    desk.ask(c.CloseDay)
    desk.sleep()
    desk.ask(c.OpenDay, day=TOMORROW)
    for one in (desk, Desk(journal_of(desk))):
        assert (
            one.ask(c.Book, id="sekali", at=MORNING, visit="ani", day=TOMORROW, code="x") == first
        )
        assert len(one.floor.bookings) == 1


def test_a_day_gone_by_takes_no_bookings(desk: Desk) -> None:
    desk.ask(c.CloseDay)
    desk.sleep()
    desk.ask(c.OpenDay, day=TOMORROW)
    with pytest.raises(Refused, match="sudah lewat"):
        desk.book("ani", day=DAY)
    assert journal_of(desk).days("pustu") == [DAY, TOMORROW]


def test_the_bookings_of_a_day_that_nobody_opened_can_still_be_cancelled(desk: Desk) -> None:
    desk.book("ani")
    desk.ask(c.CloseDay)
    after = TOMORROW + timedelta(days=1)
    desk.sleep(after)
    desk.ask(c.OpenDay, day=after)
    assert desk.expected() == ["ani"]
    desk.ask(c.CancelBooking, day=TOMORROW, visit="ani", reason="libur mendadak")
    assert desk.expected() == []
    assert list(findings(journal_of(desk))) == []


def test_what_happened_to_a_booked_visit_is_told_from_the_booking_on(desk: Desk) -> None:
    desk.book("ani")
    desk.book("budi")
    desk.ask(c.CloseDay)
    desk.sleep()
    desk.ask(c.OpenDay, day=TOMORROW)
    desk.ask(c.CheckIn, visit="ani")
    told = desk.clinic.story("ani")
    assert [entry.kind for _, entry in told.entries] == ["Book", "CheckIn"]
    assert told.digest == SMALL.digest
    assert [entry.kind for _, entry in desk.clinic.story("budi").entries] == ["Book"]
    assert replay(journal_of(desk), SMALL, DAY).visits == 1


def test_a_thread_is_told_from_any_of_its_visits(desk: Desk) -> None:
    desk.ask(c.IssueTicket, visit="kemarin")
    desk.book("ani", follows="kemarin")
    for visit in ("kemarin", "ani"):
        thread = [(row.day, row.visit) for row in desk.clinic.thread(visit)]
        assert thread == [(DAY, "kemarin"), (TOMORROW, "ani")]
    with pytest.raises(UnknownVisit):
        desk.clinic.thread("hantu")


def test_an_action_after_the_check_in_can_be_taken_back(desk: Desk) -> None:
    """What is known of the visit begins before its day."""
    desk.book("ani")
    desk.ask(c.CloseDay)
    desk.ask(c.OpenDay, day=DAY)
    desk.ask(c.CloseDay)
    desk.sleep()
    desk.ask(c.OpenDay, day=TOMORROW)
    desk.ask(c.CloseDay)
    desk.ask(c.OpenDay, day=TOMORROW)
    desk.ask(c.OpenDesk, station="skrining", desk="1")
    desk.ask(c.CheckIn, visit="ani")
    called = desk.ask(c.CallNext, station="skrining", desk="1")
    desk.ask(c.Undo, visit="ani", station="skrining", position=called.position)
    visit = desk.floor.visits["ani"]
    assert (visit.at_desk, visit.appointment is not None) == (None, True)


# Two processes


def test_each_process_sees_what_the_other_has_booked(doors: tuple[Desk, Desk]) -> None:
    one, other = doors
    one.ask(c.OpenDay, day=DAY)
    one.book("ani")
    assert other.expected() == ["ani"]
    other.book("budi")
    assert one.expected() == ["ani", "budi"]
    with pytest.raises(Refused, match="sudah punya janji"):
        one.book("lagi", patient="id-budi")


class Slow(MemoryJournal):
    """A journal in which somebody else writes just before `append`."""

    other: Any = None

    def append(self, stream: Stream, entry: Entry) -> None:
        other, self.other = self.other, None
        if other is not None:
            other()
        super().append(stream, entry)


def test_who_books_while_the_day_is_opened_is_on_its_list() -> None:
    journal = Slow()
    one, other = Desk(journal), Desk(journal)
    one.ask(c.OpenDay, day=DAY)
    one.ask(c.CloseDay)
    one.sleep()
    other.now = one.now
    journal.other = lambda: other.book("ani")
    one.ask(c.OpenDay, day=TOMORROW)
    assert list(one.floor.bookings) == ["ani"]
    assert one.floor.status is Day.OPEN
    journal.other = lambda: one.book("budi", day=TOMORROW)
    other.book("cici", day=TOMORROW)
    assert list(one.clinic.look(lambda floor, _: floor).bookings) == ["ani", "budi"]
    other.clinic.catch_up()
    assert list(other.floor.bookings) == ["ani", "budi", "cici"]
    assert list(findings(journal)) == []


def test_a_clock_that_was_set_back_books_no_earlier_than_the_last_thing_that_happened(
    desk: Desk,
) -> None:
    desk.now += timedelta(hours=1)
    late = desk.book("ani").at
    early: datetime = MORNING
    assert desk.book("budi", at=early).at == late
