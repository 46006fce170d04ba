"""The values that facts have, and calendar-exact age.

Facts travel as JSON primitives (a birth date is its ISO text), so that events, the API and YAML hold the same values.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

FactValue = str | int | float | bool
Facts = Mapping[str, FactValue]

BIRTH_DATE = "birth_date"
AGE = "age"
ARRIVED = "arrived"
SERVICE = "service"  # what somebody comes for; a rulebook may do without it
OLDEST_YEARS = 130  # nobody on record has lived longer; beyond it a birth date is a typing mistake
LARGEST = 1e9  # no fact counts further; keeps infinity, which JSON can't say, out of the journal


class Kind(StrEnum):
    """The type of a fact. A `time` is a local date and time to the minute (`2026-11-23T07:45`)."""

    DATE = "date"
    TIME = "time"
    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"


class Unit(StrEnum):
    """Calendar units in which an age is completed."""

    DAYS = "d"
    WEEKS = "w"
    MONTHS = "mo"
    YEARS = "y"


def completed(birth: date, on: date, unit: Unit) -> int:
    """Completed days, weeks, months or years from `birth` to `on`.

    Somebody turns 18 on the 18th birthday; who was born on 29 February does so on 1 March in a common year.
    """
    if unit is Unit.DAYS:
        return completed_days(birth, on)
    if unit is Unit.WEEKS:
        return completed_days(birth, on) // 7
    months = completed_months(birth, on)
    return months if unit is Unit.MONTHS else months // 12


def completed_days(birth: date, on: date) -> int:
    return (on - birth).days


def completed_months(birth: date, on: date) -> int:
    return (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
