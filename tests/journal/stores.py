"""The stores that keep the contract: memory, SQLite, PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from flow.database import open_database
from flow.journal import Journal
from flow.journal.memory import MemoryJournal
from flow.journal.sql import SqlJournal


@contextmanager
def open_store(kind: str, url: str = "") -> Iterator[Journal]:
    if kind == "memory":
        yield MemoryJournal()
        return
    engine = open_database(url)
    journal = SqlJournal(engine)
    try:
        yield journal
    finally:
        journal.close()
        engine.dispose()
