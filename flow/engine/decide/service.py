"""While somebody is served, and where they go instead: started, held, handed over, sent to another room, leaving."""

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.decide.calling import back_from_break, check_free_desk
from flow.engine.decide.handing_on import destination_of
from flow.engine.decide.itinerary import Itinerary
from flow.engine.decide.ordered import come_back
from flow.engine.decide.registered import refuse_unregistered
from flow.engine.decide.stops import open_visit, the_stop
from flow.engine.floor import Floor
from flow.engine.lifecycle import Status, Step
from flow.engine.refusals import AlreadyGoingThere, NotServedHere, SameStation
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.visits import Origin

TRANSFERRED = Text("Dipindahkan petugas", "Transferred by staff")


def start(floor: Floor, command: c.Start, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.STARTED, rulebook)
    return (e.ServiceStarted(at=command.at, visit=visit.id, stop=stop.number),)


def hold(floor: Floor, command: c.Hold, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.HELD, rulebook)
    return (e.StopHeld(at=command.at, visit=visit.id, stop=stop.number, reason=command.reason),)


def resume(floor: Floor, command: c.Resume, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.RESUMED, rulebook)
    return (e.StopResumed(at=command.at, visit=visit.id, stop=stop.number),)


def hand_over(floor: Floor, command: c.HandOver, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.HANDED_OVER, rulebook)
    if stop.desk == command.desk:
        return ()
    check_free_desk(floor, stop.station, command.desk, rulebook)
    handed = e.PatientHandedOver(at=command.at, visit=visit.id, stop=stop.number, desk=command.desk)
    return (*back_from_break(floor, command.at, stop.station, command.desk), handed)


def transfer(floor: Floor, command: c.Transfer, rulebook: Rulebook) -> tuple[e.Event, ...]:
    target = rulebook.station(command.to)
    visit, stop = the_stop(floor, command, Step.TRANSFERRED, rulebook)
    refuse_unregistered(visit, stop, rulebook, {target.code})
    if stop.station == target.code:
        raise SameStation(ticket=visit.name, station=target.name)
    if command.back and stop.status is not Status.SERVING:
        raise NotServedHere(ticket=visit.name, station=rulebook.station_name(stop.station))
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
    if command.back:
        come_back(itinerary, stop)
    was_served = stop.started_at is not None
    since = command.at if was_served or stop.since is None else stop.since
    itinerary.go_to(target.code, Origin.TRANSFER, "pindah", TRANSFERRED, since)
    return tuple(itinerary.events)


def depart(floor: Floor, command: c.Depart, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit = open_visit(floor, command.visit)
    itinerary = Itinerary(visit, rulebook, command.at)
    destination = destination_of(command.outcome, command.destination, command.reason, rulebook)
    itinerary.leave(
        command.outcome, command.reason, destination=destination, said_at=command.station
    )
    return tuple(itinerary.events)
