"""A command on its way to the door, and what its answer shows."""

from flow.engine import boards
from flow.engine.commands import Command
from flow.engine.events import Entry
from flow.engine.floor import Floor
from flow.engine.lifecycle import OPEN
from flow.engine.routing import Rulebook
from flow.staff import Role
from web.api.operations import Answer
from web.auth import actor, may_work_at, not_yours
from web.house import house


def do(command: Command) -> Entry:
    """What the command did; raises `Refused`."""
    return house().clinic.handle(command)


def do_to_visit(command: Command, visit: str) -> Answer:
    """Carry out the command and show the visit after it."""
    entry = do(command)
    return {"position": entry.position, "visit": show_visit(visit)}


def do_at_station(command: Command, station: str) -> Answer:
    """Carry out the command and show the station's list after it."""
    entry = do(command)
    return {"position": entry.position, "queue": show_queue(station)}


def show_visit(visit: str) -> Answer:
    """The visit as the API tells it; raises `UnknownVisit`."""
    return house().clinic.look_at(visit, lambda floor, book: boards.visit(floor, book, visit))


def show_queue(station: str) -> Answer:
    """The station's list; raises `UnknownStation`."""

    def queue(floor: Floor, rulebook: Rulebook) -> Answer:
        return boards.queue(floor, rulebook, rulebook.station(station).code, house().now())

    return house().clinic.look(queue)


def own_station(code: str) -> str:
    """The station's code, if whoever asks may act there: registration only at its counters. Raises `UnknownStation`, `Wrong`."""
    station = house().clinic.rulebook.station(code)
    if not may_work_at(station):
        raise not_yours(actor().role)
    return station.code


def own_stop(visit: str, station: str | None) -> str | None:
    """The station of the stop that is meant; registration staff mean their own counter, where they name none."""
    if station is not None:
        return own_station(station)
    role = actor().role
    if role is not Role.REGISTRATION:
        return None
    counter = house().clinic.look(lambda floor, rulebook: _counter(floor, rulebook, visit))
    if counter is None:
        raise not_yours(role)
    return counter


def _counter(floor: Floor, rulebook: Rulebook, visit: str) -> str | None:
    """The registration counter at which the visit has an open stop; raises `UnknownVisit`."""
    for stop in floor.visit(visit).stops.values():
        station = rulebook.stations.get(stop.station)
        if stop.status in OPEN and station and station.registers:
            return station.code
    return None
