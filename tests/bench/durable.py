"""Durable commands per second, beside raw SQLite that commits the same bytes with the same settings."""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from flow.clinic import Clinic
from flow.database import SQLITE_SETTINGS, open_database
from flow.engine import commands as c
from flow.journal.codec import to_json
from flow.journal.sql import SqlJournal
from flow.rulebook import load, shipped
from tests.bench import report

PATIENTS = 250
DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def run() -> None:
    report.title("durable commands (WAL, synchronous=FULL), median time of one")
    ours: list[float] = []
    raw: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        clinic = _clinic(Path(folder) / "alur.db")
        floor = _raw(Path(folder) / "raw.db")
        for command in _commands():
            start = time.perf_counter()
            entry = clinic.handle(command)
            ours.append(time.perf_counter() - start)
            row = to_json(entry.events)
            start = time.perf_counter()
            _commit(
                floor, row
            )  # right after ours, so that whatever disturbs the disk disturbs both
            raw.append(time.perf_counter() - start)
    fast, slow = statistics.median(raw), statistics.median(ours)
    report.line(
        "raw SQLite, same bytes, one commit each", f"{fast * 1e6:.0f} us, {1 / fast:,.0f}/s"
    )
    report.line(
        "Alur: register, call, start, finish",
        f"{slow * 1e6:.0f} us, {1 / slow:,.0f}/s",
        f"{fast / slow:.2f} of raw",
    )


def _clinic(path: Path) -> Clinic:
    clinic = Clinic(load(shipped("demo")), SqlJournal(open_database(f"sqlite:///{path}")))
    clinic.handle(c.OpenDay(id="open", by="bench", at=AT, day=DAY))
    clinic.handle(c.OpenDesk(id="desk", by="bench", at=AT, station="skrining", desk="1"))
    return clinic


def _commands() -> Iterator[c.Command]:
    for n in range(PATIENTS):
        visit, who = f"v{n}", {"by": "bench", "at": AT}
        born = {"birth_date": "1980-05-05"}
        yield c.Register(id=f"r{n}", visit=visit, facts=born, station="loket", **who)
        yield c.CallNext(id=f"c{n}", station="skrining", desk="1", **who)
        yield c.Start(id=f"s{n}", visit=visit, **who)
        yield c.Finish(id=f"f{n}", visit=visit, **who)


def _raw(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in SQLITE_SETTINGS:
        connection.execute(setting)
    connection.execute("CREATE TABLE entry (position INTEGER PRIMARY KEY, events TEXT NOT NULL)")
    return connection


def _commit(connection: sqlite3.Connection, row: str) -> None:
    connection.execute("BEGIN")
    connection.execute("INSERT INTO entry (events) VALUES (?)", (row,))
    connection.execute("COMMIT")
