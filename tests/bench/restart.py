"""A start in the middle of a 1,000-visit day: with the snapshot, without it, and beside reading the same rows raw."""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from flow.clinic import SNAPSHOT_EVERY, Clinic
from flow.database import open_database
from flow.engine import commands as c
from flow.engine.events import Entry
from flow.journal import Stream
from flow.journal.memory import MemoryJournal
from flow.journal.sql import SqlJournal
from flow.rulebook import load, shipped
from tests.bench import report

VISITS = 1_000
ROUNDS = 5
OPENED_AT = datetime(2026, 11, 23, tzinfo=UTC)
RULES = load(shipped("demo"))
STREAM = Stream(RULES.facility, OPENED_AT.date())


def run() -> None:
    report.title(f"start on a day of {VISITS:,} visits, median of {ROUNDS}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "alur.db"
        engine = open_database(f"sqlite:///{file}")
        journal = SqlJournal(engine)
        entries = _a_day(journal)
        raw = _median(lambda: _read_raw(file))
        with_snapshot = _median(lambda: Clinic(RULES, journal))
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM snapshot")
        without = _median(lambda: Clinic(RULES, journal))
        journal.close()
        engine.dispose()
    report.line(f"reading its {entries:,} rows by sqlite3", f"{raw * 1e3:.0f} ms")
    for name, seconds in (("with the snapshot", with_snapshot), ("folding all of it", without)):
        report.line(f"Alur, {name}", f"{seconds * 1e3:.0f} ms", f"{seconds / raw:.1f}x of raw")


def _median(ask: Callable[[], object]) -> float:
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _read_raw(file: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT * FROM entry ORDER BY position").fetchall()
    connection.close()
    return rows


def _a_day(journal: SqlJournal) -> int:
    """Everybody registered, screened, examined and given medicine, and on to the worst moment for a start; how many entries."""
    memory = MemoryJournal()
    day = _Day(Clinic(RULES, memory))
    for n in range(VISITS):
        day.ask(c.Register, visit=f"v{n}", facts={"birth_date": "1980-05-05"}, station="loket")
        day.serve("skrining")
        day.serve("k3-dewasa", orders=("farmasi",))
        day.serve("farmasi")
    while day.position % SNAPSHOT_EVERY != SNAPSHOT_EVERY - 1:
        day.ask(c.IssueTicket, visit=f"w{day.position}")
    entries, snapshot = list(memory.read(STREAM)), memory.snapshot(STREAM)
    assert snapshot is not None
    journal.put_back(STREAM, entries)
    journal.keep_snapshot(STREAM, snapshot)
    return len(entries)


class _Day:
    def __init__(self, clinic: Clinic) -> None:
        self._clinic = clinic
        self._asked = count(1)
        self.position = 0
        self.ask(c.OpenDay, day=STREAM.day)
        for station in ("skrining", "k3-dewasa", "farmasi"):
            self.ask(c.OpenDesk, station=station, desk="1")

    def ask(self, kind: type[c.Asked], **about: object) -> Entry:
        number = next(self._asked)
        at = OPENED_AT + timedelta(seconds=number)
        entry = self._clinic.handle(kind(id=f"{number}", by="bench", at=at, **about))  # type: ignore[arg-type]
        self.position = entry.position
        return entry

    def serve(self, station: str, **about: object) -> None:
        called = self.ask(c.CallNext, station=station, desk="1")
        visit = called.events[0].visit  # type: ignore[union-attr]
        self.ask(c.Start, visit=visit)
        self.ask(c.Finish, visit=visit, **about)
