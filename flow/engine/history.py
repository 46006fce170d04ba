"""What has happened to one visit, out of the entries of its day; and how it stood before some of it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flow.engine.events import Entry, Event, OfStop, OfVisit, VisitMerged
from flow.engine.evolve import fold
from flow.engine.evolve.stops import STEPS
from flow.engine.floor import Floor
from flow.engine.lifecycle import allows
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


def as_it_stood(visit: Visit, entries: Iterable[Entry], undone: int) -> Visit:
    """The visit after these entries about it, those of its day, without the last thing that was done to it, at position `undone`.

    What has been said about it since stays, unless it was about what is undone: a call that is none was not repeated. Its name and
    its turn are those of today's floor.
    """
    floor = Floor(facility="")
    for entry in entries:
        if entry.position < undone:
            fold(floor, entry)
        elif entry.position > undone:
            still = tuple(event for event in entry.events if _still_holds(floor, event))
            fold(floor, replace(entry, events=still))
    was = floor.visits[visit.id]
    return replace(was, name=visit.name, turn=visit.turn, acted_at=None)


def _still_holds(floor: Floor, event: Event) -> bool:
    """Whether the stop stands so that this can have happened to it; of what is no step of a stop, always."""
    step = STEPS.get(type(event)) if isinstance(event, OfStop) else None
    if step is None or not isinstance(event, OfStop):
        return True
    stop = floor.visits[event.visit].stops.get(event.stop)
    return stop is not None and allows(stop.status, step)
