"""What a consultation orders: side by side at once, then the review, what comes last at the very end."""

from collections.abc import Iterable

from flow.engine import events as e
from flow.engine.decide.itinerary import Itinerary
from flow.engine.tables import OrderRule
from flow.engine.text import Text
from flow.engine.visits import Origin, Stop

REVIEW = Text("Kembali dengan hasil", "Back with the results")


def place_orders(
    itinerary: Itinerary, rows: Iterable[OrderRule], stop: Stop, review: bool | None
) -> bool:
    """Add to what lies ahead what was ordered at `stop`.

    Returns whether there is anything to wait for with the results.
    """
    fresh: list[e.PlannedStop] = []
    beside: list[int] = []
    awaited: list[int] = []
    at_end: list[tuple[int, ...]] = []
    by_rule = False
    for row in rows:
        for station in row.rule.stops:
            number = _settled(itinerary, station, row)
            if number is None:
                number = itinerary.new(
                    fresh, station, Origin.ORDER, row.rule.name, row.rule.because
                )
                if row.last:
                    at_end.append((number,))
                else:
                    beside.append(number)
            if not row.last:
                awaited.append(number)
                by_rule = by_rule or row.review
    ahead = [*([tuple(beside)] if beside else []), *itinerary.ahead, *at_end]
    wanted = by_rule if review is None else review
    if awaited and wanted and not _reviews(itinerary, stop.station):
        behind = [n for n, step in enumerate(ahead, 1) if set(step) & set(awaited)]
        ahead.insert(max(behind, default=0), (_review(itinerary, fresh, stop),))
    if fresh:
        itinerary.plan(fresh, ahead)
    return bool(awaited)


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


def _settled(itinerary: Itinerary, station: str, row: OrderRule) -> int | None:
    """The stop that an order needs no new one for: the visit is on that list, or it was planned, perhaps for just this."""
    for number, open_at in itinerary.open_at.items():
        if open_at == station:
            return number
    for number, planned in itinerary.planned.items():
        if planned.station == station and planned.if_ordered:
            itinerary.planned[number] = _confirmed(planned)
            itinerary.events.append(
                e.StopConfirmed(
                    at=itinerary.at, visit=itinerary.visit.id, stop=number, because=row.rule.because
                )
            )
            return number
        if planned.station == station and planned.origin is not Origin.REVIEW:
            return number
    return None


def _review(itinerary: Itinerary, fresh: list[e.PlannedStop], stop: Stop) -> int:
    return itinerary.new(
        fresh, stop.station, Origin.REVIEW, "konsultasi-ulang", REVIEW, review_of=stop.number
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
