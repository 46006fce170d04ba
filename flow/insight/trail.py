"""The audit trail of one day: every entry of its journal, who did it, when, and what it did in words"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flow.clinic import Clinic
from flow.engine.deadlines import SCHEDULER
from flow.engine.events import Entry, OfVisit, VisitMerged
from flow.engine.floor import Floor
from flow.engine.routing import Rulebook
from flow.engine.telling import AUTOMATIC, house, tell
from flow.engine.text import Text
from flow.engine.tickets import as_written
from flow.insight.stories import UNDONE
from flow.spreadsheets import as_csv

COLUMNS = (
    Text("hari layanan", "service day"),
    Text("entri", "entry"),
    Text("waktu", "time"),
    Text("oleh", "by"),
    Text("perintah", "command"),
    Text("nomor", "number"),
    Text("peristiwa", "what happened"),
    Text("catatan", "note"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What of the day is wanted; "" is everything. `by` and `kind` as the journal names them."""

    ticket: str = ""
    by: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry in words. `tickets` are the visits that it was about; `undone`: all that it did was taken back later."""

    position: int
    at: datetime
    by: Text
    command: Text
    tickets: tuple[str, ...]
    said: tuple[Text, ...]
    undone: bool


class Trail:
    """The entries of one day, read once."""

    def __init__(self, clinic: Clinic, day: date) -> None:
        self.day = day
        self.rulebook: Rulebook = clinic.rulebook
        self.entries: list[Entry] = clinic.entries(day)
        self._names: dict[str, str] = clinic.look_on(day, _names)

    def people(self) -> list[tuple[str, Text]]:
        """Everybody who did something, and the programs."""
        return [(by, _who(by)) for by in sorted({entry.by for entry in self.entries})]

    def kinds(self) -> list[tuple[str, Text]]:
        """The kinds of command that were carried out."""
        found = sorted({entry.kind for entry in self.entries})
        return [(kind, house.command(kind)) for kind in found]

    def matching(self, sought: Sought) -> list[Entry]:
        """The entries that are wanted, the latest first."""
        visits = self._called(sought.ticket) if sought.ticket.strip() else None
        return [
            entry
            for entry in reversed(self.entries)
            if sought.by in ("", entry.by)
            and sought.kind in ("", entry.kind)
            and (visits is None or not visits.isdisjoint(_about(entry)))
        ]

    def rows(self, entries: Sequence[Entry]) -> list[Row]:
        """These entries in words."""
        wanted = {visit for entry in entries for visit in _about(entry)}
        told = self._told(wanted)
        return [self._row(entry, told) for entry in entries]

    def as_csv(self, entries: Sequence[Entry], language: str) -> str:
        """These entries as a table with a row of titles; times as ISO 8601 in the facility's zone."""
        titles = [column.in_language(language) for column in COLUMNS]
        return as_csv([titles, *(self._cells(row, language) for row in self.rows(entries))])

    def _cells(self, row: Row, language: str) -> tuple[object, ...]:
        return (
            self.day.isoformat(),
            row.position,
            row.at.astimezone(self.rulebook.zone).isoformat(timespec="seconds"),
            row.by.in_language(language),
            row.command.in_language(language),
            " ".join(row.tickets),
            ". ".join(one.in_language(language) for one in row.said),
            UNDONE.in_language(language) if row.undone else "",
        )

    def _called(self, ticket: str) -> set[str]:
        wanted = as_written(ticket)
        return {visit for visit, name in self._names.items() if name.upper() == wanted}

    def _told(self, visits: Collection[str]) -> dict[tuple[int, str], list[tuple[Text, bool]]]:
        """What was said about each of these visits, by entry."""
        own: dict[str, list[tuple[date, Entry]]] = defaultdict(list)
        for entry in self.entries:
            for visit in _about(entry):
                if visit in visits:
                    events = tuple(e for e in entry.events if _is_about(e, visit))
                    own[visit].append((self.day, replace(entry, events=events)))
        told: dict[tuple[int, str], list[tuple[Text, bool]]] = defaultdict(list)
        for visit, entries in own.items():
            for line in tell(visit, entries, self.rulebook):
                told[line.position, visit].append((line.said, line.undone))
        return told

    def _row(self, entry: Entry, told: dict[tuple[int, str], list[tuple[Text, bool]]]) -> Row:
        visits = _about(entry)
        tickets = [self._names.get(visit, "?") for visit in visits]
        said = [words for event in entry.events if (words := house.said(event, self.rulebook))]
        undone = []
        for visit, ticket in zip(visits, tickets, strict=True):
            for words, taken_back in told.get((entry.position, visit), ()):
                undone.append(taken_back)
                named = Text(f"{ticket}: {words.id}", f"{ticket}: {words.en}")
                said.append(named if len(visits) > 1 else words)
        return Row(
            position=entry.position,
            at=entry.at,
            by=_who(entry.by),
            command=house.command(entry.kind),
            tickets=tuple(tickets),
            said=tuple(said),
            undone=bool(undone) and all(undone),
        )


def _names(floor: Floor, _: Rulebook) -> dict[str, str]:
    booked = {visit: booking.name for visit, booking in floor.bookings.items()}
    return booked | {visit.id: visit.name for visit in floor.visits.values()}


def _about(entry: Entry) -> list[str]:
    """The visits that the entry is about, each once, in its order."""
    found: dict[str, None] = {}
    for event in entry.events:
        if isinstance(event, OfVisit):
            found[event.visit] = None
        if isinstance(event, VisitMerged):
            found[event.into] = None
    return list(found)


def _is_about(event: object, visit: str) -> bool:
    if isinstance(event, VisitMerged) and event.into == visit:
        return True
    return isinstance(event, OfVisit) and event.visit == visit


def _who(by: str) -> Text:
    return AUTOMATIC if by == SCHEDULER else Text(by, by)
