"""Why a visit went where it went: every decision about it, explained by the rulebook with which it began."""

from collections.abc import Iterator
from datetime import date

from flow.clinic import Story
from flow.engine.events import Entry, FactsRecorded, PlannedStop, StopsPlanned
from flow.engine.routing import Rulebook
from flow.engine.visits import BY_RULE, Origin
from flow.rulebook import explain
from web.api import shapes
from web.api.operations import STAFF, Answer, operation
from web.house import house
from web.words import language


@operation("GET", "visits/<visit>/explanation", roles=STAFF, answer=shapes.Explanation)
def explain_visit(visit: str) -> Answer:
    """Each routing of a visit, on whatever day: table, rule, the facts that mattered, what would have changed it."""
    story = house().clinic.story(visit)
    return {
        "visit": story.visit,
        "rulebook": story.digest,
        "explained_by": story.rulebook.digest,
        "archived": story.archived,
        "routings": list(_routings(story)),
        "added": list(_added(story)),
    }


def _routings(story: Story) -> Iterator[Answer]:
    """Facts are recorded whenever the rules were asked anew."""
    for day, entry in story.entries:
        for event in entry.events:
            if isinstance(event, FactsRecorded) and event.visit == story.visit:
                yield {
                    **_when(day, entry),
                    "facts": dict(event.facts),
                    "route": explain(story.rulebook, event.facts, day, language()),
                }


def _added(story: Story) -> Iterator[Answer]:
    """Stops that no table planned: orders, reviews, transfers."""
    for day, entry in story.entries:
        for event in entry.events:
            if isinstance(event, StopsPlanned) and event.visit == story.visit:
                for stop in event.stops:
                    if stop.origin not in BY_RULE:
                        yield {**_when(day, entry), **_stop(story.rulebook, stop)}


def _when(day: date, entry: Entry) -> Answer:
    return {"day": day.isoformat(), "at": entry.at.isoformat(), "command": entry.kind}


def _stop(rulebook: Rulebook, stop: PlannedStop) -> Answer:
    lines = (
        row.rule.line
        for row in rulebook.tables.orders
        if row.rule.name == stop.rule and stop.station in row.rule.stops
    )
    return {
        "station": stop.station,
        "name": rulebook.station_name(stop.station).in_language(language()),
        "origin": stop.origin.value,
        "rule": stop.rule,
        "line": next(lines, "") if stop.origin is Origin.ORDER else "",
        "because": stop.because.in_language(language()),
    }
