"""Another rulebook comes into force: for everybody who comes from now on, and for the house itself."""

from collections.abc import Iterator

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.floor import Day, Floor
from flow.engine.refusals import DayNotOpen, RoomInUse, RulebookMoved
from flow.engine.routing import Rulebook


def publish(floor: Floor, command: c.PublishRulebook, new: Rulebook) -> tuple[e.Event, ...]:
    """On an open day or after it. `new` is the rulebook that comes into force; its free desks that are gone are closed."""
    if floor.status is Day.UNOPENED:
        raise DayNotOpen
    if command.digest == floor.rulebook:
        return ()
    if command.previous != floor.rulebook:
        raise RulebookMoved
    used = tuple(dict.fromkeys(_still_used(floor, new)))
    if used:
        raise RoomInUse(where="; ".join(used))
    closed = (
        e.DeskClosed(at=command.at, station=code, desk=desk)
        for code, state in floor.stations.items()
        for desk in state.desks
        if code not in new.stations or desk not in new.stations[code].desks
    )
    published = e.RulebookPublished(
        at=command.at, digest=command.digest, previous=command.previous, note=command.note
    )
    return (*closed, published)


def _still_used(floor: Floor, new: Rulebook) -> Iterator[str]:
    """Who stands at, or is still to go to, a room that the new rulebook lacks; who is served at a desk that it lacks."""
    for visit in floor.visits.values():
        if visit.is_open:
            for stop in (*visit.open_stops(), *visit.planned()):
                if stop.station not in new.stations:
                    yield f"{visit.name}: {stop.station}"
    for code, state in floor.stations.items():
        if code in new.stations:
            for desk, served in state.desks.items():
                if served is not None and desk not in new.stations[code].desks:
                    yield f"{floor.visits[served].name}: {code} {desk}"
