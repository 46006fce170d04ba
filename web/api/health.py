"""Whether this server works, for whoever watches over it."""

from flow import __version__
from flow.engine.floor import Day
from flow.engine.text import Text
from web.api import shapes
from web.api.operations import ANYBODY, Answer, operation
from web.errors import Wrong
from web.house import house

NO_DATABASE = Text("Basis data tidak terjangkau.", "The database cannot be reached.")


@operation("GET", "/healthz", roles=ANYBODY, answer=shapes.Health)
def get_health() -> Answer:
    """Whether the database answers, which version runs, and where the day stands."""
    return _health()


@operation("GET", "healthz", roles=ANYBODY, answer=shapes.Health)
def get_api_health() -> Answer:
    """The same within the API, for programs that know no other address."""
    return _health()


def _health() -> Answer:
    if not house().database_answers():
        raise Wrong(503, "NoDatabase", NO_DATABASE)
    day, is_open, position = house().clinic.look(
        lambda floor, _: (floor.day, floor.status is Day.OPEN, floor.position)
    )
    return {
        "status": "ok",
        "version": __version__,
        "facility": house().clinic.rulebook.facility,
        "day": day.isoformat() if day else None,
        "day_open": is_open,
        "position": position,
    }
