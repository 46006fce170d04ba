"""Durable commands per second, beside raw SQLite that commits the same bytes with the same settings."""

import os
import sqlite3
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from flow.clinic import Clinic
from flow.database import SQLITE_SETTINGS, open_database
from flow.engine import commands as c
from flow.journal import Stream
from flow.journal.codec import to_json
from flow.journal.sql import SqlJournal
from flow.rulebook import load, shipped
from tests.bench import report

COMMANDS = 600
DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def run() -> None:
    report.title("durable commands per second (WAL, synchronous=FULL)")
    with tempfile.TemporaryDirectory() as folder:
        ours, rows = _ours(Path(folder) / "alur.db")
        raw = _raw(Path(folder) / "raw.db", rows)
    report.line("raw SQLite, same bytes, one commit each", f"{raw:,.0f}/s")
    report.line("Alur: register, call, start, finish", f"{ours:,.0f}/s", f"{ours / raw:.2f} of raw")


def _ours(path: Path) -> tuple[float, list[bytes]]:
    rulebook = load(shipped("typical"))
    journal = SqlJournal(open_database(f"sqlite:///{path}"))
    clinic = Clinic(rulebook, journal)

    def ask(kind: type[c.Asked], **about: object) -> None:
        clinic.handle(kind(id=os.urandom(8).hex(), by="bench", at=AT, **about))  # type: ignore[arg-type]

    ask(c.OpenDay, day=DAY)
    ask(c.OpenDesk, station="skrining", desk="1")
    before = clinic.look(lambda floor, _: floor.position)
    start = time.perf_counter()
    for number in range(COMMANDS // 4):
        visit = f"v{number}"
        ask(c.Register, visit=visit, facts={"birth_date": "1980-05-05"}, station="loket")
        ask(c.CallNext, station="skrining", desk="1")
        ask(c.Start, visit=visit)
        ask(c.Finish, visit=visit)
    rate = COMMANDS / (time.perf_counter() - start)
    entries = journal.read(Stream(rulebook.facility, DAY), before)
    return rate, [to_json(entry.events).encode() for entry in entries]


def _raw(path: Path, rows: list[bytes]) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in SQLITE_SETTINGS:
        connection.execute(setting)
    connection.execute("CREATE TABLE entry (position INTEGER PRIMARY KEY, events TEXT NOT NULL)")
    start = time.perf_counter()
    for row in rows:
        connection.execute("BEGIN")
        connection.execute("INSERT INTO entry (events) VALUES (?)", (row.decode(),))
        connection.execute("COMMIT")
    rate = len(rows) / (time.perf_counter() - start)
    connection.close()
    return rate
