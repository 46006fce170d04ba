"""The itinerary of one visit while a command is being decided: what is ahead, what is open, what follows.

Holds what will be true once the events decided so far have happened, so that one decision can plan, skip, queue and end
in the right order without moving the floor. Whatever it changes, it also says, in `events`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flow.engine import events as e
from flow.engine.decisions import Route
from flow.engine.lifecycle import AT_A_DESK, OPEN, Status
from flow.engine.outcomes import AT_ONCE, Destination, Outcome
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.visits import BY_RULE, Origin, Stop, Visit, without

ROUTE_CHANGED = Text("Rute berubah", "The route has changed")
NOT_ORDERED = Text("Tidak diminta", "Not ordered")
VISIT_ENDED = Text("Kunjungan berakhir", "The visit has ended")

MOVABLE = frozenset({Status.WAITING, Status.ABSENT})
"""Open, but nothing has begun: a new route may take such a stop away."""

Ahead = Stop | e.PlannedStop
"""What lies ahead of a visit: it did so before the command, or was planned by it. Neither moves while it is decided."""


class Itinerary:
    """A draft of one visit's stops; `events` is what was decided."""

    def __init__(self, visit: Visit, rulebook: Rulebook, at: datetime) -> None:
        self.events: list[e.Event] = []
        self.visit = visit
        self.rulebook = rulebook
        self.at = at
        stops = visit.stops
        self.planned: dict[int, Ahead] = {n: stops[n] for step in visit.ahead for n in step}
        self.ahead = list(visit.ahead)
        self.open_at = {n: stop.station for n, stop in stops.items() if stop.status in OPEN}
        self._last = max(visit.stops, default=0)
        self.intended = visit.intended
        self._leaves = (visit.destination, visit.reason)
        self._done: dict[int, Ahead] = {}
        self._then_minutes: dict[int, int] = {}
        self._class = (visit.priority, visit.rank)

    # Questions

    def goes_to(self, station: str) -> bool:
        """Whether the visit stands on that station's list already."""
        return station in self.open_at.values()

    def stop(self, number: int) -> Ahead:
        """One of the stops that are ahead or open."""
        return self.planned.get(number) or self.visit.stops[number]

    def to(self, station: str) -> list[int]:
        """The stops at that station, those that are open first."""
        planned = (n for n, stop in self.planned.items() if stop.station == station)
        return [*(n for n, code in self.open_at.items() if code == station), *planned]

    def repeating(self, number: int) -> set[str]:
        """The rules of the orders that come once more after this stop."""
        return {stop.rule for stop in self.planned.values() if stop.repeat_of == number}

    # Changes

    def classify(self, route: Route, because: Text) -> None:
        """The class in which the visit waits from now on, in the lines where it stands already too."""
        self._class = (route.priority, self.rulebook.rank(route.priority))
        self.events.append(
            e.VisitClassified(
                at=self.at,
                visit=self.visit.id,
                cluster=route.cluster,
                priority=route.priority,
                rank=self._class[1],
                because=because,
                bands=route.bands,
                flags=route.flags,
            )
        )
        for stop in self.visit.open_stops():
            priority, rank = self._waits_as(stop.origin)
            if stop.status not in AT_A_DESK and rank != stop.rank:
                self.events.append(
                    e.StopRanked(
                        at=self.at,
                        visit=self.visit.id,
                        stop=stop.number,
                        priority=priority,
                        rank=rank,
                    )
                )

    def begin(self, route: Route) -> None:
        """The whole way of somebody who has only just come: it follows from the route alone."""
        self.planned = {stop.number: stop for stop in route.fresh}
        self._last = len(route.fresh)
        if route.ahead:
            self.plan(route.fresh, list(route.ahead))

    def go_to(
        self, station: str, origin: Origin, rule: str, because: Text, since: datetime
    ) -> None:
        """Queue at `station` now, before everything else ahead; it stands for what was planned there, a review excepted."""
        replaced = [
            number
            for number, stop in self.planned.items()
            if stop.station == station and stop.origin is not Origin.REVIEW
        ]
        fresh: list[e.PlannedStop] = []
        number = self.new(fresh, station, origin, rule, because)
        self.plan(fresh, [(number,), *self.ahead])  # first, so that a place in the quota is kept
        for other in replaced:
            self.skip(other, ROUTE_CHANGED)
        self.queue(number, since)

    def intend(
        self, outcome: Outcome, destination: Destination | None = None, reason: str = ""
    ) -> None:
        """The visit will end so; what the rules still planned on the way in is left out. Orders, reviews and exits stay."""
        self.intended, self._leaves = outcome, (destination, reason)
        self.events.append(
            e.OutcomeIntended(
                at=self.at,
                visit=self.visit.id,
                outcome=outcome,
                destination=destination,
                reason=reason,
            )
        )
        for number, stop in list(self.planned.items()):
            if stop.origin is Origin.ENTRY:
                self.skip(number, VISIT_ENDED)

    def confirm(self, number: int, because: Text) -> None:
        """A stop that was planned "if ordered" has been ordered."""
        self._count_as_ordered(number, because)
        self.events.append(
            e.StopConfirmed(at=self.at, visit=self.visit.id, stop=number, because=because)
        )

    def share(self, number: int, rule: str, because: Text, then_minutes: int) -> None:
        """A stop that is ahead or open serves another order too; the results of that one take `then_minutes`."""
        known = self.stop(number)
        if number in self.planned and known.origin in BY_RULE:
            self._count_as_ordered(number, known.because)
        longest = max(known.then_minutes, then_minutes)
        self._then_minutes[number] = longest
        self.events.append(
            e.StopShared(
                at=self.at,
                visit=self.visit.id,
                stop=number,
                rule=rule,
                because=because,
                then_minutes=longest,
            )
        )

    def close(self, event: e.ServiceFinished | e.StopTransferred) -> None:
        """A stop that ends by its own event (finished, transferred)."""
        self.events.append(event)
        self.open_at.pop(event.stop, None)
        self._done[event.stop] = self.visit.stops[event.stop]

    def done_in_room(self, number: int, room: str) -> None:
        """What was to be done there has been done in the `room` where the patient is."""
        self._done[number] = self.stop(number)
        self.events.append(
            e.StopDoneInRoom(at=self.at, visit=self.visit.id, stop=number, station=room)
        )
        self.open_at.pop(number, None)
        self._take(number)

    def pass_by(self, station: str, because: Text, *, in_line: bool = False) -> None:
        """A planned stop at `station` is not queued for; one `in_line` already, or absent, is left."""
        for number, stop in list(self.planned.items()):
            if stop.station == station:
                self.skip(number, because)
        for stop in self.visit.open_stops() if in_line else ():
            if stop.station == station and stop.status in MOVABLE and stop.number in self.open_at:
                self.skip(stop.number, because)

    def skip(self, number: int, because: Text) -> None:
        self.events.append(
            e.StopSkipped(at=self.at, visit=self.visit.id, stop=number, because=because)
        )
        self.open_at.pop(number, None)
        self._take(number)

    def advance(self) -> None:
        """Nothing open any more: queue the next step, or, when nothing is ahead, end the visit."""
        while not self.open_at and self.ahead:
            for number in self.ahead[0]:
                if self.planned[number].if_ordered:
                    self.skip(number, NOT_ORDERED)
                else:
                    self.queue(number, self._counts_from(number))
        if not self.open_at:
            destination, reason = self._leaves
            self._end(self.intended or Outcome.HOME, reason, destination)

    def leave(
        self,
        outcome: Outcome,
        reason: str,
        because: Text = VISIT_ENDED,
        destination: Destination | None = None,
        by_itself: Text | None = None,
        said_at: str | None = None,
    ) -> None:
        """The visit ends here and now; whatever was open or ahead is skipped, first where that was said or the stop at a desk.

        `by_itself` is why, where nobody has ended it but the house.
        """
        first = [n for n, station in self.open_at.items() if station == said_at]
        first = first or [n for n in self.open_at if n == self.visit.at_desk]
        begun = sorted(self.open_at, key=lambda number: number not in first)
        for number in [*begun, *(n for step in self.ahead for n in step)]:
            self.skip(number, because)
        self._end(outcome, reason, destination, by_itself)

    def finish_as(
        self, outcome: Outcome, destination: Destination | None = None, reason: str = ""
    ) -> None:
        """The outcome that a consultation gave: at once, or when cashier and pharmacy are done."""
        if outcome in AT_ONCE:
            self.leave(outcome, reason)
        else:
            self.intend(outcome, destination, reason)
            self.advance()

    # Details

    def new(
        self,
        fresh: list[e.PlannedStop],
        station: str,
        origin: Origin,
        rule: str,
        because: Text,
        *,
        if_ordered: bool = False,
        review_of: int | None = None,
        for_desk: str | None = None,
        repeat_of: int | None = None,
        then_minutes: int = 0,
        apart_minutes: int | None = None,
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
            for_desk=for_desk,
            repeat_of=repeat_of,
            then_minutes=then_minutes,
            apart_minutes=apart_minutes,
        )
        fresh.append(planned)
        self.planned[planned.number] = planned
        return planned.number

    def plan(self, fresh: Sequence[e.PlannedStop], ahead: list[tuple[int, ...]]) -> None:
        self.ahead = ahead
        self.events.append(
            e.StopsPlanned(at=self.at, visit=self.visit.id, stops=tuple(fresh), ahead=tuple(ahead))
        )

    def _count_as_ordered(self, number: int, because: Text) -> None:
        planned = self.planned[number]
        self.planned[number] = e.PlannedStop(
            number=number,
            station=planned.station,
            origin=Origin.ORDER,
            rule=planned.rule,
            because=because,
            review_of=planned.review_of,
            for_desk=planned.for_desk,
            repeat_of=planned.repeat_of,
            then_minutes=planned.then_minutes,
            apart_minutes=planned.apart_minutes,
        )

    def _take(self, number: int) -> None:
        """The stop no longer lies ahead."""
        if self.planned.pop(number, None) is not None:
            self.ahead = without(self.ahead, number)

    def queue(self, number: int, since: datetime) -> None:
        stop = self.planned[number]
        self.open_at[number] = stop.station
        self._take(number)
        priority, rank = self._waits_as(stop.origin)
        ready_at = self._ready_at(stop)
        self.events.append(
            e.StopQueued(
                at=self.at,
                visit=self.visit.id,
                stop=number,
                since=since if ready_at is None else since + (ready_at - self.at),
                priority=priority,
                rank=rank,
                not_before=ready_at,
            )
        )

    def _ready_at(self, stop: Ahead) -> datetime | None:
        """When what a review or a repetition waits for is there: results, the hour between two samples. None: now."""
        if stop.origin is not Origin.REVIEW and stop.repeat_of is None:
            return None
        done = [(s, s.ended_at) for s in self.visit.stops.values() if s.status is Status.DONE]
        times = [
            ended_at + timedelta(minutes=self._apart(one, stop))
            for one, ended_at in [*done, *((s, self.at) for s in self._done.values())]
            if ended_at is not None and stop.repeat_of in (None, one.number)
        ]
        latest = max(times, default=self.at)
        return latest if latest > self.at else None

    def _apart(self, before: Ahead, stop: Ahead) -> int:
        """How many minutes after `before` this one comes, which waits for its results or repeats it."""
        if stop.apart_minutes is not None:
            return stop.apart_minutes
        return self._then_minutes.get(before.number, before.then_minutes)

    def _waits_as(self, origin: Origin) -> tuple[str, int]:
        """The class of a stop: the visit's, or that of reviews or of bookings where it is better."""
        priority, rank = self._class
        other = self._special_class(origin)
        if other and self.rulebook.rank(other) < rank:
            return other, self.rulebook.rank(other)
        return priority, rank

    def _special_class(self, origin: Origin) -> str | None:
        """Who comes back with results, and on the way in who came in time for their booking."""
        if origin is Origin.REVIEW:
            return self.rulebook.review_class
        booked, rules = self.visit.appointment, self.rulebook.bookings
        if origin is Origin.ENTRY and booked and booked.on_time and rules:
            return rules.booking_class
        return None

    def _counts_from(self, number: int) -> datetime:
        """Since when the waiting counts: for who has booked and came in time from the slot, or from then on."""
        credited, booked = self._credited(number), self.visit.appointment
        if self.planned[number].origin is not Origin.ENTRY or booked is None:
            return credited
        if booked.slot_at is None or not booked.on_time:
            return credited
        came_now = not any(stop.queued for stop in self.visit.stops.values())
        return booked.slot_at if came_now else max(booked.slot_at, credited)

    def _credited(self, number: int) -> datetime:
        """Who comes back with results is credited with the time already waited in that room, a merged one with the double's."""
        own = self.visit.stops.get(number)
        if own is not None and own.since is not None:
            return own.since
        first = self.planned[number].review_of
        before = self.visit.stops.get(first) if first else None
        if before is None or before.since is None:
            return self.at
        # A review that was put behind newer results was not called: all that it waited counts.
        until = before.ended_at if before.status is Status.SKIPPED else before.called_at
        return self.at - max((until or before.since) - before.since, timedelta(0))

    def _end(
        self,
        outcome: Outcome,
        reason: str,
        destination: Destination | None,
        because: Text | None = None,
    ) -> None:
        self.events.append(
            e.VisitEnded(
                at=self.at,
                visit=self.visit.id,
                outcome=outcome,
                reason=reason,
                destination=destination,
                because=because,
            )
        )
