"""The entries of the day as the door has folded them: the first answer of each command, and what was done to each visit."""

from flow.engine.events import Entry, OfVisit
from flow.engine.history import of_visit
from flow.journal import Journal, Stream


class Daybook:
    """What came after position `since`, and its `last` entry. What was before, the door having begun with a snapshot, is in the
    journal.
    """

    def __init__(self, journal: Journal, since: int = 0) -> None:
        self._journal = journal
        self._since = since
        self._answers: dict[str, Entry] = {}
        self._visits: dict[str, list[Entry]] = {}
        self.last: Entry | None = None

    def write(self, entry: Entry) -> None:
        """Remember an entry that was folded."""
        self.last = self._answers[entry.command] = entry
        for visit in {event.visit for event in entry.events if isinstance(event, OfVisit)}:
            self._visits.setdefault(visit, []).append(entry)

    def answer(self, command: str) -> Entry | None:
        """What this command did, if that is known without the journal, which finds the others."""
        return self._answers.get(command)

    def about(self, stream: Stream, visit: str) -> tuple[Entry, ...]:
        """All that was done to the visit on this day, each entry with the events that are about it."""
        before = self._journal.naming(stream, visit, self._since) if self._since else ()
        return tuple(of_visit((*before, *self._visits.get(visit, ())), visit))
