"""The journal in a SQL database. The constraints of the tables, not the code, decide who wins a race."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime
from threading import Lock
from typing import Any, Literal

from sqlalchemy import (
    Engine,
    Insert,
    Row,
    Table,
    Update,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import PoolProxiedConnection

from flow.engine.events import Entry
from flow.journal import PUBLISH, Conflict, Stream, Unwritable, codec
from flow.journal.projections import VisitRow, project
from flow.journal.tables import EntryTable, RulebookTable, VisitTable

ENTRY = EntryTable.__table__  # type: ignore[attr-defined]
VISIT = VisitTable.__table__  # type: ignore[attr-defined]
RULEBOOK = RulebookTable.__table__  # type: ignore[attr-defined]


class SqlJournal:
    """Entries and projections in one database, written in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._statements = Statements(engine)
        self._lock = Lock()
        self._writer: PoolProxiedConnection | None = None

    def append(self, stream: Stream, entry: Entry) -> None:
        with self._lock:
            if self._writer is None:
                self._writer = self._engine.raw_connection()
            try:
                self._write(self._writer.cursor(), stream, entry)
                self._writer.commit()
            except self._engine.dialect.loaded_dbapi.IntegrityError as error:
                self._writer.rollback()
                raise Conflict from error
            except self._engine.dialect.loaded_dbapi.OperationalError as error:
                self._drop_writer()
                raise Unwritable(str(error)) from error
            except BaseException:
                self._drop_writer()
                raise

    def close(self) -> None:
        """Give the writing connection back; the next append would open a new one."""
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _drop_writer(self) -> None:
        """A connection in doubt is not used again; the next append opens a new one."""
        if self._writer is not None:
            self._writer.invalidate()
        self._writer = None

    def _write(self, cursor: DBAPICursor, stream: Stream, entry: Entry) -> None:
        run = self._statements.run
        run(cursor, "insert", ENTRY, _to_row(stream, entry))
        new, changed = project(stream.facility, stream.day, entry.events)
        for row in new.values():
            run(cursor, "insert", VISIT, _plain(asdict(row)))
        for visit, fields in changed.items():
            key = {"facility": stream.facility, "day": stream.day, "visit": visit}
            run(cursor, "update", VISIT, _plain(fields), _plain(key))

    def read(self, stream: Stream, after: int = 0) -> Iterable[Entry]:
        wanted = (
            select(ENTRY)
            .where(ENTRY.c.facility == stream.facility, ENTRY.c.day == stream.day.isoformat())
            .where(ENTRY.c.position > after)
            .order_by(ENTRY.c.position)
        )
        with self._engine.connect() as connection:
            return [_to_entry(row) for row in connection.execute(wanted)]

    def find(self, facility: str, command: str) -> Entry | None:
        wanted = select(ENTRY).where(ENTRY.c.facility == facility, ENTRY.c.command == command)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).first()
        return _to_entry(row) if row else None

    def publications(self, facility: str) -> list[Entry]:
        wanted = (
            select(ENTRY)
            .where(ENTRY.c.facility == facility, ENTRY.c.kind == literal_column(f"'{PUBLISH}'"))
            .order_by(ENTRY.c.day.desc(), ENTRY.c.position.desc())
        )
        with self._engine.connect() as connection:
            return [_to_entry(row) for row in connection.execute(wanted)]

    def last_day(self, facility: str) -> date | None:
        wanted = select(func.max(ENTRY.c.day)).where(ENTRY.c.facility == facility)
        with self._engine.connect() as connection:
            last = connection.execute(wanted).scalar()
        return date.fromisoformat(last) if last else None

    def days(self, facility: str) -> list[date]:
        wanted = select(ENTRY.c.day).where(ENTRY.c.facility == facility, ENTRY.c.position == 1)
        with self._engine.connect() as connection:
            return sorted(map(date.fromisoformat, connection.execute(wanted).scalars()))

    def facilities(self) -> list[str]:
        with self._engine.connect() as connection:
            return sorted(connection.execute(select(ENTRY.c.facility).distinct()).scalars())

    def visits(self, stream: Stream) -> dict[str, VisitRow]:
        wanted = select(VISIT).where(
            VISIT.c.facility == stream.facility, VISIT.c.day == stream.day.isoformat()
        )
        with self._engine.connect() as connection:
            return {row.visit: _to_visit(row) for row in connection.execute(wanted)}

    def day_of(self, visit: str) -> Stream | None:
        wanted = select(VISIT.c.facility, VISIT.c.day).where(VISIT.c.visit == visit)
        with self._engine.connect() as connection:
            row = connection.execute(wanted.order_by(VISIT.c.day.desc())).first()
        return Stream(row.facility, date.fromisoformat(row.day)) if row else None

    def keep_rulebook(self, digest: str, facility: str, sources: Mapping[str, str]) -> None:
        if self.rulebook(digest) is not None:
            return
        text = json.dumps(dict(sources), ensure_ascii=False)
        row = {"digest": digest, "facility": facility, "sources": text}
        # Another process that starts at the same moment may have kept the very same text first.
        with suppress(IntegrityError), self._engine.begin() as connection:
            connection.execute(insert(RULEBOOK), row)

    def rulebook(self, digest: str) -> dict[str, str] | None:
        wanted = select(RULEBOOK.c.sources).where(RULEBOOK.c.digest == digest)
        with self._engine.connect() as connection:
            text = connection.execute(wanted).scalar()
        return dict(json.loads(text)) if text else None


class Statements:
    """The few statements of the hot path, each compiled once for this database and then sent as it is.

    SQLAlchemy writes the SQL; going through it for every row as well would cost more than SQLite's own commit.
    """

    def __init__(self, engine: Engine) -> None:
        self._dialect = engine.dialect
        self._compiled: dict[tuple[object, ...], tuple[str, list[str] | None]] = {}

    def run(
        self,
        cursor: DBAPICursor,
        verb: Literal["insert", "update"],
        table: Table,
        values: dict[str, Any],
        key: dict[str, Any] | None = None,
    ) -> None:
        """Insert `values`, or update the row at `key` with them."""
        shape = (verb, table.name, *values)
        if shape not in self._compiled:
            self._compiled[shape] = self._compile(verb, table, values, key or {})
        sql, order = self._compiled[shape]
        named = values | {f"key_{name}": value for name, value in (key or {}).items()}
        cursor.execute(sql, named if order is None else tuple(named[n] for n in order))

    def _compile(
        self, verb: str, table: Table, values: dict[str, Any], key: dict[str, Any]
    ) -> tuple[str, list[str] | None]:
        statement: Insert | Update = insert(table)
        if verb == "update":
            where = (table.c[name] == bindparam(f"key_{name}") for name in key)
            statement = update(table).where(*where)
        compiled = statement.compile(dialect=self._dialect, column_keys=list(values))
        return str(compiled), getattr(compiled, "positiontup", None)


def _to_row(stream: Stream, entry: Entry) -> dict[str, Any]:
    return {
        "facility": stream.facility,
        "day": stream.day.isoformat(),
        "position": entry.position,
        "command": entry.command,
        "kind": entry.kind,
        "by": entry.by,
        "at": entry.at.isoformat(),
        "request": entry.request,
        "events": codec.to_json(entry.events),
    }


def _to_entry(row: Row[Any]) -> Entry:
    return Entry(
        position=row.position,
        command=row.command,
        kind=row.kind,
        by=row.by,
        at=datetime.fromisoformat(row.at),
        request=row.request,
        events=codec.from_json(row.events),
    )


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as the tables hold them: dates and times as ISO 8601 text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
    }


def _to_visit(row: Row[Any]) -> VisitRow:
    values = row._asdict()
    ended = values.pop("ended_at")
    return VisitRow(
        **{
            **values,
            "day": date.fromisoformat(values["day"]),
            "opened_at": datetime.fromisoformat(values["opened_at"]),
        },
        ended_at=datetime.fromisoformat(ended) if ended else None,
    )
