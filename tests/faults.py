"""Real faults of a database: a full disk, one that may only be read, a line that breaks; and their end.

The drivers' errors are their own: SQLite finds no page, PostgreSQL refuses the transaction.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Protocol

from sqlalchemy import create_engine, event
from sqlalchemy.pool import Pool


class Disk(Protocol):
    """What a database lies on. One fault at a time."""

    def begins(self, fault: str) -> None:
        """From now on it is `full` or `read-only`; or the line is `cut`, once."""

    def ends(self, fault: str) -> None:
        """It has passed."""


# SQLite

PRAGMAS = {
    "full": ("PRAGMA max_page_count=1", "PRAGMA max_page_count=4294967294"),
    "read-only": ("PRAGMA query_only=ON", "PRAGMA query_only=OFF"),
}
"""How it begins and how it ends. With the first, SQLite keeps the pages that it has and takes no more."""


class SqliteDisk:
    """Under every SQLite database that is opened from now on."""

    def __init__(self) -> None:
        self._connections: list[sqlite3.Connection] = []
        self._now = ""

    def begins(self, fault: str) -> None:
        self._tell(PRAGMAS[fault][0])

    def ends(self, fault: str) -> None:
        self._tell(PRAGMAS[fault][1])

    def connected(self, connection: sqlite3.Connection, _: object) -> None:
        connection.execute(self._now)
        self._connections.append(connection)

    def _tell(self, pragma: str) -> None:
        self._now = pragma
        for connection in self._connections:
            with suppress(sqlite3.ProgrammingError):  # it was closed meanwhile
                connection.execute(pragma)


@contextmanager
def sqlite_disk() -> Iterator[Disk]:
    disk = SqliteDisk()
    event.listen(Pool, "connect", disk.connected)
    try:
        yield disk
    finally:
        event.remove(Pool, "connect", disk.connected)


# PostgreSQL

HANG_UP = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
READ_ONLY = "default_transaction_read_only"
NO_ROOM = (
    (
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
    ),
    *(
        f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room()"
        for table in ("entry", "patient", "account", "token", "rulebook", "snapshot")
    ),
)


class PostgresDisk:
    """Under one database of a server. What is full there is said by a trigger, with the server's own number for it."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT")
        name = self._engine.url.database
        self._statements = {
            "full": (NO_ROOM, ["DROP FUNCTION no_room() CASCADE"]),
            "read-only": (
                [f"ALTER DATABASE {name} SET {READ_ONLY} = on", HANG_UP],
                [f"SET {READ_ONLY} = off", f"ALTER DATABASE {name} RESET {READ_ONLY}", HANG_UP],
            ),
            "cut": ([HANG_UP], []),
        }

    def begins(self, fault: str) -> None:
        self._tell(self._statements[fault][0])

    def ends(self, fault: str) -> None:
        self._tell(self._statements[fault][1])

    def _tell(self, statements: Sequence[str]) -> None:
        with self._engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        self._engine.dispose()
