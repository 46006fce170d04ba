"""The itinerary of one visit while a command is being decided: what is ahead, what is open, what follows.

Holds what will be true once the events decided so far have happened, so that one decision can plan, skip, queue and end
in the right order without moving the floor. Whatever it changes, it also says, in `events`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flow.engine import events as e
from flow.engine.decisions import Route, RoutedStop
from flow.engine.lifecycle import AT_A_DESK, CLOSED, Status
from flow.engine.outcomes import AT_ONCE, Outcome
from flow.engine.routing import Rulebook
from flow.engine.tables import OrderRule
from flow.engine.text import Text
from flow.engine.visits import BY_RULE, Origin, Stop, Visit

MOVABLE = frozenset({Status.WAITING, Status.ABSENT})
"""Open, but nothing has begun: a new route may take such a stop away."""

ROUTE_CHANGED = Text("Rute berubah", "The route has changed")
NOT_ORDERED = Text("Tidak diminta", "Not ordered")
REVIEW = Text("Kembali dengan hasil", "Back with the results")
VISIT_ENDED = Text("Kunjungan berakhir", "The visit has ended")


class Itinerary:
    """A draft of one visit's stops; `events` is what was decided."""

    def __init__(self, visit: Visit, rulebook: Rulebook, at: datetime) -> None:
        self.events: list[e.Event] = []
        self._visit = visit
        self._rulebook = rulebook
        self._at = at
        self._planned = {stop.number: _as_planned(stop) for stop in visit.planned()}
        self._ahead = list(visit.ahead)
        self._open = {stop.number: stop.station for stop in visit.open_stops()}
        self._last = max(visit.stops, default=0)
        self._intended = visit.intended
        self._class = (visit.priority, visit.rank)
        self._is_urgent = False
        self._is_registered = True

    # Questions

    def goes_to(self, station: str) -> bool:
        """Whether the visit stands on that station's list already."""
        return station in self._open.values()

    # Changes

    def classify(self, route: Route, because: Text) -> None:
        """The class in which the visit waits from now on, in the lines where it stands already too."""
        self._class = (route.priority, self._rulebook.rank(route.priority))
        self.events.append(
            e.VisitClassified(
                at=self._at,
                visit=self._visit.id,
                cluster=route.cluster,
                priority=route.priority,
                rank=self._class[1],
                because=because,
                bands=route.bands,
                flags=route.flags,
            )
        )
        for stop in self._visit.open_stops():
            priority, rank = self._waits_as(stop.origin)
            if stop.status not in AT_A_DESK and rank != stop.rank:
                self.events.append(
                    e.StopRanked(
                        at=self._at,
                        visit=self._visit.id,
                        stop=stop.number,
                        priority=priority,
                        rank=rank,
                    )
                )

    def follow(self, route: Route, *, is_urgent: bool, is_registered: bool) -> None:
        """Plan what lies ahead as the route wants it; what has begun stays, what was ordered stays.

        An urgent route does not wait for the laboratory: the visit stands in that room's line at once, beside the rest, and even
        if it was there before.
        """
        self._is_urgent, self._is_registered = is_urgent, is_registered
        wanted = {stop.station for step in route.steps for stop in step}
        for stop in self._visit.open_stops():
            if stop.origin in BY_RULE and stop.status in MOVABLE and stop.station not in wanted:
                self.skip(stop.number, ROUTE_CHANGED)
        fresh: list[e.PlannedStop] = []
        placed: dict[str, int] = {}
        on_the_way_in = () if self._intended and not is_urgent else route.entry
        entry = self._wanted(on_the_way_in, Origin.ENTRY, fresh, placed)
        exits = self._wanted(route.exits, Origin.EXIT, fresh, placed)
        ahead = [*entry, *self._asked_for(set(placed.values())), *exits]
        staying = {number for step in ahead for number in step}
        for number in [n for step in self._ahead for n in step if n not in staying]:
            self.skip(number, ROUTE_CHANGED)
        if fresh or ahead != self._ahead:
            self._plan(fresh, ahead)
        if is_urgent and entry:
            for number in entry[0]:
                self._queue(number, self._at)

    def order(self, rows: Iterable[OrderRule], stop: Stop, review: bool | None) -> bool:
        """Add what a consultation ordered: side by side at once, then the review, the `last` ones at the very end.

        Returns whether there is anything to wait for with the results.
        """
        fresh: list[e.PlannedStop] = []
        beside: list[int] = []
        awaited: list[int] = []
        at_end: list[tuple[int, ...]] = []
        by_rule = False
        for row in rows:
            for station in row.rule.stops:
                number = self._settled(station, row)
                if number is None:
                    number = self._new(
                        fresh, station, Origin.ORDER, row.rule.name, row.rule.because
                    )
                    if row.last:
                        at_end.append((number,))
                    else:
                        beside.append(number)
                if not row.last:
                    awaited.append(number)
                    by_rule = by_rule or row.review
        ahead = [*([tuple(beside)] if beside else []), *self._ahead, *at_end]
        wanted = by_rule if review is None else review
        if awaited and wanted and not self._reviews(stop.station):
            behind = [n for n, step in enumerate(ahead, 1) if set(step) & set(awaited)]
            ahead.insert(max(behind, default=0), (self._review(fresh, stop),))
        if fresh:
            self._plan(fresh, ahead)
        return bool(awaited)

    def go_to(
        self, station: str, origin: Origin, rule: str, because: Text, since: datetime
    ) -> None:
        """Queue at `station` now, before everything else ahead; it stands for what was planned there, a review excepted."""
        for number, stop in list(self._planned.items()):
            if stop.station == station and stop.origin is not Origin.REVIEW:
                self.skip(number, ROUTE_CHANGED)
        fresh: list[e.PlannedStop] = []
        number = self._new(fresh, station, origin, rule, because)
        self._plan(fresh, [(number,), *self._ahead])
        self._queue(number, since)

    def intend(self, outcome: Outcome) -> None:
        """The visit will end so; what the rules still planned on the way in is left out. Orders, reviews and exits stay."""
        self._intended = outcome
        self.events.append(e.OutcomeIntended(at=self._at, visit=self._visit.id, outcome=outcome))
        for number, stop in list(self._planned.items()):
            if stop.origin is Origin.ENTRY:
                self.skip(number, VISIT_ENDED)

    def close(self, event: e.ServiceFinished | e.StopTransferred) -> None:
        """A stop that ends by its own event (finished, transferred)."""
        self.events.append(event)
        self._open.pop(event.stop, None)

    def pass_by(self, station: str, because: Text) -> None:
        """A planned stop at `station` is not queued for."""
        for number, stop in list(self._planned.items()):
            if stop.station == station:
                self.skip(number, because)

    def skip(self, number: int, because: Text) -> None:
        self.events.append(
            e.StopSkipped(at=self._at, visit=self._visit.id, stop=number, because=because)
        )
        self._open.pop(number, None)
        self._take(number)

    def advance(self) -> None:
        """Nothing open any more: queue the next step, or, when nothing is ahead, end the visit."""
        while not self._open and self._ahead:
            for number in self._ahead[0]:
                if self._planned[number].if_ordered:
                    self.skip(number, NOT_ORDERED)
                else:
                    self._queue(number, self._credited(number))
        if not self._open:
            self._end(self._intended or Outcome.HOME, "")

    def leave(self, outcome: Outcome, reason: str, because: Text = VISIT_ENDED) -> None:
        """The visit ends here and now; whatever was open or ahead is skipped, first the stop at a desk."""
        begun = sorted(self._open, key=lambda number: number != self._visit.at_desk)
        for number in [*begun, *(n for step in self._ahead for n in step)]:
            self.skip(number, because)
        self._end(outcome, reason)

    def finish_as(self, outcome: Outcome) -> None:
        """The outcome that a consultation gave: at once, or when cashier and pharmacy are done."""
        if outcome in AT_ONCE:
            self.leave(outcome, "")
        else:
            self.intend(outcome)
            self.advance()

    # Details

    def _asked_for(self, placed: set[int]) -> list[tuple[int, ...]]:
        """The steps ahead that people asked for, without those that have their place in the route."""
        steps = (
            tuple(n for n in step if n not in placed and self._planned[n].origin not in BY_RULE)
            for step in self._ahead
        )
        return [step for step in steps if step]

    def _wanted(
        self,
        steps: tuple[tuple[RoutedStop, ...], ...],
        origin: Origin,
        fresh: list[e.PlannedStop],
        placed: dict[str, int],
    ) -> list[tuple[int, ...]]:
        """The steps of a route that are still to come: planned ones keep their number, passed ones drop out.

        `placed` collects the number of each station, since a route leads to a station once.
        """
        result = []
        for step in steps:
            numbers = []
            for stop in step:
                if stop.station in placed or self._passed(stop, origin):
                    continue
                number = self._number(stop, origin, fresh)
                placed[stop.station] = number
                numbers.append(number)
            if numbers:
                result.append(tuple(numbers))
        return result

    def _number(self, stop: RoutedStop, origin: Origin, fresh: list[e.PlannedStop]) -> int:
        """The planned stop that is just this one, or a new one: another rule plans a stop anew, with its own reason."""
        for number, planned in self._planned.items():
            if planned.station == stop.station and (
                _is_ordered_exit(planned, origin) or _is_planned_by(planned, stop, origin)
            ):
                return number
        return self._new(
            fresh, stop.station, origin, stop.rule, stop.because, if_ordered=stop.if_ordered
        )

    def _passed(self, wanted: RoutedStop, origin: Origin) -> bool:
        """Whether the visit has been there, is there, was moved on from there, or goes there by an order."""
        if self.goes_to(wanted.station):
            return True
        if self._is_urgent and origin is Origin.ENTRY:
            return False
        if any(
            p.station == wanted.station
            and p.origin not in BY_RULE
            and not _is_ordered_exit(p, origin)
            for p in self._planned.values()
        ):
            return True
        known = self._rulebook.stations.get(wanted.station)
        over = CLOSED if known and known.registers and self._is_registered else {Status.DONE}
        return any(
            stop.station == wanted.station
            and (stop.status in over or (stop.moved_to and stop.rule == wanted.rule))
            for stop in self._visit.stops.values()
        )

    def _reviews(self, station: str) -> bool:
        """Whether the visit comes back to this station anyway."""
        return any(
            p.station == station and p.origin is Origin.REVIEW for p in self._planned.values()
        )

    def _settled(self, station: str, row: OrderRule) -> int | None:
        """The stop that an order needs no new one for: the visit is on that list, or it was planned, perhaps for just this."""
        for number, open_at in self._open.items():
            if open_at == station:
                return number
        for number, planned in self._planned.items():
            if planned.station == station and planned.if_ordered:
                self._planned[number] = _confirmed(planned)
                self.events.append(
                    e.StopConfirmed(
                        at=self._at, visit=self._visit.id, stop=number, because=row.rule.because
                    )
                )
                return number
            if planned.station == station and planned.origin is not Origin.REVIEW:
                return number
        return None

    def _review(self, fresh: list[e.PlannedStop], stop: Stop) -> int:
        return self._new(
            fresh, stop.station, Origin.REVIEW, "konsultasi-ulang", REVIEW, review_of=stop.number
        )

    def _new(
        self,
        fresh: list[e.PlannedStop],
        station: str,
        origin: Origin,
        rule: str,
        because: Text,
        *,
        if_ordered: bool = False,
        review_of: int | None = None,
    ) -> int:
        self._last += 1
        planned = e.PlannedStop(
            number=self._last,
            station=station,
            origin=origin,
            rule=rule,
            because=because,
            if_ordered=if_ordered,
            review_of=review_of,
        )
        fresh.append(planned)
        self._planned[planned.number] = planned
        return planned.number

    def _plan(self, fresh: list[e.PlannedStop], ahead: list[tuple[int, ...]]) -> None:
        self._ahead = ahead
        self.events.append(
            e.StopsPlanned(
                at=self._at, visit=self._visit.id, stops=tuple(fresh), ahead=tuple(ahead)
            )
        )

    def _take(self, number: int) -> None:
        """The stop no longer lies ahead."""
        self._planned.pop(number, None)
        steps = (tuple(n for n in step if n != number) for step in self._ahead)
        self._ahead = [step for step in steps if step]

    def _queue(self, number: int, since: datetime) -> None:
        stop = self._planned[number]
        self._open[number] = stop.station
        self._take(number)
        priority, rank = self._waits_as(stop.origin)
        self.events.append(
            e.StopQueued(
                at=self._at,
                visit=self._visit.id,
                stop=number,
                since=since,
                priority=priority,
                rank=rank,
            )
        )

    def _waits_as(self, origin: Origin) -> tuple[str, int]:
        """The class of a stop: the visit's, or that of reviews where it is better."""
        priority, rank = self._class
        review = self._rulebook.review_class
        if origin is Origin.REVIEW and review and self._rulebook.rank(review) < rank:
            return review, self._rulebook.rank(review)
        return priority, rank

    def _credited(self, number: int) -> datetime:
        """Who comes back with results is credited with the time already waited in that room."""
        first = self._planned[number].review_of
        before = self._visit.stops.get(first) if first else None
        if before is None or before.since is None or before.called_at is None:
            return self._at
        return self._at - max(before.called_at - before.since, timedelta(0))

    def _end(self, outcome: Outcome, reason: str) -> None:
        self.events.append(
            e.VisitEnded(at=self._at, visit=self._visit.id, outcome=outcome, reason=reason)
        )


def _as_planned(stop: Stop) -> e.PlannedStop:
    return e.PlannedStop(
        number=stop.number,
        station=stop.station,
        origin=stop.origin,
        rule=stop.rule,
        because=stop.because,
        if_ordered=stop.if_ordered,
        review_of=stop.review_of,
    )


def _is_ordered_exit(planned: e.PlannedStop, origin: Origin) -> bool:
    """What was ordered for the way out (medicines) keeps its place among the exits: behind the cashier."""
    return origin is Origin.EXIT and planned.origin is Origin.ORDER


def _is_planned_by(planned: e.PlannedStop, stop: RoutedStop, origin: Origin) -> bool:
    return (planned.origin, planned.rule, planned.if_ordered) == (
        origin,
        stop.rule,
        stop.if_ordered,
    )


def _confirmed(stop: e.PlannedStop) -> e.PlannedStop:
    return e.PlannedStop(
        number=stop.number,
        station=stop.station,
        origin=Origin.ORDER,
        rule=stop.rule,
        because=stop.because,
        review_of=stop.review_of,
    )
