"""Opening hours by weekday: `mon-thu: 07:30-14:30`, `fri: [07:30-11:30, 13:00-14:30]`, `sun: closed`."""

import re
from collections.abc import Mapping
from datetime import time
from itertools import pairwise
from types import MappingProxyType

from flow.engine.hours import Hours
from flow.rulebook.document import Node, Scalar
from flow.rulebook.findings import Place
from flow.rulebook.reader import Reader, shown

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAILY = "daily"
CLOSED = "closed"
# A point between hours and minutes is how Indonesian spelling writes a time.
_SPAN = re.compile(r"(\d{1,2})[:.](\d\d)\s*[-–]\s*(\d{1,2})[:.](\d\d)")

Span = tuple[time, time]
NEVER = Hours(spans=MappingProxyType({}))


def read_schedules(reader: Reader, node: Node | None) -> Mapping[str, Hours]:
    """The named opening hours that stations refer to."""
    return {name: _hours(reader, value) for name, value in reader.named(node)}


def _hours(reader: Reader, node: Node) -> Hours:
    section = reader.mapping(node)
    spans: dict[int, tuple[Span, ...]] = {}
    for key, value in section.entries.items():
        place = section.keys[key]
        read = tuple(span for item in reader.items(value) for span in _spans(reader, item))
        _check_overlap(reader, value, read)
        for day in _days(reader, place, key):
            if day in spans:
                found = f"{DAYS[day]} is named twice"
                reader.report(place, found, "each weekday once", "remove it from one line")
            spans[day] = tuple(sorted(read))
    return Hours(spans=MappingProxyType({day: open_ for day, open_ in spans.items() if open_}))


def _days(reader: Reader, place: Place, key: str) -> range:
    if key == DAILY:
        return range(7)
    first, _, last = key.partition("-")
    if first in DAYS and (last in DAYS or last == ""):
        days = range(DAYS.index(first), DAYS.index(last or first) + 1)
        if days:
            return days
    allowed = f"allowed: {', '.join(DAYS)}, a span such as mon-thu, {DAILY}"
    reader.report(place, f'"{key}" is no weekday', allowed, "correct the day")
    return range(0)


def _spans(reader: Reader, node: Node) -> tuple[Span, ...]:
    text = node.text if isinstance(node, Scalar) else ""
    if text == CLOSED:
        return ()
    match = _SPAN.fullmatch(text.strip())
    start, end = (_clock(*match.group(1, 2)), _clock(*match.group(3, 4))) if match else (None, None)
    if start is None or end is None:
        allowed = f"hours are written 07:30-14:30, up to 24:00, or {CLOSED}"
        reader.report(node, shown(node), allowed, "correct the hours")
        return ()
    if start >= end:
        allowed = "hours end after they start, within one day"
        reader.report(node, f'the hours "{text}"', allowed, "split them at midnight (24:00)")
        return ()
    return ((start, end),)


def _clock(hours: str, minutes: str) -> time | None:
    if (hours, minutes) == ("24", "00"):
        return time.max  # the engine's midnight at the end of a day
    if int(hours) < 24 and int(minutes) < 60:
        return time(int(hours), int(minutes))
    return None


def _check_overlap(reader: Reader, node: Node, spans: tuple[Span, ...]) -> None:
    ordered = sorted(spans)
    for earlier, later in pairwise(ordered):
        if later[0] < earlier[1]:
            found = f"{later[0]:%H:%M} lies within {earlier[0]:%H:%M}-{earlier[1]:%H:%M}"
            reader.report(node, found, "hours of a day may not overlap", "join the two spans")
