"""What the rules may ask about a patient: a closed, typed vocabulary, and calendar-exact age.

Facts travel as JSON primitives (a birth date is its ISO text), so that events, the API and YAML hold the same values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flow.engine.refusals import BadFact
from flow.engine.text import Text

FactValue = str | int | float | bool
Facts = Mapping[str, FactValue]

BIRTH_DATE = "birth_date"
AGE = "age"
OLDEST_YEARS = 130  # nobody on record has lived longer; beyond it a birth date is a typing mistake
LARGEST = 1e9  # no fact counts further; keeps infinity, which JSON can't say, out of the journal


class Kind(StrEnum):
    """The type of a fact."""

    DATE = "date"
    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One declared fact: its type, its allowed values, its default, and what must hold for it to make sense."""

    name: str
    kind: Kind
    label: Text
    choices: Mapping[str, Text] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    default: FactValue | None = None
    only_if: Facts = field(default_factory=dict)

    def check(self, value: object, on: date) -> FactValue:
        """The value, if the vocabulary allows it on the service day `on`; raises `BadFact`."""
        match self.kind:
            case Kind.FLAG:
                if isinstance(value, bool):
                    return value
                raise self._bad(value, "true / false")
            case Kind.NUMBER:
                return self._number(value)
            case Kind.CHOICE:
                if isinstance(value, str) and value in self.choices:
                    return value
                raise self._bad(value, ", ".join(self.choices))
            case Kind.DATE:
                return self._date(value, on)

    def _number(self, value: object) -> FactValue:
        low = 0 if self.low is None else self.low
        high = LARGEST if self.high is None else self.high
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and low <= value <= high:  # type: ignore[operator]
            return value  # type: ignore[return-value]
        raise self._bad(value, f"{low:g} … {high:g}")

    def _date(self, value: object, on: date) -> str:
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None or not isinstance(value, str):
            raise self._bad(value, "YYYY-MM-DD")
        if day > on or on.year - day.year > OLDEST_YEARS:
            raise self._bad(value, f"{on.year - OLDEST_YEARS} … {on.isoformat()}")
        return day.isoformat()

    def _bad(self, found: object, allowed: str) -> BadFact:
        remedy = Text(f"Yang boleh: {allowed}.", f"Allowed: {allowed}.")
        return BadFact(fact=self.name, found=repr(found), remedy=remedy)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facts of a rulebook, by name."""

    facts: Mapping[str, Fact]

    def check(self, given: Mapping[str, object], on: date) -> dict[str, FactValue]:
        """The facts, each checked; a None drops out (not known). Raises `BadFact` naming the first wrong one."""
        known = {
            name: self._fact(name, value).check(value, on)
            for name, value in given.items()
            if value is not None or name not in self.facts
        }
        complete = self.complete(known)
        for name in known:
            self._check_condition(self.facts[name], complete)
        return known

    def complete(self, known: Facts) -> dict[str, FactValue]:
        """The facts with the declared defaults filled in."""
        defaults = {f.name: f.default for f in self.facts.values() if f.default is not None}
        return defaults | dict(known)

    def _fact(self, name: str, found: object) -> Fact:
        if name in self.facts:
            return self.facts[name]
        allowed = ", ".join(self.facts)
        remedy = Text(f"Data yang dikenal: {allowed}.", f"Known facts: {allowed}.")
        raise BadFact(fact=name, found=repr(found), remedy=remedy)

    def _check_condition(self, fact: Fact, complete: Facts) -> None:
        """A fact that only makes sense with others (pregnant: female) may not contradict them."""
        if complete[fact.name] == fact.default or complete[fact.name] is False:
            return
        for name, needed in fact.only_if.items():
            if name in complete and complete[name] != needed:
                remedy = Text(
                    f"Hanya bila {name} = {needed}, tetapi {name} = {complete[name]}.",
                    f"Only where {name} = {needed}, but {name} = {complete[name]}.",
                )
                raise BadFact(fact=fact.name, found=repr(complete[fact.name]), remedy=remedy)


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
    days = (on - birth).days
    if unit is Unit.DAYS:
        return days
    if unit is Unit.WEEKS:
        return days // 7
    months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
    return months if unit is Unit.MONTHS else months // 12
