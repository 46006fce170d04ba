"""How a stop moves: along the lifecycle, off one list of its station and onto another."""

from collections.abc import Mapping

from flow.engine import events as e
from flow.engine.evolve import families, running
from flow.engine.evolve.marking import station_state, touch
from flow.engine.families import named_at
from flow.engine.floor import Call, Floor, Served, StationState, place_of
from flow.engine.lifecycle import AT_A_DESK, CLOSED, OPEN, WAITING, Status, Step, after
from flow.engine.visits import BY_RULE, Origin, Stop, Visit, without

STEPS: Mapping[type[e.OfStop], Step] = {
    e.StopQueued: Step.QUEUED,
    e.PatientCalled: Step.CALLED,
    e.PatientRecalled: Step.RECALLED,
    e.PatientHandedOver: Step.HANDED_OVER,
    e.ServiceStarted: Step.STARTED,
    e.ServiceConfirmed: Step.CONFIRMED,
    e.ServiceFinished: Step.FINISHED,
    e.StopDoneInRoom: Step.DONE_IN_ROOM,
    e.PatientMissed: Step.MISSED,
    e.PatientReturned: Step.RETURNED,
    e.StopHeld: Step.HELD,
    e.StopResumed: Step.RESUMED,
    e.StopTransferred: Step.TRANSFERRED,
    e.StopSkipped: Step.SKIPPED,
}
"""The events that move a stop along the lifecycle, and the step that each is."""


def move(floor: Floor, event: e.OfStop) -> None:
    """What happens to a stop; most often one step of the lifecycle: off the list of the old status, onto that of the new one."""
    step = STEPS.get(type(event))
    if step is None:
        _stay(floor, event)
        return
    visit = floor.visits[event.visit]
    stop = visit.stops[event.stop]
    was, at_desk = stop.status, visit.at_desk
    status = after(was, step)
    leave_list(floor, visit, stop)
    if status is not was or isinstance(event, e.ServiceConfirmed):
        stop.stood_at, stop.alert, stop.alert_minutes = event.at, None, 0
    stop.status = status
    _record(floor, visit, stop, event)
    enter_list(floor, visit, stop)
    if was not in OPEN:
        visit.ahead = tuple(without(visit.ahead, stop.number))
        touch(floor, visit)
    elif visit.at_desk != at_desk:
        touch(floor, visit)
    if status in CLOSED:
        stop.ended_at = event.at
        if status is Status.SKIPPED and not visit.comes_to(stop.station):
            expect_no_more(floor, visit, stop.station)
    if was is WAITING and status is not Status.CALLED:
        families.forget(station_state(floor, stop.station), visit.id)


def _record(floor: Floor, visit: Visit, stop: Stop, event: e.OfStop) -> None:
    """What the stop remembers of the event beside its status, and what its station does."""
    match event:
        case e.PatientCalled():
            stop.desk, stop.called_at = event.desk, event.at
            stop.passed_over, stop.call_reason = event.passed_over, event.reason
            stop.calls += 1
            state = station_state(floor, stop.station)
            state.called.append(stop.rank)
            families.call(state, visit, stop, event)
            _announce(floor, state, visit, stop)
        case e.ServiceStarted():
            stop.started_at = event.at
        case e.ServiceFinished():
            station_state(floor, stop.station).served.append(
                Served(position=floor.position, at=event.at, visit=visit.id, name=visit.name)
            )
        case e.StopQueued():
            stop.since, stop.priority, stop.rank = event.since, event.priority, event.rank
            stop.not_before, stop.joined_at = event.not_before, event.at
            _come(visit, stop)
        case e.StopSkipped():
            stop.note = event.because.id
        case e.StopDoneInRoom():
            _come(visit, stop)
        case e.PatientReturned():
            stop.since, stop.joined_at = event.since or stop.since, event.at
        case e.PatientHandedOver():
            families.hand_over(station_state(floor, stop.station), visit, stop.desk, event.desk)
            stop.desk = event.desk
        case e.PatientRecalled():
            stop.called_at = event.at
            stop.calls += 1
            _announce(floor, station_state(floor, stop.station), visit, stop)
        case e.StopHeld():
            stop.note = event.reason
        case e.StopTransferred():
            stop.note, stop.moved_to = event.reason, event.to
        case _:
            pass  # the status says it all


def _come(visit: Visit, stop: Stop) -> None:
    """The last of the stops to which the visit has come so far."""
    stop.queued = 1 + max([other.queued for other in visit.stops.values()])


def _stay(floor: Floor, event: e.OfStop) -> None:
    """The stop has the status that it had."""
    match event:
        case e.StopConfirmed():
            _confirm(floor, event)
        case e.StopShared():
            _share(floor, event)
        case e.StopUnshared():
            _unshare(floor, event)
        case e.StopRanked():
            _rank(floor, event)
        case e.StopCredited():
            _credit(floor, event)
        case e.StopAssigned():
            _assign(floor, event)
        case e.AlertRaised():
            running.raise_alert(floor, event)
        case _:
            raise TypeError(f"nobody knows what this does to a stop: {event}")


def _rank(floor: Floor, event: e.StopRanked) -> None:
    visit = floor.visits[event.visit]
    stop = visit.stops[event.stop]
    leave_list(floor, visit, stop)
    stop.priority, stop.rank = event.priority, event.rank
    enter_list(floor, visit, stop)


def _credit(floor: Floor, event: e.StopCredited) -> None:
    visit = floor.visits[event.visit]
    stop = visit.stops[event.stop]
    leave_list(floor, visit, stop)
    stop.since = event.since
    enter_list(floor, visit, stop)


def _confirm(floor: Floor, event: e.StopConfirmed) -> None:
    visit = floor.visits[event.visit]
    stop = visit.stops[event.stop]
    stop.if_ordered, stop.because, stop.origin = False, event.because, Origin.ORDER
    expect(floor, visit, stop)
    touch(floor, visit)


def _share(floor: Floor, event: e.StopShared) -> None:
    """What was asked for stays, also where the rules had planned it and would not any more."""
    visit = floor.visits[event.visit]
    stop = visit.stops[event.stop]
    stop.shared, stop.then_minutes = (*stop.shared, event.rule), event.then_minutes
    if stop.origin in BY_RULE:
        stop.origin = Origin.ORDER
    touch(floor, visit)


def _unshare(floor: Floor, event: e.StopUnshared) -> None:
    visit = floor.visits[event.visit]
    stop = visit.stops[event.stop]
    stop.rule, stop.because = event.left, event.because
    stop.shared = tuple([one for one in stop.shared if one not in (event.rule, event.left)])
    touch(floor, visit)


def _assign(floor: Floor, event: e.StopAssigned) -> None:
    visit = floor.visits[event.visit]
    stop = visit.stops[event.stop]
    stop.for_desk = event.desk
    station_state(floor, stop.station)
    touch(floor, visit)


def expect(floor: Floor, visit: Visit, stop: Stop) -> None:
    """The visit comes to the station today; its place there is as early as it was. No screen shows it yet."""
    state = floor.stations.get(stop.station)
    if state is None:
        state = floor.stations[stop.station] = StationState()
    stop.coming_since = state.coming.setdefault(visit.id, floor.position)


def expect_again(floor: Floor, visit: Visit, station: str) -> None:
    """The visit comes after all, to the place that it had; what older versions took back did not say which: it is the last."""
    state = floor.stations.setdefault(station, StationState())
    known = (stop.coming_since for stop in visit.stops.values() if stop.comes_to(station))
    since = min(filter(None, known), default=floor.position)
    if state.coming.setdefault(visit.id, floor.position) > since:
        state.coming[visit.id] = since
        by_place = sorted(state.coming, key=lambda v: (state.coming[v], floor.visits[v].turn))
        state.coming = {one: state.coming[one] for one in by_place}
        if state.line.classes:
            station_state(floor, station)


def expect_no_more(floor: Floor, visit: Visit, station: str) -> None:
    """It does not: whoever is on the waiting list there moves up."""
    state = floor.station(station)
    if visit.id in state.coming:
        del state.coming[visit.id]
        if state.line.classes:
            station_state(floor, station)


def enter_list(floor: Floor, visit: Visit, stop: Stop) -> None:
    if stop.status not in OPEN:
        return
    state = station_state(floor, stop.station)
    if stop.status is WAITING:
        state.line.join(place_of(visit, stop))
        running.begin(state, visit, stop)
    elif stop.status in AT_A_DESK and stop.desk is not None:
        state.desks[stop.desk] = visit.id
        visit.at_desk = stop.number
    elif stop.status is Status.HELD:
        state.held[visit.id] = stop.number
    elif stop.status is Status.ABSENT:
        state.absent[visit.id] = stop.number


def leave_list(floor: Floor, visit: Visit, stop: Stop) -> None:
    if stop.status not in OPEN:
        return
    state = station_state(floor, stop.station)
    if stop.status is WAITING:
        running.end(state, visit, stop)
        state.line.leave(place_of(visit, stop))
    elif stop.status in AT_A_DESK and stop.desk is not None:
        state.desks[stop.desk] = None
        visit.at_desk = None
    elif stop.status is Status.HELD:
        del state.held[visit.id]
    elif stop.status is Status.ABSENT:
        del state.absent[visit.id]


def _announce(floor: Floor, state: StationState, visit: Visit, stop: Stop) -> None:
    if stop.called_at is None or stop.desk is None:
        return
    state.calls.append(
        Call(
            position=floor.position,
            at=stop.called_at,
            station=stop.station,
            desk=stop.desk,
            name=visit.name,
            calls=stop.calls,
            companions=named_at(floor, state, stop.desk, visit.id),
        )
    )
