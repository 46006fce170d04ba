"""Which ages in days and in months go together, over the whole Gregorian calendar, and a birth date for them.

Completed months begin on the same day of a later month, or, where that month is too short, on the first of the next
(`flow.engine.facts.completed`). So the days that a number of months takes depend on where in the calendar it begins.
"""

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from operator import sub

from flow.engine.facts import Unit, completed

CYCLE_YEARS = 400  # after which the Gregorian calendar repeats itself
MONTHS_MAX = 12 * 132  # beyond the oldest patient's age
WEEKS_TRIED = 4 * 53  # a leap day comes within them
DAYS_APART = 5  # by how many days, at most, the same number of months differs


@cache
def _starts() -> tuple[int, ...]:
    """The first days of all months of one cycle, and of the months after it that an age may reach."""
    months = range(CYCLE_YEARS * 12 + MONTHS_MAX + 2)
    return tuple(date(1600 + month // 12, month % 12 + 1, 1).toordinal() for month in months)


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(later - earlier for earlier, later in pairwise(_starts()))


@cache
def fewest_days(months: int) -> int:
    """The fewest days after which somebody can have completed so many months."""
    starts, lengths = _starts(), _lengths()
    births = CYCLE_YEARS * 12
    return min(
        starts[b + months] - starts[b] + min(0, lengths[b + months] - lengths[b] + 1)
        for b in range(births)
    )


@cache
def most_days(months: int) -> int:
    """The most days that somebody can have lived without completing one month more than these."""
    starts = _starts()
    births = CYCLE_YEARS * 12
    longest: int = max(map(sub, starts[months + 1 : months + 1 + births], starts[:births]))
    return longest - 1


def go_together(days: tuple[int, int], months: tuple[int, int]) -> bool:
    """Whether somebody can be so many completed days and so many completed months old (both ends included)."""
    return days[0] <= most_days(months[1]) and fewest_days(months[0]) <= days[1]


def born(days: tuple[int, int], months: tuple[int, int], on: date) -> tuple[date, date] | None:
    """A birth date with such an age, the youngest one, and the service day: `on`, or the same weekday some weeks later."""
    for weeks in range(WEEKS_TRIED):
        day = on + timedelta(weeks=weeks)
        first = max(days[0], fewest_days(months[0]))
        for lived in range(first, min(days[1], first + DAYS_APART) + 1):
            birth = day - timedelta(days=lived)
            if months[0] <= completed(birth, day, Unit.MONTHS) <= months[1]:
                return birth, day
    return None


def months_ago(on: date, months: int) -> date:
    """The last birth date with so many completed months on the day `on`."""
    first = on.year * 12 + on.month - 1 - months
    year, month = first // 12, first % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=on.day - 1), following - timedelta(days=1))
