"""Record what today's version writes and what its floor is then: `python -m tests.journal.golden 0.3.0`, once for each release."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from flow.clinic import Clinic
from flow.journal import Journal, Stream
from flow.journal.codec import entry_to_json
from flow.journal.memory import MemoryJournal
from flow.journal.snapshots import folded
from flow.rulebook import load, shipped
from flow.simulation.day import Day
from tests.engine.walking import WHAT_HAPPENS, Walk
from tests.journal.golden import told

HERE = Path(__file__).parent
ENTRIES = 110  # of each day of the walk, some 60 kB
SECONDS = 60  # of the made-up day, twenty times as fast
START = datetime(2026, 11, 23, tzinfo=UTC)


def main(version: str) -> None:
    if list(HERE.glob(f"{version}-*")):
        sys.exit(f"{version} is recorded. Before it is released, its files may be removed first.")
    for what, journal in (("walk", a_walk()), ("day", a_made_up_day())):
        for facility in journal.facilities():
            for day in journal.days(facility):
                record(f"{version}-{what}-{day}", journal, Stream(facility, day))


def a_walk() -> Journal:
    """Random commands for two days, from one into the next."""
    walk, random = Walk(MemoryJournal()), Random(20261125)
    walk.open_the_house()
    for days in range(2):
        if days:
            walk.next_day()
        while walk.floor.position < ENTRIES:
            random.choice(WHAT_HAPPENS)(walk, random)
    return walk.journal


def a_made_up_day() -> Journal:
    journal = MemoryJournal()
    clinic = Clinic(load(shipped("demo")), journal)
    day = Day(clinic, lambda person: f"id-{person.birth_date}", 20.0, Random(1), START)
    day.open(START)
    for second in range(1, SECONDS):
        day.tick(START + timedelta(seconds=second))
    return journal


def record(name: str, journal: Journal, stream: Stream) -> None:
    lines = "".join(f"{entry_to_json(entry)}\n" for entry in journal.read(stream))
    (HERE / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    floor = json.dumps(told(folded(journal, stream)), ensure_ascii=False, indent=1)
    (HERE / f"{name}.json").write_text(f"{floor}\n", encoding="utf-8")
    print(f"{name}: {len(lines) // 1000} kB")


main(*sys.argv[1:])
