"""What is due at a given time, as commands. Pure: the clock is asked elsewhere."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flow.engine.commands import MarkAbsent
from flow.engine.floor import Floor
from flow.engine.lifecycle import Status
from flow.engine.routing import Rulebook

SCHEDULER = "penjadwal"


def due(floor: Floor, rulebook: Rulebook, now: datetime) -> Iterator[MarkAbsent]:
    """Who was called and has not come within the rulebook's seconds. Looks at the desks only, never at the lines.

    The command's id is made of the call, so that a deadline that is found twice is carried out once.
    """
    patience = timedelta(seconds=rulebook.call_seconds)
    for station, state in floor.stations.items():
        for visit_id in state.desks.values():
            if visit_id is None:
                continue
            visit = floor.visits[visit_id]
            stop = visit.stops[visit.at_desk] if visit.at_desk is not None else None
            if stop is None or stop.status is not Status.CALLED or stop.called_at is None:
                continue
            if now - stop.called_at >= patience:
                yield MarkAbsent(
                    id=f"missed:{floor.day}:{visit.id}:{stop.number}:{stop.called_at.isoformat()}",
                    by=SCHEDULER,
                    at=now,
                    visit=visit.id,
                    station=station,
                )
