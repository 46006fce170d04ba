"""The tests of a rule, each about one fact: a value, a set, a range, an age (DMN's unary tests).

An unknown fact fails every test but `Unknown`.
"""

from dataclasses import dataclass
from datetime import date

from flow.engine.facts import FactValue, Unit, completed


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
        if not isinstance(value, int | float) or isinstance(value, bool):
            return False
        return _above(self.low, value) and _below(self.high, value)


@dataclass(frozen=True, slots=True)
class Aged:
    """The age in completed calendar units lies between the ends; each end has its own unit."""

    low: Bound | None
    high: Bound | None

    def holds(self, birth: date | None, on: date) -> bool:
        if birth is None:
            return False
        low = self.low is None or _above(self.low, _completed(birth, on, self.low))
        return low and (self.high is None or _below(self.high, _completed(birth, on, self.high)))


@dataclass(frozen=True, slots=True)
class Unknown:
    """The fact is not known."""

    def holds(self, value: FactValue | None) -> bool:
        return value is None


Test = OneOf | NoneOf | Within | Aged | Unknown


def _completed(birth: date, on: date, bound: Bound) -> int:
    return completed(birth, on, bound.unit or Unit.YEARS)


def _above(low: Bound | None, value: float) -> bool:
    return low is None or value > low.limit or (low.inclusive and value == low.limit)


def _below(high: Bound | None, value: float) -> bool:
    return high is None or value < high.limit or (high.inclusive and value == high.limit)
