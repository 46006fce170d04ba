"""Where the rules would send somebody: nothing happens, nothing is kept."""

from flow.engine import tickets
from flow.engine.facts import ARRIVED
from flow.engine.floor import Day, Floor
from flow.engine.quota import next_on_list
from flow.engine.routing import Rulebook
from flow.engine.vocabulary import said_time
from flow.rulebook import explain
from web.api import bodies, shapes
from web.api.identity import facts_with
from web.api.operations import STAFF, Answer, operation
from web.house import house
from web.words import language


@operation("POST", "routes", roles=STAFF, body=bodies.Routed, answer=shapes.Route)
def preview_route(body: bodies.Routed) -> Answer:
    """Ask the rules where somebody would go, and why, and which number would be next."""
    rooms = house()
    rulebook = rooms.clinic.rulebook
    facts = facts_with(body.patient, body.facts)
    now = rooms.now().astimezone(rulebook.zone)
    if ARRIVED in rulebook.vocabulary.facts:
        facts = {ARRIVED: said_time(now), **facts}
    on = rooms.clinic.look(lambda floor, _: floor.day) or now.date()
    route = explain(rulebook, facts, on, language())
    letter = str(route["ticket"])
    return {
        **route,
        "next_ticket": rooms.clinic.look(lambda floor, _: _next(floor, letter)),
        "full": rooms.clinic.look(_full),
    }


def _full(floor: Floor, rulebook: Rulebook) -> dict[str, int]:
    """The stations whose quota is full today, with the number on the waiting list that one more would get."""
    numbers = ((code, next_on_list(floor, rulebook, code)) for code in rulebook.stations)
    return {code: number for code, number in numbers if number is not None}


def _next(floor: Floor, letter: str) -> str | None:
    """The code that the next ticket of this letter would bear; None while the day is not open."""
    if floor.status is not Day.OPEN:
        return None
    return tickets.code(letter, floor.numbers.get(letter, 0) + 1)
