"""How the floor moves: event by event, total. History cannot be refused.

`fold` takes one entry of the journal; the floor after it is always the same, whoever folds it and whenever.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import assert_never

from flow.engine import events as e
from flow.engine import tickets
from flow.engine.floor import Call, Day, Floor, StationState
from flow.engine.lifecycle import AT_A_DESK, CLOSED, OPEN, Status, Step, after
from flow.engine.lines import Place
from flow.engine.visits import Origin, Stop, Visit


def fold(floor: Floor, entry: e.Entry) -> None:
    """Move the floor by one entry."""
    floor.position = entry.position
    for event in entry.events:
        evolve(floor, event)


def evolve(floor: Floor, event: e.Event) -> None:
    """Move the floor by one event."""
    match event:
        case e.DayOpened():
            floor.day, floor.status = event.day, Day.OPEN
            floor.opened_at = event.at
            floor.rulebook = event.rulebook
            floor.renewed_position = floor.position
        case e.DayClosed():
            floor.status = Day.CLOSED
            floor.renewed_position = floor.position
        case e.RulebookPublished():
            floor.rulebook = event.digest
            floor.renewed_position = floor.position
        case e.DeskOpened():
            _station(floor, event.station).desks[event.desk] = None
        case e.DeskClosed():
            del _station(floor, event.station).desks[event.desk]
        case e.VisitOpened():
            _open_visit(floor, event)
        case e.VisitCarriedIn():
            _carry_in(floor, event)
        case e.TicketIssued():
            _issue_ticket(floor, event)
        case e.PatientIdentified():
            _identify(floor, event)
        case e.FactsRecorded():
            _record_facts(floor, event)
        case e.VisitClassified():
            _classify(floor, event)
        case e.StopsPlanned():
            _plan(floor, event)
        case e.OutcomeIntended():
            floor.visits[event.visit].intended = event.outcome
        case e.VisitEnded():
            _end(floor, event)
        case e.StopConfirmed():
            _confirm(floor, event)
        case e.StopRanked():
            _rank(floor, event)
        case e.OfStop():
            visit = floor.visits[event.visit]
            _move_stop(floor, visit, visit.stops[event.stop], event)
        case _:
            assert_never(event)


# Visits


def _open_visit(floor: Floor, event: e.VisitOpened) -> None:
    floor.turns += 1
    floor.emergencies += event.emergency
    floor.visits[event.visit] = Visit(
        id=event.visit,
        name=f"Darurat {floor.emergencies}" if event.emergency else "",
        turn=floor.turns,
        opened_at=event.at,
        rulebook=event.rulebook,
        emergency=event.emergency,
    )


def _carry_in(floor: Floor, event: e.VisitCarriedIn) -> None:
    """The visit stands where it stood: in line, held, absent, or at its desk, which is open for it."""
    floor.turns += 1
    visit = deepcopy(event.state)
    visit.turn = floor.turns
    floor.visits[visit.id] = visit
    if visit.patient:
        floor.inside[visit.patient] = visit.id
    for stop in visit.open_stops():
        _enter_list(floor, visit, stop)


def _issue_ticket(floor: Floor, event: e.TicketIssued) -> None:
    visit = floor.visits[event.visit]
    floor.numbers[event.letter] = event.number
    visit.ticket = visit.name = tickets.code(event.letter, event.number)
    _touch(floor, visit)


def _identify(floor: Floor, event: e.PatientIdentified) -> None:
    visit = floor.visits[event.visit]
    visit.patient = event.patient
    floor.inside[event.patient] = visit.id
    _touch(floor, visit)


def _record_facts(floor: Floor, event: e.FactsRecorded) -> None:
    visit = floor.visits[event.visit]
    visit.facts = dict(event.facts)
    _touch(floor, visit)


def _classify(floor: Floor, event: e.VisitClassified) -> None:
    visit = floor.visits[event.visit]
    visit.cluster, visit.priority, visit.rank = event.cluster, event.priority, event.rank
    visit.bands, visit.flags = event.bands, event.flags
    _touch(floor, visit)


def _plan(floor: Floor, event: e.StopsPlanned) -> None:
    visit = floor.visits[event.visit]
    for stop in event.stops:
        visit.stops[stop.number] = Stop(
            number=stop.number,
            station=stop.station,
            origin=stop.origin,
            rule=stop.rule,
            because=stop.because,
            if_ordered=stop.if_ordered,
            review_of=stop.review_of,
        )
    visit.ahead = event.ahead
    _touch(floor, visit)


def _end(floor: Floor, event: e.VisitEnded) -> None:
    visit = floor.visits[event.visit]
    visit.outcome, visit.ended_at = event.outcome, event.at
    if visit.patient:
        floor.inside.pop(visit.patient, None)


# Stops


STEPS: Mapping[type[e.OfStop], Step] = {
    e.StopQueued: Step.QUEUED,
    e.PatientCalled: Step.CALLED,
    e.PatientRecalled: Step.RECALLED,
    e.ServiceStarted: Step.STARTED,
    e.ServiceFinished: Step.FINISHED,
    e.PatientMissed: Step.MISSED,
    e.PatientReturned: Step.RETURNED,
    e.StopHeld: Step.HELD,
    e.StopResumed: Step.RESUMED,
    e.StopTransferred: Step.TRANSFERRED,
    e.StopSkipped: Step.SKIPPED,
}
"""The events that move a stop along the lifecycle, and the step that each is."""


def _rank(floor: Floor, event: e.StopRanked) -> None:
    visit = floor.visits[event.visit]
    stop = visit.stops[event.stop]
    _leave_list(floor, visit, stop)
    stop.priority, stop.rank = event.priority, event.rank
    _enter_list(floor, visit, stop)


def _move_stop(floor: Floor, visit: Visit, stop: Stop, event: e.OfStop) -> None:
    """One step of the lifecycle: off the list of the old status, onto that of the new one."""
    shown = (visit.at_desk, visit.ahead)
    status = after(stop.status, STEPS[type(event)])
    _leave_list(floor, visit, stop)
    stop.status = status
    _record(stop, event)
    _enter_list(floor, visit, stop)
    visit.ahead = _without(visit.ahead, stop.number)
    if isinstance(event, e.StopQueued):
        stop.queued = 1 + max(other.queued for other in visit.stops.values())
    if shown != (visit.at_desk, visit.ahead):
        _touch(floor, visit)
    if isinstance(event, e.PatientCalled):
        _station(floor, stop.station).called.append(stop.rank)
    if isinstance(event, e.PatientCalled | e.PatientRecalled):
        _announce(floor, visit, stop)


def _record(stop: Stop, event: e.OfStop) -> None:
    """What the stop remembers of the event."""
    if stop.status in CLOSED:
        stop.ended_at = event.at
    match event:
        case e.StopQueued():
            stop.since, stop.priority, stop.rank = event.since, event.priority, event.rank
        case e.PatientCalled():
            stop.desk, stop.called_at = event.desk, event.at
            stop.calls += 1
        case e.PatientRecalled():
            stop.called_at = event.at
            stop.calls += 1
        case e.ServiceStarted():
            stop.started_at = event.at
        case e.StopHeld():
            stop.note = event.reason
        case e.StopTransferred():
            stop.note, stop.moved_to = event.reason, event.to
        case e.StopSkipped():
            stop.note = event.because.id
        case _:
            pass  # the status says it all


def _confirm(floor: Floor, event: e.StopConfirmed) -> None:
    visit = floor.visits[event.visit]
    stop = visit.stops[event.stop]
    stop.if_ordered, stop.because, stop.origin = False, event.because, Origin.ORDER
    _touch(floor, visit)


def _enter_list(floor: Floor, visit: Visit, stop: Stop) -> None:
    if stop.status not in OPEN:
        return
    state = _station(floor, stop.station)
    if stop.status is Status.WAITING:
        state.line.join(_place(visit, stop))
    elif stop.status in AT_A_DESK and stop.desk is not None:
        state.desks[stop.desk] = visit.id
        visit.at_desk = stop.number
    elif stop.status is Status.HELD:
        state.held[visit.id] = stop.number
    elif stop.status is Status.ABSENT:
        state.absent[visit.id] = stop.number


def _leave_list(floor: Floor, visit: Visit, stop: Stop) -> None:
    if stop.status not in OPEN:
        return
    state = _station(floor, stop.station)
    if stop.status is Status.WAITING:
        state.line.leave(_place(visit, stop))
    elif stop.status in AT_A_DESK and stop.desk is not None:
        state.desks[stop.desk] = None
        visit.at_desk = None
    elif stop.status is Status.HELD:
        del state.held[visit.id]
    elif stop.status is Status.ABSENT:
        del state.absent[visit.id]


def _place(visit: Visit, stop: Stop) -> Place:
    since = stop.since or visit.opened_at
    return Place(since=since, turn=visit.turn, visit=visit.id, stop=stop.number, rank=stop.rank)


def _without(ahead: tuple[tuple[int, ...], ...], number: int) -> tuple[tuple[int, ...], ...]:
    if not any(number in step for step in ahead):
        return ahead
    steps = (tuple(n for n in step if n != number) for step in ahead)
    return tuple(step for step in steps if step)


def _announce(floor: Floor, visit: Visit, stop: Stop) -> None:
    if stop.called_at is None or stop.desk is None:
        return
    _station(floor, stop.station).calls.append(
        Call(
            position=floor.position,
            at=stop.called_at,
            station=stop.station,
            desk=stop.desk,
            name=visit.name,
            calls=stop.calls,
        )
    )


# What changed


def _station(floor: Floor, code: str) -> StationState:
    """The station's state, marked as changed."""
    state = floor.stations.get(code)
    if state is None:
        state = floor.stations[code] = StationState()
    if state.changed != floor.position:
        state.changed_before, state.changed = state.changed, floor.position
    return state


def _touch(floor: Floor, visit: Visit) -> None:
    """Every station on whose list the visit stands shows it differently now."""
    for stop in visit.stops.values():
        if stop.status in OPEN:
            _station(floor, stop.station)
