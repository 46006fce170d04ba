"""What is due at a given time, as commands. Pure: the clock is asked elsewhere.

The id of each command is made of what it is about, so that a deadline that is found twice is carried out once.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from flow.engine.commands import CloseDay, MarkAbsent, OpenDay
from flow.engine.floor import Day, Floor
from flow.engine.lifecycle import Status
from flow.engine.routing import Rulebook

SCHEDULER = "penjadwal"

DAYS_APART_MAX = timedelta(days=31)
"""A computer that wakes up in another year has a wrong clock: after so long a pause, people open the day."""


def due(
    floor: Floor, rulebook: Rulebook, now: datetime
) -> Iterator[MarkAbsent | OpenDay | CloseDay]:
    """Everything that is due at `now` (aware): missed calls, then the closing and opening of the day."""
    yield from missed_calls(floor, rulebook, now)
    yield from day_turns(floor, rulebook, now)


def missed_calls(floor: Floor, rulebook: Rulebook, now: datetime) -> Iterator[MarkAbsent]:
    """Who was called and has not come within the rulebook's seconds. Looks at the desks only, never at the lines."""
    if floor.status is not Day.OPEN:
        return
    patience = timedelta(seconds=rulebook.call_seconds)
    for station, state in floor.stations.items():
        for visit_id in filter(None, state.desks.values()):
            visit = floor.visits[visit_id]
            stop = visit.stops[visit.at_desk] if visit.at_desk is not None else None
            if stop is None or stop.status is not Status.CALLED or stop.called_at is None:
                continue
            called_at = max(stop.called_at, visit.restored_at or stop.called_at)
            if now - called_at >= patience:
                yield MarkAbsent(
                    id=f"missed:{floor.day}:{visit.id}:{stop.number}:{called_at.isoformat()}",
                    by=SCHEDULER,
                    at=now,
                    visit=visit.id,
                    station=station,
                )


def day_turns(floor: Floor, rulebook: Rulebook, now: datetime) -> Iterator[OpenDay | CloseDay]:
    """The closing of a day that is over, the opening of one whose hours have begun; both in the facility's zone."""
    local = now.astimezone(rulebook.zone)
    today = local.date()
    if floor.day is not None and today - floor.day > DAYS_APART_MAX:
        return
    if floor.status is Day.OPEN and floor.day is not None:
        if floor.day < today or _is_over(floor, rulebook, local):
            opening = f"{floor.day}:{floor.renewed_position}"
            yield CloseDay(id=f"close:{rulebook.facility}:{opening}", by=SCHEDULER, at=now)
    elif (floor.day is None or floor.day < today) and rulebook.hours.includes(local):
        yield OpenDay(id=f"open:{rulebook.facility}:{today}", by=SCHEDULER, at=now, day=today)


def _is_over(floor: Floor, rulebook: Rulebook, local: datetime) -> bool:
    """Whether the day's last hours have passed. A day that was opened by hand after them, or without any, lasts until midnight."""
    closing = rulebook.hours.closing(local.date())
    if closing is None or closing == time.max or floor.opened_at is None:
        return False
    opened = floor.opened_at.astimezone(rulebook.zone).time()
    return opened < closing <= local.time()
