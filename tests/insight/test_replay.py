"""Yesterday's visits, asked again by other rules."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flow.__main__ import main
from flow.clinic import Clinic
from flow.engine import commands as c
from flow.insight.replay import replay
from flow.journal import Journal
from flow.journal.sql import SqlJournal
from flow.rulebook import compile_sources, shipped, sources
from tests.changed import changed_rules
from tests.engine.small import DAY
from tests.engine.story import ADULT, OLD
from tests.journal.stores import open_store
from tests.test_clinic import Desk

TEXTS = sources(shipped("typical"))
FIRST, SECOND = compile_sources(TEXTS), compile_sources(changed_rules())


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'alur.db'}"


@pytest.fixture
def journal(url: str) -> Iterator[Journal]:
    """Two adults and an old woman on one day, an adult on the next."""
    with open_store("sqlite", url) as store:
        assert isinstance(store, SqlJournal)
        store.keep_rulebook(FIRST.digest, FIRST.facility, TEXTS)
        desk = Desk(Clinic(FIRST, store))
        desk.ask(c.OpenDay, day=DAY)
        for visit, facts in (("ani", ADULT), ("budi", ADULT), ("siti", OLD)):
            desk.ask(c.Register, visit=visit, patient=visit, facts=facts, station="loket")
        desk.ask(c.CloseDay)
        desk.ask(c.OpenDay, day=DAY + timedelta(days=1))
        desk.ask(c.Register, visit="dewi", patient="dewi", facts=ADULT, station="loket")
        yield store


def test_it_counts_who_would_have_gone_elsewhere(journal: Journal) -> None:
    found = replay(journal, SECOND, DAY)
    assert found.visits == 4
    ((before, after), count) = found.moved.most_common()[0]
    assert (before.id, after.id, count) == ("Poli dewasa", "Gigi dan mulut", 3)
    assert found.moved.total() == 3
    assert found.examples[before, after] == ("A-001", DAY)
    assert replay(journal, SECOND, DAY + timedelta(days=1)).visits == 1


def test_the_same_rules_move_nobody(journal: Journal) -> None:
    assert replay(journal, FIRST, DAY).moved.total() == 0


def test_a_fact_that_the_other_rules_do_not_know_is_named(journal: Journal) -> None:
    texts = dict(TEXTS)
    texts["facts.yaml"] = TEXTS["facts.yaml"].replace(
        "    male: {id: Laki-laki, en: Male}\n", "    lain: {id: Lain, en: Other}\n"
    )
    found = replay(journal, compile_sources(texts), DAY)
    assert found.refused == {"sex": 3}


def test_from_the_command_line(journal: Journal, url: str, tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "rules"
    folder.mkdir()
    for name, text in changed_rules().items():
        (folder / name).write_text(text)
    arguments = ["rules", "replay", "--rules", str(folder), "--database", url, "--language", "en"]
    main([*arguments, "--since", DAY.isoformat()], standalone_mode=False)
    said = capsys.readouterr().out
    assert said.splitlines()[0] == f"4 visits since {DAY}: 3 would go elsewhere."
    assert f"3  Adults  =>  Dental care  (for example A-001, {DAY})" in said
    main([*arguments, "--since", DAY.isoformat(), "--json"], standalone_mode=False)
    assert json.loads(capsys.readouterr().out) == {
        "since": DAY.isoformat(),
        "visits": 4,
        "moved": [
            {
                "before": "Adults",
                "after": "Dental care",
                "count": 3,
                "ticket": "A-001",
                "day": DAY.isoformat(),
            }
        ],
        "refused": [],
    }
