"""bookings.yaml: how far ahead and for which times people may book, how many, and what becomes of who comes early or late.

days_ahead: 30
grace_minutes: 15
booking_class: janji                 # of who comes in time
slots: {mon-thu: [08:00, 09:00], fri: 08:00}
per_slot: 4
straight_in: true                    # who is on record does not queue for the registration
"""

import re
from collections.abc import Mapping
from datetime import time

from flow.engine.bookings import BookingRules
from flow.engine.ordering import EMERGENCY
from flow.engine.text import Text
from flow.rulebook.document import Node, Scalar
from flow.rulebook.facility import Facility
from flow.rulebook.findings import REMOVE_IT
from flow.rulebook.hours import clock, once_each, weekdays
from flow.rulebook.nouns import PRIORITY_CLASS
from flow.rulebook.reader import EACH_ONCE, REMOVE_ONE, Reader, shown

DAYS_AHEAD_MAX = 365
GRACE_MINUTES_MAX = 240
BOOKED_MAX = 10_000
_KEYS = ("grace_minutes", "booking_class", "slots", "per_slot", "per_day", "straight_in")
_SLOT = re.compile(r"(\d{1,2})[:.](\d\d)")


def read_bookings(
    reader: Reader, node: Node | None, classes: Mapping[str, Text], facility: Facility
) -> BookingRules | None:
    """What the house allows; None where it takes no bookings."""
    if node is None:
        return None
    section = reader.section(node, required=("days_ahead",), optional=_KEYS)

    def whole(key: str, low: int, high: int) -> int | None:
        value = section.get(key)
        return reader.whole(value, low, high) if value else None

    return BookingRules(
        days_ahead=reader.whole(section.get("days_ahead"), 1, DAYS_AHEAD_MAX),
        grace_minutes=whole("grace_minutes", 0, GRACE_MINUTES_MAX) or 0,
        booking_class=_class(reader, section.get("booking_class"), classes),
        slots=_slots(reader, section.get("slots"), facility),
        per_slot=whole("per_slot", 1, BOOKED_MAX),
        per_day=whole("per_day", 1, BOOKED_MAX),
        straight_in=reader.flag(section.get("straight_in")),
    )


def _class(reader: Reader, node: Node | None, classes: Mapping[str, Text]) -> str | None:
    if node is None:
        return None
    code = reader.one_of(node, classes, PRIORITY_CLASS)
    if code in tuple(classes)[: EMERGENCY + 1]:
        reader.report(
            node,
            Text(f'janji dalam kelas "{code}"', f'bookings in the class "{code}"'),
            Text("kelas pertama selalu didahulukan", "the first class comes before all"),
            Text("pilih kelas lain", "choose another class"),
        )
    return code


def _slots(reader: Reader, node: Node | None, facility: Facility) -> dict[int, tuple[time, ...]]:
    slots: dict[int, tuple[time, ...]] = {}
    section = reader.mapping(node)
    for key, value in section.entries.items():
        days = weekdays(reader, section.keys[key], key)
        read = _times(reader, value, days, facility)
        for day in days:
            once_each(reader, section.keys[key], day, slots)
            slots[day] = read
    return {day: times for day, times in slots.items() if times}


def _times(reader: Reader, node: Node, days: range, facility: Facility) -> tuple[time, ...]:
    times: set[time] = set()
    for item in reader.items(node):
        slot = _slot(reader, item)
        if slot is None:
            continue
        if slot in times:
            found = Text(f"{slot:%H:%M} ada dua kali", f"{slot:%H:%M} stands twice")
            reader.report(item, found, EACH_ONCE, REMOVE_ONE)
        if not all(facility.hours.opens(day, slot) for day in days):
            reader.report(
                item,
                Text(f"{slot:%H:%M} di luar jam buka", f"{slot:%H:%M} is outside the hours"),
                Text("janji hanya pada jam buka", "bookings lie within the opening hours"),
                REMOVE_IT,
            )
        times.add(slot)
    return tuple(sorted(times))


def _slot(reader: Reader, node: Node) -> time | None:
    is_text = isinstance(node, Scalar) and isinstance(node.value, str)
    match = _SLOT.fullmatch(node.text.strip()) if is_text and isinstance(node, Scalar) else None
    slot = clock(*match.group(1, 2)) if match else None
    if slot is None or slot == time.max:
        allowed = Text("jam janji ditulis 08:00", "a slot is written 08:00")
        reader.report(node, shown(node), allowed, Text("perbaiki jamnya", "correct the time"))
        return None
    return slot
