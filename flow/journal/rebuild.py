"""The table of visits made anew from the journal, day by day: what is behind `alur rebuild`."""

from collections.abc import Iterator

from flow.engine.evolve import fold
from flow.engine.floor import Floor
from flow.journal import Conflict, Journal, Stream
from flow.journal.differences import differences
from flow.journal.projections import expected

TRIES_MAX = 20  # a day that somebody writes all the while is given up; the next call goes on


class Busy(Exception):
    """Others write this day all the while. Nothing of it was changed."""


def rebuild(journal: Journal) -> Iterator[str]:
    """Put the rows right, one transaction a day; one sentence for each thing that was wrong. Raises `Busy`, `DatabaseError`."""
    for facility in journal.facilities():
        for day in journal.days(facility):
            for changed in _rebuilt(journal, Stream(facility, day)):
                yield f"{facility} {day}: {changed}"


def _rebuilt(journal: Journal, stream: Stream) -> list[str]:
    for _ in range(TRIES_MAX):
        floor = Floor(facility=stream.facility)
        for entry in journal.read(stream):
            fold(floor, entry)
        rows = expected(floor)
        changed = list(differences(rows, journal.visits(stream)))
        if not changed:
            return []
        try:
            journal.restore_visits(stream, floor.position, rows)
        except Conflict:
            continue
        return changed
    raise Busy(f"{stream.facility} {stream.day} is being written all the while")
