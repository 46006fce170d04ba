"""The journal's tables. Days and times are ISO 8601 text, so that what is read is exactly what was written."""

from sqlalchemy import false
from sqlmodel import Field, Index, SQLModel, Text, UniqueConstraint, text

from flow.journal import OPENING, PUBLISH


class EntryTable(SQLModel, table=True):
    """What one command did; see `flow.engine.events.Entry`."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("facility", "command", name="a_command_happens_once"),
        Index(
            "ix_entry_publications",
            "facility",
            "day",
            "position",
            sqlite_where=text(f"kind = '{PUBLISH}'"),
            postgresql_where=text(f"kind = '{PUBLISH}'"),
        ),
        Index(
            "ix_entry_openings",
            "facility",
            "day",
            sqlite_where=text(f"kind = '{OPENING}'"),
            postgresql_where=text(f"kind = '{OPENING}'"),
        ),
    )

    facility: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    command: str
    kind: str
    by: str
    at: str
    request: str
    events: str = Field(sa_type=Text)


class VisitTable(SQLModel, table=True):
    """One visit on one day; see `flow.journal.projections.VisitRow`."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("facility", "day", "ticket", name="a_ticket_is_issued_once"),
    )

    facility: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    visit: str = Field(primary_key=True, index=True)
    ticket: str | None = None
    patient: str | None = None
    emergency: bool
    carried: bool
    cluster: str
    priority: str
    opened_at: str
    ended_at: str | None = None
    outcome: str | None = None
    booked: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    follows: str | None = Field(default=None, index=True)


class SnapshotTable(SQLModel, table=True):
    """The last snapshot of a stream; see `flow.journal.Snapshot`."""

    __tablename__ = "snapshot"

    facility: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    position: int
    command: str
    code: str
    checksum: str
    floor: str = Field(sa_type=Text)


class RulebookTable(SQLModel, table=True):
    """The text of a rulebook: file names and contents as JSON."""

    __tablename__ = "rulebook"

    digest: str = Field(primary_key=True)
    facility: str
    sources: str = Field(sa_type=Text)
