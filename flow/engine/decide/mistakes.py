"""What people get wrong, and how it is put right: taken back, voided. Nothing is erased."""

from datetime import datetime

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.decide.calling import back_from_break
from flow.engine.decide.expecting import expected_again, expected_no_more
from flow.engine.decide.itinerary import Itinerary
from flow.engine.decide.stops import open_visit
from flow.engine.floor import Floor
from flow.engine.history import as_it_stood
from flow.engine.outcomes import Outcome
from flow.engine.refusals import (
    AlreadyBegun,
    DeskBusy,
    DeskIsClosed,
    NotDoneHere,
    NothingToUndo,
    PatientIsInside,
    RoomIsGone,
    SomethingFollowed,
)
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.visits import Visit

VOIDING = "VoidTicket"
VOIDED = Text("Nomor dibatalkan", "The number is void")


def undo(floor: Floor, command: c.Undo, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """The visit as it stood before the last thing that was done to it."""
    station = rulebook.station(command.station)
    visit = floor.visit(command.visit)
    done = [entry for entry in command.history if any(map(e.is_done_to_visit, entry.events))]
    if not done or done[-1].position != command.position:
        raise SomethingFollowed(ticket=visit.name)
    last = done[-1]
    if last.kind not in e.UNDOABLE:
        raise NothingToUndo(ticket=visit.name)
    done_at = next(visit.stops[o.stop].station for o in last.events if isinstance(o, e.OfStop))
    if done_at != station.code:
        raise NotDoneHere(ticket=visit.name, station=rulebook.station_name(done_at))
    was = as_it_stood(visit, command.history, last.position)
    _refuse_room_gone(was, rulebook)
    _refuse_taken(floor, was, rulebook)
    restored = e.VisitRestored(at=command.at, visit=visit.id, undone=command.position, state=was)
    bookings = expected_no_more(floor, was, command.at) if last.kind == VOIDING else ()
    return (*_no_break_with(floor, was, command.at), restored, *bookings)


def _no_break_with(floor: Floor, was: Visit, at: datetime) -> tuple[e.DeskResumed, ...]:
    """The desk to which the visit goes back serves again: nobody is served during a break."""
    stop = was.stops[was.at_desk] if was.at_desk is not None else None
    if stop is None or stop.desk is None:
        return ()
    return back_from_break(floor, at, stop.station, stop.desk)


def _refuse_room_gone(was: Visit, rulebook: Rulebook) -> None:
    """Rules that came into force since may have closed a room to which nobody was going, this visit included."""
    for stop in (*was.open_stops(), *was.planned()):
        if stop.station not in rulebook.stations:
            raise RoomIsGone(ticket=was.name, station=stop.station)


def _refuse_taken(floor: Floor, was: Visit, rulebook: Rulebook) -> None:
    """The desk must be free for the visit again, and the patient not have come in anew."""
    inside = floor.inside.get(was.patient or "")
    if inside not in (None, was.id):
        raise PatientIsInside(ticket=floor.visits[inside or ""].name)
    if was.at_desk is None:
        return
    stop = was.stops[was.at_desk]
    desks, name = floor.station(stop.station).desks, rulebook.station_name(stop.station)
    if stop.desk not in desks:
        raise DeskIsClosed(station=name, desk=stop.desk)
    served = desks[stop.desk]
    if served not in (None, was.id):
        raise DeskBusy(station=name, desk=stop.desk, ticket=floor.visits[served or ""].name)


def void_ticket(floor: Floor, command: c.VoidTicket, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """As if the number had never been issued, save that it stays spent."""
    visit = open_visit(floor, command.visit)
    if any(stop.called_at for stop in visit.stops.values()):
        raise AlreadyBegun(ticket=visit.name)
    itinerary = Itinerary(visit, rulebook, command.at)
    itinerary.events.append(e.TicketVoided(at=command.at, visit=visit.id, reason=command.reason))
    itinerary.leave(Outcome.CANCELLED, command.reason, VOIDED)
    return (*itinerary.events, *expected_again(floor, visit, command.at))
