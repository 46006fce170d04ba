"""Somebody asks what happened to A-001: read from the database, on paper or in a spreadsheet."""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from flow.__main__ import main
from flow.clinic import Clinic
from flow.engine import commands as c
from flow.engine.outcomes import Outcome
from flow.journal.sql import SqlJournal
from flow.rulebook import compile_sources, shipped, sources
from tests.engine.small import DAY
from tests.engine.story import ADULT
from tests.journal.stores import open_store
from tests.test_clinic import Desk

TEXTS = sources(shipped("typical"))
BOOK = compile_sources(TEXTS)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Ani was called by mistake, and has left; on the next day Budi has her number."""
    place = f"sqlite:///{tmp_path / 'alur.db'}"
    with open_store("sqlite", place) as store:
        assert isinstance(store, SqlJournal)
        store.keep_rulebook(BOOK.digest, BOOK.facility, TEXTS)
        desk = Desk(Clinic(BOOK, store))
        desk.ask(c.OpenDay, day=DAY)
        desk.ask(c.OpenDesk, station="skrining", desk="1")
        desk.ask(c.Register, visit="ani", patient="id-ani", facts=ADULT, station="loket")
        called = desk.ask(c.CallNext, station="skrining", desk="1")
        desk.ask(c.Undo, visit="ani", station="skrining", position=called.position)
        desk.ask(c.Depart, visit="ani", outcome=Outcome.CANCELLED, reason="pulang sendiri")
        desk.ask(c.CloseDay)
        desk.ask(c.OpenDay, day=DAY + timedelta(days=1))
        desk.ask(c.Register, visit="budi", patient="id-budi", facts=ADULT, station="loket")
    return place


def run(url: str, *arguments: str) -> None:
    main(["story", *arguments, "--database", url], standalone_mode=False)


def test_a_number_of_a_day_is_told(url: str, capsys: Any) -> None:
    run(url, "a1", "--day", DAY.isoformat(), "--language", "en")
    day, *lines = capsys.readouterr().out.splitlines()
    assert day == DAY.isoformat()
    said = [line.split("uji  ")[1] for line in lines]
    assert said[0] == "Arrived. Number A-001. Registered."
    assert said[3].startswith("Called to Screening, desk 1, after waiting for ")
    assert said[3].endswith(" (undone)")
    assert said[4] == "Undone: called. As before: waiting at Screening."
    assert said[5].endswith("reason: “pulang sendiri”.")
    assert "id-ani" not in "".join(lines)


def test_the_id_of_a_visit_is_enough(url: str, capsys: Any) -> None:
    run(url, "ani")
    by_id = capsys.readouterr().out
    run(url, "A-001", "--day", DAY.isoformat())
    assert capsys.readouterr().out == by_id
    assert "Kunjungan berakhir: batal" in by_id


def test_a_spreadsheet_gets_it_as_csv(url: str, capsys: Any) -> None:
    run(url, "ani", "--csv", "--language", "en")
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {row["service day"] for row in rows} == {DAY.isoformat()}
    assert [row["note"] for row in rows].count("undone") == 1
    assert {row["station"] for row in rows} == {"", "Screening"}


def test_what_is_not_there_names_the_remedy(url: str) -> None:
    with pytest.raises(click.ClickException, match=r"no number Z-999 on 2026-11-23.*--day"):
        run(url, "z999", "--day", DAY.isoformat(), "--language", "en")
    with pytest.raises(click.ClickException, match="--day"):
        run(url, "A-001", "--day", "kemarin")


def test_a_rulebook_that_is_gone_is_named(tmp_path: Path) -> None:
    place = f"sqlite:///{tmp_path / 'lain.db'}"
    with open_store("sqlite", place) as store:
        desk = Desk(Clinic(BOOK, store))
        desk.ask(c.OpenDay, day=DAY)
        desk.ask(c.Register, visit="ani", facts=ADULT)
    with pytest.raises(click.ClickException, match=r"mekar-sari.*alur serve"):
        run(place, "ani")
