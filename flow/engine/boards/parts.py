"""What all screens are made of: heads, words, times, and the order of a visit's stops."""

from datetime import datetime, time

from flow.engine.families import called_with, companions
from flow.engine.floor import Day, Floor
from flow.engine.lifecycle import Status
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.visits import Stop, Visit

Shown = dict[str, object]


def in_order(seen: Visit) -> list[Stop]:
    """The way that was walked, then what is planned, then what was skipped before it began."""
    begun = sorted((s for s in seen.stops.values() if s.queued), key=lambda s: s.queued)
    never = [s for s in seen.stops.values() if not s.queued and s.status is Status.SKIPPED]
    return [*begun, *seen.planned(), *never]


def head(floor: Floor, rulebook: Rulebook) -> Shown:
    """What every screen shows at its top: which facility, which day, whether it is open."""
    return {
        "facility": both(rulebook.name),
        "zone": rulebook.zone.key,
        "day": floor.day.isoformat() if floor.day else None,
        "day_open": floor.status is Day.OPEN,
    }


def family(floor: Floor, visit: Visit) -> Shown | None:
    """The others of the visit's family who are inside, for staff and programs; None where it has none."""
    others = companions(floor, visit)
    if not others:
        return None
    return {
        "together": len(called_with(floor, visit)) > 0,
        "others": [{"visit": other.id, "ticket": other.name} for other in others],
    }


def public_name(rulebook: Rulebook, code: str) -> Text:
    known = rulebook.stations.get(code)
    return known.public_name if known else Text(code, code)


def both(text: Text) -> dict[str, str]:
    return {"id": text.id, "en": text.en}


def time_text(at: datetime | None) -> str | None:
    return at.isoformat(timespec="milliseconds") if at else None


def clock_text(at: time | None) -> str | None:
    """A time of a day in the facility's own zone: 09:00."""
    return f"{at:%H:%M}" if at else None
