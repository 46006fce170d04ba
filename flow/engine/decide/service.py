"""What happens at a station: calling, serving, holding, sending on, leaving."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine import ordering, words
from flow.engine.decide.day import check_desk, refuse_busy
from flow.engine.decide.itinerary import Itinerary
from flow.engine.decide.ordered import come_back, place_orders
from flow.engine.decide.stops import open_visit, refuse_step, the_stop
from flow.engine.facts import BIRTH_DATE
from flow.engine.floor import Floor
from flow.engine.lifecycle import AT_A_DESK, OPEN, Status, Step
from flow.engine.lines import Place
from flow.engine.outcomes import AT_ONCE
from flow.engine.refusals import (
    AlreadyGoingThere,
    BusyElsewhere,
    DeskIsClosed,
    NobodyWaiting,
    NoSuchStop,
    NothingToReview,
    NotOrdered,
    NotRegistered,
    NotServedHere,
    OrdersAndLeaving,
    SameStation,
    UnknownOrder,
)
from flow.engine.routing import Rulebook
from flow.engine.tables import OrderRule
from flow.engine.text import Text
from flow.engine.visits import BY_RULE, Origin, Stop, Visit

CANCELLED = Text("Dibatalkan: {reason}", "Cancelled: {reason}")
TRANSFERRED = Text("Dipindahkan petugas", "Transferred by staff")


def call_next(floor: Floor, command: c.CallNext, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Of the rooms that one person serves, the one whose next patient's waiting counts most."""
    rooms = ((command.station, command.desk), *command.also)
    desks: dict[str, str] = {}
    heads: list[Place] = []
    for station, desk in rooms:
        _check_free_desk(floor, station, desk, rulebook)
        desks[station] = desk
        place = ordering.next_place(floor, rulebook, station, command.at)
        if place is not None:
            heads.append(place)
    if not heads:
        names = (rulebook.station_name(station) for station in desks)
        raise NobodyWaiting(station=Text.joined(names))
    place = (
        ordering.accumulating(heads, ordering.Moment(command.at, rulebook))
        if command.also
        else heads[0]
    )
    station = floor.stop_at(place).station
    called = e.PatientCalled(at=command.at, visit=place.visit, stop=place.stop, desk=desks[station])
    return (*_back_from_break(floor, command.at, station, desks[station]), called)


def _back_from_break(
    floor: Floor, at: datetime, station: str, desk: str
) -> tuple[e.DeskResumed, ...]:
    """Who calls has no break any more."""
    if desk not in floor.station(station).paused:
        return ()
    return (e.DeskResumed(at=at, station=station, desk=desk),)


def call_one(floor: Floor, command: c.CallOne, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Out of turn. Who is absent or held comes back first: the same words, one press."""
    _check_free_desk(floor, command.station, command.desk, rulebook)
    visit = open_visit(floor, command.visit)
    stops = [
        stop
        for stop in visit.stops.values()
        if stop.station == command.station and stop.status in OPEN
    ]
    if not stops:
        raise NoSuchStop(ticket=visit.name, wanted=words.STEP[Step.CALLED])
    stop = stops[0]
    if stop.status in AT_A_DESK:
        raise refuse_step(visit, stop, Step.CALLED, rulebook)
    if visit.at_desk is not None:
        elsewhere = visit.stops[visit.at_desk].station
        raise BusyElsewhere(ticket=visit.name, station=rulebook.station_name(elsewhere))
    back: list[e.Event] = []  # in line again
    if stop.status is Status.ABSENT:
        back = [e.PatientReturned(at=command.at, visit=visit.id, stop=stop.number)]
    elif stop.status is Status.HELD:
        back = [e.StopResumed(at=command.at, visit=visit.id, stop=stop.number)]
    called = e.PatientCalled(at=command.at, visit=visit.id, stop=stop.number, desk=command.desk)
    return (*_back_from_break(floor, command.at, command.station, command.desk), *back, called)


def recall(floor: Floor, command: c.Recall, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.RECALLED, rulebook)
    return (e.PatientRecalled(at=command.at, visit=visit.id, stop=stop.number),)


def start(floor: Floor, command: c.Start, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.STARTED, rulebook)
    return (e.ServiceStarted(at=command.at, visit=visit.id, stop=stop.number),)


def finish(floor: Floor, command: c.Finish, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.FINISHED, rulebook)
    rows = _ordered(floor, command, visit, stop, rulebook)
    _refuse_unregistered(visit, stop, rulebook, {s for row in rows for s in row.rule.stops})
    itinerary = Itinerary(visit, rulebook, command.at)
    itinerary.close(
        e.ServiceFinished(
            at=command.at, visit=visit.id, stop=stop.number, orders=tuple(r.order for r in rows)
        )
    )
    review = command.review if command.outcome is None else bool(command.review)
    waits = place_orders(itinerary, rows, stop, review)
    if command.review and not waits:
        raise NothingToReview
    if command.outcome is None:
        itinerary.advance()
    else:
        itinerary.finish_as(command.outcome)
    return tuple(itinerary.events)


def mark_absent(floor: Floor, command: c.MarkAbsent, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.MISSED, rulebook)
    return (e.PatientMissed(at=command.at, visit=visit.id, stop=stop.number),)


def bring_back(floor: Floor, command: c.BringBack, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Back in line, credited with the time already waited."""
    visit, stop = the_stop(floor, command, Step.RETURNED, rulebook)
    return (e.PatientReturned(at=command.at, visit=visit.id, stop=stop.number),)


def hold(floor: Floor, command: c.Hold, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.HELD, rulebook)
    return (e.StopHeld(at=command.at, visit=visit.id, stop=stop.number, reason=command.reason),)


def resume(floor: Floor, command: c.Resume, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.RESUMED, rulebook)
    return (e.StopResumed(at=command.at, visit=visit.id, stop=stop.number),)


def transfer(floor: Floor, command: c.Transfer, rulebook: Rulebook) -> tuple[e.Event, ...]:
    target = rulebook.station(command.to)
    visit, stop = the_stop(floor, command, Step.TRANSFERRED, rulebook)
    _refuse_unregistered(visit, stop, rulebook, {target.code})
    if stop.station == target.code:
        raise SameStation(ticket=visit.name, station=target.name)
    itinerary = Itinerary(visit, rulebook, command.at)
    if itinerary.goes_to(target.code):
        raise AlreadyGoingThere(ticket=visit.name, station=target.name)
    itinerary.close(
        e.StopTransferred(
            at=command.at,
            visit=visit.id,
            stop=stop.number,
            to=target.code,
            reason=command.reason,
        )
    )
    served = stop.status is Status.SERVING
    if command.back and not served:
        raise NotServedHere(ticket=visit.name, station=rulebook.station_name(stop.station))
    since = command.at if served or stop.since is None else stop.since
    if command.back:
        come_back(itinerary, stop)
    itinerary.go_to(target.code, Origin.TRANSFER, "pindah", TRANSFERRED, since)
    return tuple(itinerary.events)


def hand_over(floor: Floor, command: c.HandOver, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.HANDED_OVER, rulebook)
    if stop.desk == command.desk:
        return ()
    _check_free_desk(floor, stop.station, command.desk, rulebook)
    handed = e.PatientHandedOver(at=command.at, visit=visit.id, stop=stop.number, desk=command.desk)
    return (*_back_from_break(floor, command.at, stop.station, command.desk), handed)


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
        if number not in before and stop.origin is Origin.ORDER and stop.station in at_once:
            itinerary.queue(number, command.at)
    return tuple(itinerary.events)


def _goals(rows: list[OrderRule], rulebook: Rulebook) -> Text:
    return Text.joined(rulebook.station_name(code) for row in rows for code in row.rule.stops)


def cancel_order(floor: Floor, command: c.CancelOrder, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Only what people asked for, and only while it has not begun; what the rules planned changes with the facts."""
    visit = open_visit(floor, command.visit)
    name = rulebook.station_name(rulebook.station(command.station).code)
    stops = [
        stop
        for stop in [*visit.planned(), *visit.open_stops()]
        if stop.station == command.station and stop.origin not in BY_RULE
    ]
    if not stops:
        raise NotOrdered(ticket=visit.name, station=name)
    stop = stops[0]
    if stop.status in AT_A_DESK:
        raise refuse_step(visit, stop, Step.SKIPPED, rulebook)
    itinerary = Itinerary(visit, rulebook, command.at)
    itinerary.skip(stop.number, CANCELLED.filled(reason=command.reason or "–"))
    itinerary.advance()
    return tuple(itinerary.events)


def depart(floor: Floor, command: c.Depart, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit = open_visit(floor, command.visit)
    itinerary = Itinerary(visit, rulebook, command.at)
    itinerary.leave(command.outcome, command.reason)
    return tuple(itinerary.events)


def _check_free_desk(floor: Floor, code: str, desk: str, rulebook: Rulebook) -> None:
    station = rulebook.station(code)
    check_desk(station, desk)
    if desk not in floor.station(code).desks:
        raise DeskIsClosed(station=station.name, desk=desk)
    refuse_busy(floor, station, desk)


def _refuse_unregistered(visit: Visit, stop: Stop, rulebook: Rulebook, to: set[str]) -> None:
    """Nobody leaves the registration counter unknown: without an age the rules can't tell the room.

    Except into care: the rooms that are open at night take everybody, who they are is asked later.
    """
    known = rulebook.stations.get(stop.station)
    unknown = visit.patient is None and BIRTH_DATE not in visit.facts
    ahead = to | {s.station for s in [*visit.open_stops(), *visit.planned()]}
    if (
        known
        and known.registers
        and unknown
        and not any(
            code in rulebook.stations and rulebook.stations[code].overnight for code in ahead
        )
    ):
        raise NotRegistered(ticket=visit.name)


def _ordered(
    floor: Floor, command: c.Finish, visit: Visit, stop: Stop, rulebook: Rulebook
) -> list[OrderRule]:
    """The rows for what was asked and for what follows by itself, in the rulebook's order; raises `UnknownOrder`."""
    if command.orders and command.outcome in AT_ONCE:
        raise OrdersAndLeaving(outcome=words.OUTCOME[command.outcome])
    offered = _offered(floor, command.at, visit, stop.station, rulebook)
    _refuse_unknown(command.orders, offered, rulebook.station_name(stop.station))
    stays = command.outcome not in AT_ONCE
    return [
        row
        for order, row in offered.items()
        if order in command.orders
        or (row.automatic and stays and not _placed_before(row, visit, stop))
    ]


def _offered(
    floor: Floor, at: datetime, visit: Visit, station: str, rulebook: Rulebook
) -> Mapping[str, OrderRule]:
    return rulebook.offered(station, visit.facts, floor.day or at.date())


def _refuse_unknown(orders: Iterable[str], offered: Mapping[str, OrderRule], station: Text) -> None:
    for order in orders:
        if order not in offered:
            raise UnknownOrder(order=order, station=station, allowed=", ".join(offered) or "–")


def _placed_before(row: OrderRule, visit: Visit, stop: Stop) -> bool:
    """Whether a patient who is back with results has been sent for this already."""
    ordered = {one.station for one in visit.stops.values() if one.origin is Origin.ORDER}
    return stop.review_of is not None and ordered.issuperset(row.rule.stops)
