"""What lies ahead as a route wants it: what has begun stays, what was ordered stays, what is passed drops out."""

from collections.abc import Sequence

from flow.engine import events as e
from flow.engine.decide.itinerary import ROUTE_CHANGED, Ahead, Itinerary
from flow.engine.decisions import Route, RoutedStop
from flow.engine.lifecycle import CLOSED, Status
from flow.engine.visits import BY_RULE, Origin

MOVABLE = frozenset({Status.WAITING, Status.ABSENT})
"""Open, but nothing has begun: a new route may take such a stop away."""


def follow(itinerary: Itinerary, route: Route, *, is_urgent: bool, is_registered: bool) -> None:
    """Plan what lies ahead as the route wants it.

    An urgent route does not wait for the laboratory: the visit stands in that room's line at once, beside the rest, and even
    if it was there before.
    """
    wanted = {stop.station for step in route.steps for stop in step}
    for stop in itinerary.visit.open_stops():
        if stop.origin in BY_RULE and stop.status in MOVABLE and stop.station not in wanted:
            itinerary.skip(stop.number, ROUTE_CHANGED)
    way = _Way(itinerary, is_urgent=is_urgent, is_registered=is_registered)
    entry = way.steps(() if itinerary.intended and not is_urgent else route.entry, Origin.ENTRY)
    exits = way.steps(route.exits, Origin.EXIT)
    ahead = [*entry, *way.asked_for(), *exits]
    staying = {number for step in ahead for number in step}
    for number in [n for step in itinerary.ahead for n in step if n not in staying]:
        itinerary.skip(number, ROUTE_CHANGED)
    if way.fresh or ahead != itinerary.ahead:
        itinerary.plan(way.fresh, ahead)
    if is_urgent and entry:
        for number in entry[0]:
            itinerary.queue(number, itinerary.at)


class _Way:
    """The steps of one route as stops: `fresh` are new, `placed` is the number at each station, since a route leads there once."""

    def __init__(self, itinerary: Itinerary, *, is_urgent: bool, is_registered: bool) -> None:
        self.fresh: list[e.PlannedStop] = []
        self._itinerary = itinerary
        self._is_urgent = is_urgent
        self._is_registered = is_registered
        self._placed: dict[str, int] = {}

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
        planned, placed = self._itinerary.planned, set(self._placed.values())
        steps = (
            tuple(n for n in step if n not in placed and planned[n].origin not in BY_RULE)
            for step in self._itinerary.ahead
        )
        return [step for step in steps if step]

    def _number(self, stop: RoutedStop, origin: Origin) -> int:
        """The planned stop that is just this one, or a new one: another rule plans a stop anew, with its own reason."""
        for number, planned in self._itinerary.planned.items():
            if planned.station == stop.station and (
                _is_ordered_exit(planned, origin) or _is_planned_by(planned, stop, origin)
            ):
                return number
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
        for planned in itinerary.planned.values():
            if planned.station == wanted.station and not (
                planned.origin in BY_RULE or _is_ordered_exit(planned, origin)
            ):
                return True
        known = itinerary.rulebook.stations.get(wanted.station)
        over = CLOSED if known and known.registers and self._is_registered else {Status.DONE}
        for stop in itinerary.visit.stops.values():
            if stop.station == wanted.station and (
                stop.status in over or (stop.moved_to and stop.rule == wanted.rule)
            ):
                return True
        return False


def _is_ordered_exit(planned: Ahead, origin: Origin) -> bool:
    """What was ordered for the way out (medicines) keeps its place among the exits: behind the cashier."""
    return origin is Origin.EXIT and planned.origin is Origin.ORDER


def _is_planned_by(planned: Ahead, stop: RoutedStop, origin: Origin) -> bool:
    return (planned.origin, planned.rule, planned.if_ordered) == (
        origin,
        stop.rule,
        stop.if_ordered,
    )
