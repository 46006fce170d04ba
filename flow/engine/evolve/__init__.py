"""How the floor moves: event by event, total. History cannot be refused.

`fold` takes one entry of the journal; the floor after it is always the same, whoever folds it and whenever.
"""

from typing import assert_never

from flow.engine import events as e
from flow.engine.evolve import bookings, families, marking, stops, visits
from flow.engine.evolve.marking import station_state
from flow.engine.floor import ACTIONS_KNOWN, Action, Day, Floor
from flow.engine.outcomes import Outcome

ENDINGS = (e.VisitEnded, e.OutcomeIntended)


def fold(floor: Floor, entry: e.Entry) -> None:
    """Move the floor by one entry."""
    floor.position, floor.at = entry.position, entry.at
    for event in entry.events:
        evolve(floor, event)
    _remember(floor, entry)


def evolve(floor: Floor, event: e.Event) -> None:
    """Move the floor by one event. What happens most often is asked first."""
    match event:
        case e.OfStop():
            stops.move(floor, event)
        case e.FactsRecorded():
            visits.record_facts(floor, event)
        case e.VisitOpened():
            visits.open_visit(floor, event)
        case e.TicketIssued():
            visits.issue_ticket(floor, event)
        case e.VisitClassified():
            visits.classify(floor, event)
        case e.StopsPlanned():
            visits.plan(floor, event)
        case e.VisitEnded():
            visits.end(floor, event)
        case e.VisitCarriedIn():
            visits.carry_in(floor, event)
        case e.PatientIdentified():
            visits.identify(floor, event)
        case e.VisitLinked():
            families.link(floor, event)
        case e.VisitUnlinked():
            families.unlink(floor, event)
        case e.OutcomeIntended():
            visits.intend(floor, event)
        case e.OrdersAdded():
            pass  # the stops that follow from it say where
        case e.VisitMerged():
            floor.visits[event.visit].merged_into = event.into
        case e.TicketVoided():
            floor.visits[event.visit].voided = True
        case e.VisitRestored():
            visits.restore(floor, event)
        case e.VisitBooked():
            bookings.book(floor, event)
        case e.BookingCancelled():
            bookings.end(floor, event, Outcome.CANCELLED)
        case e.BookingMissed():
            bookings.end(floor, event, Outcome.ABSENT)
        case e.BookingReopened():
            bookings.reopen(floor, event)
        case e.BookingGivenBack():
            bookings.give_back(floor, event)
        case e.BookedPatientArrived():
            bookings.arrive(floor, event)
        case e.VisitContinued():
            floor.visits[event.visit].follows = event.follows
        case e.AppointmentKept():
            visits.keep_appointment(floor, event)
        case e.ThreadCut():
            floor.visits[event.visit].follows = None
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
            station_state(floor, event.station).desks[event.desk] = None
        case e.DeskClosed():
            state = station_state(floor, event.station)
            del state.desks[event.desk]
            state.paused.pop(event.desk, None)
            state.parties.pop(event.desk, None)
        case e.DeskPaused():
            state = station_state(floor, event.station)
            state.paused[event.desk] = event.reason
            state.parties.pop(event.desk, None)
        case e.DeskResumed():
            station_state(floor, event.station).paused.pop(event.desk, None)
        case _:
            assert_never(event)


def _remember(floor: Floor, entry: e.Entry) -> None:
    """The entry is the last thing that was done to its visits: nothing older can be taken back, this perhaps."""
    for event in entry.events:
        if isinstance(event, e.OfVisit):
            visit = floor.visits.get(event.visit)  # None: only booked so far
            if visit and visit.acted_at is not None and e.is_done_to_visit(event):
                marking.forget_action(floor, visit)
    if entry.kind in e.UNDOABLE:
        for event in entry.events:
            if isinstance(event, e.OfStop):
                _acted(floor, entry, event)
                return


def _acted(floor: Floor, entry: e.Entry, event: e.OfStop) -> None:
    visit = floor.visits[event.visit]
    visit.acted_at = visit.stops[event.stop].station
    undoable = station_state(floor, visit.acted_at).undoable
    undoable[visit.id] = Action(
        entry.position, entry.kind, entry.at, entry.by, _outcome(entry, visit.id)
    )
    if len(undoable) > ACTIONS_KNOWN:
        oldest = next(iter(undoable))
        del undoable[oldest]
        floor.visits[oldest].acted_at = None


def _outcome(entry: e.Entry, visit: str) -> Outcome | None:
    """How the visit has ended or will end because of this."""
    for event in entry.events:
        if isinstance(event, ENDINGS) and event.visit == visit:
            return event.outcome
    return None
