"""A visit's story as a table, for audit and export: plain lines, or CSV for a spreadsheet"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flow.clinic import Story
from flow.engine.telling import Line, tell
from flow.engine.text import Text
from flow.spreadsheets import as_csv

SAID = Text("peristiwa", "what happened")
UNDONE = Text("diurungkan", "undone")
BEGAN_IN_ARCHIVE = Text(
    "Awal kunjungan ini, sebelum {day}, ada di arsip. "
    "Minta admin mengembalikannya dari halaman Arsip (/admin/arsip, atau alur unarchive).",
    "The beginning of this visit, before {day}, is in the archive. "
    "Ask an admin to bring it back on the page Archive (/admin/arsip, or alur unarchive).",
)
COLUMNS = (
    Text("hari layanan", "service day"),
    Text("entri", "entry"),
    Text("waktu", "time"),
    Text("oleh", "by"),
    Text("hal", "topic"),
    Text("pos", "station"),
    Text("meja", "desk"),
    SAID,
    Text("catatan", "note"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A story in one language, its times in the facility's zone."""

    story: Story
    language: str

    def lines(self) -> tuple[Line, ...]:
        return tell(self.story.visit, self.story.entries, self.story.rulebook)

    @property
    def note(self) -> str | None:
        """What is missing, and how it comes back."""
        if not self.story.archived:
            return None
        first, _ = self.story.entries[0]
        return BEGAN_IN_ARCHIVE.filled(day=first).in_language(self.language)

    def as_csv(self) -> str:
        """With a row of titles; times as ISO 8601. What is missing is said first, as what happened."""
        titles = [column.in_language(self.language) for column in COLUMNS]
        missing = [["" if column is not SAID else self.note for column in COLUMNS]]
        return as_csv([titles, *(missing if self.note else []), *map(self._row, self.lines())])

    def as_text(self) -> Iterator[str]:
        """For people: a heading for each day, then time, who, and what happened."""
        lines = self.lines()
        if self.note:
            yield self.note
        widest = max(len(line.who.in_language(self.language)) for line in lines)
        day = None
        for line in lines:
            if line.day != day:
                day = line.day
                yield day.isoformat()
            who = line.who.in_language(self.language)
            note = f" ({UNDONE.in_language(self.language)})" if line.undone else ""
            said = line.said.in_language(self.language)
            yield f"  {self._local(line):%H:%M:%S}  {who:<{widest}}  {said}{note}"

    def _row(self, line: Line) -> Iterable[object]:
        book, language = self.story.rulebook, self.language
        station = book.station_name(line.station).in_language(language) if line.station else ""
        return (
            line.day.isoformat(),
            line.position,
            self._local(line).isoformat(timespec="seconds"),
            line.who.in_language(language),
            line.topic,
            station,
            line.desk,
            line.said.in_language(language),
            UNDONE.in_language(language) if line.undone else "",
        )

    def _local(self, line: Line) -> datetime:
        return line.at.astimezone(self.story.rulebook.zone)
