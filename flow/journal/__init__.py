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


@dataclass(frozen=True, slots=True)
class Stream:
    """One facility on one service day."""

    facility: str
    day: date


class Conflict(Exception):
    """Somebody else has written at this position, or this command has been carried out already. Nothing was written."""


class Unwritable(Exception):
    """The store can't be written just now (locked, full, read-only, away). Nothing was written."""


class Journal(Protocol):
    """Where entries are kept. `append` returns only when the entry is durable."""

    def append(self, stream: Stream, entry: Entry) -> None:
        """Write the entry at its position, and the projections with it; raises `Conflict`, `Unwritable`."""

    def read(self, stream: Stream, after: int = 0) -> Iterable[Entry]:
        """The entries beyond position `after`, in order."""

    def find(self, facility: str, command: str) -> Entry | None:
        """What this command did, whenever that was."""

    def last_day(self, facility: str) -> date | None:
        """The latest service day that has a stream."""

    def publications(self, facility: str) -> list[Entry]:
        """The entries that put a rulebook into force, the latest first."""

    def days(self, facility: str) -> list[date]:
        """The service days that have a stream, in order."""

    def facilities(self) -> list[str]:
        """The facilities that have a stream."""

    def visits(self, stream: Stream) -> dict[str, VisitRow]:
        """The projection of the stream's visits, by visit id."""

    def day_of(self, visit: str) -> Stream | None:
        """The last stream in which a visit stands."""

    def keep_rulebook(self, digest: str, facility: str, sources: Mapping[str, str]) -> None:
        """Keep the text of a rulebook, so that visits which began with it can be decided by it."""

    def rulebook(self, digest: str) -> dict[str, str] | None:
        """The text of a rulebook kept before."""
