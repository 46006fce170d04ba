"""Families: visits that came together."""

from flow.engine import commands as c
from web.api import bodies, shapes
from web.api.doing import do_to_visit
from web.api.operations import STAFF, Answer, operation
from web.asking import asked


@operation(
    "POST",
    "visits/<visit>/family",
    roles=STAFF,
    body=bodies.Family,
    answer=shapes.VisitMoved,
    is_command=True,
)
def link(visit: str, body: bodies.Family) -> Answer:
    """Link visits that came together, and say whether they wish to be called together."""
    command = c.LinkVisits(**asked(), visits=(visit, *body.with_), together=body.together)
    return do_to_visit(command, visit)


@operation(
    "DELETE",
    "visits/<visit>/family",
    roles=STAFF,
    body=bodies.Nothing,
    answer=shapes.VisitMoved,
    is_command=True,
)
def unlink(visit: str) -> Answer:
    """Let a visit go its own way."""
    return do_to_visit(c.UnlinkVisit(**asked(), visit=visit), visit)
