"""What else is kept for quick questions: one row per visit and day, moved by the same events as the floor.

`moved` is pure: the stores only load the rows, move them and keep them, in the transaction of the entry itself. `expected`
is the other way to the same rows, from a folded floor; `alur verify` compares the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from flow.engine import events as e
from flow.engine import tickets
from flow.engine.floor import Floor
from flow.engine.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """A visit on one service day, in short."""

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


MOVING = (
    e.VisitOpened,
    e.VisitCarriedIn,
    e.TicketIssued,
    e.PatientIdentified,
    e.VisitClassified,
    e.VisitEnded,
)


def touched(events: Iterable[e.Event]) -> set[str]:
    """The visits whose row these events move."""
    return {event.visit for event in events if isinstance(event, MOVING)}


def moved(facility: str, day: date, row: VisitRow | None, event: e.Event) -> VisitRow | None:
    """The row of the event's visit after the event."""
    match event:
        case e.VisitOpened():
            return VisitRow(
                facility=facility,
                day=day,
                visit=event.visit,
                opened_at=event.at,
                emergency=event.emergency,
            )
        case e.VisitCarriedIn():
            return _row(facility, day, event.state.id, event.state)
        case _ if row is None:
            return None
        case e.TicketIssued():
            return replace(row, ticket=tickets.code(event.letter, event.number))
        case e.PatientIdentified():
            return replace(row, patient=event.patient)
        case e.VisitClassified():
            return replace(row, cluster=event.cluster, priority=event.priority)
        case e.VisitEnded():
            return replace(row, outcome=event.outcome.value, ended_at=event.at)
        case _:
            return row


def expected(floor: Floor) -> dict[str, VisitRow]:
    """The rows as a folded floor wants them."""
    if floor.day is None:
        return {}
    return {
        visit.id: _row(floor.facility, floor.day, visit.id, visit)
        for visit in floor.visits.values()
    }


def _row(facility: str, day: date, visit_id: str, visit: Visit) -> VisitRow:
    return VisitRow(
        facility=facility,
        day=day,
        visit=visit_id,
        opened_at=visit.opened_at,
        ticket=visit.name if visit.carried and visit.ticket else visit.ticket,
        patient=visit.patient,
        emergency=visit.emergency,
        carried=visit.carried,
        cluster=visit.cluster,
        priority=visit.priority,
        ended_at=visit.ended_at,
        outcome=visit.outcome.value if visit.outcome else None,
    )
