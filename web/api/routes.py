"""Where the rules would send somebody: nothing happens, nothing is kept."""

from flow.rulebook import explain
from web.api import bodies, shapes
from web.api.identity import facts_with
from web.api.operations import STAFF, Answer, operation
from web.house import house
from web.words import language


@operation("POST", "routes", roles=STAFF, body=bodies.Routed, answer=shapes.Route)
def preview_route(body: bodies.Routed) -> Answer:
    """Ask the rules where somebody would go, and why."""
    clinic = house().clinic
    today = house().now().astimezone(clinic.rulebook.zone).date()
    on = clinic.look(lambda floor, _: floor.day) or today
    return explain(clinic.rulebook, facts_with(body.patient, body.facts), on, language())
