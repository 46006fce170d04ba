"""Calling somebody to a desk: who is next, whom else, who does not come, and who comes back."""

from collections.abc import Mapping
from datetime import datetime
from itertools import takewhile

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine import ordering
from flow.engine.decide.day import check_desk, refuse_busy
from flow.engine.decide.families import named_with
from flow.engine.decide.stops import not_from_here, open_visit, refuse_step, the_stop
from flow.engine.families import is_expected_at
from flow.engine.floor import Floor, place_of
from flow.engine.lifecycle import AT_A_DESK, OPEN, Status, Step
from flow.engine.lines import Place
from flow.engine.quota import waiting_list
from flow.engine.refusals import (
    BusyElsewhere,
    CallReasonNeeded,
    DeskHasThem,
    DeskIsClosed,
    ListReasonNeeded,
    NobodyWaiting,
    NotInLine,
)
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.visits import Stop, Visit


def call_next(floor: Floor, command: c.CallNext, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Of the rooms that one person serves, the one whose next patient's waiting counts most."""
    rooms = ((command.station, command.desk), *command.also)
    desks: dict[str, str] = {}
    heads: list[Place] = []
    for station, desk in rooms:
        check_free_desk(floor, station, desk, rulebook)
        desks[station] = desk
        place = ordering.next_place(floor, rulebook, station, command.at, desk)
        if place is not None:
            heads.append(place)
    if not heads:
        names = (rulebook.station_name(station) for station in desks)
        raise NobodyWaiting(station=Text.joined(names))
    place = heads[0]
    if len(heads) > 1:
        place = _first(floor, heads, desks, ordering.Moment(command.at, rulebook))
    station = floor.stop_at(place).station
    desk = desks[station]
    called = e.PatientCalled(
        at=command.at,
        visit=place.visit,
        stop=place.stop,
        desk=desk,
        companions=named_with(
            floor, rulebook, floor.visits[place.visit], station, desk, command.at
        ),
    )
    return (*back_from_break(floor, command.at, station, desk), called)


def _first(
    floor: Floor, heads: list[Place], desks: Mapping[str, str], moment: ordering.Moment
) -> Place:
    """Of the next ones of several rooms: an emergency, then who is expected with their family, then whose waiting counts most."""
    if any(place.rank == ordering.EMERGENCY for place in heads):
        return ordering.accumulating(heads, moment)
    expected = []
    for place in heads:
        station = floor.stop_at(place).station
        if is_expected_at(floor.station(station), desks[station], place.visit):
            expected.append(place)
    return ordering.accumulating(expected or heads, moment)


def call_one(floor: Floor, command: c.CallOne, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Out of turn, for a reason where others are passed over. Who is absent or held comes back first: the same words, one press."""
    check_free_desk(floor, command.station, command.desk, rulebook)
    visit = open_visit(floor, command.visit)
    stops = [
        stop
        for stop in visit.stops.values()
        if stop.station == command.station and stop.status in OPEN
    ]
    if not stops:
        raise not_from_here(visit, Step.CALLED, rulebook)
    stop = stops[0]
    if stop.status in AT_A_DESK:
        raise refuse_step(visit, stop, Step.CALLED, rulebook)
    if visit.at_desk is not None:
        elsewhere = visit.stops[visit.at_desk].station
        raise BusyElsewhere(ticket=visit.name, station=rulebook.station_name(elsewhere))
    back: list[e.Event] = []  # in line again
    place = place_of(visit, stop)
    if stop.status is Status.ABSENT:
        since = _counts_again(floor, rulebook, stop, command.at)
        back = [e.PatientReturned(at=command.at, visit=visit.id, stop=stop.number, since=since)]
        place = place._replace(since=since or place.since)
    elif stop.status is Status.HELD:
        back = [e.StopResumed(at=command.at, visit=visit.id, stop=stop.number)]
    passed_over = _before(floor, command, rulebook, place, is_in_line=not back)
    if not command.reason.strip():
        _ask_why(floor, visit, stop, passed_over, rulebook)
    called = e.PatientCalled(
        at=command.at,
        visit=visit.id,
        stop=stop.number,
        desk=command.desk,
        passed_over=passed_over,
        reason=command.reason,
        companions=named_with(floor, rulebook, visit, stop.station, command.desk, command.at),
    )
    return (*back_from_break(floor, command.at, command.station, command.desk), *back, called)


def _before(
    floor: Floor, command: c.CallOne, rulebook: Rulebook, place: Place, *, is_in_line: bool
) -> int:
    """How many could have been called to this desk before `place`; who is expected there with their family passes over nobody."""
    if is_expected_at(floor.station(command.station), command.desk, command.visit):
        return 0
    places = ordering.callable_places(
        floor,
        rulebook,
        command.station,
        command.at,
        command.desk,
        also=None if is_in_line else place,
    )
    return sum(1 for _ in takewhile(lambda one: one.visit != place.visit, places))


def _ask_why(floor: Floor, visit: Visit, stop: Stop, passed_over: int, rulebook: Rulebook) -> None:
    """Those who are passed over, and those on the list before, can be told why: raises `CallReasonNeeded`, `ListReasonNeeded`."""
    if passed_over:
        raise CallReasonNeeded(ticket=visit.name, count=passed_over)
    if visit.id in waiting_list(floor, rulebook, stop.station):
        raise ListReasonNeeded(ticket=visit.name, station=rulebook.station_name(stop.station))


def recall(floor: Floor, command: c.Recall, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.RECALLED, rulebook)
    return (e.PatientRecalled(at=command.at, visit=visit.id, stop=stop.number),)


def mark_absent(floor: Floor, command: c.MarkAbsent, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit, stop = the_stop(floor, command, Step.MISSED, rulebook)
    return (e.PatientMissed(at=command.at, visit=visit.id, stop=stop.number),)


def bring_back(floor: Floor, command: c.BringBack, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Back in line, where the station's rule says: to the place that they had, or behind some of those who wait."""
    visit, stop = the_stop(floor, command, Step.RETURNED, rulebook)
    since = _counts_again(floor, rulebook, stop, command.at)
    return (e.PatientReturned(at=command.at, visit=visit.id, stop=stop.number, since=since),)


def _counts_again(floor: Floor, rulebook: Rulebook, stop: Stop, now: datetime) -> datetime | None:
    """Since when the waiting of who was absent counts by the station's rule; None: as it did."""
    known = rulebook.stations.get(stop.station)
    count = known.absent_behind if known else None
    return None if count is None else ordering.behind(floor, rulebook, stop, count, now)


def assign_desk(floor: Floor, command: c.AssignDesk, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """For the line in which the visit stands; ahead of time, for the next one that it will join there."""
    visit = open_visit(floor, command.visit)
    station = rulebook.station(command.station)
    if command.desk is not None:
        check_desk(station, command.desk)
    stops = [s for s in (*visit.open_stops(), *visit.planned()) if s.station == station.code]
    if not stops:
        raise NotInLine(ticket=visit.name, station=station.name)
    stop = stops[0]
    if stop.status in AT_A_DESK:
        raise DeskHasThem(ticket=visit.name, station=station.name, desk=stop.desk)
    if stop.for_desk == command.desk:
        return ()
    return (e.StopAssigned(at=command.at, visit=visit.id, stop=stop.number, desk=command.desk),)


def back_from_break(
    floor: Floor, at: datetime, station: str, desk: str
) -> tuple[e.DeskResumed, ...]:
    """Who calls has no break any more."""
    if desk not in floor.station(station).paused:
        return ()
    return (e.DeskResumed(at=at, station=station, desk=desk),)


def check_free_desk(floor: Floor, code: str, desk: str, rulebook: Rulebook) -> None:
    """Somebody can be called to this desk; raises `UnknownStation`, `UnknownDesk`, `DeskIsClosed`, `DeskBusy`."""
    station = rulebook.station(code)
    check_desk(station, desk)
    if desk not in floor.station(code).desks:
        raise DeskIsClosed(station=station.name, desk=desk)
    refuse_busy(floor, station, desk)
