"""The journal in a SQL database. The constraints of the tables, not the code, decide who wins a race."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from flow.engine.events import Entry
from flow.journal import Conflict, Stream, codec
from flow.journal.projections import VisitRow, moved, touched
from flow.journal.tables import EntryTable, RulebookTable, VisitTable

ENTRY = EntryTable.__table__  # type: ignore[attr-defined]
VISIT = VisitTable.__table__  # type: ignore[attr-defined]
RULEBOOK = RulebookTable.__table__  # type: ignore[attr-defined]


class SqlJournal:
    """Entries and projections in one database, written in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, stream: Stream, entry: Entry) -> None:
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(ENTRY), _to_row(stream, entry))
                _project(connection, stream, entry)
        except IntegrityError as error:
            raise Conflict from error

    def read(self, stream: Stream, after: int = 0) -> Iterable[Entry]:
        wanted = (
            select(ENTRY)
            .where(ENTRY.c.facility == stream.facility, ENTRY.c.day == stream.day)
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

    def last_day(self, facility: str) -> date | None:
        wanted = select(func.max(ENTRY.c.day)).where(ENTRY.c.facility == facility)
        with self._engine.connect() as connection:
            return connection.execute(wanted).scalar()

    def days(self, facility: str) -> list[date]:
        wanted = select(ENTRY.c.day).where(ENTRY.c.facility == facility, ENTRY.c.position == 1)
        with self._engine.connect() as connection:
            return sorted(connection.execute(wanted).scalars())

    def facilities(self) -> list[str]:
        with self._engine.connect() as connection:
            return sorted(connection.execute(select(ENTRY.c.facility).distinct()).scalars())

    def visits(self, stream: Stream) -> dict[str, VisitRow]:
        wanted = select(VISIT).where(VISIT.c.facility == stream.facility, VISIT.c.day == stream.day)
        with self._engine.connect() as connection:
            return {row.visit: _to_visit(row) for row in connection.execute(wanted)}

    def visits_of(self, patient: str) -> list[VisitRow]:
        wanted = select(VISIT).where(VISIT.c.patient == patient).order_by(VISIT.c.day.desc())
        with self._engine.connect() as connection:
            return [_to_visit(row) for row in connection.execute(wanted)]

    def day_of(self, visit: str) -> Stream | None:
        wanted = select(VISIT.c.facility, VISIT.c.day).where(VISIT.c.visit == visit)
        with self._engine.connect() as connection:
            row = connection.execute(wanted.order_by(VISIT.c.day.desc())).first()
        return Stream(row.facility, row.day) if row else None

    def keep_rulebook(self, digest: str, facility: str, sources: Mapping[str, str]) -> None:
        if self.rulebook(digest) is not None:
            return
        text = json.dumps(dict(sources), ensure_ascii=False)
        with self._engine.begin() as connection:
            connection.execute(
                insert(RULEBOOK), {"digest": digest, "facility": facility, "sources": text}
            )

    def rulebook(self, digest: str) -> dict[str, str] | None:
        wanted = select(RULEBOOK.c.sources).where(RULEBOOK.c.digest == digest)
        with self._engine.connect() as connection:
            text = connection.execute(wanted).scalar()
        return dict(json.loads(text)) if text else None


def _project(connection: Connection, stream: Stream, entry: Entry) -> None:
    """Move the rows of the visits that the entry touches: insert the new ones, update the others."""
    visits = touched(entry.events)
    if not visits:
        return
    here = (VISIT.c.facility == stream.facility, VISIT.c.day == stream.day)
    found = connection.execute(select(VISIT).where(*here, VISIT.c.visit.in_(visits)))
    before = {row.visit: _to_visit(row) for row in found}
    rows = dict(before)
    for event in entry.events:
        visit = getattr(event, "visit", "")
        if visit in visits:
            row = moved(stream.facility, stream.day, rows.get(visit), event)
            if row is not None:
                rows[visit] = row
    for visit, row in rows.items():
        if visit not in before:
            connection.execute(insert(VISIT), _from_visit(row))
        elif row != before[visit]:
            changed = update(VISIT).where(*here, VISIT.c.visit == visit)
            connection.execute(changed.values(**_from_visit(row)))


def _to_row(stream: Stream, entry: Entry) -> dict[str, Any]:
    return {
        "facility": stream.facility,
        "day": stream.day,
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


def _from_visit(row: VisitRow) -> dict[str, Any]:
    return {
        **asdict(row),
        "opened_at": row.opened_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
    }


def _to_visit(row: Row[Any]) -> VisitRow:
    values = row._asdict()
    ended = values.pop("ended_at")
    return VisitRow(
        **{**values, "opened_at": datetime.fromisoformat(values["opened_at"])},
        ended_at=datetime.fromisoformat(ended) if ended else None,
    )
