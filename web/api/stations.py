"""Stations: who waits, calling them, and the desks that serve them."""

from collections.abc import Callable
from datetime import datetime

from flask import request

from flow.engine import between
from flow.engine import commands as c
from flow.engine.boards import whole_line
from flow.engine.events import Entry, PatientCalled
from flow.engine.floor import Day, Floor
from flow.engine.routing import Rulebook, Station
from web.api import bodies, shapes
from web.api.doing import do, do_at_station, own_station, show_queue, show_visit
from web.api.operations import EVERYBODY, STAFF, Answer, View, operation
from web.asking import asked
from web.house import house


@operation("GET", "stations", roles=EVERYBODY, answer=shapes.Stations)
def get_stations() -> Answer:
    """All stations, with how many wait and which desks are open."""
    now = house().now()
    return house().clinic.look(lambda floor, rulebook: _stations(floor, rulebook, now))


def _stations(floor: Floor, rulebook: Rulebook, now: datetime) -> Answer:
    local = now.astimezone(rulebook.zone)
    return {
        "day": floor.day.isoformat() if floor.day else None,
        "day_open": floor.status is Day.OPEN,
        "position": floor.position,
        "stations": [_station(floor, one, local) for one in rulebook.stations.values()],
    }


def _station(floor: Floor, station: Station, local: datetime) -> Answer:
    state = floor.station(station.code)
    return {
        "code": station.code,
        "name": {"id": station.name.id, "en": station.name.en},
        "public_name": {"id": station.public_name.id, "en": station.public_name.en},
        "cluster": station.cluster,
        "discipline": station.discipline,
        "registers": station.registers,
        "in_hours": station.hours.includes(local),
        "desks": {desk: {"open": desk in state.desks} for desk in station.desks},
        "waiting": len(state.line),
    }


@operation("GET", "stations/<code>/queue", roles=EVERYBODY, answer=shapes.Queue)
def get_queue(code: str) -> Answer:
    """A station's list, in the order in which it would be called, and why."""
    return show_queue(code)


@operation("GET", "stations/<code>/line", roles=EVERYBODY, answer=shapes.WholeLine)
def get_line(code: str) -> Answer:
    """All who wait at a station, in the order in which they would be called, and why."""

    def line(floor: Floor, rulebook: Rulebook) -> Answer:
        return whole_line(floor, rulebook, rulebook.station(code).code, house().now())

    return house().clinic.look(line)


@operation(
    "GET",
    "stations/<code>/order",
    roles=EVERYBODY,
    query={"first": "a visit that waits here or was called here", "second": "another one"},
    answer=shapes.Order,
)
def get_order(code: str) -> Answer:
    """Of two visits that wait or were called at a station, who comes before whom, and why; where desks differ, at each."""
    first, second = (request.args.get(name, "") for name in ("first", "second"))

    def order(floor: Floor, rulebook: Rulebook) -> Answer:
        station = rulebook.station(code).code
        said = between.why_before(floor, rulebook, station, first, second, house().now())
        return {"why": {"id": said.id, "en": said.en}}

    return house().clinic.look(order)


@operation(
    "POST",
    "stations/<code>/calls",
    roles=STAFF,
    body=bodies.NewCall,
    answer=shapes.VisitMoved,
    is_command=True,
)
def call(code: str, body: bodies.NewCall) -> Answer:
    """Call the next, or one visit out of turn."""
    entry = do(_calling(own_station(code), body))
    return {"position": entry.position, "visit": show_visit(_called(entry))}


def _calling(station: str, body: bodies.NewCall) -> c.CallNext | c.CallOne:
    if body.visit is None:
        also = tuple((own_station(other.station), other.desk) for other in body.also)
        return c.CallNext(**asked(), station=station, desk=body.desk, also=also)
    return c.CallOne(
        **asked(), station=station, desk=body.desk, visit=body.visit, reason=body.reason
    )


def _called(entry: Entry) -> str:
    return next(event.visit for event in entry.events if isinstance(event, PatientCalled))


def _desk(method: str, what: str, body: type[bodies.Body]) -> Callable[[View], View]:
    """A command about one desk of a station."""
    return operation(
        method,
        f"stations/<code>/desks/<desk>/{what}",
        roles=STAFF,
        body=body,
        answer=shapes.QueueMoved,
        is_command=True,
    )


@_desk("POST", "opening", bodies.Nothing)
def open_desk(code: str, desk: str) -> Answer:
    """Open a desk."""
    return do_at_station(c.OpenDesk(**asked(), station=own_station(code), desk=desk), code)


@_desk("DELETE", "opening", bodies.Nothing)
def close_desk(code: str, desk: str) -> Answer:
    """Close a desk that nobody is at."""
    return do_at_station(c.CloseDesk(**asked(), station=own_station(code), desk=desk), code)


@_desk("POST", "pause", bodies.Pause)
def pause_desk(code: str, desk: str, body: bodies.Pause) -> Answer:
    """A break: the desk stays open and calls nobody."""
    command = c.PauseDesk(**asked(), station=own_station(code), desk=desk, reason=body.reason)
    return do_at_station(command, code)


@_desk("DELETE", "pause", bodies.Nothing)
def end_pause(code: str, desk: str) -> Answer:
    """The break is over."""
    return do_at_station(c.OpenDesk(**asked(), station=own_station(code), desk=desk), code)
