"""The journal in a SQL database. The constraints of the tables, not the code, decide who wins a race."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields, replace
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    and_,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
)
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import PoolProxiedConnection

from flow.database import trouble
from flow.engine.events import Entry
from flow.journal import OPENING, PUBLISH, Conflict, DaySize, Snapshot, Stream
from flow.journal.projections import VisitRow, project
from flow.journal.rows import plain, to_entry, to_row, to_visit
from flow.journal.statements import Statements
from flow.journal.tables import EntryTable, RulebookTable, SnapshotTable, VisitTable

ENTRY = EntryTable.__table__  # type: ignore[attr-defined]
VISIT = VisitTable.__table__  # type: ignore[attr-defined]
SNAPSHOT = SnapshotTable.__table__  # type: ignore[attr-defined]
RULEBOOK = RulebookTable.__table__  # type: ignore[attr-defined]

IS_OPENING = ENTRY.c.kind == literal_column(f"'{OPENING}'")
"""Spelled out, not a parameter, so that the partial index of the tables serves it."""

ALONE = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "LOCK TABLE visit IN SHARE ROW EXCLUSIVE MODE",
}
"""From here to the end of the transaction nobody else writes rows of visits; reading goes on."""


WEIGHED = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181)
"""The positions of the entries whose weight stands for that of their day."""

ROW_BYTES = (
    200  # what an entry takes beside its events: its id, its time, and its places in the indices
)


class SqlJournal:
    """Entries and projections in one database, written in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._statements = Statements(engine)
        self._lock = Lock()
        self._writer: PoolProxiedConnection | None = None

    def append(self, stream: Stream, entry: Entry) -> None:
        with self._lock, self._plainly():
            if self._writer is None:
                self._writer = self._engine.raw_connection()
            try:
                self._write(self._writer.cursor(), stream, entry)
                self._writer.commit()
            except self._engine.dialect.loaded_dbapi.IntegrityError as error:
                self._writer.rollback()
                raise Conflict from error
            except BaseException:
                self._drop_writer()
                raise

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Where the driver is used without SQLAlchemy between: its error as `DatabaseError`."""
        try:
            yield
        except self._engine.dialect.loaded_dbapi.Error as error:
            told = trouble(self._engine, error)
            if told is None:
                raise
            raise told from error

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
        run(cursor, "insert", ENTRY, to_row(stream, entry))
        new, changed = project(stream.facility, stream.day, entry.events)
        for row in new.values():
            run(cursor, "insert", VISIT, plain(asdict(row)))
        for visit, news in changed.items():
            key = {"facility": stream.facility, "day": stream.day, "visit": visit}
            run(cursor, "update", VISIT, plain(news), plain(key))

    def read(self, stream: Stream, after: int = 0, most: int | None = None) -> Iterable[Entry]:
        wanted = select(ENTRY).where(_of(stream, ENTRY), ENTRY.c.position > after)
        wanted = wanted.order_by(ENTRY.c.position).limit(most)
        with self._engine.connect() as connection:
            return list(map(to_entry, connection.execute(wanted)))

    def naming(self, stream: Stream, visit: str, until: int | None = None) -> Iterable[Entry]:
        """The database looks for the name in the text of the events, so that few entries have to be understood."""
        named = ENTRY.c.events.contains(json.dumps(visit, ensure_ascii=False), autoescape=True)
        wanted = select(ENTRY).where(_of(stream, ENTRY), named).order_by(ENTRY.c.position)
        if until is not None:
            wanted = wanted.where(ENTRY.c.position <= until)
        with self._engine.connect() as connection:
            return list(map(to_entry, connection.execute(wanted)))

    def find(self, facility: str, command: str) -> Entry | None:
        wanted = select(ENTRY).where(ENTRY.c.facility == facility, ENTRY.c.command == command)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).first()
        return to_entry(row) if row else None

    def publications(self, facility: str) -> list[Entry]:
        wanted = (
            select(ENTRY)
            .where(ENTRY.c.facility == facility, ENTRY.c.kind == literal_column(f"'{PUBLISH}'"))
            .order_by(ENTRY.c.day.desc(), ENTRY.c.position.desc())
        )
        with self._engine.connect() as connection:
            return [to_entry(row) for row in connection.execute(wanted)]

    def last_day(self, facility: str) -> date | None:
        wanted = select(func.max(ENTRY.c.day)).where(ENTRY.c.facility == facility, IS_OPENING)
        with self._engine.connect() as connection:
            last = connection.execute(wanted).scalar()
        return date.fromisoformat(last) if last else None

    def days(self, facility: str) -> list[date]:
        wanted = select(ENTRY.c.day).where(ENTRY.c.facility == facility, ENTRY.c.position == 1)
        with self._engine.connect() as connection:
            return sorted(map(date.fromisoformat, connection.execute(wanted).scalars()))

    def never_opened(self, facility: str, before: date) -> list[date]:
        of_house = ENTRY.c.facility == facility
        opened = select(ENTRY.c.day).where(of_house, IS_OPENING)
        wanted = select(ENTRY.c.day).where(
            of_house,
            ENTRY.c.position == 1,
            ENTRY.c.day < before.isoformat(),
            ENTRY.c.day.not_in(opened),
        )
        with self._engine.connect() as connection:
            return sorted(map(date.fromisoformat, connection.execute(wanted).scalars()))

    def sizes(self, facility: str) -> list[DaySize]:
        """A few entries of each day are weighed; all of them would be read from the disk."""
        day = (
            select(ENTRY.c.day)
            .where(ENTRY.c.facility == facility, ENTRY.c.position == 1)
            .order_by(ENTRY.c.day)
            .cte("days")
        )
        its_entries = and_(ENTRY.c.facility == facility, ENTRY.c.day == day.c.day)
        its_visits = and_(VISIT.c.facility == facility, VISIT.c.day == day.c.day)
        weight = func.avg(func.length(ENTRY.c.events))
        wanted = select(
            day.c.day,
            select(func.max(ENTRY.c.position)).where(its_entries).scalar_subquery(),
            select(func.count()).select_from(VISIT).where(its_visits).scalar_subquery(),
            select(weight).where(its_entries, ENTRY.c.position.in_(WEIGHED)).scalar_subquery(),
        ).order_by(day.c.day)
        with self._engine.connect() as connection:
            return [
                DaySize(
                    day=date.fromisoformat(on),
                    entries=entries,
                    visits=visits,
                    bytes=entries * (int(events or 0) + ROW_BYTES),
                )
                for on, entries, visits, events in connection.execute(wanted)
            ]

    def facilities(self) -> list[str]:
        with self._engine.connect() as connection:
            return sorted(connection.execute(select(ENTRY.c.facility).distinct()).scalars())

    def visits(self, stream: Stream) -> dict[str, VisitRow]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(VISIT).where(_of(stream, VISIT)))
            return {row.visit: to_visit(row) for row in rows}

    def day_of(self, visit: str) -> Stream | None:
        wanted = select(VISIT.c.facility, VISIT.c.day).where(VISIT.c.visit == visit)
        with self._engine.connect() as connection:
            row = connection.execute(wanted.order_by(VISIT.c.day.desc())).first()
        return Stream(row.facility, date.fromisoformat(row.day)) if row else None

    def keep_snapshot(self, stream: Stream, snapshot: Snapshot) -> None:
        key = {"facility": stream.facility, "day": stream.day.isoformat()}
        # Another process may put one of the same stream there at the same moment: either will do.
        with suppress(Conflict), self._transaction() as connection:
            connection.execute(delete(SNAPSHOT).where(_of(stream, SNAPSHOT)))
            connection.execute(insert(SNAPSHOT), {**key, **asdict(snapshot)})

    def snapshot(self, stream: Stream) -> Snapshot | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(SNAPSHOT).where(_of(stream, SNAPSHOT))).first()
        if row is None:
            return None
        return Snapshot(**{field.name: getattr(row, field.name) for field in fields(Snapshot)})

    def restore_visits(self, stream: Stream, position: int, rows: Mapping[str, VisitRow]) -> None:
        with self._transaction() as connection:
            self._must_end_at(connection, stream, position)
            connection.execute(delete(VISIT).where(_of(stream, VISIT)))
            if rows:
                connection.execute(insert(VISIT), [plain(asdict(row)) for row in rows.values()])

    def take_out(self, stream: Stream, position: int) -> None:
        with self._transaction() as connection:
            self._must_end_at(connection, stream, position)
            for table in (ENTRY, VISIT, SNAPSHOT):
                connection.execute(delete(table).where(_of(stream, table)))

    def _must_end_at(self, connection: Connection, stream: Stream, position: int) -> None:
        connection.exec_driver_sql(ALONE[self._engine.dialect.name])
        last = select(func.max(ENTRY.c.position)).where(_of(stream, ENTRY))
        if connection.execute(last).scalar() != position:
            raise Conflict

    def put_back(self, stream: Stream, entries: Iterable[Entry]) -> None:
        """All that can be made ready before is, so that others wait for the writing alone."""
        rows, visits = _made_ready(stream, entries)
        with self._transaction() as connection:
            there = select(ENTRY.c.position).where(_of(stream, ENTRY))
            if connection.execute(there).first() is not None:
                raise Conflict
            for table, ready in ((ENTRY, rows), (VISIT, visits)):
                if ready:
                    connection.execute(insert(table), ready)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """For what is written seldom, on a connection of its own; raises `Conflict`, `DatabaseError`."""
        driver = self._engine.dialect.loaded_dbapi
        try:
            with self._lock, self._plainly(), self._engine.begin() as connection:
                yield connection
        except (IntegrityError, driver.IntegrityError) as error:
            raise Conflict from error

    def thread(self, visit: str) -> list[VisitRow]:
        found = select(VISIT.c.visit, VISIT.c.follows).where(VISIT.c.visit == visit)
        thread = found.cte("thread", recursive=True)
        linked = or_(VISIT.c.visit == thread.c.follows, VISIT.c.follows == thread.c.visit)
        thread = thread.union(select(VISIT.c.visit, VISIT.c.follows).where(linked))
        wanted = (
            select(VISIT)
            .where(VISIT.c.visit.in_(select(thread.c.visit)))
            .order_by(VISIT.c.day, VISIT.c.opened_at)
        )
        with self._engine.connect() as connection:
            return [to_visit(row) for row in connection.execute(wanted)]

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


def _made_ready(
    stream: Stream, entries: Iterable[Entry]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of these entries, and of the visits as they stand after them; raises `Conflict`."""
    rows: list[dict[str, Any]] = []
    visits: dict[str, VisitRow] = {}
    for entry in entries:
        rows.append(to_row(stream, entry))
        new, changed = project(stream.facility, stream.day, entry.events)
        if new.keys() & visits.keys():
            raise Conflict
        visits |= new
        visits |= {visit: replace(visits[visit], **news) for visit, news in changed.items()}
    return rows, [plain(asdict(row)) for row in visits.values()]


def _of(stream: Stream, table: Table) -> ColumnElement[bool]:
    """The rows of one stream."""
    return and_(table.c.facility == stream.facility, table.c.day == stream.day.isoformat())
