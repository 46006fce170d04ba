"""Ranges as people write them: `>=2`, `0..42`, `<18y`, `10y..<18y`, `<=28d`.

Ages have a unit (d days, w weeks, mo months, y years) and count completed calendar units; an end
without a unit takes the other end's.
"""

import re
from dataclasses import replace

from flow.engine.conditions import Bound
from flow.engine.facts import Unit
from flow.engine.text import Text

_END = r"(\d+(?:\.\d+)?)\s*(d|w|mo|y)?"
_ONE_SIDED = re.compile(rf"(>=|>|<=|<)\s*{_END}")
_BETWEEN = re.compile(rf"(>=|>)?\s*{_END}\s*\.\.\s*(<=|<)?\s*{_END}")

# Days and weeks, and months and years, compare exactly; across the two pairs a calendar is needed.
_IN_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
_IN_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}

Ends = tuple[Bound | None, Bound | None]


class BadRange(ValueError):
    """The text is no range; `said` is why."""

    def __init__(self, said: Text) -> None:
        self.said = said
        super().__init__(said.en)


def parse_range(text: str) -> Ends:
    """The two ends of a range, None for an open one; raises `BadRange`."""
    text = text.strip()
    if match := _ONE_SIDED.fullmatch(text):
        sign, number, unit = match.groups()
        bound = _bound(number, unit, "=" in sign)
        return (bound, None) if sign.startswith(">") else (None, bound)
    if match := _BETWEEN.fullmatch(text):
        above, first, first_unit, below, last, last_unit = match.groups()
        low = _bound(first, first_unit or last_unit, above != ">")
        high = _bound(last, last_unit or first_unit, below != "<")
        _check_order(low, high)
        return low, high
    raise BadRange(Text("itu bukan rentang", "it is not a range"))


def parse_ages(text: str) -> Ends:
    """The two ends of an age range, in whole units; raises `BadRange`."""
    low, high = parse_range(text)
    for end in (low, high):
        if end and end.unit is None:
            unit = Text("umur perlu satuan: d, w, mo atau y", "an age needs a unit: d, w, mo or y")
            raise BadRange(unit)
        if end and not float(end.limit).is_integer():
            raise BadRange(Text("umur dihitung dalam satuan bulat", "an age counts whole units"))
    return low, high


def parse_numbers(text: str) -> Ends:
    """The two ends of a range of plain numbers; raises `BadRange`."""
    low, high = parse_range(text)
    if (low and low.unit) or (high and high.unit):
        raise BadRange(Text("hanya umur yang punya satuan", "only an age has a unit"))
    return low, high


def is_empty(low: Bound | None, high: Bound | None) -> bool:
    """Whether no number can lie between the ends, as far as their units compare."""
    if low is None or high is None:
        return False
    for sizes in (_IN_DAYS, _IN_MONTHS):
        if low.unit in sizes and high.unit in sizes:
            low = replace(low, limit=low.limit * sizes[low.unit], unit=None)
            high = replace(high, limit=high.limit * sizes[high.unit], unit=None)
    if low.unit or high.unit:
        return False
    both = low.inclusive and high.inclusive
    return low.limit > high.limit or (low.limit == high.limit and not both)


def _bound(number: str, unit: str | None, inclusive: bool) -> Bound:
    limit = float(number) if "." in number else int(number)
    return Bound(limit, inclusive, Unit(unit) if unit else None)


def _check_order(low: Bound, high: Bound) -> None:
    if is_empty(low, high):
        raise BadRange(
            Text("tidak ada apa pun di antara ujungnya", "nothing lies between its ends")
        )
