"""What every store promises, one by one: memory, SQLite and PostgreSQL pass the same tests."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from flow.clinic import Clinic
from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.evolve import fold
from flow.engine.floor import Floor
from flow.engine.history import of_visit
from flow.engine.outcomes import Outcome
from flow.journal import Conflict, Journal, Snapshot, Stream
from flow.journal.projections import expected
from flow.journal.verify import findings
from tests.engine.small import DAY, MORNING, SMALL
from tests.engine.story import ADULT

HERE = Stream("pustu", DAY)
THERE = Stream("puskesmas", DAY)


def entry(position: int, command: str = "", *events: e.Event) -> e.Entry:
    return e.Entry(
        position=position,
        command=command or f"c{position}",
        kind="Uji",
        by="ani",
        at=MORNING + timedelta(seconds=position, microseconds=123456),
        request="sidik",
        events=events or (e.DeskOpened(at=MORNING, station="loket", desk=str(position)),),
    )


def ticketed(visit: str, number: int) -> tuple[e.Event, ...]:
    about = {"at": MORNING, "visit": visit}
    return (
        e.VisitOpened(**about, rulebook="r", emergency=False),
        e.TicketIssued(**about, letter="A", number=number),
    )


def booked(visit: str, follows: str | None = None) -> e.VisitBooked:
    return e.VisitBooked(
        at=MORNING,
        visit=visit,
        day=DAY + timedelta(days=1),
        rulebook="r",
        code=f"kode-{visit}",
        patient="p1",
        facts=ADULT,
        slot=time(9),
        follows=follows,
        channel="loket",
    )


def test_what_was_written_is_read_in_order(journal: Journal) -> None:
    entries = [entry(n) for n in range(1, 6)]
    for one in entries:
        journal.append(HERE, one)
    assert list(journal.read(HERE)) == entries
    assert list(journal.read(HERE, 3)) == entries[3:]
    assert list(journal.read(HERE, 5)) == []
    assert list(journal.read(THERE)) == []


def test_who_comes_second_at_a_position_gets_a_conflict(journal: Journal) -> None:
    journal.append(HERE, entry(1))
    with pytest.raises(Conflict):
        journal.append(HERE, entry(1, "lain"))
    assert list(journal.read(HERE)) == [entry(1)]
    assert journal.find("pustu", "lain") is None
    journal.append(HERE, entry(2))


def test_a_command_happens_once_per_facility_on_whatever_day(journal: Journal) -> None:
    tomorrow = Stream("pustu", DAY + timedelta(days=1))
    journal.append(HERE, entry(1, "sekali"))
    for stream, position in ((HERE, 2), (tomorrow, 1)):
        with pytest.raises(Conflict):
            journal.append(stream, entry(position, "sekali"))
    journal.append(THERE, entry(1, "sekali"))
    assert journal.days("pustu") == [DAY]


def test_a_ticket_is_issued_once_a_day(journal: Journal) -> None:
    journal.append(HERE, entry(1, "", *ticketed("ani", 1)))
    with pytest.raises(Conflict):
        journal.append(HERE, entry(2, "", *ticketed("budi", 1)))
    with pytest.raises(Conflict):
        journal.append(HERE, entry(2, "", *ticketed("cici", 2), *ticketed("dedi", 2)))
    assert list(journal.visits(HERE)) == ["ani"]
    journal.append(HERE, entry(2, "", *ticketed("budi", 2)))
    journal.append(THERE, entry(1, "", *ticketed("ani", 1)))


def test_a_visit_begins_once_a_day(journal: Journal) -> None:
    journal.append(HERE, entry(1, "", *ticketed("ani", 1)))
    with pytest.raises(Conflict):
        journal.append(HERE, entry(2, "", *ticketed("ani", 2)))
    assert [one.position for one in journal.read(HERE)] == [1]


def test_after_a_conflict_nothing_is_left_behind(journal: Journal) -> None:
    with pytest.raises(Conflict):
        journal.append(HERE, entry(1, "", *ticketed("ani", 1), *ticketed("budi", 1)))
    assert list(journal.read(HERE)) == []
    assert journal.days("pustu") == []
    assert journal.last_day("pustu") is None
    assert journal.visits(HERE) == {}
    journal.append(HERE, entry(1, "", *ticketed("budi", 1)))


def test_a_command_is_found_whenever_it_was(journal: Journal) -> None:
    journal.append(HERE, entry(1))
    assert journal.find("pustu", "c1") == entry(1)
    assert journal.find("pustu", "c2") is None
    assert journal.find("puskesmas", "c1") is None


def test_days_are_known_in_order(journal: Journal) -> None:
    assert journal.last_day("pustu") is None
    assert journal.days("pustu") == []
    days = [date(2026, 12, 1), date(2026, 2, 28), date(2026, 11, 23)]
    for n, day in enumerate(days):
        journal.append(Stream("pustu", day), replace(entry(1, f"c{n}"), kind="OpenDay"))
    assert journal.days("pustu") == sorted(days)
    assert journal.last_day("pustu") == date(2026, 12, 1)
    assert journal.facilities() == ["pustu"]
    assert journal.last_day("puskesmas") is None


def test_a_day_that_only_has_bookings_is_known_but_not_opened(journal: Journal) -> None:
    tomorrow = Stream("pustu", DAY + timedelta(days=1))
    journal.append(HERE, replace(entry(1), kind="OpenDay"))
    journal.append(tomorrow, entry(1, "janji", booked("ani")))
    assert journal.days("pustu") == [DAY, tomorrow.day]
    assert journal.last_day("pustu") == DAY
    assert journal.day_of("ani") == tomorrow
    row = journal.visits(tomorrow)["ani"]
    assert (row.booked, row.ticket, row.outcome, row.patient) == (True, None, None, "p1")
    later = tomorrow.day + timedelta(days=1)
    assert journal.never_opened("pustu", tomorrow.day) == []
    assert journal.never_opened("pustu", later) == [tomorrow.day]
    assert journal.never_opened("puskesmas", later) == []
    journal.append(tomorrow, replace(entry(2, "buka"), kind="OpenDay"))
    assert journal.last_day("pustu") == tomorrow.day
    assert journal.never_opened("pustu", later) == []


def test_a_thread_is_found_from_any_of_its_visits(journal: Journal) -> None:
    """Today's visit, the two that continue it, one that nobody kept among them; and somebody else's."""
    days = [DAY + timedelta(days=n) for n in range(3)]
    journal.append(HERE, entry(1, "", *ticketed("senin", 1), *ticketed("lain", 2)))
    missed = e.BookingMissed(at=MORNING, visit="selasa", reason="")
    journal.append(Stream("pustu", days[1]), entry(1, "d1", booked("selasa", "senin"), missed))
    journal.append(Stream("pustu", days[2]), entry(1, "d2", booked("rabu", "selasa")))
    for visit in ("senin", "selasa", "rabu"):
        thread = journal.thread(visit)
        assert [row.visit for row in thread] == ["senin", "selasa", "rabu"]
        assert [row.outcome for row in thread] == [None, "tidak_hadir", None]
    assert [row.visit for row in journal.thread("lain")] == ["lain"]
    assert journal.thread("hantu") == []


def test_a_rulebook_is_kept_with_its_text(journal: Journal) -> None:
    sources = {"facility.yaml": "name: Puskesmas Ḥarapan 'Indah'\n", "stations.yaml": "{}"}
    assert journal.rulebook("d1") is None
    journal.keep_rulebook("d1", "pustu", sources)
    journal.keep_rulebook("d1", "pustu", sources)
    assert journal.rulebook("d1") == sources


def test_the_tables_follow_the_events_through_two_days(journal: Journal) -> None:
    clinic = Clinic(SMALL, journal)
    ids = iter(range(1000))

    def ask(kind: type, **about: object) -> None:
        number = next(ids)
        clinic.handle(
            kind(id=f"c{number}", by="uji", at=MORNING + timedelta(minutes=number), **about)
        )

    ask(c.OpenDay, day=DAY)
    for station in ("loket", "skrining", "ugd"):
        ask(c.OpenDesk, station=station, desk="1")
    ask(c.Register, visit="ani", patient="p1", facts=ADULT, station="loket")
    ask(c.IssueTicket, visit="budi")
    ask(c.EnterEmergency, visit="cici", facts={"triage": "red"})
    ask(c.CallNext, station="skrining", desk="1")
    ask(c.Depart, visit="budi", outcome=Outcome.CANCELLED)
    ask(c.CloseDay)
    tomorrow = DAY + timedelta(days=1)
    ask(c.OpenDay, day=tomorrow)
    ask(c.Register, visit="dedi", patient="p2", facts=ADULT)
    ask(c.Register, visit="cici", patient="p3", facts=ADULT | {"triage": "red"})

    for day in (DAY, tomorrow):
        floor = Floor(facility="pustu")
        for one in journal.read(Stream("pustu", day)):
            fold(floor, one)
        assert journal.visits(Stream("pustu", day)) == expected(floor)
    assert list(findings(journal)) == []
    rows = journal.visits(Stream("pustu", tomorrow))
    assert {visit: row.ticket for visit, row in rows.items()} == {
        "ani": "A-001/23",
        "cici": "A-002",
        "dedi": "A-001",
    }
    assert journal.day_of("ani") == Stream("pustu", tomorrow)
    assert journal.day_of("budi") == HERE
    assert journal.day_of("hantu") is None


def test_verify_finds_what_cannot_be(journal: Journal) -> None:
    """A gap in the numbers, as no command could have made it."""
    opened = e.DayOpened(at=MORNING, facility="pustu", day=DAY, rulebook="r")
    journal.append(HERE, entry(1, "", opened))
    journal.append(HERE, entry(2, "", *ticketed("ani", 2)))
    found = list(findings(journal))
    assert any("letter A" in finding for finding in found)
    assert any("on no list" in finding for finding in found)


def test_an_entry_is_read_exactly_as_it_was_written(journal: Journal) -> None:
    one = replace(entry(1), by="Bu Siti 🌺", command="a/b:c'd\"e", request="")
    journal.append(HERE, one)
    assert list(journal.read(HERE)) == [one]
    assert journal.find("pustu", one.command) == one


# What is about one visit


def test_what_is_about_a_visit_is_found_among_others(journal: Journal) -> None:
    """Also one whose name is in another's, and one that a pattern would take for it."""

    def about(visit: str, until: int | None = None) -> list[e.Entry]:
        return list(of_visit(journal.naming(HERE, visit, until), visit))

    names = ["v1", "v12", "V1", "v_", "v%", 'v"1', "v\\1", "é 🌺"]
    for n, name in enumerate(names, start=1):
        journal.append(HERE, entry(n, "", *ticketed(name, n)))
    both = (*ticketed("lain", 90), e.TicketIssued(at=MORNING, visit="v1", letter="B", number=1))
    journal.append(HERE, entry(9, "", *both))
    journal.append(THERE, entry(1, "", *ticketed("v1", 1)))
    for n, name in enumerate(names[1:], start=2):
        assert about(name) == [entry(n, "", *ticketed(name, n))]
    assert about("v1") == [entry(1, "", *ticketed("v1", 1)), entry(9, "", both[-1])]
    assert [one.position for one in about("v1", 8)] == [1]
    assert about("v1", 0) == about("hantu") == []


def test_who_is_only_named_is_found_too(journal: Journal) -> None:
    journal.append(HERE, entry(1, "", *ticketed("ani", 1), *ticketed("budi", 2)))
    merged = e.VisitMerged(at=MORNING, visit="budi", into="ani", reason="")
    journal.append(HERE, entry(2, "", merged))
    assert entry(2, "", merged) in list(journal.naming(HERE, "ani"))


# Snapshots


def snapshot(position: int) -> Snapshot:
    floor = '{"name": "Ibu \'Ḥarapan\' 🌺"}\n'
    return Snapshot(position=position, command=f"c{position}", code="k", checksum="s", floor=floor)


def test_the_last_snapshot_of_each_stream_is_kept(journal: Journal) -> None:
    assert journal.snapshot(HERE) is None
    for position in (3, 9, 7):
        journal.keep_snapshot(HERE, snapshot(position))
        assert journal.snapshot(HERE) == snapshot(position)
    journal.keep_snapshot(THERE, snapshot(1))
    assert journal.snapshot(HERE) == snapshot(7)
    assert journal.snapshot(Stream("pustu", DAY + timedelta(days=1))) is None


# Rows made anew


def test_rows_are_put_in_the_place_of_wrong_ones(journal: Journal) -> None:
    journal.append(HERE, entry(1, "", *ticketed("ani", 1), *ticketed("budi", 2)))
    journal.append(THERE, entry(1, "", *ticketed("ani", 1)))
    right, others = journal.visits(HERE), journal.visits(THERE)
    wrong = {"ani": replace(right["ani"], ticket="A-002", outcome="pulang")}
    wrong["cici"] = replace(right["ani"], visit="cici", ticket=None)
    for rows in (wrong, {}, right):
        journal.restore_visits(HERE, 1, rows)
        assert journal.visits(HERE) == rows
    assert journal.visits(THERE) == others
    with pytest.raises(Conflict):
        journal.append(HERE, entry(2, "", *ticketed("dedi", 2)))
    journal.append(HERE, entry(2, "", *ticketed("dedi", 3)))


def test_rows_of_an_older_position_are_not_put_there(journal: Journal) -> None:
    journal.append(HERE, entry(1, "", *ticketed("ani", 1)))
    rows = journal.visits(HERE)
    journal.append(HERE, entry(2, "", *ticketed("budi", 2)))
    for position in (0, 1, 3):
        with pytest.raises(Conflict):
            journal.restore_visits(HERE, position, rows)
    assert set(journal.visits(HERE)) == {"ani", "budi"}


# Days taken out and put back


def two_days(journal: Journal) -> tuple[Stream, list[e.Entry]]:
    """A day of three entries, and the next one; the first of them."""
    entries = [entry(n, "", *ticketed(f"v{n}", n)) for n in (1, 2, 3)]
    for one in entries:
        journal.append(HERE, one)
    journal.append(Stream("pustu", DAY + timedelta(days=1)), entry(1, "besok"))
    journal.append(THERE, entry(1))
    return HERE, entries


def test_a_day_is_taken_out_whole_and_put_back_as_it_was(journal: Journal) -> None:
    stream, entries = two_days(journal)
    rows = journal.visits(stream)
    journal.keep_snapshot(stream, snapshot(3))
    journal.take_out(stream, 3)
    assert list(journal.read(stream)) == list(journal.naming(stream, "v1")) == []
    assert (journal.visits(stream), journal.snapshot(stream)) == ({}, None)
    assert journal.days("pustu") == [DAY + timedelta(days=1)]
    assert (journal.find("pustu", "c1"), journal.day_of("v1")) == (None, None)
    assert len(list(journal.read(THERE))) == 1
    journal.put_back(stream, entries)
    assert list(journal.read(stream)) == entries
    assert journal.visits(stream) == rows
    assert journal.find("pustu", "c1") == entries[0]
    with pytest.raises(Conflict):
        journal.append(stream, entry(4, "", *ticketed("v4", 3)))


def test_a_day_is_read_in_pieces_and_weighed(journal: Journal) -> None:
    stream, entries = two_days(journal)
    assert list(journal.read(stream, 0, 2)) == entries[:2]
    assert list(journal.read(stream, 2, 2)) == entries[2:]
    today, tomorrow = journal.sizes("pustu")
    assert (today.day, today.entries, today.visits) == (DAY, 3, 3)
    assert (tomorrow.day, tomorrow.entries, tomorrow.visits) == (DAY + timedelta(days=1), 1, 0)
    assert today.bytes > tomorrow.bytes > 0
    assert journal.sizes("hilang") == []


def test_a_day_that_has_grown_is_not_taken_out(journal: Journal) -> None:
    stream, entries = two_days(journal)
    for position in (2, 4):
        with pytest.raises(Conflict):
            journal.take_out(stream, position)
    assert list(journal.read(stream)) == entries
    assert len(journal.visits(stream)) == 3


def test_a_day_that_is_there_is_not_put_back(journal: Journal) -> None:
    stream, entries = two_days(journal)
    with pytest.raises(Conflict):
        journal.put_back(stream, [entry(1, "lain")])
    assert list(journal.read(stream)) == entries
    assert journal.find("pustu", "lain") is None


def test_a_day_is_put_back_whole_or_not_at_all(journal: Journal) -> None:
    """One of its commands has happened on another day; two of its visits have one ticket."""
    two_days(journal)
    before = Stream("pustu", DAY - timedelta(days=1))
    first = entry(1, "awal", *ticketed("v1", 1))
    for second in (entry(2, "besok"), entry(2, "dua", *ticketed("v2", 1))):
        with pytest.raises(Conflict):
            journal.put_back(before, [first, second])
        assert list(journal.read(before)) == []
        assert journal.visits(before) == {}
        assert journal.find("pustu", "awal") is None
    journal.put_back(before, [first])
