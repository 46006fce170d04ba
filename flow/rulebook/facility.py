"""facility.yaml: whose rulebook this is, where its clock stands, when what is open, and to whom patients are handed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flow.engine.hours import Hours
from flow.engine.outcomes import Destination, Takes
from flow.engine.text import Text
from flow.rulebook.document import Node
from flow.rulebook.findings import did_you_mean, only
from flow.rulebook.hours import NEVER, read_schedules
from flow.rulebook.nouns import HOURS, KIND_OF_HOUSE
from flow.rulebook.reader import Reader

ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")  # WIB, WIB, WITA, WIT
CALL_SECONDS_MAX = 3600  # a call that waits longer than an hour is a typing mistake
_KEYS = ("facility", "name", "time_zone", "hours", "open", "call_seconds")
_MAY = ("include", "destinations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """The facility itself. `schedules` are named hours, `hours` those of the whole house; `destinations` take over its patients."""

    code: str
    name: Text
    zone: ZoneInfo
    schedules: Mapping[str, Hours]
    hours: Hours
    call_seconds: int
    destinations: Mapping[str, Destination]


def read_facility(reader: Reader, node: Node | None) -> Facility:
    """The facility as its file declares it."""
    section = reader.section(node, required=_KEYS, optional=_MAY)
    schedules = read_schedules(reader, section.get("hours"))
    name = reader.one_of(section.get("open"), schedules, HOURS)
    return Facility(
        code=reader.code(section.get("facility")),
        name=reader.words(section.get("name")),
        zone=_zone(reader, section.get("time_zone")),
        schedules=schedules,
        hours=schedules.get(name, NEVER),
        call_seconds=reader.whole(section.get("call_seconds"), 1, CALL_SECONDS_MAX),
        destinations=_destinations(reader, section.get("destinations")),
    )


def _destinations(reader: Reader, node: Node | None) -> Mapping[str, Destination]:
    """The houses that take over patients, each with its name and its kind; none is fine."""
    if node is None:
        return {}
    found: dict[str, Destination] = {}
    for code, value in reader.named(node, may_be_empty=True):
        section = reader.section(value, required=("name", "kind"))
        kind = reader.one_of(section.get("kind"), tuple(Takes), KIND_OF_HOUSE)
        name = reader.words(section.get("name"))
        if kind in tuple(Takes):
            found[code] = Destination(code=code, name=name, kind=Takes(kind))
    return MappingProxyType(found)


def _zone(reader: Reader, node: Node | None) -> ZoneInfo:
    name = reader.text(node)
    try:
        return ZoneInfo(name or ZONES[0])
    except (ValueError, OSError, KeyError):  # a bad name, a folder's name, an unknown name
        assert node, "without a node the first zone is taken"
        its_own = Text("pakai zona waktu fasilitas ini", "take the zone of the facility")
        found = Text(f'zona waktu "{name}" tidak dikenal', f'unknown time zone "{name}"')
        reader.report(node, found, only(ZONES), did_you_mean(name, ZONES, its_own))
        return ZoneInfo(ZONES[0])
