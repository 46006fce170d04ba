"""The tests of a rule, each about one fact: a value, a set, a range, an age, opening hours (DMN's unary tests).

An unknown fact fails every test but `Unknown`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from flow.engine.facts import AGE, BIRTH_DATE, Facts, FactValue, Unit, completed
from flow.engine.hours import Hours


@dataclass(frozen=True, slots=True)
class OneOf:
    """The fact has one of these values."""

    values: frozenset[FactValue]

    def holds(self, value: FactValue | None) -> bool:
        return value in self.values


@dataclass(frozen=True, slots=True)
class NoneOf:
    """The fact is known and has none of these values."""

    values: frozenset[FactValue]

    def holds(self, value: FactValue | None) -> bool:
        return value is not None and value not in self.values


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range; `unit` is set where the range is an age."""

    limit: float
    inclusive: bool
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """The number lies between the ends (an open end is None)."""

    low: Bound | None
    high: Bound | None

    def holds(self, value: FactValue | None) -> bool:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return False
        return above(self.low, value) and below(self.high, value)


@dataclass(frozen=True, slots=True)
class Aged:
    """The age in completed calendar units lies between the ends; each end has its own unit."""

    low: Bound | None
    high: Bound | None

    def holds(self, birth: date | None, on: date) -> bool:
        if birth is None:
            return False
        low = self.low is None or above(self.low, _completed(birth, on, self.low))
        return low and (self.high is None or below(self.high, _completed(birth, on, self.high)))


@dataclass(frozen=True, slots=True)
class During:
    """The time lies within one of these hours, or, `outside`, in none of them. `names` are what the rulebook calls them."""

    names: tuple[str, ...]
    hours: tuple[Hours, ...] = field(hash=False)
    outside: bool = False

    def holds(self, value: FactValue | None) -> bool:
        if not isinstance(value, str):
            return False
        local = datetime.fromisoformat(value)
        return any(hours.includes(local) for hours in self.hours) is not self.outside


@dataclass(frozen=True, slots=True)
class Unknown:
    """The fact is not known."""

    def holds(self, value: FactValue | None) -> bool:
        return value is None


Test = OneOf | NoneOf | Within | Aged | During | Unknown
When = tuple[tuple[str, Test], ...]
"""Tests that must all hold, each with the fact that it asks."""


def passes(name: str, test: Test, facts: Facts, on: date) -> bool:
    """Whether these facts (with their defaults) pass one test on the service day `on`."""
    if isinstance(test, Aged):
        return test.holds(birth_date(facts), on)
    return test.holds(facts.get(BIRTH_DATE if name == AGE else name))


def meets(when: When, facts: Facts, on: date) -> bool:
    """Whether these facts (with their defaults) pass every test: what a rule's `when` means."""
    return all(passes(name, test, facts, on) for name, test in when)


def birth_date(facts: Facts) -> date | None:
    """The birth date among the facts, if it is known."""
    born = facts.get(BIRTH_DATE)
    return date.fromisoformat(born) if isinstance(born, str) else None


def _completed(birth: date, on: date, bound: Bound) -> int:
    return completed(birth, on, bound.unit or Unit.YEARS)


def above(low: Bound | None, value: float) -> bool:
    """Whether the value is not below the lower end of a range."""
    return low is None or value > low.limit or (low.inclusive and value == low.limit)


def below(high: Bound | None, value: float) -> bool:
    """Whether the value is not above the upper end of a range."""
    return high is None or value < high.limit or (high.inclusive and value == high.limit)
