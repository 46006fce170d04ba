"""Who is next at a station. A discipline is a plain function over the heads of the classes.

The rulebook names one per station. Emergency, the first class of every rulebook, is above all of them.
A visit that is called or served elsewhere is masked: it keeps its place and is passed over until it is free.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from flow.engine.floor import Floor
from flow.engine.lines import Line, Place
from flow.engine.routing import Rulebook
from flow.engine.text import Text

Discipline = Callable[[Iterable[Place]], Place]


EMERGENCY = 0  # the rank of a rulebook's first class


def fifo(heads: Iterable[Place]) -> Place:
    """Who has waited longest, whatever the class; only an emergency comes before."""
    return min(heads, key=lambda place: (place.rank != EMERGENCY, place.since, place.turn))


def strict(heads: Iterable[Place]) -> Place:
    """The first class that has somebody waiting; within it who has waited longest."""
    return min(heads, key=lambda place: (place.rank, place.since, place.turn))


DISCIPLINES: Mapping[str, Discipline] = {"fifo": fifo, "strict": strict}


def next_place(floor: Floor, rulebook: Rulebook, station: str) -> Place | None:
    """Who would be called now; None when nobody can be. Costs O(classes + desks), not O(line)."""
    return next(in_order(floor, rulebook, station, masked=False), None)


def in_order(
    floor: Floor, rulebook: Rulebook, station: str, *, masked: bool = True
) -> Iterator[Place]:
    """The line in the order in which it would be called; `masked=False` leaves out who is busy elsewhere."""
    state = floor.stations.get(station)
    if state is None:
        return
    discipline = _discipline(rulebook, station)
    tails = _tails(floor, state.line, masked)
    heads = {rank: head for rank, tail in tails.items() if (head := next(tail, None)) is not None}
    while heads:
        place = discipline(heads.values())
        yield place
        following = next(tails[place.rank], None)
        if following is None:
            del heads[place.rank]
        else:
            heads[place.rank] = following


def is_masked(floor: Floor, place: Place) -> bool:
    """Whether the visit is at a desk elsewhere just now."""
    return floor.visits[place.visit].at_desk is not None


def why(floor: Floor, rulebook: Rulebook, station: str, place: Place, before: Place | None) -> Text:
    """Why this place comes where it does: behind `before`, or first."""
    visit, stop = floor.visits[place.visit], floor.stop_at(place)
    if visit.at_desk is not None:
        return _MASKED.filled(station=rulebook.station_name(visit.stops[visit.at_desk].station))
    label = rulebook.label(stop.priority)
    if _discipline(rulebook, station) is fifo:
        return (
            _FIRST_COME if before is None else _AFTER.filled(name=floor.visits[before.visit].name)
        )
    if before is None:
        return _FIRST.filled(label=label)
    name = floor.visits[before.visit].name
    if before.rank == place.rank:
        return _SAME_CLASS.filled(name=name, label=label)
    return _LOWER_CLASS.filled(name=name, label=label)


_MASKED = Text(
    "Sedang di {station}; gilirannya tetap, belum bisa dipanggil",
    "At {station} now; keeps the place, cannot be called yet",
)
_FIRST_COME = Text("Paling lama menunggu", "Has waited longest")
_AFTER = Text("Datang setelah {name}", "Came after {name}")
_FIRST = Text("Prioritas {label}, paling lama menunggu", "Priority {label}, has waited longest")
_SAME_CLASS = Text(
    "Sama-sama {label}, menunggu setelah {name}", "Also {label}, waiting after {name}"
)
_LOWER_CLASS = Text("{label}; prioritas {name} lebih tinggi", "{label}; {name} has higher priority")


def _discipline(rulebook: Rulebook, station: str) -> Discipline:
    known = rulebook.stations.get(station)
    return DISCIPLINES[known.discipline] if known else fifo


def _tails(floor: Floor, line: Line, masked: bool) -> dict[int, Iterator[Place]]:
    """For each class an iterator over its places."""
    if masked:
        return {rank: iter(places) for rank, places in line.classes.items()}
    return {
        rank: (place for place in places if not is_masked(floor, place))
        for rank, places in line.classes.items()
    }
