"""Opening and closing the day and its desks."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine import tickets
from flow.engine.decide.booking import nobody_came
from flow.engine.decide.itinerary import Itinerary
from flow.engine.floor import Day, Floor
from flow.engine.lifecycle import AT_A_DESK, Status
from flow.engine.outcomes import Outcome
from flow.engine.refusals import (
    DayAlreadyOpen,
    DayIsLongOver,
    DayIsOver,
    DeskBusy,
    DeskIsClosed,
    UnknownDesk,
)
from flow.engine.routing import Rulebook, Station
from flow.engine.text import Text
from flow.engine.visits import Visit

SERVED_NO_MORE = Text(
    "Hari ditutup sebelum pasien dilayani di {left}",
    "The day was closed before the patient was served at {left}",
)
CALLED_IN_VAIN = Text(
    "Pasien dipanggil dan tidak datang sampai hari ditutup",
    "The patient was called and had not come when the day was closed",
)
NEVER_SERVED = Text(
    "Hari ditutup sebelum pasien sempat dilayani; masih menunggu di {left}",
    "The day was closed before anybody had time for the patient, who was waiting at {left}",
)
"""Why the end of the day ends a visit."""

DAY_LONGEST = timedelta(days=2)
"""After its opening; whoever acts later does so by a clock that is wrong, or on a day that was left open."""


def refuse_long_over(floor: Floor, command: c.Command, rulebook: Rulebook) -> None:
    """Whatever is recorded cannot be dated back, so one command by a wrong clock would make all that follow as late as itself.

    The end of the day may come as late as it likes, and what was due before it.
    """
    if not isinstance(command, c.OfDay | c.CloseDay | c.MarkAbsent | c.RaiseAlert):
        now = command.at.astimezone(rulebook.zone)
        raise DayIsLongOver(day=floor.day, now=f"{now:%d-%m-%Y %H.%M}")


def open_day(floor: Floor, command: c.OpenDay, rulebook: Rulebook) -> tuple[e.Event, ...]:
    if floor.status is Day.OPEN:
        raise DayAlreadyOpen(day=floor.day)
    if floor.day is not None and command.day < floor.day:
        raise DayIsOver(day=command.day, last=floor.day)
    opened = e.DayOpened(
        at=command.at, facility=rulebook.facility, day=command.day, rulebook=rulebook.digest
    )
    carried = (
        e.VisitCarriedIn(at=command.at, visit=visit.id, state=visit) for visit in command.carried
    )
    busy = {
        (s.station, s.desk)
        for v in command.carried
        for s in v.open_stops()
        if s.status in AT_A_DESK
    }
    desks = (
        e.DeskOpened(at=command.at, station=station, desk=desk)
        for station, desk in command.desks
        if (station, desk) not in busy
    )
    return (opened, *carried, *desks)


def left_open(floor: Floor) -> tuple[tuple[str, str], ...]:
    """The desks that a closed day hands to the next one: those of the rooms that are open at night."""
    return tuple((code, desk) for code, state in floor.stations.items() for desk in state.desks)


def handed_on(floor: Floor) -> tuple[Visit, ...]:
    """The visits that a closed day hands to the next one, their tickets marked with the day of issue."""
    staying = [visit for visit in floor.visits.values() if visit.is_open]
    taken = {visit.name for visit in staying}
    return tuple(_handed_on(visit, floor.day or visit.opened_at.date(), taken) for visit in staying)


def _handed_on(visit: Visit, day: date, taken: Collection[str]) -> Visit:
    name = tickets.carried(visit.name, day, taken)
    return replace(visit, name=name, ticket=name if visit.ticket else None, carried=True)


def close_day(floor: Floor, command: c.CloseDay, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Nobody is lost: who is being cared for is carried over, everybody else leaves with a true outcome."""
    events: list[e.Event] = []
    carried: list[str] = []
    overnight = {code for code, station in rulebook.stations.items() if station.overnight}
    for visit in floor.visits.values():
        if not visit.is_open:
            continue
        if _stays(visit, overnight):
            carried.append(visit.id)
            continue
        itinerary = Itinerary(visit, rulebook, command.at)
        outcome, because = _left_because(visit, rulebook)
        if outcome is visit.intended:
            itinerary.leave(outcome, visit.reason, destination=visit.destination, by_itself=because)
        else:
            itinerary.leave(outcome, "", by_itself=because)
        events += itinerary.events
    for code, state in floor.stations.items():
        events += (
            e.DeskClosed(at=command.at, station=code, desk=desk)
            for desk, visit_id in state.desks.items()
            if visit_id is None and code not in overnight
        )
    events += nobody_came(floor, command.at)
    return (*events, e.DayClosed(at=command.at, carried=tuple(carried)))


def _stays(visit: Visit, overnight: Collection[str]) -> bool:
    """Whoever is at a desk, or at a station that is open at night, is still in our care."""
    return any(stop.status in AT_A_DESK or stop.station in overnight for stop in visit.open_stops())


def _left_because(visit: Visit, rulebook: Rulebook) -> tuple[Outcome, Text]:
    """The true outcome of a visit that the end of the day finds waiting."""
    left = Text.joined(rulebook.station_name(stop.station) for stop in visit.open_stops())
    if any(stop.started_at for stop in visit.stops.values()):
        return visit.intended or Outcome.HOME, SERVED_NO_MORE.filled(left=left)
    if any(stop.status is Status.ABSENT for stop in visit.open_stops()):
        return Outcome.ABSENT, CALLED_IN_VAIN
    return Outcome.CANCELLED, NEVER_SERVED.filled(left=left)


# Desks


def open_desk(floor: Floor, command: c.OpenDesk, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Open a desk; one that has a break goes on."""
    check_desk(rulebook.station(command.station), command.desk)
    state = floor.station(command.station)
    if command.desk in state.paused:
        return (e.DeskResumed(at=command.at, station=command.station, desk=command.desk),)
    if command.desk in state.desks:
        return ()
    return (e.DeskOpened(at=command.at, station=command.station, desk=command.desk),)


def close_desk(floor: Floor, command: c.CloseDesk, rulebook: Rulebook) -> tuple[e.Event, ...]:
    station = rulebook.station(command.station)
    check_desk(station, command.desk)
    desks = floor.station(command.station).desks
    if command.desk not in desks:
        return ()
    refuse_busy(floor, station, command.desk)
    return (e.DeskClosed(at=command.at, station=command.station, desk=command.desk),)


def pause_desk(floor: Floor, command: c.PauseDesk, rulebook: Rulebook) -> tuple[e.Event, ...]:
    station = rulebook.station(command.station)
    check_desk(station, command.desk)
    state = floor.station(command.station)
    if command.desk not in state.desks:
        raise DeskIsClosed(station=station.name, desk=command.desk)
    if state.paused.get(command.desk) == command.reason:
        return ()
    refuse_busy(floor, station, command.desk)
    paused = e.DeskPaused(
        at=command.at, station=command.station, desk=command.desk, reason=command.reason
    )
    return (paused,)


def check_desk(station: Station, desk: str) -> None:
    if desk not in station.desks:
        raise UnknownDesk(station=station.name, desk=desk, allowed=", ".join(station.desks))


def refuse_busy(floor: Floor, station: Station, desk: str) -> None:
    """A desk serves one visit at a time."""
    visit = floor.station(station.code).desks.get(desk)
    if visit is not None:
        raise DeskBusy(station=station.name, desk=desk, ticket=floor.visits[visit].name)
