"""The journal in memory: for tests, benchmarks and simulations. A real second store; it passes the same contract."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from threading import Lock

from flow.engine.events import Entry
from flow.journal import OPENING, PUBLISH, Conflict, DaySize, Snapshot, Stream
from flow.journal.codec import entry_to_json
from flow.journal.projections import VisitRow, project


class MemoryJournal:
    """Entries in lists, gone with the process."""

    def __init__(self) -> None:
        self._streams: dict[Stream, list[Entry]] = {}
        self._commands: dict[tuple[str, str], Entry] = {}
        self._visits: dict[Stream, dict[str, VisitRow]] = {}
        self._rulebooks: dict[str, dict[str, str]] = {}
        self._tickets: dict[Stream, set[str]] = {}
        self._snapshots: dict[Stream, Snapshot] = {}
        self._lock = Lock()

    def append(self, stream: Stream, entry: Entry) -> None:
        with self._lock:
            if entry.position != len(self._streams.get(stream, ())) + 1:
                raise Conflict
            if (stream.facility, entry.command) in self._commands:
                raise Conflict
            self._project(stream, entry)
            self._commands[stream.facility, entry.command] = entry
            self._streams.setdefault(stream, []).append(entry)

    def _project(self, stream: Stream, entry: Entry) -> None:
        """Move the rows; raises `Conflict` before it does where a visit or a ticket would be there twice."""
        new, changed = project(stream.facility, stream.day, entry.events)
        issued = [row.ticket for row in new.values() if row.ticket]
        issued += [fields["ticket"] for fields in changed.values() if "ticket" in fields]
        taken = self._tickets.setdefault(stream, set())
        rows = self._visits.get(stream, {})
        if len(set(issued)) < len(issued) or taken & set(issued) or rows.keys() & new.keys():
            raise Conflict
        taken.update(issued)
        rows = self._visits.setdefault(stream, {})
        rows.update(new)
        for visit, fields in changed.items():
            rows[visit] = replace(rows[visit], **fields)

    def read(self, stream: Stream, after: int = 0, most: int | None = None) -> Iterable[Entry]:
        until = None if most is None else after + most
        return self._streams.get(stream, [])[after:until]

    def naming(self, stream: Stream, visit: str, until: int | None = None) -> Iterable[Entry]:
        return self._streams.get(stream, [])[:until]

    def find(self, facility: str, command: str) -> Entry | None:
        return self._commands.get((facility, command))

    def publications(self, facility: str) -> list[Entry]:
        days = sorted((s for s in self._streams if s.facility == facility), key=lambda s: s.day)
        entries = [entry for stream in days for entry in self._streams[stream]]
        return [entry for entry in reversed(entries) if entry.kind == PUBLISH]

    def last_day(self, facility: str) -> date | None:
        return max(self._opened(facility), default=None)

    def _opened(self, facility: str) -> set[date]:
        return {
            stream.day
            for stream, entries in self._streams.items()
            if stream.facility == facility and any(entry.kind == OPENING for entry in entries)
        }

    def days(self, facility: str) -> list[date]:
        return sorted(stream.day for stream in self._streams if stream.facility == facility)

    def never_opened(self, facility: str, before: date) -> list[date]:
        opened = self._opened(facility)
        return [day for day in self.days(facility) if day < before and day not in opened]

    def sizes(self, facility: str) -> list[DaySize]:
        return [
            DaySize(
                day=day,
                entries=len(self._streams[stream]),
                visits=len(self._visits[stream]),
                bytes=sum(len(entry_to_json(entry)) for entry in self._streams[stream]),
            )
            for day in self.days(facility)
            for stream in (Stream(facility, day),)
        ]

    def facilities(self) -> list[str]:
        return sorted({stream.facility for stream in self._streams})

    def visits(self, stream: Stream) -> dict[str, VisitRow]:
        return dict(self._visits.get(stream, {}))

    def day_of(self, visit: str) -> Stream | None:
        streams = [stream for stream, rows in self._visits.items() if visit in rows]
        return max(streams, key=lambda stream: stream.day, default=None)

    def keep_snapshot(self, stream: Stream, snapshot: Snapshot) -> None:
        self._snapshots[stream] = snapshot

    def snapshot(self, stream: Stream) -> Snapshot | None:
        return self._snapshots.get(stream)

    def restore_visits(self, stream: Stream, position: int, rows: Mapping[str, VisitRow]) -> None:
        with self._lock:
            self._must_end_at(stream, position)
            self._visits[stream] = dict(rows)
            self._tickets[stream] = {row.ticket for row in rows.values() if row.ticket}

    def take_out(self, stream: Stream, position: int) -> None:
        with self._lock:
            self._must_end_at(stream, position)
            for entry in self._streams.pop(stream):
                del self._commands[stream.facility, entry.command]
            self._visits.pop(stream)
            self._tickets.pop(stream)
            self._snapshots.pop(stream, None)

    def _must_end_at(self, stream: Stream, position: int) -> None:
        if position != len(self._streams.get(stream, ())):
            raise Conflict

    def put_back(self, stream: Stream, entries: Iterable[Entry]) -> None:
        apart = MemoryJournal()
        for entry in entries:
            apart.append(stream, entry)
        with self._lock:
            if stream in self._streams or self._commands.keys() & apart._commands.keys():
                raise Conflict
            self._streams |= apart._streams
            self._commands |= apart._commands
            self._visits |= apart._visits
            self._tickets |= apart._tickets

    def thread(self, visit: str) -> list[VisitRow]:
        rows = [row for day in self._visits.values() for row in day.values()]
        found, size = {visit}, 0
        while len(found) > size:
            size = len(found)
            found |= {row.follows for row in rows if row.visit in found and row.follows}
            found |= {row.visit for row in rows if row.follows in found}
        return sorted(
            (row for row in rows if row.visit in found), key=lambda r: (r.day, r.opened_at)
        )

    def keep_rulebook(self, digest: str, facility: str, sources: Mapping[str, str]) -> None:
        self._rulebooks[digest] = dict(sources)

    def rulebook(self, digest: str) -> dict[str, str] | None:
        return self._rulebooks.get(digest)
