"""What else is kept for quick questions: one row per visit and day, moved by the same events as the floor.

`project` is pure: the stores only carry out what it says, in the transaction of the entry itself. `expected`
is the other way to the same rows, from a folded floor; `alur verify` compares the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flow.engine import events as e
from flow.engine import tickets
from flow.engine.bookings import Booking
from flow.engine.floor import Floor
from flow.engine.outcomes import Outcome
from flow.engine.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """A visit on one service day, in short. One that was `booked` and has no ticket is one that has not come (yet)."""

    facility: str
    day: date
    visit: str
    opened_at: datetime
    ticket: str | None = None
    patient: str | None = None
    emergency: bool = False
    carried: bool = False
    cluster: str = ""
    priority: str = ""
    ended_at: datetime | None = None
    outcome: str | None = None
    booked: bool = False
    follows: str | None = None


def opened(facility: str, day: date, event: e.Event) -> VisitRow | None:
    """The new row that the event begins, if it begins one."""
    match event:
        case e.VisitOpened():
            return VisitRow(
                facility=facility,
                day=day,
                visit=event.visit,
                opened_at=event.at,
                emergency=event.emergency,
            )
        case e.VisitBooked():
            return VisitRow(
                facility=facility,
                day=day,
                visit=event.visit,
                opened_at=event.at,
                patient=event.patient,
                booked=True,
                follows=event.follows,
            )
        case e.VisitCarriedIn():
            return _row(facility, day, event.state)
        case _:
            return None


def changes(event: e.Event) -> dict[str, Any]:
    """The fields of the visit's row that the event changes; empty for most events."""
    match event:
        case e.BookedPatientArrived():
            return {"opened_at": event.at, "outcome": None, "ended_at": None}
        case e.BookingCancelled():
            return {"outcome": Outcome.CANCELLED.value, "ended_at": event.at}
        case e.BookingMissed():
            return {"outcome": Outcome.ABSENT.value, "ended_at": event.at}
        case e.BookingReopened():
            return {"outcome": None, "ended_at": None}
        case e.VisitContinued():
            return {"follows": event.follows}
        case e.AppointmentKept():
            return {"booked": True}
        case e.ThreadCut():
            return {"follows": None}
        case e.TicketIssued():
            return {"ticket": tickets.code(event.letter, event.number)}
        case e.PatientIdentified():
            return {"patient": event.patient}
        case e.VisitClassified():
            return {"cluster": event.cluster, "priority": event.priority}
        case e.VisitEnded():
            return {"outcome": event.outcome.value, "ended_at": event.at}
        case e.VisitRestored():
            was = event.state
            return {
                "outcome": was.outcome.value if was.outcome else None,
                "ended_at": was.ended_at,
                "follows": was.follows,
            }
        case _:
            return {}


def project(
    facility: str, day: date, events: Iterable[e.Event]
) -> tuple[dict[str, VisitRow], dict[str, dict[str, Any]]]:
    """What one entry does to the rows: the new ones, and the changed fields of the others, by visit."""
    new: dict[str, VisitRow] = {}
    changed: dict[str, dict[str, Any]] = {}
    for event in events:
        row = opened(facility, day, event)
        fields = changes(event)
        if row is not None:
            new[row.visit] = row
        elif fields:
            visit = event.visit  # type: ignore[union-attr]
            if visit in new:
                new[visit] = replace(new[visit], **fields)
            else:
                changed.setdefault(visit, {}).update(fields)
    return new, changed


def expected(floor: Floor) -> dict[str, VisitRow]:
    """The rows as a folded floor wants them."""
    if floor.day is None:
        return {}
    booked = {
        booking.visit: _booked_row(floor.facility, floor.day, booking)
        for booking in floor.bookings.values()
    }
    came = {visit.id: _row(floor.facility, floor.day, visit) for visit in floor.visits.values()}
    return booked | came


def _booked_row(facility: str, day: date, booking: Booking) -> VisitRow:
    return VisitRow(
        facility=facility,
        day=day,
        visit=booking.visit,
        opened_at=booking.booked_at,
        patient=booking.patient,
        ended_at=booking.ended_at,
        outcome=booking.outcome.value if booking.outcome else None,
        booked=True,
        follows=booking.follows,
    )


def _row(facility: str, day: date, visit: Visit) -> VisitRow:
    return VisitRow(
        facility=facility,
        day=day,
        visit=visit.id,
        opened_at=visit.opened_at,
        ticket=visit.ticket,
        patient=visit.patient,
        emergency=visit.emergency,
        carried=visit.carried,
        cluster=visit.cluster,
        priority=visit.priority,
        ended_at=visit.ended_at,
        outcome=visit.outcome.value if visit.outcome else None,
        booked=visit.appointment is not None,
        follows=visit.follows,
    )
