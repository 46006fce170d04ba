"""Who is still expected, as they take it along: when to come, until when that is on time, for what, where to begin, the code."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flow.engine.bookings import Booking
from flow.engine.decide.booking import refuse_arrived, straight_in
from flow.engine.facts import ARRIVED, SERVICE
from flow.engine.floor import Floor
from flow.engine.refusals import BookingIsOver, UnknownBooking
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.vocabulary import said_time
from flow.engine.words import OUTCOME


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A booking without a name. `slot` and `on_time_until` are None where any time will do; `service` is what it is for, in words
    that strangers may read; `room` is a public name, None where that hangs on the time of arrival.
    """

    visit: str
    day: date
    slot: time | None
    on_time_until: time | None
    room: Text | None
    service: Text | None
    code: str


def expected(floor: Floor, rulebook: Rulebook, visit: str, day: date) -> Expected:
    """The booking as it stands; raises `UnknownBooking`, `HasArrived`, `BookingIsOver`."""
    booking = floor.bookings.get(visit)
    if booking is None:
        raise UnknownBooking(booking=visit, day=day)
    refuse_arrived(floor, booking)
    if booking.outcome is not None:
        raise BookingIsOver(name=booking.name, outcome=OUTCOME[booking.outcome])
    return Expected(
        visit=visit,
        day=day,
        slot=booking.slot,
        on_time_until=_on_time_until(booking, day, rulebook),
        room=_first_room(booking, day, rulebook),
        service=_service(booking, rulebook),
        code=booking.code,
    )


def _service(booking: Booking, rulebook: Rulebook) -> Text | None:
    """What the booking is for; None in a house that does not ask."""
    wanted = rulebook.vocabulary.complete(booking.facts).get(SERVICE)
    return rulebook.vocabulary.public_words(SERVICE, wanted) if wanted is not None else None


def _on_time_until(booking: Booking, day: date, rulebook: Rulebook) -> time | None:
    if booking.slot is None or rulebook.bookings is None:
        return None
    grace = timedelta(minutes=rulebook.bookings.grace_minutes)
    return (datetime.combine(day, booking.slot) + grace).time()


def _first_room(booking: Booking, day: date, rulebook: Rulebook) -> Text | None:
    """Where the rules of today would send somebody who comes in time: at the slot, else at any of that day."""
    known = rulebook.vocabulary.facts
    facts = rulebook.vocabulary.understood(booking.facts, day)
    at = booking.slot or _any_slot(day, rulebook)
    if ARRIVED in known:
        if at is None:
            return None
        facts[ARRIVED] = said_time(datetime.combine(day, at))
    route = rulebook.route(rulebook.vocabulary.check(facts, day), day)
    passed = straight_in(booking.patient, rulebook)
    ahead = (stop.station for stop in route.fresh if stop.station not in passed)
    first = next(ahead, None)
    return rulebook.station(first).public_name if first else None


def _any_slot(day: date, rulebook: Rulebook) -> time | None:
    slots = rulebook.bookings.slots.get(day.weekday(), ()) if rulebook.bookings else ()
    return next(iter(slots), None)
