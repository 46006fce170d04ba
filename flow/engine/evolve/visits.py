"""How a visit moves: opened, numbered, identified, planned, ended; and put right after a mistake."""

from collections import deque
from copy import deepcopy

from flow.engine import events as e
from flow.engine import tickets
from flow.engine.evolve import families
from flow.engine.evolve.marking import forget_action, station_state, touch
from flow.engine.evolve.stops import (
    enter_list,
    expect,
    expect_again,
    expect_no_more,
    leave_list,
)
from flow.engine.floor import Floor
from flow.engine.lifecycle import AT_A_DESK, CLOSED, WAITING
from flow.engine.visits import Stop, Visit


def open_visit(floor: Floor, event: e.VisitOpened) -> None:
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


def carry_in(floor: Floor, event: e.VisitCarriedIn) -> None:
    """The visit stands where it stood: in line, held, absent, or at its desk, which is open for it."""
    floor.turns += 1
    visit = deepcopy(event.state)
    visit.turn, visit.acted_at = floor.turns, None
    floor.visits[visit.id] = visit
    if visit.patient:
        floor.inside[visit.patient] = visit.id
    for stop in visit.open_stops():
        enter_list(floor, visit, stop)
    for stop in visit.stops.values():
        stop.coming_since = 0
        if stop.status not in CLOSED and not stop.if_ordered:
            expect(floor, visit, stop)
    families.enter(floor, visit)


def issue_ticket(floor: Floor, event: e.TicketIssued) -> None:
    visit = floor.visits[event.visit]
    floor.numbers[event.letter] = event.number
    visit.ticket = visit.name = tickets.code(event.letter, event.number)
    touch(floor, visit)
    families.touch_family(floor, visit)


def identify(floor: Floor, event: e.PatientIdentified) -> None:
    visit = floor.visits[event.visit]
    if visit.patient and floor.inside.get(visit.patient) == visit.id:
        del floor.inside[visit.patient]
    visit.patient = event.patient
    if visit.is_open:
        floor.inside[event.patient] = visit.id
    touch(floor, visit)


def keep_appointment(floor: Floor, event: e.AppointmentKept) -> None:
    """In line, time that is too long counts from the slot now."""
    visit = floor.visits[event.visit]
    waiting = [stop for stop in visit.open_stops() if stop.status is WAITING]
    for stop in waiting:
        leave_list(floor, visit, stop)
    visit.appointment = event.appointment
    for stop in waiting:
        enter_list(floor, visit, stop)
    touch(floor, visit)


def record_facts(floor: Floor, event: e.FactsRecorded) -> None:
    visit = floor.visits[event.visit]
    visit.facts = dict(event.facts)
    touch(floor, visit)


def classify(floor: Floor, event: e.VisitClassified) -> None:
    visit = floor.visits[event.visit]
    visit.cluster, visit.priority, visit.rank = event.cluster, event.priority, event.rank
    visit.bands, visit.flags = event.bands, event.flags
    touch(floor, visit)


def plan(floor: Floor, event: e.StopsPlanned) -> None:
    visit = floor.visits[event.visit]
    for planned in event.stops:
        stop = visit.stops[planned.number] = Stop(
            number=planned.number,
            station=planned.station,
            origin=planned.origin,
            rule=planned.rule,
            because=planned.because,
            if_ordered=planned.if_ordered,
            review_of=planned.review_of,
            for_desk=planned.for_desk,
            repeat_of=planned.repeat_of,
            then_minutes=planned.then_minutes,
            apart_minutes=planned.apart_minutes,
        )
        if not stop.if_ordered:
            expect(floor, visit, stop)
    visit.ahead = event.ahead
    touch(floor, visit)


def intend(floor: Floor, event: e.OutcomeIntended) -> None:
    visit = floor.visits[event.visit]
    visit.intended = event.outcome
    visit.destination, visit.reason = event.destination, event.reason


def end(floor: Floor, event: e.VisitEnded) -> None:
    visit = floor.visits[event.visit]
    families.leave(floor, visit)
    visit.outcome, visit.ended_at = event.outcome, event.at
    visit.destination, visit.reason = event.destination, event.reason
    visit.because = event.because
    if visit.patient:
        floor.inside.pop(visit.patient, None)


def restore(floor: Floor, event: e.VisitRestored) -> None:
    """The visit as it stood before; a call that is taken back was none, for the board and for whose turn it is."""
    now = floor.visits[event.visit]
    was = deepcopy(event.state)
    for stop in now.stops.values():
        _take_back_service(floor, stop, event.undone)
    for stop in now.open_stops():
        families.forget(station_state(floor, stop.station), now.id)
        _take_back_repeats(floor, now, stop, was, event.undone)
        if _take_back_call(floor, stop, event.undone):
            families.take_back(station_state(floor, stop.station), was, stop)
        _take_back_hand_over(floor, now, stop, was)
        leave_list(floor, now, stop)
    forget_action(floor, now)
    families.leave(floor, now)
    was.restored_at = event.at
    floor.visits[was.id] = was
    if was.patient and was.is_open:
        floor.inside[was.patient] = was.id
    for stop in was.open_stops():
        enter_list(floor, was, stop)
    for station in {stop.station for stop in (*now.stops.values(), *was.stops.values())}:
        if was.comes_to(station):
            expect_again(floor, was, station)
        else:
            expect_no_more(floor, was, station)
    families.come_back(floor, was)


def _take_back_hand_over(floor: Floor, now: Visit, stop: Stop, was: Visit) -> None:
    """Who was at another desk goes back there with the family."""
    before = was.stops.get(stop.number)
    if before is None or {stop.status, before.status} - AT_A_DESK or before.desk == stop.desk:
        return
    if before.desk is not None:
        families.hand_over(station_state(floor, stop.station), now, stop.desk, before.desk)


def _take_back_service(floor: Floor, stop: Stop, position: int) -> None:
    known = floor.stations.get(stop.station)
    if known and any(one.position == position for one in known.served):
        state = station_state(floor, stop.station)
        kept = (one for one in state.served if one.position != position)
        state.served = deque(kept, maxlen=state.served.maxlen)


def _take_back_repeats(floor: Floor, now: Visit, stop: Stop, was: Visit, undone: int) -> None:
    """Who was called again, to where they are no more, was not."""
    before = was.stops.get(stop.number)
    if before is not None and before.status in AT_A_DESK and before.desk == stop.desk:
        return
    state = station_state(floor, stop.station)
    kept = (one for one in state.calls if one.position <= undone or one.name != now.name)
    state.calls = deque(kept, maxlen=state.calls.maxlen)


def _take_back_call(floor: Floor, stop: Stop, position: int) -> bool:
    """Whether the stop was called by the entry at this position."""
    state = station_state(floor, stop.station)
    kept = [call for call in state.calls if call.position != position]
    if len(kept) == len(state.calls):
        return False
    state.calls = deque(kept, maxlen=state.calls.maxlen)
    ranks = list(state.called)
    del ranks[len(ranks) - 1 - ranks[::-1].index(stop.rank)]
    state.called = deque(ranks, maxlen=state.called.maxlen)
    return True
