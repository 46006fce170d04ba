"""What a room asks for, when it finishes somebody or later; and what is not needed any more."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine import words
from flow.engine.decide.arrival import told
from flow.engine.decide.handing_on import destination_of
from flow.engine.decide.itinerary import Itinerary
from flow.engine.decide.ordered import place_orders
from flow.engine.decide.registered import refuse_unregistered
from flow.engine.decide.stops import open_visit, refuse_step, the_stop
from flow.engine.floor import Floor
from flow.engine.lifecycle import AT_A_DESK, Status, Step
from flow.engine.orders import is_planned_for, served_by
from flow.engine.outcomes import AT_ONCE
from flow.engine.refusals import (
    AlreadyGoingThere,
    NotDoneInRoom,
    NothingToReview,
    NotOrdered,
    NotServedHere,
    OrdersAndLeaving,
    UnknownOrder,
)
from flow.engine.routing import Rulebook
from flow.engine.tables import OrderRule
from flow.engine.text import Text
from flow.engine.visits import BY_RULE, Origin, Stop, Visit

CANCELLED = Text("Permintaan dibatalkan", "Order cancelled")
CANCELLED_FOR = Text("Permintaan dibatalkan: {reason}", "Order cancelled: {reason}")


def finish(floor: Floor, command: c.Finish, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.FINISHED, rulebook)
    rows = _ordered(floor, command, visit, stop, rulebook)
    refuse_unregistered(visit, stop, rulebook, {s for row in rows for s in row.rule.stops})
    destination = destination_of(command.outcome, command.destination, command.reason, rulebook)
    itinerary = Itinerary(visit, rulebook, command.at)
    itinerary.close(
        e.ServiceFinished(
            at=command.at, visit=visit.id, stop=stop.number, orders=tuple(r.order for r in rows)
        )
    )
    review = command.review if command.outcome is None else bool(command.review)
    if command.done_here:
        _refuse_not_done_here(command, rows, rulebook.station_name(stop.station))
    waits = bool(rows) and place_orders(itinerary, rows, stop, review, command.done_here)
    if command.review and not waits:
        raise NothingToReview
    if command.outcome is None:
        itinerary.advance()
    else:
        itinerary.finish_as(command.outcome, destination, command.reason)
    return tuple(itinerary.events)


def _refuse_not_done_here(command: c.Finish, rows: Iterable[OrderRule], station: Text) -> None:
    """A room carries out itself what it has ordered and what the rules let it."""
    able = [row.order for row in rows if row.in_room]
    for order in command.done_here:
        if order not in able:
            raise NotDoneInRoom(order=order, station=station, allowed=", ".join(able) or "–")


def _ordered(
    floor: Floor, command: c.Finish, visit: Visit, stop: Stop, rulebook: Rulebook
) -> list[OrderRule]:
    """The rows for what was asked and for what follows by itself, in the rulebook's order; raises `UnknownOrder`."""
    if command.orders and command.outcome in AT_ONCE:
        raise OrdersAndLeaving(outcome=words.OUTCOME[command.outcome])
    if not command.orders and not rulebook.orders_by_itself(stop.station):
        return []
    offered = _offered(floor, command.at, visit, stop.station, rulebook)
    _refuse_unknown(command.orders, offered, rulebook.station_name(stop.station))
    stays = command.outcome not in AT_ONCE
    return [
        row
        for order, row in offered.items()
        if order in command.orders
        or (row.automatic and stays and not _placed_before(row, visit, stop))
    ]


def _placed_before(row: OrderRule, visit: Visit, stop: Stop) -> bool:
    """Whether a patient who is back with results has been sent for this already."""
    ordered = {one.station for one in visit.stops.values() if one.origin is Origin.ORDER}
    return stop.review_of is not None and ordered.issuperset(row.rule.stops)


def add_orders(floor: Floor, command: c.AddOrders, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """The new stops are queued for at once, beside whatever the visit waits for already."""
    visit = open_visit(floor, command.visit)
    station = rulebook.station(command.station)
    done = [
        stop
        for stop in visit.stops.values()
        if stop.station == station.code and stop.status is Status.DONE
    ]
    if not done:
        raise NotServedHere(ticket=visit.name, station=station.name)
    offered = _offered(floor, command.at, visit, station.code, rulebook)
    _refuse_unknown(command.orders, offered, station.name)
    rows = [row for order, row in offered.items() if order in command.orders]
    itinerary = Itinerary(visit, rulebook, command.at)
    itinerary.events.append(
        e.OrdersAdded(
            at=command.at,
            visit=visit.id,
            station=station.code,
            orders=tuple(row.order for row in rows),
        )
    )
    before = set(itinerary.planned)
    place_orders(itinerary, rows, done[-1], command.review)
    if len(itinerary.events) == 1:
        raise AlreadyGoingThere(ticket=visit.name, station=_goals(rows, rulebook))
    at_once = {code for row in rows if not row.last for code in row.rule.stops}
    for number, stop in list(itinerary.planned.items()):
        is_new = number not in before and stop.origin is Origin.ORDER and stop.repeat_of is None
        if is_new and stop.station in at_once:
            itinerary.queue(number, command.at)
    itinerary.advance()  # a review that waits for what was planned already has left its line
    return tuple(itinerary.events)


def _goals(rows: list[OrderRule], rulebook: Rulebook) -> Text:
    return Text.joined(rulebook.station_name(code) for row in rows for code in row.rule.stops)


def cancel_order(floor: Floor, command: c.CancelOrder, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Only what people asked for, and only while it has not begun; what the rules planned changes with the facts.

    A stop that is for other orders too stays for them.
    """
    visit = open_visit(floor, command.visit)
    name = rulebook.station_name(rulebook.station(command.station).code)
    stops = [
        stop
        for stop in [*visit.planned(), *visit.open_stops()]
        if stop.station == command.station and stop.origin not in BY_RULE
    ]
    rows = rulebook.tables.orders
    if command.order is not None:
        stops = [s for s in stops if any(r.order == command.order for r in served_by(s, rows))]
    if not stops:
        raise NotOrdered(ticket=visit.name, station=name)
    for stop in stops:
        if stop.status in AT_A_DESK:
            raise refuse_step(visit, stop, Step.SKIPPED, rulebook)
    because = CANCELLED_FOR.filled(reason=command.reason) if command.reason else CANCELLED
    itinerary = Itinerary(visit, rulebook, command.at)
    for stop in stops:
        others = [row for row in served_by(stop, rows) if row.order != command.order]
        if command.order is None or not others:
            itinerary.skip(stop.number, because)
        else:
            itinerary.events += _left_out(command, visit, stop, others, rows)
    itinerary.advance()
    return tuple(itinerary.events)


def _left_out(
    command: c.CancelOrder,
    visit: Visit,
    stop: Stop,
    others: list[OrderRule],
    rows: Iterable[OrderRule],
) -> Iterator[e.StopUnshared]:
    """The stop is for the others alone from now on, above all for the one for which it was planned."""
    left = next((row for row in others if is_planned_for(stop, row)), others[0])
    names = [row.rule.name for row in served_by(stop, rows) if row.order == command.order]
    for rule in dict.fromkeys(name if name in stop.shared else stop.rule for name in names):
        yield e.StopUnshared(
            at=command.at,
            visit=visit.id,
            stop=stop.number,
            order=command.order or "",
            rule=rule,
            left=left.rule.name,
            because=left.rule.because,
            reason=command.reason,
        )


def _offered(
    floor: Floor, at: datetime, visit: Visit, station: str, rulebook: Rulebook
) -> Mapping[str, OrderRule]:
    on = floor.day or at.date()
    return rulebook.offered(station, told(visit, rulebook, on), on)


def _refuse_unknown(orders: Iterable[str], offered: Mapping[str, OrderRule], station: Text) -> None:
    for order in orders:
        if order not in offered:
            raise UnknownOrder(order=order, station=station, allowed=", ".join(offered) or "–")
