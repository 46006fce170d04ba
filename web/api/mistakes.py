"""Putting mistakes right: what was pressed, who it was, two visits of one person, a number too many."""

from flow.engine import commands as c
from web.api import bodies, shapes
from web.api.doing import do_to_visit, own_station
from web.api.identity import facts_with
from web.api.operations import AT_THE_COUNTER, STAFF, Answer, operation
from web.asking import asked
from web.house import house


@operation(
    "POST",
    "visits/<visit>/undo",
    roles=STAFF,
    body=bodies.Undo,
    answer=shapes.VisitMoved,
    is_command=True,
)
def undo(visit: str, body: bodies.Undo) -> Answer:
    """Take back what was done last to a visit at a station, while nothing has followed."""
    command = c.Undo(
        **asked(), visit=visit, station=own_station(body.station), position=body.position
    )
    return do_to_visit(command, visit)


@operation(
    "PUT",
    "visits/<visit>/patient",
    roles=AT_THE_COUNTER,
    body=bodies.NewIdentity,
    answer=shapes.VisitMoved,
    is_command=True,
)
def reidentify(visit: str, body: bodies.NewIdentity) -> Answer:
    """Give a visit that was registered for the wrong person to the right one; `exchange` two that were mixed up."""
    before = house().clinic.look_at(visit, lambda floor, _: floor.visit(visit).patient)
    command = c.Reidentify(
        **asked(),
        visit=visit,
        patient=body.patient,
        facts=facts_with(body.patient, body.facts),
        reason=body.reason,
        exchange=body.exchange,
        other_facts=facts_with(before, {}) if body.exchange else {},
    )
    return do_to_visit(command, visit)


@operation(
    "POST",
    "visits/<visit>/mergers",
    roles=AT_THE_COUNTER,
    body=bodies.Merger,
    answer=shapes.VisitMoved,
    is_command=True,
)
def merge(visit: str, body: bodies.Merger) -> Answer:
    """Make one visit of two of the same person: this one stays."""
    command = c.Merge(**asked(), visit=visit, double=body.double, reason=body.reason)
    return do_to_visit(command, visit)


@operation(
    "DELETE",
    "visits/<visit>/ticket",
    roles=AT_THE_COUNTER,
    body=bodies.VoidTicket,
    answer=shapes.VisitMoved,
    is_command=True,
)
def void_ticket(visit: str, body: bodies.VoidTicket) -> Answer:
    """Void a number that should not have been issued; it stays spent."""
    return do_to_visit(c.VoidTicket(**asked(), visit=visit, reason=body.reason), visit)
