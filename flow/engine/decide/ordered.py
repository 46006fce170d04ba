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
    repeated: list[tuple[int, ...]] = []
    at_end: list[tuple[int, ...]] = []
    by_rule = False
    for row in rows:
        for station in row.rule.stops:
            number = _settled(itinerary, station, row)
            if number is None:
                number, *more = _as_often(itinerary, fresh, station, row)
                again = [(one,) for one in more]
                if row.last:
                    at_end += [(number,), *again]
                else:
                    beside.append(number)
                    repeated += again
            if not row.last:
                awaited.append(number)
                by_rule = by_rule or row.review
    first = [tuple(beside)] if beside else []
    ahead = [*first, *repeated, *itinerary.ahead, *at_end]
    awaited += [number for step in repeated for number in step]
    wanted = by_rule if review is None else review
    if awaited and wanted and not _reviews(itinerary, stop.station):
        behind = [n for n, step in enumerate(ahead, 1) if set(step) & set(awaited)]
        ahead.insert(max(behind, default=0), (_review(itinerary, fresh, stop),))
    if fresh:
        itinerary.plan(fresh, ahead)
    return bool(awaited)


def _as_often(
    itinerary: Itinerary, fresh: list[e.PlannedStop], station: str, row: OrderRule
) -> list[int]:
    """The stops of an order at one station, as many as it takes: each comes some time after the one before."""
    numbers: list[int] = []
    for time in range(row.times):
        is_last = time == row.times - 1
        numbers.append(
            itinerary.new(
                fresh,
                station,
                Origin.ORDER,
                row.rule.name,
                row.rule.because,
                repeat_of=numbers[-1] if numbers else None,
                then_minutes=row.result_minutes if is_last else row.apart_minutes,
            )
        )
    return numbers


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
            itinerary.confirm(number, row.rule.because)
            return number
        if planned.station == station and planned.origin is not Origin.REVIEW:
            return number
    return None


def _review(itinerary: Itinerary, fresh: list[e.PlannedStop], stop: Stop) -> int:
    station = itinerary.rulebook.stations.get(stop.station)
    return itinerary.new(
        fresh,
        stop.station,
        Origin.REVIEW,
        "konsultasi-ulang",
        REVIEW,
        review_of=stop.number,
        for_desk=stop.desk if station and station.same_desk else None,
    )
