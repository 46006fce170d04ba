"""The service day."""

from flow.engine import commands as c
from flow.engine.commands import Command
from flow.engine.floor import Day
from web.api import bodies, shapes
from web.api.doing import do
from web.api.operations import AT_THE_COUNTER, Answer, operation
from web.asking import asked
from web.house import house


@operation(
    "POST",
    "day/opening",
    roles=AT_THE_COUNTER,
    body=bodies.Nothing,
    answer=shapes.DayMoved,
    is_command=True,
)
def open_day() -> Answer:
    """Open today."""
    now, zone = house().now(), house().clinic.rulebook.zone
    return _moved(c.OpenDay(**asked(), day=now.astimezone(zone).date()))


@operation(
    "DELETE",
    "day/opening",
    roles=AT_THE_COUNTER,
    body=bodies.Nothing,
    answer=shapes.DayMoved,
    is_command=True,
)
def close_day() -> Answer:
    """Close the day; who is being cared for is carried over, the others leave with a true outcome."""
    return _moved(c.CloseDay(**asked()))


def _moved(command: Command) -> Answer:
    entry = do(command)
    day, is_open = house().clinic.look(lambda floor, _: (floor.day, floor.status is Day.OPEN))
    return {
        "position": entry.position,
        "day": day.isoformat() if day else None,
        "day_open": is_open,
    }
