"""Bookings: made for a day to come, cancelled, kept by coming, or missed."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine import tickets, words
from flow.engine.bookings import Appointment, Booking, BookingRules, places_left
from flow.engine.decide.arrival import (
    arrival,
    at_counter,
    beside,
    route_again,
    service_day,
    ticket_for,
)
from flow.engine.floor import Day, Floor
from flow.engine.outcomes import Outcome
from flow.engine.refusals import (
    AlreadyRegistered,
    BookedAlready,
    BookedInThePast,
    BookedTooFarAhead,
    BookingIsOver,
    ClosedThatDay,
    CodeTaken,
    DayIsClosed,
    DayIsFull,
    HasArrived,
    NoBookings,
    NoSuchSlot,
    PatientIsInside,
    SlotIsFull,
    SlotIsPast,
    UnknownBooking,
    VisitAlreadyKnown,
)
from flow.engine.routing import Rulebook
from flow.engine.text import Text, said_slot
from flow.engine.visits import Visit

HAS_BOOKED = Text("Sudah terdaftar lewat janji", "Registered already, by the booking")
NONE_LEFT = Text("tidak ada", "none")


def book(floor: Floor, command: c.Book, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Somebody is expected on the floor's day, which may not have been opened yet."""
    rules = rulebook.bookings
    if rules is None:
        raise NoBookings
    local = command.at.astimezone(rulebook.zone)
    _refuse_day(floor, command.day, local.date(), rulebook, rules)
    if command.visit in floor.visits or command.visit in floor.bookings:
        raise VisitAlreadyKnown(visit=command.visit)
    if any(one.is_open and one.code == command.code for one in floor.bookings.values()):
        raise CodeTaken
    _refuse_twice(floor, command)
    _refuse_full(floor, command, local, rules)
    booked = e.VisitBooked(
        at=command.at,
        visit=command.visit,
        day=command.day,
        rulebook=rulebook.digest,
        code=command.code,
        patient=command.patient,
        facts=rulebook.vocabulary.check(command.facts, command.day),
        slot=command.slot,
        follows=command.follows,
        channel=command.channel,
    )
    return (booked,)


def _refuse_day(
    floor: Floor, day: date, today: date, rulebook: Rulebook, rules: BookingRules
) -> None:
    if day < today or (floor.day is not None and day < floor.day):
        raise BookedInThePast(day=day)
    if floor.status is Day.CLOSED:
        raise DayIsClosed(day=day)
    last = today + timedelta(days=rules.days_ahead)
    if day > last:
        raise BookedTooFarAhead(day=day, last=last)
    if rulebook.hours.closing(day) is None:
        raise ClosedThatDay(day=day)


def _refuse_twice(floor: Floor, command: c.Book) -> None:
    if command.patient is None:
        return
    inside = floor.inside.get(command.patient)
    if inside is not None:
        raise PatientIsInside(ticket=floor.visits[inside].name)
    before = floor.expected(command.patient)
    if before is not None:
        raise BookedAlready(day=command.day, name=before.name, slot=said_slot(before.slot))


def _refuse_full(floor: Floor, command: c.Book, local: datetime, rules: BookingRules) -> None:
    taken = sum(one.takes_a_place for one in floor.bookings.values())
    if rules.per_day is not None and taken >= rules.per_day:
        raise DayIsFull(day=command.day, quota=rules.per_day)
    slot, day = command.slot, command.day
    if slot is None:
        return
    slots = rules.slots.get(day.weekday(), ())
    if slot not in slots:
        raise NoSuchSlot(slot=said_slot(slot), day=day, allowed=_said(slots))
    left = places_left(floor.bookings.values(), day, local, rules)
    free = [one for one, places in left.items() if places != 0]
    if slot not in left:
        raise SlotIsPast(slot=said_slot(slot), free=_said(free))
    if slot not in free:
        later_first = sorted(free, key=lambda one: (one < slot, one))
        raise SlotIsFull(slot=said_slot(slot), day=day, free=_said(later_first))


def _said(slots: Iterable[time]) -> Text:
    said = [said_slot(slot) for slot in slots]
    return Text.joined(said) if said else NONE_LEFT


# Coming, or not


def cancel(floor: Floor, command: c.CancelBooking) -> tuple[e.Event, ...]:
    booking = _the_booking(floor, command.visit, command.code, command.day)
    refuse_arrived(floor, booking)
    if booking.outcome is Outcome.CANCELLED:
        return ()
    if booking.outcome is not None:
        raise BookingIsOver(name=booking.name, outcome=words.OUTCOME[booking.outcome])
    cancelled = e.BookingCancelled(
        at=command.at, visit=booking.visit, reason=command.reason, because=command.because
    )
    return (cancelled,)


def check_in(floor: Floor, command: c.CheckIn, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """The visit begins, with what was told when it was booked and what is told now, by the rules of today."""
    booking = _the_booking(floor, command.visit, command.code, service_day(floor))
    refuse_arrived(floor, booking)
    if booking.outcome is Outcome.CANCELLED:
        raise BookingIsOver(name=booking.name, outcome=words.OUTCOME[booking.outcome])
    patient = _whose(floor, booking, command)
    told = rulebook.vocabulary.understood(booking.facts, service_day(floor))
    facts = rulebook.vocabulary.check(
        {**told, **command.facts, **arrival(rulebook, command.at)}, service_day(floor)
    )
    wanted = rulebook.route(facts, service_day(floor))
    appointment = _kept(booking, command.at, service_day(floor), rulebook)
    issued = ticket_for(floor, booking.visit, wanted, command.at)
    events: list[e.Event] = [
        e.BookedPatientArrived(
            at=command.at,
            visit=booking.visit,
            rulebook=rulebook.digest,
            appointment=appointment,
            follows=booking.follows,
        ),
        issued,
    ]
    if patient is not None:
        events.append(e.PatientIdentified(at=command.at, visit=booking.visit, patient=patient))
    newcomer = Visit(
        id=booking.visit,
        name=tickets.code(issued.letter, issued.number),
        turn=floor.turns + 1,
        opened_at=command.at,
        rulebook=rulebook.digest,
        patient=patient,
        appointment=appointment,
    )
    passed = at_counter(command.station, rulebook) | straight_in(patient, rulebook)
    routed = route_again(floor, newcomer, facts, wanted, rulebook, command, passed=passed)
    return (*events, *routed, *beside(floor, command, newcomer))


def nobody_came(floor: Floor, at: datetime) -> Iterator[e.BookingMissed]:
    """At the end of the day: who was still expected has not come."""
    for booking in floor.bookings.values():
        if booking.is_open:
            yield e.BookingMissed(at=at, visit=booking.visit)


def _the_booking(floor: Floor, visit: str | None, code: str | None, day: date) -> Booking:
    """By the visit, or by the code: the one that is still expected, else the latest that bore it. Raises `UnknownBooking`."""
    if floor.day == day:
        if visit is not None and visit in floor.bookings:
            return as_it_stands(floor, floor.bookings[visit])
        coded = [one for one in floor.bookings.values() if code is not None and one.code == code]
        if coded:
            return next((one for one in coded if one.is_open), coded[-1])
    raise UnknownBooking(booking=code or visit or "", day=day)


def as_it_stands(floor: Floor, booking: Booking) -> Booking:
    """The one that stands for it now, where somebody else had come with it."""
    while booking.renewed is not None:
        booking = floor.bookings[booking.renewed]
    return booking


def refuse_arrived(floor: Floor, booking: Booking) -> None:
    if booking.arrived_at is not None:
        raise HasArrived(name=booking.name, ticket=floor.visits[booking.visit].name)


def _whose(floor: Floor, booking: Booking, command: c.CheckIn) -> str | None:
    """The patient on record; said now, if it was not known when the visit was booked."""
    if booking.patient and command.patient not in (None, booking.patient):
        raise AlreadyRegistered(ticket=booking.name)
    patient = booking.patient or command.patient
    inside = floor.inside.get(patient or "")
    if inside is not None:
        raise PatientIsInside(ticket=floor.visits[inside].name)
    return patient


def _kept(booking: Booking, at: datetime, day: date, rulebook: Rulebook) -> Appointment:
    """In time is who comes up to the grace after the slot, however early."""
    if booking.slot is None:
        return Appointment(slot_at=None, on_time=True)
    slot_at = datetime.combine(day, booking.slot, rulebook.zone).astimezone(UTC)
    grace = timedelta(minutes=rulebook.bookings.grace_minutes if rulebook.bookings else 0)
    return Appointment(slot_at=slot_at, on_time=at <= slot_at + grace)


def straight_in(patient: str | None, rulebook: Rulebook) -> dict[str, Text]:
    """Where the rules say so, who is on record passes the registration by."""
    if patient is None or rulebook.bookings is None or not rulebook.bookings.straight_in:
        return {}
    return {code: HAS_BOOKED for code, station in rulebook.stations.items() if station.registers}
