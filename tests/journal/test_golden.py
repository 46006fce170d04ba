"""What released versions have written is read today as it was meant then."""

import json
from pathlib import Path

import pytest

from flow.engine.evolve import fold
from flow.engine.floor import Floor
from flow.journal import Stream
from flow.journal.codec import entry_from_json, entry_to_json
from flow.journal.memory import MemoryJournal
from flow.journal.verify import findings
from tests.journal.golden import told

HISTORIES = sorted((Path(__file__).parent / "golden").glob("*.jsonl"))


@pytest.mark.parametrize("file", HISTORIES, ids=lambda file: file.stem)
def test_a_recorded_history_leads_to_the_floor_of_its_own_time(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    entries = [entry_from_json(line) for line in lines]
    floor = Floor(facility="")
    for entry in entries:
        fold(floor, entry)
    then = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    now = json.loads(json.dumps(told(floor)))
    for part in ("visits", "stations"):
        for name in then[part] | now[part]:
            assert now[part].get(name) == then[part].get(name), name
    assert now == then


@pytest.mark.parametrize("file", HISTORIES, ids=lambda file: file.stem)
def test_a_recorded_history_is_in_order_and_is_stored_again_without_loss(file: Path) -> None:
    entries = [entry_from_json(line) for line in file.read_text(encoding="utf-8").splitlines()]
    floor = Floor(facility="")
    fold(floor, entries[0])
    assert floor.day is not None
    journal = MemoryJournal()
    journal.put_back(Stream(floor.facility, floor.day), entries)
    assert list(findings(journal)) == []
    again = [entry_from_json(entry_to_json(entry)) for entry in entries]
    assert again == entries


def test_the_first_version_is_among_them() -> None:
    assert {file.name.split("-")[0] for file in HISTORIES} >= {"0.1.0", "0.2.0"}
