"""Two visits of one person become one: the double ends, and nothing that it knew, had waited or was promised is lost"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.decide.arrival import came_otherwise, route_again, service_day, told, with_facts
from flow.engine.decide.families import joined
from flow.engine.decide.itinerary import Itinerary
from flow.engine.decide.stops import open_visit
from flow.engine.floor import Floor
from flow.engine.lifecycle import CLOSED, Status
from flow.engine.outcomes import Outcome
from flow.engine.refusals import FurtherOn, SameVisitTwice, StillAtADesk, TwoPatients
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.visits import BY_RULE, Stop, Visit

MERGED = Text("Digabung dengan {ticket}", "Merged with {ticket}")
REGISTERED_AS = Text("Sudah terdaftar sebagai {ticket}", "Registered already, as {ticket}")


def merge(floor: Floor, command: c.Merge, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """The double ends; the kept visit learns what it did not know, and waits from the earlier time where both waited."""
    kept, double = open_visit(floor, command.visit), open_visit(floor, command.double)
    _refuse(kept, double, rulebook)
    if not command.reason and None not in (kept.patient, double.patient):
        raise TwoPatients(kept=kept.name, ticket=double.name)
    because = MERGED.filled(ticket=kept.name)
    ending = Itinerary(double, rulebook, command.at)
    ending.events.append(
        e.VisitMerged(at=command.at, visit=double.id, into=kept.id, reason=command.reason)
    )
    ending.leave(Outcome.CANCELLED, "", because, by_itself=because)
    learned = _learned(floor, command, kept, double, rulebook)
    return (
        *ending.events,
        *_promised(command, kept, double),
        *learned,
        *_places(command, kept, double, learned),
        *joined(floor, command, kept, double),
    )


def _refuse(kept: Visit, double: Visit, rulebook: Rulebook) -> None:
    if kept.id == double.id:
        raise SameVisitTwice(ticket=kept.name)
    if double.at_desk is not None:
        at = rulebook.station_name(double.stops[double.at_desk].station)
        raise StillAtADesk(ticket=double.name, station=at, kept=kept.name)
    if len(_behind_it(double, rulebook)) > len(_behind_it(kept, rulebook)):
        names = [rulebook.station_name(stop.station) for stop in _behind_it(double, rulebook)]
        raise FurtherOn(ticket=double.name, kept=kept.name, stations=Text.joined(names))


def _behind_it(visit: Visit, rulebook: Rulebook) -> list[Stop]:
    """What a visit would lose by ending: where it was served, and where it was sent by people. To be registered is not lost."""
    stations = rulebook.stations
    return [
        stop
        for stop in visit.stops.values()
        if not (stop.station in stations and stations[stop.station].registers)
        and (
            stop.status is Status.DONE or (stop.status not in CLOSED and stop.origin not in BY_RULE)
        )
    ]


def _promised(command: c.Merge, kept: Visit, double: Visit) -> Iterator[e.Event]:
    """The booking that the double came for, and the visit that it continues."""
    if double.appointment and kept.appointment is None:
        yield e.AppointmentKept(at=command.at, visit=kept.id, appointment=double.appointment)
    if double.follows and kept.follows is None:
        yield e.VisitContinued(at=command.at, visit=kept.id, follows=double.follows)


def _learned(
    floor: Floor, command: c.Merge, kept: Visit, double: Visit, rulebook: Rulebook
) -> tuple[e.Event, ...]:
    """Who the kept visit is and what the rules may know of it, where only the double was registered."""
    if kept.patient is not None or double.patient is None:
        return ()
    identified = e.PatientIdentified(at=command.at, visit=kept.id, patient=double.patient)
    otherwise = came_otherwise(floor, kept, double.patient, command.at)
    facts = with_facts(floor, kept, told(double, rulebook, service_day(floor)), rulebook)
    wanted = rulebook.route(facts, service_day(floor))
    booked = replace(kept, appointment=kept.appointment or double.appointment)
    passed = _registered(double, rulebook)
    routed = route_again(floor, booked, facts, wanted, rulebook, command, passed=passed)
    return (identified, *otherwise, *routed)


def _registered(double: Visit, rulebook: Rulebook) -> Mapping[str, Text]:
    """The registration that the double has behind it: the kept visit need not wait for it any more."""
    because = REGISTERED_AS.filled(ticket=double.name)
    still = {stop.station for stop in double.stops.values() if stop.status not in CLOSED}
    return {
        code: because
        for code, station in rulebook.stations.items()
        if station.registers and code not in still
    }


def _places(
    command: c.Merge, kept: Visit, double: Visit, learned: tuple[e.Event, ...]
) -> Iterator[e.Event]:
    """Where the double waited too: the earlier time, and the better class, at once or once the kept visit comes there."""
    waited = {stop.station: stop for stop in double.open_stops() if stop.status is Status.WAITING}
    left = {event.stop for event in learned if isinstance(event, e.StopSkipped)}
    queued = {event.stop: event for event in learned if isinstance(event, e.StopQueued)}
    ranked = {event.stop: event.rank for event in learned if isinstance(event, e.StopRanked)}
    for number, station in _stations(kept, learned).items():
        stop, other = kept.stops.get(number), waited.get(station)
        if other is None or other.since is None or number in left:
            continue
        now = queued.get(number)
        since = now.since if now else stop.since if stop else None
        if since is None or other.since < since:
            yield e.StopCredited(at=command.at, visit=kept.id, stop=number, since=other.since)
        rank = now.rank if now else ranked.get(number, stop.rank if stop else 0)
        if other.rank < rank and (now or (stop and stop.status is Status.WAITING)):
            yield e.StopRanked(
                at=command.at,
                visit=kept.id,
                stop=number,
                priority=other.priority,
                rank=other.rank,
            )


def _stations(kept: Visit, learned: tuple[e.Event, ...]) -> dict[int, str]:
    """The stops at which the kept visit waits or will: its own, and those that were only just planned."""
    waits = {Status.WAITING, Status.PLANNED}
    own = {stop.number: stop.station for stop in kept.stops.values() if stop.status in waits}
    planned = (event for event in learned if isinstance(event, e.StopsPlanned))
    return own | {stop.number: stop.station for event in planned for stop in event.stops}
