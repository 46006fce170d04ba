"""Who a visit really is: given to the right person, or two exchanged, with what follows for bookings and for what lies ahead"""

from collections.abc import Iterator, Mapping

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.decide.arrival import came_otherwise, route_again, service_day, with_facts
from flow.engine.decide.expecting import expected_again
from flow.engine.floor import Floor
from flow.engine.refusals import HasAnotherNumber, NotRegistered
from flow.engine.routing import Rulebook
from flow.engine.visits import Visit


def reidentify(floor: Floor, command: c.Reidentify, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Another person, whose own facts route what lies ahead; who has left is only recorded rightly."""
    visit = floor.visit(command.visit)
    if visit.patient is None:
        raise NotRegistered(ticket=visit.name)
    if visit.patient == command.patient:
        return ()
    inside = floor.inside.get(command.patient)
    if visit.is_open and inside is not None:
        return _exchanged(floor, command, visit, floor.visits[inside], rulebook)
    identified = _identified(command, visit, command.patient)
    bookings = (
        *expected_again(floor, visit, command.at, of=visit.patient),
        *came_otherwise(floor, visit, command.patient, command.at),
    )
    routed = _routed(floor, command, visit, command.facts, rulebook) if visit.is_open else ()
    return (identified, *bookings, *routed)


def _exchanged(
    floor: Floor, command: c.Reidentify, visit: Visit, other: Visit, rulebook: Rulebook
) -> tuple[e.Event, ...]:
    """Each was taken for the other: at once, since neither can be inside twice. The thread goes with the person."""
    if not command.exchange or visit.patient is None:
        raise HasAnotherNumber(ticket=visit.name, other=other.name)
    return (
        _identified(command, visit, command.patient),
        _identified(command, other, visit.patient),
        *_continues(command, visit, other.follows),
        *_continues(command, other, visit.follows),
        *_routed(floor, command, visit, command.facts, rulebook),
        *_routed(floor, command, other, command.other_facts, rulebook),
    )


def _identified(command: c.Reidentify, visit: Visit, patient: str) -> e.PatientIdentified:
    return e.PatientIdentified(
        at=command.at,
        visit=visit.id,
        patient=patient,
        instead_of=visit.patient,
        reason=command.reason,
    )


def _continues(command: c.Reidentify, visit: Visit, follows: str | None) -> Iterator[e.Event]:
    if follows is not None and follows != visit.follows:
        yield e.VisitContinued(at=command.at, visit=visit.id, follows=follows)
    elif follows is None and visit.follows is not None:
        yield e.ThreadCut(at=command.at, visit=visit.id)


def _routed(
    floor: Floor,
    command: c.Reidentify,
    visit: Visit,
    given: Mapping[str, object],
    rulebook: Rulebook,
) -> tuple[e.Event, ...]:
    facts = with_facts(floor, visit, given, rulebook)
    wanted = rulebook.route(facts, service_day(floor))
    return route_again(floor, visit, facts, wanted, rulebook, command)
