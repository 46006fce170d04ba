"""Which visit, which stop: a command that names no station means the one stop that can take it."""

from flow.engine import words
from flow.engine.commands import AboutStop
from flow.engine.floor import Floor
from flow.engine.lifecycle import OPEN, Step, allows
from flow.engine.refusals import NoSuchStop, NotPossibleNow, VisitIsOver, WhichStation
from flow.engine.routing import Rulebook
from flow.engine.visits import Stop, Visit


def open_visit(floor: Floor, visit_id: str) -> Visit:
    """The visit, if it has not ended; raises `UnknownVisit`, `VisitIsOver`."""
    visit = floor.visit(visit_id)
    if visit.outcome is not None:
        raise VisitIsOver(ticket=visit.name, outcome=words.OUTCOME[visit.outcome])
    return visit


def the_stop(
    floor: Floor, command: AboutStop, step: Step, rulebook: Rulebook
) -> tuple[Visit, Stop]:
    """The visit and the one stop of it that can take `step`."""
    visit = open_visit(floor, command.visit)
    if command.station is not None:
        rulebook.station(command.station)
    if visit.at_desk is not None:
        stop = visit.stops[visit.at_desk]
        if command.station in (None, stop.station) and allows(stop.status, step):
            return visit, stop
    stops = [
        stop
        for stop in visit.stops.values()
        if stop.status in OPEN and command.station in (None, stop.station)
    ]
    able = [stop for stop in stops if allows(stop.status, step)]
    if len(able) == 1:
        return visit, able[0]
    if able:
        raise WhichStation(ticket=visit.name, allowed=", ".join(stop.station for stop in able))
    if len(stops) == 1:
        raise refuse_step(visit, stops[0], step, rulebook)
    raise not_from_here(visit, step, rulebook)


def not_from_here(visit: Visit, step: Step, rulebook: Rulebook) -> NoSuchStop:
    """The refusal for a step at a station where the visit does not stand."""
    standing = words.standing(visit, rulebook)
    return NoSuchStop(ticket=visit.name, wanted=words.STEP[step], standing=standing)


def refuse_step(visit: Visit, stop: Stop, step: Step, rulebook: Rulebook) -> NotPossibleNow:
    """The refusal for a step that the lifecycle does not have there."""
    return NotPossibleNow(
        ticket=visit.name,
        station=rulebook.station_name(stop.station),
        status=words.STATUS[stop.status],
        wanted=words.STEP[step],
        remedy=words.REMEDY[stop.status].said,
    )
