"""What has happened to one visit, out of the entries of its day; and how it stood before some of it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flow.engine.events import Entry, OfVisit, VisitMerged
from flow.engine.evolve import fold
from flow.engine.floor import Floor
from flow.engine.visits import Visit


def of_visit(entries: Iterable[Entry], visit: str) -> Iterator[Entry]:
    """The entries that are about this visit, each with the events that are."""
    for entry in entries:
        own = tuple(e for e in entry.events if isinstance(e, OfVisit) and e.visit == visit)
        if own:
            yield replace(entry, events=own)


def story_of(entries: Iterable[Entry], visit: str) -> Iterator[Entry]:
    """The entries that its story is made of: those about this visit, and the mergers of others into it."""
    for entry in entries:
        own = tuple(
            e
            for e in entry.events
            if isinstance(e, OfVisit)
            and (e.visit == visit or (isinstance(e, VisitMerged) and e.into == visit))
        )
        if own:
            yield replace(entry, events=own)


def as_it_stood(visit: Visit, entries: Iterable[Entry]) -> Visit:
    """The visit after these entries about it: those of its day, without the last thing that was done to it. Its name and its turn
    are those of today's floor.
    """
    floor = Floor(facility="")
    for entry in entries:
        fold(floor, entry)
    was = floor.visits[visit.id]
    return replace(was, name=visit.name, turn=visit.turn, acted_at=None)
