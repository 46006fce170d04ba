"""Whether the database takes entries just now: tried without leaving one, so a monitor hears of a full disk before a nurse does"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, insert

from flow.database import UNREACHABLE, DatabaseError, is_reachable
from flow.engine.text import Text
from flow.journal.tables import EntryTable

KEPT_SECONDS = (
    10  # so old may an answer be: kiosks and monitors ask all the time, and a try costs a write
)
LARGE = "x" * 65_536  # more than is free in the pages that an entry may share with others

ROW = {
    **dict.fromkeys(("facility", "day", "command", "kind", "by", "at", "request"), "-"),
    "position": 0,
    "events": LARGE,
}


class Writing:
    """Asked as often as one likes; `now` is the clock, handed in."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now
        self._tried_at: datetime | None = None
        self._trouble: Text | None = None

    def trouble(self) -> Text | None:
        """What is the matter, and the remedy; None while commands can be saved."""
        if not is_reachable(self._engine):
            self._tried_at = None
            return UNREACHABLE
        now = self._now()
        if self._tried_at is None or not self._is_fresh(now, self._tried_at):
            self._trouble, self._tried_at = self._tried(), now
        return self._trouble

    def _is_fresh(self, now: datetime, tried_at: datetime) -> bool:
        """What is wrong is tried again each time: it may be over."""
        age = now - tried_at
        return self._trouble is None and timedelta() <= age < timedelta(seconds=KEPT_SECONDS)

    def _tried(self) -> Text | None:
        try:
            with self._engine.connect() as connection:
                connection.execute(insert(EntryTable.__table__), ROW)  # type: ignore[attr-defined]
                connection.rollback()
                if self._engine.dialect.name == "sqlite":
                    _reach_the_disk(connection)
        except DatabaseError as error:
            return error.said
        return None


def _reach_the_disk(connection: Connection) -> None:
    """What is rolled back SQLite never writes. Its own header is: one page, with the number that stood there."""
    number = connection.exec_driver_sql("PRAGMA user_version").scalar()
    connection.exec_driver_sql(f"PRAGMA user_version = {number}")
    connection.commit()
