"""The space of all patients, cut into cells in which no test can tell two patients apart.

Each fact that is asked about is an axis; its atoms are the pieces between the borders that the tests draw: a value of a choice, an
interval of numbers, a stretch of ages. What is not known is an atom of its own. An age has two axes, days and months, since "29
days" and "1 month" are measured by different calendars; a time of arrival is cut where any opening hours begin or end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from flow.engine.conditions import (
    Aged,
    Bound,
    During,
    NoneOf,
    OneOf,
    Test,
    Unknown,
    When,
    Within,
    above,
    below,
    birth_date,
)
from flow.engine.diagrams import Cell, Diagrams, Node
from flow.engine.facts import (
    AGE,
    ARRIVED,
    BIRTH_DATE,
    OLDEST_YEARS,
    Facts,
    FactValue,
    Kind,
    Unit,
    completed_days,
    completed_months,
)
from flow.engine.hours import Hours
from flow.engine.vocabulary import Fact, Vocabulary

DAYS = Unit.DAYS
MONTHS = Unit.MONTHS
_SIZE = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 1, Unit.YEARS: 12}
_AXIS_OF = {DAYS: DAYS, Unit.WEEKS: DAYS, MONTHS: MONTHS, Unit.YEARS: MONTHS}
OLDEST = {DAYS: (OLDEST_YEARS + 1) * 366, MONTHS: OLDEST_YEARS * 12 + 11}
"""No age is beyond these: completed days and months."""

MINUTES_A_DAY = 24 * 60


class Axis(Protocol):
    """One fact as an axis. Atom 0 is "not known" where the fact may be unknown."""

    name: str
    size: int

    def atom(self, facts: Facts, birth: date | None, on: date) -> int:
        """The atom of these facts (with their defaults)."""
        ...

    def passing(self, test: Test) -> Iterable[int]:
        """The atoms that pass the test."""
        ...


class Values:
    """A choice, a flag, or a date of which only matters whether it is known: one atom a value."""

    def __init__(self, fact: Fact) -> None:
        self.name = fact.name
        known: tuple[FactValue, ...] = {
            Kind.FLAG: (False, True),
            Kind.CHOICE: tuple(fact.choices),
        }.get(fact.kind, ("",))
        self.values: tuple[FactValue | None, ...] = (
            known if fact.default is not None else (None, *known)
        )
        self.size = len(self.values)
        self._atoms = {value: n for n, value in enumerate(self.values)}
        self._other = self.size - 1 if fact.kind in (Kind.DATE, Kind.TIME) else None

    def atom(self, facts: Facts, birth: date | None, on: date) -> int:
        value = facts.get(self.name)
        if self._other is not None and value is not None:
            return self._other
        return self._atoms[value]

    def passing(self, test: Test) -> Iterable[int]:
        assert isinstance(test, OneOf | NoneOf | Unknown), "values are compared, not measured"
        return (n for n, value in enumerate(self.values) if test.holds(value))


class Numbers:
    """A number, cut below and above each limit that a test names. `cuts` hold (limit, whether it lies below the cut)."""

    def __init__(self, fact: Fact, tests: Iterable[Test]) -> None:
        self.name = fact.name
        self.low, self.high = fact.lowest, fact.highest
        cuts = {cut for test in tests for cut in _cuts(test)}
        self.cuts = sorted(c for c in cuts if (self.low, False) < c <= (self.high, False))
        self.unknown = int(fact.default is None)
        self.size = len(self.cuts) + 1 + self.unknown

    def atom(self, facts: Facts, birth: date | None, on: date) -> int:
        value = facts.get(self.name)
        if value is None:
            return 0
        # A value passes the cut below its own limit, not the one above it: (v, False) <= (v, False) < (v, True).
        return bisect_right(self.cuts, (value, False)) + self.unknown

    def passing(self, test: Test) -> Iterable[int]:
        if isinstance(test, Unknown):
            return range(self.unknown)
        assert isinstance(test, OneOf | NoneOf | Within), "a number is compared with numbers"
        return (n for n in range(self.unknown, self.size) if test.holds(self.sample(n)))

    def sample(self, atom: int) -> float:
        """A number in the atom: its lower end where that belongs to it, whole where one lies inside."""
        low, high = self.ends(atom)
        start = low[0]
        if not low[1]:
            return start
        whole = float(int(start) + 1)
        if (whole, False) < high:
            return int(whole)
        return (start + high[0]) / 2

    def ends(self, atom: int) -> tuple[tuple[float, bool], tuple[float, bool]]:
        """The cuts below and above an atom of known numbers."""
        n = atom - self.unknown
        low = self.cuts[n - 1] if n else (self.low, False)
        return low, self.cuts[n] if n < len(self.cuts) else (self.high, True)


class Ages:
    """Completed days, or completed months, cut where a test says so. Atom 0: the birth date is not known."""

    def __init__(self, unit: Unit, tests: Iterable[Test]) -> None:
        self.name = AGE
        self.unit = unit
        self._completed = completed_days if unit is DAYS else completed_months
        starts = {start for test in tests for start in _starts(test, unit)}
        self.starts = [0, *sorted(s for s in starts if 0 < s <= OLDEST[unit])]
        self.size = len(self.starts) + 1

    def atom(self, facts: Facts, birth: date | None, on: date) -> int:
        if birth is None:
            return 0
        return bisect_right(self.starts, self._completed(birth, on))

    def passing(self, test: Test) -> Iterable[int]:
        """The atoms that pass the ends of the test that this axis measures."""
        if isinstance(test, Unknown):
            return (0,)
        assert isinstance(test, Aged), "an age is tested by ages"
        return (n for n in range(1, self.size) if self._lies(test, self.starts[n - 1]))

    def _lies(self, test: Aged, age: int) -> bool:
        low = test.low if test.low and _axis_of(test.low) is self.unit else None
        high = test.high if test.high and _axis_of(test.high) is self.unit else None
        return above(low, age // _size(low)) and below(high, age // _size(high))

    def last(self, atom: int) -> int:
        """The last age of the atom."""
        return self.starts[atom] - 1 if atom < len(self.starts) else OLDEST[self.unit]


class Arrivals:
    """The time of arrival in the week, cut where any of the hours begin or end. Atom 0: not known.

    `named` are the hours that tests call by a name.
    """

    def __init__(self, hours: Iterable[Hours], named: Iterable[tuple[str, Hours]] = ()) -> None:
        self.name = ARRIVED
        self.named = tuple(named)
        edges = {day * MINUTES_A_DAY for day in range(7)}
        for one in hours:
            for day, spans in one.spans.items():
                edges |= {day * MINUTES_A_DAY + _minute(end) for span in spans for end in span}
        self.starts = sorted(edge for edge in edges if edge < 7 * MINUTES_A_DAY)
        self.size = len(self.starts) + 1

    def atom(self, facts: Facts, birth: date | None, on: date) -> int:
        value = facts.get(ARRIVED)
        if not isinstance(value, str):
            return 0
        local = datetime.fromisoformat(value)
        minute = local.weekday() * MINUTES_A_DAY + local.hour * 60 + local.minute
        return bisect_right(self.starts, minute)

    def passing(self, test: Test) -> Iterable[int]:
        if isinstance(test, Unknown):
            return (0,)
        assert isinstance(test, During), "a time of arrival is tested by hours"
        return (n for n in range(1, self.size) if test.holds(self.sample(n)))

    def sample(self, atom: int, week: date = date(2024, 1, 1)) -> str:
        """The first moment of the atom, in the week that begins with this Monday."""
        start = datetime.combine(week, time()) + timedelta(minutes=self.starts[atom - 1])
        return start.isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True)
class Space:
    """The axes, in the order in which diagrams ask them, and the diagrams over them. `unsaid` is the cell of a patient of whom
    nothing is said: every fact has its default, or is not known. `about` are the axes of a fact, with their levels.
    """

    axes: tuple[Axis, ...]
    levels: Mapping[str, tuple[int, ...]]
    diagrams: Diagrams
    defaults: Facts
    unsaid: Cell
    about: Mapping[str, tuple[tuple[int, Axis], ...]]

    @staticmethod
    def of(
        vocabulary: Vocabulary, tests: Sequence[tuple[str, Test]], hours: Iterable[Hours] = ()
    ) -> "Space":
        """The space that these tests cut. `hours` cut the time of arrival even where no test asks for it."""
        asked: dict[str, list[Test]] = {}
        for name, test in tests:
            asked.setdefault(AGE if name == BIRTH_DATE else name, []).append(test)
        during = [test for test in asked.get(ARRIVED, ()) if isinstance(test, During)]
        weeks = [*hours, *(one for test in during for one in test.hours)]
        axes: list[Axis] = []
        if weeks:
            named = [pair for test in during for pair in zip(test.names, test.hours, strict=True)]
            axes.append(Arrivals(weeks, named))
        for name in (AGE, *vocabulary.facts):
            if name in asked and (name != ARRIVED or not weeks):
                axes += _axes(name, vocabulary, asked[name])
        levels: dict[str, tuple[int, ...]] = {}
        for level, axis in enumerate(axes):
            levels[axis.name] = (*levels.get(axis.name, ()), level)
        diagrams = Diagrams([axis.size for axis in axes])
        unsaid = [axis.atom(vocabulary.defaults, None, date.min) for axis in axes]
        about = {name: tuple((n, axes[n]) for n in found) for name, found in levels.items()}
        about[BIRTH_DATE] = about.get(AGE, ())
        return Space(tuple(axes), levels, diagrams, vocabulary.defaults, unsaid, about)

    def cell(self, facts: Facts, on: date) -> list[int]:
        """The cell of these facts on the service day `on`. Only what is said of a patient is looked at."""
        if BIRTH_DATE in self.defaults:  # an age that is not said moves with the day
            facts = {**self.defaults, **facts}
        birth = birth_date(facts)
        cell = list(self.unsaid)
        for name in facts:
            for level, axis in self.about.get(name, ()):
                cell[level] = axis.atom(facts, birth, on)
        return cell

    def guard(self, when: When) -> Node:
        """The set of the cells that pass every test."""
        found = self.diagrams.all
        for name, test in when:
            for level in self.levels[AGE if name == BIRTH_DATE else name]:
                passing = self.diagrams.atoms(level, self.axes[level].passing(test))
                found = self.diagrams.both(found, passing)
        return found


def _axes(name: str, vocabulary: Vocabulary, tests: list[Test]) -> list[Axis]:
    if name == AGE:
        ends = [end for test in tests if isinstance(test, Aged) for end in (test.low, test.high)]
        measured = {_axis_of(end) for end in ends if end} or {MONTHS}
        return [Ages(unit, tests) for unit in (MONTHS, DAYS) if unit in measured]
    fact = vocabulary.facts[name]
    return [Numbers(fact, tests) if fact.kind is Kind.NUMBER else Values(fact)]


def _cuts(test: Test) -> Iterable[tuple[float, bool]]:
    """Below its limit where the limit belongs to what lies above; above it where it belongs to what lies below."""
    match test:
        case Within():
            if test.low:
                yield test.low.limit, not test.low.inclusive
            if test.high:
                yield test.high.limit, test.high.inclusive
        case OneOf() | NoneOf():
            for value in test.values:
                assert isinstance(value, int | float), "the values of a number are numbers"
                yield value, False
                yield value, True
        case _:
            return


def _starts(test: Test, unit: Unit) -> Iterable[int]:
    """The ages at which something begins: an included lower end, the age after an included upper end."""
    if not isinstance(test, Aged):
        return
    for bound, begins in ((test.low, True), (test.high, False)):
        if bound and _axis_of(bound) is unit:
            yield (int(bound.limit) + (bound.inclusive is not begins)) * _size(bound)


def _axis_of(bound: Bound) -> Unit:
    return _AXIS_OF[bound.unit or Unit.YEARS]


def _size(bound: Bound | None) -> int:
    return _SIZE[bound.unit or Unit.YEARS] if bound else 1


def _minute(clock: time) -> int:
    return MINUTES_A_DAY if clock == time.max else clock.hour * 60 + clock.minute
