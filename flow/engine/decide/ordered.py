"""What a consultation orders: side by side at once, then the review, what comes last at the very end."""

from collections.abc import Collection, Iterable

from flow.engine import events as e
from flow.engine.decide.itinerary import MOVABLE, Itinerary
from flow.engine.orders import is_for, shared
from flow.engine.tables import OrderRule
from flow.engine.text import Text
from flow.engine.visits import BY_RULE, Origin, Stop

REVIEW = Text("Kembali dengan hasil", "Back with the results")
RESULTS_FIRST = Text("Menunggu hasil permintaan baru", "Waits for what was newly ordered")


def place_orders(
    itinerary: Itinerary,
    rows: Iterable[OrderRule],
    stop: Stop,
    review: bool | None,
    done_here: Collection[str] = (),
) -> bool:
    """Add to what lies ahead what was ordered at `stop`; the orders in `done_here` have been carried out there themselves.

    Returns whether there is anything to wait for with the results.
    """
    placed = _Placed(itinerary, done_here)
    by_rule = False
    for row in sorted(rows, key=lambda row: row.order not in done_here):
        for station in row.rule.stops:
            placed.add(station, row)
            by_rule = by_rule or (row.review and not row.last)
    ahead = placed.ahead()
    wanted = by_rule if review is None else review
    comes_back = bool(placed.awaited) and wanted
    waiting = _waiting_review(itinerary, stop.station) if comes_back else None
    if comes_back and not _reviews(itinerary, stop.station):
        behind = [n for n, step in enumerate(ahead, 1) if set(step) & set(placed.awaited)]
        review_number = _review(itinerary, placed.fresh, stop, waiting)
        ahead.insert(max(behind, default=0), (review_number,))
    if placed.fresh:
        itinerary.plan(placed.fresh, ahead)
    if waiting is not None:
        itinerary.skip(waiting.number, RESULTS_FIRST)
    for number, row in placed.shared:
        itinerary.share(number, row.rule.name, row.rule.because, row.result_minutes)
    for number in placed.done:
        itinerary.done_in_room(number, stop.station)
    return bool(placed.awaited)


class _Placed:
    """The stops of some orders: `fresh` ones, others that are `shared` with what was there before, those `done` already, and those
    `awaited` with their results.
    """

    def __init__(self, itinerary: Itinerary, done_here: Collection[str]) -> None:
        self.fresh: list[e.PlannedStop] = []
        self.shared: list[tuple[int, OrderRule]] = []
        self.done: list[int] = []
        self.awaited: list[int] = []
        self._itinerary = itinerary
        self._done_here = done_here
        self._beside: list[int] = []
        self._at_end: list[int] = []
        self._again: dict[int, list[tuple[int, int]]] = {}

    def add(self, station: str, row: OrderRule) -> None:
        """The way to `station` for this order: one that is there already, or a new one; and its repetitions."""
        number = self._there(station, row)
        if number is None:
            number = self._new(station, row)
            (self._at_end if row.last else self._beside).append(number)
            self._repeat(number, station, row)
        elif not is_for(self._itinerary.stop(number), row):
            self._join(number, row)
            self._repeat(number, station, row)
        if not row.last:
            self.awaited.append(number)
        if row.order in self._done_here:
            self.done.append(number)

    def ahead(self) -> list[tuple[int, ...]]:
        """All that lies ahead: the new ones side by side, each repetition behind its first time, what comes last at the end."""
        first = [tuple(sorted(self._beside))] if self._beside else []
        ahead = [*first, *self._itinerary.ahead, *((number,) for number in self._at_end)]
        for number, again in self._again.items():
            place = next((n for n, step in enumerate(ahead, 1) if number in step), len(first))
            ahead[place:place] = [(one,) for _, one in sorted(again)]
        return ahead

    def _there(self, station: str, row: OrderRule) -> int | None:
        """The stop that can serve the order: the visit is on that list, or it is planned; best the one for just this order."""
        numbers = [n for n in self._itinerary.to(station) if self._can_serve(n, row)]
        return next(
            (n for n in numbers if is_for(self._itinerary.stop(n), row)),
            numbers[0] if numbers else None,
        )

    def _can_serve(self, number: int, row: OrderRule) -> bool:
        """Not where it is over already; and what the room does itself takes nothing away from other orders."""
        stop = self._itinerary.stop(number)
        if number in self.done or (
            stop.origin is Origin.REVIEW and number in self._itinerary.planned
        ):
            return False
        if row.order not in self._done_here:
            return True
        others = {*shared(stop), *self._itinerary.repeating(number)} - {row.rule.name}
        return not others and (stop.origin in BY_RULE or is_for(stop, row))

    def _join(self, number: int, row: OrderRule) -> None:
        stop = self._itinerary.stop(number)
        if stop.if_ordered:
            self._itinerary.confirm(number, row.rule.because)
        if not stop.if_ordered or row.result_minutes > stop.then_minutes:
            self.shared.append((number, row))

    def _new(self, station: str, row: OrderRule) -> int:
        return self._itinerary.new(
            self.fresh,
            station,
            Origin.ORDER,
            row.rule.name,
            row.rule.because,
            then_minutes=row.result_minutes,
        )

    def _repeat(self, first: int, station: str, row: OrderRule) -> None:
        """As many times as it takes, each some time after the one before."""
        number = first
        for time in range(1, row.times):
            number = self._itinerary.new(
                self.fresh,
                station,
                Origin.ORDER,
                row.rule.name,
                row.rule.because,
                repeat_of=number,
                then_minutes=row.result_minutes,
                apart_minutes=row.apart_minutes,
            )
            self._again.setdefault(first, []).append((time * row.apart_minutes, number))
            if not row.last:
                self.awaited.append(number)


def come_back(itinerary: Itinerary, stop: Stop) -> None:
    """A review in the room of `stop`, before everything else ahead."""
    if not _reviews(itinerary, stop.station):
        fresh: list[e.PlannedStop] = []
        review = _review(itinerary, fresh, stop)
        itinerary.plan(fresh, [(review,), *itinerary.ahead])


def _reviews(itinerary: Itinerary, station: str) -> bool:
    """Whether the visit comes back to this station anyway."""
    return any(
        p.station == station and p.origin is Origin.REVIEW for p in itinerary.planned.values()
    )


def _waiting_review(itinerary: Itinerary, station: str) -> Stop | None:
    """The review for which the visit stands in that line already, if it has not begun: newly ordered results come first."""
    for number in itinerary.open_at:
        stop = itinerary.visit.stops[number]
        if stop.station == station and stop.origin is Origin.REVIEW and stop.status in MOVABLE:
            return stop
    return None


def _review(
    itinerary: Itinerary, fresh: list[e.PlannedStop], stop: Stop, instead_of: Stop | None = None
) -> int:
    """The way back to the room of `stop`; `instead_of` a review that waited, it is for that one's desk and keeps what it waited."""
    station = itinerary.rulebook.stations.get(stop.station)
    desk = stop.desk if station and station.same_desk else None
    return itinerary.new(
        fresh,
        stop.station,
        Origin.REVIEW,
        "konsultasi-ulang",
        REVIEW,
        review_of=instead_of.number if instead_of else stop.number,
        for_desk=instead_of.for_desk if instead_of else desk,
    )
