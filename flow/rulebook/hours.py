"""Opening hours by weekday: `mon-thu: 07:30-14:30`, `fri: [07:30-11:30, 13:00-14:30]`, `sun: closed`."""

import re
from collections.abc import Container, Mapping
from datetime import time
from itertools import pairwise
from types import MappingProxyType

from flow.engine.hours import Hours
from flow.engine.text import Text
from flow.rulebook.document import Node, Scalar, Section
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
    return {name: read_week(reader, value) for name, value in reader.named(node)}


def read_every_day(reader: Reader, node: Node) -> Hours:
    """Hours by weekday, or the same spans every day: `12:00-13:00`."""
    if isinstance(node, Section):
        return read_week(reader, node)
    spans = tuple(span for item in reader.items(node) for span in _spans(reader, item))
    _check_overlap(reader, node, spans)
    return Hours(spans=MappingProxyType(dict.fromkeys(range(7), tuple(sorted(spans)))))


def read_week(reader: Reader, node: Node) -> Hours:
    """Hours by weekday; a day that is not named has none."""
    section = reader.mapping(node)
    spans: dict[int, tuple[Span, ...]] = {}
    for key, value in section.entries.items():
        place = section.keys[key]
        read = tuple(span for item in reader.items(value) for span in _spans(reader, item))
        _check_overlap(reader, value, read)
        for day in weekdays(reader, place, key):
            once_each(reader, place, day, spans)
            spans[day] = tuple(sorted(read))
    return Hours(spans=MappingProxyType({day: open_ for day, open_ in spans.items() if open_}))


def once_each(reader: Reader, place: Place, day: int, named: Container[int]) -> None:
    """Report a weekday that has been named before."""
    if day in named:
        reader.report(
            place,
            Text(f"{DAYS[day]} disebut dua kali", f"{DAYS[day]} is named twice"),
            Text("setiap hari sekali saja", "each weekday once"),
            Text("hapus dari salah satu baris", "remove it from one line"),
        )


def weekdays(reader: Reader, place: Place, key: str) -> range:
    """The weekdays (0 is Monday) that a key such as `mon-thu` names."""
    if key == DAILY:
        return range(7)
    first, _, last = key.partition("-")
    if first in DAYS and (last in DAYS or key == first):
        span = range(DAYS.index(first), DAYS.index(last or first) + 1)
        if span:
            return span
    days = ", ".join(DAYS)
    reader.report(
        place,
        Text(f'"{key}" bukan nama hari', f'"{key}" is no weekday'),
        Text(
            f"yang boleh: {days}, rentang seperti mon-thu, {DAILY}",
            f"allowed: {days}, a span such as mon-thu, {DAILY}",
        ),
        Text("perbaiki harinya", "correct the day"),
    )
    return range(0)


def _spans(reader: Reader, node: Node) -> tuple[Span, ...]:
    text = node.text if isinstance(node, Scalar) else ""
    if text == CLOSED:
        return ()
    match = _SPAN.fullmatch(text.strip())
    start, end = (clock(*match.group(1, 2)), clock(*match.group(3, 4))) if match else (None, None)
    if start is None or end is None:
        allowed = Text(
            f"jam ditulis 07:30-14:30, sampai 24:00, atau {CLOSED}",
            f"hours are written 07:30-14:30, up to 24:00, or {CLOSED}",
        )
        reader.report(node, shown(node), allowed, Text("perbaiki jamnya", "correct the hours"))
        return ()
    if start >= end:
        reader.report(
            node,
            Text(f'jam "{text}"', f'the hours "{text}"'),
            Text(
                "jam berakhir sesudah mulai, pada hari yang sama",
                "hours end after they start, within one day",
            ),
            Text("pisahkan di tengah malam (24:00)", "split them at midnight (24:00)"),
        )
        return ()
    return ((start, end),)


def clock(hours: str, minutes: str) -> time | None:
    """The time of the day; None for one that no clock shows."""
    if (hours, minutes) == ("24", "00"):
        return time.max  # the engine's midnight at the end of a day
    if int(hours) < 24 and int(minutes) < 60:
        return time(int(hours), int(minutes))
    return None


def _check_overlap(reader: Reader, node: Node, spans: tuple[Span, ...]) -> None:
    ordered = sorted(spans)
    for earlier, later in pairwise(ordered):
        if later[0] < earlier[1]:
            start, span = f"{later[0]:%H:%M}", f"{earlier[0]:%H:%M}-{earlier[1]:%H:%M}"
            reader.report(
                node,
                Text(f"{start} ada di dalam {span}", f"{start} lies within {span}"),
                Text("jam sehari tidak boleh bertindih", "hours of a day may not overlap"),
                Text("gabungkan keduanya", "join the two spans"),
            )
