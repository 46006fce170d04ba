"""Who a visit really is: given to the right person, with what follows for bookings and for what lies ahead"""

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.decide.arrival import came_otherwise, route_again, service_day, with_facts
from flow.engine.decide.expecting import expected_again
from flow.engine.floor import Floor
from flow.engine.refusals import NotRegistered, PatientIsInside
from flow.engine.routing import Rulebook


def reidentify(floor: Floor, command: c.Reidentify, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Another person, whose own facts route what lies ahead; who has left is only recorded rightly."""
    visit = floor.visit(command.visit)
    if visit.patient is None:
        raise NotRegistered(ticket=visit.name)
    if visit.patient == command.patient:
        return ()
    inside = floor.inside.get(command.patient)
    if visit.is_open and inside is not None:
        raise PatientIsInside(ticket=floor.visits[inside].name)
    identified = e.PatientIdentified(
        at=command.at,
        visit=visit.id,
        patient=command.patient,
        instead_of=visit.patient,
        reason=command.reason,
    )
    bookings = (
        *expected_again(floor, visit, command.at, of=visit.patient),
        *came_otherwise(floor, visit, command.patient, command.at),
    )
    if not visit.is_open:
        return (identified, *bookings)
    facts = with_facts(floor, visit, command.facts, rulebook)
    wanted = rulebook.route(facts, service_day(floor))
    return (
        identified,
        *bookings,
        *route_again(floor, visit, facts, wanted, rulebook, command),
    )
