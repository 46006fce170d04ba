"""What lies ahead as a route wants it: what has begun stays, what was ordered stays, what is passed drops out."""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from flow.engine import events as e
from flow.engine.decide.itinerary import MOVABLE, ROUTE_CHANGED, Ahead, Itinerary
from flow.engine.decisions import Route, RoutedStop
from flow.engine.lifecycle import CLOSED, Status
from flow.engine.visits import BY_RULE, Origin, Stop

DONE = frozenset({Status.DONE})

S = TypeVar("S", Stop, Ahead)


def follow(itinerary: Itinerary, route: Route, *, is_urgent: bool, is_registered: bool) -> None:
    """Plan what lies ahead as the route wants it.

    An urgent route does not wait for the laboratory: the visit stands in that room's line at once, beside the rest, and even
    if it was there before.
    """
    if not itinerary.visit.stops:
        itinerary.begin(route)
        if is_urgent and route.entry:
            _queue(itinerary, route.ahead[0])
        return
    for stop in itinerary.visit.open_stops():
        if stop.origin in BY_RULE and stop.status in MOVABLE and not route.leads_to(stop.station):
            itinerary.skip(stop.number, ROUTE_CHANGED)
    way = _Way(itinerary, is_urgent=is_urgent, is_registered=is_registered)
    entry = way.steps(() if itinerary.intended and not is_urgent else route.entry, Origin.ENTRY)
    exits = way.steps(route.exits, Origin.EXIT)
    ahead = [*entry, *way.asked_for(), *exits]
    if ahead != itinerary.ahead:
        staying = {number for step in ahead for number in step}
        gone = [n for n in itinerary.planned if n not in staying]
        if (
            way.fresh
        ):  # before the others go: who is planned there anew keeps the place in its quota
            itinerary.plan(way.fresh, ahead)
        for number in gone:
            itinerary.skip(number, ROUTE_CHANGED)
    if ahead != itinerary.ahead:
        itinerary.plan(way.fresh, ahead)
    if is_urgent and entry:
        _queue(itinerary, entry[0])


def _queue(itinerary: Itinerary, step: tuple[int, ...]) -> None:
    for number in step:
        itinerary.queue(number, itinerary.at)


class _Way:
    """The steps of one route as stops: `fresh` are new, `placed` is the number at each station, since a route leads there once."""

    def __init__(self, itinerary: Itinerary, *, is_urgent: bool, is_registered: bool) -> None:
        self.fresh: list[e.PlannedStop] = []
        self._itinerary = itinerary
        self._is_urgent = is_urgent
        self._is_registered = is_registered
        self._placed: dict[str, int] = {}
        self._known = _by_station(itinerary.visit.stops.values())
        self._planned = _by_station(itinerary.planned.values())

    def steps(
        self, steps: Sequence[tuple[RoutedStop, ...]], origin: Origin
    ) -> list[tuple[int, ...]]:
        """The steps that are still to come: planned ones keep their number, passed ones drop out."""
        result = []
        for step in steps:
            numbers = []
            for stop in step:
                if stop.station in self._placed or self._passed(stop, origin):
                    continue
                number = self._number(stop, origin)
                self._placed[stop.station] = number
                numbers.append(number)
            if numbers:
                result.append(tuple(numbers))
        return result

    def asked_for(self) -> list[tuple[int, ...]]:
        """The steps ahead that people asked for, without those that have their place in the route."""
        planned = self._itinerary.planned
        asked = {n for n, stop in planned.items() if stop.origin not in BY_RULE}
        asked.difference_update(self._placed.values())
        if not asked:
            return []
        steps = (tuple(n for n in step if n in asked) for step in self._itinerary.ahead)
        return [step for step in steps if step]

    def _number(self, stop: RoutedStop, origin: Origin) -> int:
        """The planned stop that is just this one, or a new one: another rule plans a stop anew, with its own reason."""
        for planned in self._planned.get(stop.station, ()):
            if _is_planned_by(planned, stop, origin) or _is_ordered_exit(planned, origin):
                return planned.number
        return self._itinerary.new(
            self.fresh, stop.station, origin, stop.rule, stop.because, if_ordered=stop.if_ordered
        )

    def _passed(self, wanted: RoutedStop, origin: Origin) -> bool:
        """Whether the visit has been there, is there, was moved on from there, or goes there by an order."""
        itinerary = self._itinerary
        if itinerary.goes_to(wanted.station):
            return True
        if self._is_urgent and origin is Origin.ENTRY:
            return False
        for planned in self._planned.get(wanted.station, ()):
            if not (planned.origin in BY_RULE or _is_ordered_exit(planned, origin)):
                return True
        for stop in self._known.get(wanted.station, ()):
            if stop.status in self._over(stop) or (stop.moved_to and stop.rule == wanted.rule):
                return True
        return False

    def _over(self, stop: Stop) -> Collection[Status]:
        """Where a stop counts as passed: registration, by whoever is known, also where it was skipped."""
        station = self._itinerary.rulebook.stations.get(stop.station)
        return CLOSED if station and station.registers and self._is_registered else DONE


def _by_station(stops: Iterable[S]) -> dict[str, list[S]]:
    found: dict[str, list[S]] = {}
    for stop in stops:
        found.setdefault(stop.station, []).append(stop)
    return found


def _is_ordered_exit(planned: Ahead, origin: Origin) -> bool:
    """What was ordered for the way out (medicines) keeps its place among the exits: behind the cashier."""
    return origin is Origin.EXIT and planned.origin is Origin.ORDER


def _is_planned_by(planned: Ahead, stop: RoutedStop, origin: Origin) -> bool:
    return (
        planned.origin is origin
        and planned.rule == stop.rule
        and planned.if_ordered == stop.if_ordered
    )
