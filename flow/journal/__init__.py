"""The journal: what happened, append-only, one stream per facility and service day.

An entry is what one command did. (stream, position) is unique, and so is the command: the loser of a race gets `Conflict`, and a
retry finds what it did the first time. The store is a contract that memory and SQL both keep.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flow.engine.events import Entry
from flow.journal.projections import VisitRow

PUBLISH = "PublishRulebook"
"""The kind of the entries that put a rulebook into force."""

OPENING = "OpenDay"
"""The kind of the entries that open a day. A day to come has a stream before, with its bookings."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One facility on one service day."""

    facility: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySize:
    """How much a day holds. `bytes` is about what its entries take; a store may weigh a few of them and multiply."""

    day: date
    entries: int
    visits: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The floor of a stream after the entry at `position`, so that a start need not fold all of it; see `flow.journal.snapshots`.

    `command` is that entry's command, `code` names the code that folded, `checksum` is the SHA-256 of `floor`, which is JSON.
    """

    position: int
    command: str
    code: str
    checksum: str
    floor: str


class Conflict(Exception):
    """Somebody else has written at this position, or this command has been carried out already. Nothing was written."""


class Journal(Protocol):
    """Where entries are kept. `append` returns only when the entry is durable.

    Everything raises `flow.database.DatabaseError` where the store can't do it just now (full, read-only, locked, away). Then
    nothing was written; only of an entry that was on its way when the line broke this is not known: asked again, it is found.
    """

    def append(self, stream: Stream, entry: Entry) -> None:
        """Write the entry at its position, and the projections with it; raises `Conflict`."""

    def read(self, stream: Stream, after: int = 0, most: int | None = None) -> Iterable[Entry]:
        """The entries beyond position `after`, in order; with `most` no more than so many."""

    def naming(self, stream: Stream, visit: str, until: int | None = None) -> Iterable[Entry]:
        """At least the entries whose events name this visit, up to position `until` and in order; the caller narrows them."""

    def find(self, facility: str, command: str) -> Entry | None:
        """What this command did, whenever that was."""

    def last_day(self, facility: str) -> date | None:
        """The latest service day that was opened."""

    def publications(self, facility: str) -> list[Entry]:
        """The entries that put a rulebook into force, the latest first."""

    def days(self, facility: str) -> list[date]:
        """The service days that have a stream, in order; those to come, of which only bookings are known, too."""

    def never_opened(self, facility: str, before: date) -> list[date]:
        """Of these days, those that passed without being opened, in order: only bookings are known of them."""

    def sizes(self, facility: str) -> list[DaySize]:
        """How much each of these days holds, in order."""

    def facilities(self) -> list[str]:
        """The facilities that have a stream."""

    def visits(self, stream: Stream) -> dict[str, VisitRow]:
        """The projection of the stream's visits, by visit id."""

    def day_of(self, visit: str) -> Stream | None:
        """The last stream in which a visit stands."""

    def keep_snapshot(self, stream: Stream, snapshot: Snapshot) -> None:
        """Keep the stream's snapshot in place of the one before."""

    def snapshot(self, stream: Stream) -> Snapshot | None:
        """The stream's snapshot, if one was kept; whether it can be used is not asked here."""

    def restore_visits(self, stream: Stream, position: int, rows: Mapping[str, VisitRow]) -> None:
        """Put these rows in the place of the stream's; raises `Conflict` where its last position is another."""

    def take_out(self, stream: Stream, position: int) -> None:
        """Remove a stream with its rows and its snapshot, all or nothing; raises as `restore_visits`."""

    def put_back(self, stream: Stream, entries: Iterable[Entry]) -> None:
        """Write a whole stream, all or nothing; raises `Conflict` where it, or one of its commands, is there."""

    def thread(self, visit: str) -> list[VisitRow]:
        """The visit with all that it continues and all that continue it, by day; a carried one once for each of its days."""

    def keep_rulebook(self, digest: str, facility: str, sources: Mapping[str, str]) -> None:
        """Keep the text of a rulebook, so that visits which began with it can be decided by it."""

    def rulebook(self, digest: str) -> dict[str, str] | None:
        """The text of a rulebook kept before."""
