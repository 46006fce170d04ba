"""The bookings of one day, for its staff: who is expected and when, who has come, and what is still free."""

from datetime import date, datetime, time

from flow.engine.boards.parts import Shown, both, clock_text, time_text
from flow.engine.bookings import Booking, places_left
from flow.engine.floor import Floor
from flow.engine.outcomes import Outcome
from flow.engine.routing import Rulebook
from flow.engine.visits import Visit

EXPECTED, ARRIVED, CANCELLED, MISSED = "expected", "arrived", "cancelled", "missed"


def bookings(floor: Floor, rulebook: Rulebook, day: date, now: datetime) -> Shown:
    """All bookings of the floor's day, by slot; `slots` are those for which somebody may still book, and how many (None: any)."""
    rules, local = rulebook.bookings, now.astimezone(rulebook.zone)
    left = places_left(floor.bookings.values(), day, local, rules) if rules else {}
    return {
        "facility": both(rulebook.name),
        "zone": rulebook.zone.key,
        "day": day.isoformat(),
        "slots": [{"slot": clock_text(slot), "left": places} for slot, places in left.items()],
        "bookings": [booking(floor, one) for one in in_order(floor)],
    }


def in_order(floor: Floor) -> list[Booking]:
    """By slot, those for any time of the day at the end; in each as they were booked."""
    return sorted(floor.bookings.values(), key=lambda one: one.slot or time.max)


def booking(floor: Floor, one: Booking) -> Shown:
    """One booking; the patient only as the opaque id."""
    visit = floor.visits.get(one.visit)
    return {
        "visit": one.visit,
        "name": one.name,
        "code": one.code,
        "slot": clock_text(one.slot),
        "status": _status(one),
        "patient": one.patient,
        "facts": dict(one.facts),
        "follows": one.follows,
        "channel": one.channel,
        "reason": one.reason,
        "because": both(one.because) if one.because else None,
        "booked_at": time_text(one.booked_at),
        "arrived_at": time_text(one.arrived_at),
        "ticket": visit.ticket if visit else None,
    }


def appointment(seen: Visit, rulebook: Rulebook) -> Shown | None:
    """What a visit keeps of its booking."""
    kept = seen.appointment
    if kept is None:
        return None
    slot_at = kept.slot_at.astimezone(rulebook.zone).time() if kept.slot_at else None
    return {"slot": clock_text(slot_at), "on_time": kept.on_time}


def _status(one: Booking) -> str:
    if one.is_open:
        return EXPECTED
    if one.outcome is None:
        return ARRIVED
    return CANCELLED if one.outcome is Outcome.CANCELLED else MISSED
