"""Entries and rows as the tables hold them, and back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from flow.engine.events import Entry
from flow.journal import Stream, codec
from flow.journal.projections import VisitRow


def to_row(stream: Stream, entry: Entry) -> dict[str, Any]:
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


def to_entry(row: Row[Any]) -> Entry:
    return Entry(
        position=row.position,
        command=row.command,
        kind=row.kind,
        by=row.by,
        at=datetime.fromisoformat(row.at),
        request=row.request,
        events=codec.from_json(row.events),
    )


def plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as the tables hold them: dates and times as ISO 8601 text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
    }


def to_visit(row: Row[Any]) -> VisitRow:
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
