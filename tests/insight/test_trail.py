"""The audit trail: every entry of a day has its line, in words, and is found by number, person and kind."""

import csv
from datetime import timedelta
from io import StringIO
from typing import get_args

import pytest

from flow.clinic import Clinic
from flow.engine import commands as c
from flow.engine.deadlines import SCHEDULER
from flow.engine.telling import house
from flow.engine.text import Text
from flow.insight.trail import Sought, Trail
from flow.journal.memory import MemoryJournal
from tests.engine.small import DAY, SMALL
from tests.engine.story import ADULT
from tests.test_clinic import Desk


@pytest.fixture
def clinic() -> Clinic:
    """Ani and Budi; Ani's call is taken back, a desk has a break, the scheduler closes the day."""
    clinic = Clinic(SMALL, MemoryJournal())
    desk = Desk(clinic)
    desk.ask(c.OpenDay, day=DAY)
    desk.ask(c.OpenDesk, station="skrining", desk="1")
    for visit in ("ani", "budi"):
        desk.ask(c.Register, visit=visit, patient=visit, facts=ADULT, station="loket")
    called = desk.ask(c.CallNext, station="skrining", desk="1")
    desk.ask(c.Undo, visit="ani", station="skrining", position=called.position)
    desk.ask(c.PauseDesk, station="skrining", desk="1", reason="makan")
    desk.ask(c.CloseDay, by=SCHEDULER)
    return clinic


def words(trail: Trail, **sought: str) -> list[str]:
    rows = trail.rows(trail.matching(Sought(**sought)))
    return [". ".join(one.id for one in row.said) for row in rows]


def test_every_entry_says_what_it_did(clinic: Clinic) -> None:
    trail = Trail(clinic, DAY)
    rows = trail.rows(trail.matching(Sought()))
    assert [row.position for row in rows] == list(range(len(trail.entries), 0, -1))
    assert all(row.said for row in rows)
    assert rows[-1].said[0].id == f"Hari layanan {DAY} dibuka"
    assert rows[-1].command.id == "Buka hari"
    assert rows[0].by.en == "automatic"
    assert rows[1].said[0].id.endswith("meja 1: istirahat: makan")


def test_what_was_taken_back_is_marked(clinic: Clinic) -> None:
    trail = Trail(clinic, DAY)
    (row,) = trail.rows(trail.matching(Sought(kind="CallNext")))
    assert row.undone
    assert row.tickets == (clinic.look(lambda floor, _: floor.visits["ani"].name),)


def test_it_is_found_by_number_person_and_kind(clinic: Clinic) -> None:
    trail = Trail(clinic, DAY)
    ticket = clinic.look(lambda floor, _: floor.visits["ani"].name)
    about = trail.matching(Sought(ticket=ticket.lower().replace("-", "")))
    assert [entry.kind for entry in about] == ["CloseDay", "Undo", "CallNext", "Register"]
    assert [e.kind for e in trail.matching(Sought(by=SCHEDULER))] == ["CloseDay"]
    assert len(trail.matching(Sought(kind="Register"))) == 2
    assert trail.matching(Sought(ticket="Z-999")) == []
    assert {by for by, _ in trail.people()} == {entry.by for entry in trail.entries}


def test_an_entry_about_several_says_about_whom(clinic: Clinic) -> None:
    (closed, *_) = words(Trail(clinic, DAY), kind="CloseDay")
    for visit in ("ani", "budi"):
        name = clinic.look(lambda floor, _, visit=visit: floor.visits[visit].name)
        assert f"{name}: " in closed


def test_it_is_a_table_too(clinic: Clinic) -> None:
    trail = Trail(clinic, DAY)
    table = list(csv.reader(StringIO(trail.as_csv(trail.matching(Sought()), "en"))))
    assert table[0][:4] == ["service day", "entry", "time", "by"]
    assert len(table) == len(trail.entries) + 1
    assert [row[7] for row in table if row[4] == "Call the next"] == ["undone"]


def test_a_day_without_a_stream_has_nothing(clinic: Clinic) -> None:
    trail = Trail(clinic, DAY - timedelta(days=9))
    assert trail.matching(Sought()) == []
    assert trail.people() == []


def test_each_command_has_words() -> None:
    assert set(house.COMMAND) == {one.__name__ for one in get_args(c.Command)}
    assert house.command("Forgotten") == Text("Forgotten", "Forgotten")
