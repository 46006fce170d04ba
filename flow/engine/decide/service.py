"""What happens at a station: calling, serving, holding, sending on, leaving."""

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine import ordering, words
from flow.engine.decide.day import check_desk, refuse_busy
from flow.engine.decide.itinerary import Itinerary
from flow.engine.decide.ordered import place_orders
from flow.engine.decide.stops import open_visit, refuse_step, the_stop
from flow.engine.facts import BIRTH_DATE
from flow.engine.floor import Floor
from flow.engine.lifecycle import AT_A_DESK, OPEN, Status, Step
from flow.engine.outcomes import AT_ONCE
from flow.engine.refusals import (
    AlreadyGoingThere,
    BusyElsewhere,
    DeskIsClosed,
    NobodyWaiting,
    NoSuchStop,
    NothingToReview,
    NotRegistered,
    OrdersAndLeaving,
    SameStation,
    UnknownOrder,
)
from flow.engine.routing import Rulebook
from flow.engine.tables import OrderRule
from flow.engine.text import Text
from flow.engine.visits import Origin, Stop, Visit

TRANSFERRED = Text("Dipindahkan petugas", "Transferred by staff")


def call_next(floor: Floor, command: c.CallNext, rulebook: Rulebook) -> tuple[e.Event, ...]:
    _check_free_desk(floor, command, rulebook)
    place = ordering.next_place(floor, rulebook, command.station, command.at)
    if place is None:
        raise NobodyWaiting(station=rulebook.station(command.station).name)
    return (e.PatientCalled(at=command.at, visit=place.visit, stop=place.stop, desk=command.desk),)


def call_one(floor: Floor, command: c.CallOne, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Out of turn. Who is absent or held comes back first: the same words, one press."""
    _check_free_desk(floor, command, rulebook)
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
    back: list[e.Event] = []
    if stop.status is Status.ABSENT:
        back = [e.PatientReturned(at=command.at, visit=visit.id, stop=stop.number)]
    elif stop.status is Status.HELD:
        back = [e.StopResumed(at=command.at, visit=visit.id, stop=stop.number)]
    called = e.PatientCalled(at=command.at, visit=visit.id, stop=stop.number, desk=command.desk)
    return (*back, called)


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
    served = stop.started_at is not None
    since = command.at if served or stop.since is None else stop.since
    itinerary.go_to(target.code, Origin.TRANSFER, "pindah", TRANSFERRED, since)
    return tuple(itinerary.events)


def depart(floor: Floor, command: c.Depart, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit = open_visit(floor, command.visit)
    itinerary = Itinerary(visit, rulebook, command.at)
    itinerary.leave(command.outcome, command.reason)
    return tuple(itinerary.events)


def _check_free_desk(floor: Floor, command: c.CallNext | c.CallOne, rulebook: Rulebook) -> None:
    station = rulebook.station(command.station)
    check_desk(station, command.desk)
    if command.desk not in floor.station(command.station).desks:
        raise DeskIsClosed(station=station.name, desk=command.desk)
    refuse_busy(floor, station, command.desk)


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
    offered = rulebook.offered(stop.station, visit.facts, floor.day or command.at.date())
    for order in command.orders:
        if order not in offered:
            raise UnknownOrder(
                order=order,
                station=rulebook.station_name(stop.station),
                allowed=", ".join(offered) or "–",
            )
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
