"""Whether this server works, for whoever watches over it."""

from flow import __version__, database
from flow.engine.floor import Day
from web.api import shapes
from web.api.operations import ANYBODY, Answer, operation
from web.errors import Wrong
from web.house import house

CODES = {
    database.DISK_FULL: "DiskFull",
    database.DISK_FAILED: "DiskFailed",
    database.READ_ONLY: "DatabaseReadOnly",
    database.BUSY: "DatabaseBusy",
    database.UNREACHABLE: "NoDatabase",
}
"""For a monitor, what is the matter in one word."""


@operation("GET", "/healthz", roles=ANYBODY, answer=shapes.Health)
def get_health() -> Answer:
    """Whether commands can be saved (503 and the remedy where they can't), which version runs, and where the day stands."""
    return _health()


@operation("GET", "healthz", roles=ANYBODY, answer=shapes.Health)
def get_api_health() -> Answer:
    """The same within the API, for programs that know no other address."""
    return _health()


def _health() -> Answer:
    trouble = house().database_trouble()
    if trouble is not None:
        raise Wrong(503, CODES.get(trouble, "DatabaseError"), trouble)
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
