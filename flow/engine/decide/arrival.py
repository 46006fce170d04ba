"""Coming in, and what the rules make of a patient: ticket, registration, emergency, new facts."""

from collections.abc import Mapping
from datetime import date, datetime
from operator import attrgetter
from types import MappingProxyType

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine import tickets
from flow.engine.bookings import Booking
from flow.engine.decide.families import linked
from flow.engine.decide.following import follow
from flow.engine.decide.itinerary import Itinerary
from flow.engine.decide.stops import open_visit
from flow.engine.decisions import Route
from flow.engine.facts import ARRIVED, BIRTH_DATE, Facts, FactValue
from flow.engine.floor import Floor
from flow.engine.refusals import (
    AlreadyRegistered,
    IsExpected,
    NotAnEmergency,
    PatientIsInside,
    VisitAlreadyKnown,
)
from flow.engine.routing import Rulebook
from flow.engine.text import Text, said_slot
from flow.engine.visits import Visit
from flow.engine.vocabulary import said_time

CLASSIFICATION = attrgetter("cluster", "priority", "bands", "flags")
"""What the rules make of a patient, as a visit has it and as a route wants it."""

CAME_OTHERWISE = Text(
    "Pasien datang dengan nomor {name}, tanpa memakai janji",
    "The patient came with the number {name} instead",
)
AT_THE_COUNTER = Text("Didaftarkan langsung di loket", "Registered right at the counter")


def issue_ticket(floor: Floor, command: c.IssueTicket, rulebook: Rulebook) -> tuple[e.Event, ...]:
    return _enter(floor, command, rulebook)


def enter_emergency(
    floor: Floor, command: c.EnterEmergency, rulebook: Rulebook
) -> tuple[e.Event, ...]:
    return _enter(floor, command, rulebook)


def register(floor: Floor, command: c.Register, rulebook: Rulebook) -> tuple[e.Event, ...]:
    _refuse_other_identity(floor, command)
    if command.visit not in floor.visits and not command.known:
        return _enter(floor, command, rulebook)
    visit = open_visit(floor, command.visit)
    facts = with_facts(floor, visit, command.facts, rulebook)
    wanted = rulebook.route(facts, service_day(floor))
    events: list[e.Event] = []
    if command.patient and visit.patient is None:
        events.append(e.PatientIdentified(at=command.at, visit=visit.id, patient=command.patient))
        events += came_otherwise(floor, visit, command.patient, command.at)
    if visit.ticket is None:
        events.append(ticket_for(floor, visit.id, wanted, command.at))
    passed = at_counter(command.station, rulebook)
    routed = route_again(floor, visit, facts, wanted, rulebook, command, passed=passed)
    return (*events, *routed, *beside(floor, command, visit))


def came_as(booking: Booking, visit: Visit, at: datetime) -> e.BookingCancelled:
    """The booking of who has come with another number."""
    because = CAME_OTHERWISE.filled(name=visit.name)
    return e.BookingCancelled(
        at=at, visit=booking.visit, reason="", because=because, came_as=visit.id
    )


def came_otherwise(floor: Floor, visit: Visit, patient: str, at: datetime) -> list[e.Event]:
    """Who has drawn a number although they had booked goes on with it; the thread goes with them."""
    booking = floor.expected(patient)
    if booking is None:
        return []
    events: list[e.Event] = [came_as(booking, visit, at)]
    if booking.follows:
        events.append(e.VisitContinued(at=at, visit=visit.id, follows=booking.follows))
    return events


def update_facts(floor: Floor, command: c.UpdateFacts, rulebook: Rulebook) -> tuple[e.Event, ...]:
    visit = open_visit(floor, command.visit)
    facts = with_facts(floor, visit, command.facts, rulebook)
    return route_again(
        floor, visit, facts, rulebook.route(facts, service_day(floor)), rulebook, command
    )


def _enter(
    floor: Floor,
    command: c.IssueTicket | c.Register | c.EnterEmergency,
    rulebook: Rulebook,
) -> tuple[e.Event, ...]:
    """A visit begins: it is opened, numbered (an emergency is not), identified, routed and queued."""
    if command.visit in floor.visits:
        raise VisitAlreadyKnown(visit=command.visit)
    emergency = isinstance(command, c.EnterEmergency)
    given: Mapping[str, object] = command.facts
    if emergency and not _is_final(rulebook, given, service_day(floor)):
        given = {**rulebook.emergency, **given}  # nobody has said what it is: the rulebook does
        if not _is_final(rulebook, given, service_day(floor)):
            raise NotAnEmergency
    arrived = arrival(rulebook, command.at)
    facts = rulebook.vocabulary.check({**given, **arrived}, service_day(floor), arrived)
    wanted = rulebook.route(facts, service_day(floor))
    newcomer = Visit(
        id=command.visit,
        name="",
        turn=floor.turns + 1,
        opened_at=command.at,
        rulebook=rulebook.digest,
    )
    events: list[e.Event] = [
        e.VisitOpened(
            at=command.at, visit=command.visit, rulebook=rulebook.digest, emergency=emergency
        )
    ]
    if not emergency:
        issued = ticket_for(floor, command.visit, wanted, command.at)
        newcomer.name = tickets.code(issued.letter, issued.number)
        events.append(issued)
    if isinstance(command, c.Register) and command.patient:
        events.append(
            e.PatientIdentified(at=command.at, visit=command.visit, patient=command.patient)
        )
    counter = command.station if isinstance(command, c.Register) else None
    passed = at_counter(counter, rulebook)
    routed = route_again(floor, newcomer, facts, wanted, rulebook, command, passed=passed)
    return (*events, *routed, *beside(floor, command, newcomer))


def beside(floor: Floor, command: c.Asked, visit: Visit) -> tuple[e.Event, ...]:
    """Linked to the visit with which somebody came in, if the command says so."""
    if not isinstance(command, c.Accompanied) or command.beside is None:
        return ()
    other = open_visit(floor, command.beside)
    return linked(floor, command, (other, visit), together=command.together)


def _is_final(rulebook: Rulebook, facts: Mapping[str, object], on: date) -> bool:
    """Whether these facts by themselves, at whatever hour, end the way in early."""
    return rulebook.route(rulebook.vocabulary.check(facts, on), on).final


def route_again(
    floor: Floor,
    visit: Visit,
    facts: dict[str, FactValue],
    wanted: Route,
    rulebook: Rulebook,
    command: c.Asked,
    passed: Mapping[str, Text] = MappingProxyType({}),
) -> tuple[e.Event, ...]:
    """Record the facts and follow the route that they lead to. `passed` are registration rooms for which nobody queues, and why."""
    itinerary = Itinerary(visit, rulebook, command.at)
    if facts != visit.facts or not visit.stops:
        itinerary.events.append(e.FactsRecorded(at=command.at, visit=visit.id, facts=facts))
    if CLASSIFICATION(visit) != CLASSIFICATION(wanted):
        itinerary.classify(wanted, wanted.priority_because)
    known = BIRTH_DATE in facts or visit.patient is not None or _identifies(command)
    follow(
        itinerary,
        wanted,
        is_urgent=_is_urgent(visit, wanted, rulebook, service_day(floor)),
        is_registered=known,
    )
    for station, because in passed.items():
        itinerary.pass_by(station, because, in_line=isinstance(command, c.Merge))
    itinerary.advance()
    return tuple(itinerary.events)


def _is_urgent(visit: Visit, wanted: Route, rulebook: Rulebook, on: date) -> bool:
    """Whether these facts, and not those before them, make an emergency of the visit (or a graver one)."""
    if not wanted.final or not visit.stops:
        return wanted.final
    before = rulebook.route(told(visit, rulebook, on), on)
    return not before.final or before.priority != wanted.priority


def _identifies(command: c.Asked) -> bool:
    """Whether the command says who the visit is."""
    return isinstance(command, c.Merge) or (
        isinstance(command, c.Register) and command.patient is not None
    )


def with_facts(
    floor: Floor, visit: Visit, given: Mapping[str, object], rulebook: Rulebook
) -> dict[str, FactValue]:
    """The facts known before with the new ones over them; a None forgets a fact. When somebody came does not change."""
    known = told(visit, rulebook, service_day(floor))
    facts = {**known, **given}
    if ARRIVED in known:
        facts[ARRIVED] = known[ARRIVED]
    return rulebook.vocabulary.check(facts, service_day(floor), known)


def told(visit: Visit, rulebook: Rulebook, on: date) -> Facts:
    """What is known of the visit, in the words of this rulebook; it may have begun with another."""
    if visit.rulebook == rulebook.digest:
        return visit.facts
    return rulebook.vocabulary.understood(visit.facts, on)


def at_counter(station: str | None, rulebook: Rulebook) -> dict[str, Text]:
    """The registration room at whose counter the patient stands: its stop is passed by."""
    registers = station is not None and rulebook.station(station).registers
    return {station: AT_THE_COUNTER} if station is not None and registers else {}


def arrival(rulebook: Rulebook, at: datetime) -> dict[str, FactValue]:
    """The time of arrival, where the rules may ask for it."""
    if ARRIVED not in rulebook.vocabulary.facts:
        return {}
    return {ARRIVED: said_time(at.astimezone(rulebook.zone))}


def _refuse_other_identity(floor: Floor, command: c.Register) -> None:
    if command.patient is None:
        return
    inside = floor.inside.get(command.patient)
    if inside is not None and inside != command.visit:
        raise PatientIsInside(ticket=floor.visits[inside].name)
    known = floor.visits.get(command.visit)
    booking = floor.expected(command.patient)
    if known is None and booking is not None:
        raise IsExpected(name=booking.name, slot=said_slot(booking.slot))
    if known and known.patient not in (None, command.patient):
        raise AlreadyRegistered(ticket=known.name)


def ticket_for(floor: Floor, visit: str, wanted: Route, at: datetime) -> e.TicketIssued:
    """The next number of the letter that the route wants."""
    number = floor.numbers.get(wanted.letter, 0) + 1
    return e.TicketIssued(at=at, visit=visit, letter=wanted.letter, number=number)


def service_day(floor: Floor) -> date:
    if floor.day is None:
        raise RuntimeError("an open floor has a day")
    return floor.day
