"""All possible patients as sets of cells: who can exist, one who shows a point, and a set in few words.

A patient is possible when the vocabulary would accept the facts: nobody is pregnant and male, nobody is 29 days and 2 months old.
What is not known is possible too: rules are asked before anything is known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flow.engine.conditions import OneOf, Test
from flow.engine.decisions import Tables, tests_of
from flow.engine.diagrams import Cell, Node
from flow.engine.facts import AGE, ARRIVED, BIRTH_DATE, FactValue, Unit
from flow.engine.hours import Hours
from flow.engine.space import OLDEST, Ages, Arrivals, Axis, Numbers, Space, Values
from flow.engine.text import Text
from flow.engine.vocabulary import Fact, Vocabulary
from flow.rulebook import wording
from flow.rulebook.calendar import born, go_together
from flow.rulebook.findings import Witness

EXAMPLE_DAY = date(2026, 1, 5)
"""The Monday on which examples come, where nothing says another day."""

Box = dict[int, frozenset[int]]
"""For each axis that matters, the atoms that are meant."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The possible patients of a vocabulary, as cells of a space."""

    space: Space
    vocabulary: Vocabulary
    valid: Node

    @staticmethod
    def of(space: Space, vocabulary: Vocabulary) -> "Cells":
        """The cells in which a patient can lie."""
        diagrams = space.diagrams
        valid = _feasible_ages(space)
        for fact in vocabulary.facts.values():
            name = AGE if fact.name == BIRTH_DATE else fact.name
            for level in space.levels.get(name, ())[:1] if fact.only_if else ():
                says = diagrams.atoms(level, _meaning(space.axes[level], fact))
                for other, test in fact.only_if:
                    refused = diagrams.without(_known(space, other), space.guard(((other, test),)))
                    valid = diagrams.without(valid, diagrams.both(says, refused))
        return Cells(space, vocabulary, valid)

    def exist(self, among: Node) -> bool:
        """Whether any possible patient is in the set."""
        return self.possible(among) is not self.space.diagrams.none

    def possible(self, among: Node) -> Node:
        """The possible patients of the set."""
        return self.space.diagrams.both(among, self.valid)

    # One patient

    def witness(self, among: Node, on: date = EXAMPLE_DAY) -> Witness:
        """The patient of the set about whom the least must be known. The set must not be empty."""
        cell = self._plainest(self.possible(among))
        came, on = self._arrival(cell, on)
        facts: dict[str, FactValue] = {}
        birth = self._birth(cell, on)
        if birth:
            on = birth[1] if not came else on
            facts[BIRTH_DATE] = birth[0].isoformat()
        for level, axis in enumerate(self.space.axes):
            value = _value(axis, cell[level])
            if value is not None and value != self.vocabulary.facts[axis.name].default:
                facts[axis.name] = value
        if came:
            facts[ARRIVED] = came
        said = wording.patient(self.vocabulary, facts, on)
        declared = {n: v for n, v in facts.items() if n in self.vocabulary.facts}
        return Witness(tuple(declared.items()), on.isoformat(), said)

    def _plainest(self, among: Node) -> Cell:
        """The cell of the set with the fewest facts that are known or unusual."""
        costs: dict[Node, int] = {}

        def cost(node: Node) -> int:
            if not node.children:
                return 0 if node.value is True else 1 << 20
            if node not in costs:
                costs[node] = min(
                    self._price(node.level, atom) + cost(child)
                    for atom, child in enumerate(node.children)
                )
            return costs[node]

        cell = [self._usual(level) for level in range(len(self.space.axes))]
        node = among
        while node.children:
            level = node.level
            prices = [
                self._price(level, atom) + cost(child) for atom, child in enumerate(node.children)
            ]
            cell[level] = prices.index(min(prices))
            node = node.children[cell[level]]
        assert node.value is True, "an example is asked for of a set with somebody in it"
        return cell

    def _usual(self, level: int) -> int:
        axis = self.space.axes[level]
        if isinstance(axis, Values | Numbers):
            default = self.vocabulary.facts[axis.name].default
            if default is not None:
                return axis.atom({axis.name: default}, None, EXAMPLE_DAY)
        return 0

    def _price(self, level: int, atom: int) -> int:
        if atom == self._usual(level):
            return 0
        return 3 if _value(self.space.axes[level], atom) is False else 2

    def _arrival(self, cell: Cell, on: date) -> tuple[str | None, date]:
        for level in self.space.levels.get(ARRIVED, ()):
            axis = self.space.axes[level]
            if isinstance(axis, Arrivals) and cell[level]:
                week = on - timedelta(days=on.weekday())
                came = axis.sample(cell[level], week)
                return came, date.fromisoformat(came[:10])
        return None, on

    def _birth(self, cell: Cell, on: date) -> tuple[date, date] | None:
        """A birth date, and the day on which it gives that age; None while the birth date is not known."""
        levels = self.space.levels.get(AGE, ())
        if not levels or cell[levels[0]] == 0:
            return None
        days, months = (0, OLDEST[Unit.DAYS]), (0, OLDEST[Unit.MONTHS])
        for level in levels:
            axis = self.space.axes[level]
            assert isinstance(axis, Ages), "ages are measured on axes of ages"
            ends = (axis.starts[cell[level] - 1], axis.last(cell[level]))
            days, months = (ends, months) if axis.unit is Unit.DAYS else (days, ends)
        found = born(days, months, on)
        assert found, "a feasible age has a birth date"
        return found

    # A set in words

    def said(self, among: Node, boxes_max: int = 4) -> tuple[Text, ...]:
        """Who is in the set, in at most so many phrases and a last one that says that there are more."""
        found = []
        for n, box in enumerate(self.cover(among)):
            if n == boxes_max:
                found.append(Text("dan yang lain", "and others"))
                break
            found.append(wording.box(self.space, self.vocabulary, box))
        return tuple(found)

    def cover(self, among: Node) -> Iterator[Box]:
        """The possible patients of the set as large boxes; they may overlap. Impossible patients fill the gaps."""
        diagrams = self.space.diagrams
        allowed = diagrams.either(among, diagrams.opposite(self.valid))
        left = self.possible(among)
        while left is not diagrams.none:
            box = self._widened(self._plainest(left), allowed)
            yield box
            left = diagrams.without(left, self.inside(box))

    def inside(self, box: Box) -> Node:
        """The cells in a box."""
        diagrams = self.space.diagrams
        found = diagrams.all
        for level, atoms in box.items():
            found = diagrams.both(found, diagrams.atoms(level, atoms))
        return found

    def _widened(self, cell: Cell, allowed: Node) -> Box:
        """The cell, with every axis left out or widened as far as the set allows."""
        box: Box = {level: frozenset({atom}) for level, atom in enumerate(cell)}
        for level in sorted(box, key=lambda one: (self._price(one, cell[one]), -one)):
            rest = {other: atoms for other, atoms in box.items() if other != level}
            if self._lies_in(rest, allowed):
                box = rest
        for level in list(box):
            for atom in range(self.space.axes[level].size):
                wider = {**box, level: box[level] | {atom}}
                if atom not in box[level] and self._lies_in(wider, allowed):
                    box = wider
        return box

    def _lies_in(self, box: Box, allowed: Node) -> bool:
        return _all_inside(allowed, box)


def proof_space(
    tables: Tables,
    vocabulary: Vocabulary,
    hours: Iterable[Hours] = (),
    more: Iterable[tuple[str, Test]] = (),
) -> Space:
    """The space of the tables, cut by opening hours and further tests as well."""
    tests = [*tests_of(tables, vocabulary), *more]
    tests += [
        (fact.name, OneOf(frozenset({fact.default})))
        for fact in vocabulary.facts.values()
        if fact.only_if and isinstance(fact.default, int | float)
    ]
    return Space.of(vocabulary, tests, hours)


def _all_inside(node: Node, box: Box) -> bool:
    """Whether every cell of the box leads to `True`."""
    if not node.children:
        return node.value is True
    atoms = box.get(node.level)
    chosen = node.children if atoms is None else [node.children[atom] for atom in atoms]
    return all(_all_inside(child, box) for child in dict.fromkeys(chosen))


def _feasible_ages(space: Space) -> Node:
    """Days and months of age that go together; both are known or neither."""
    diagrams = space.diagrams
    levels = space.levels.get(AGE, ())
    if len(levels) < 2:
        return diagrams.all
    by_months, by_days = (space.axes[level] for level in levels)
    assert isinstance(by_months, Ages), "the first axis of ages"
    assert isinstance(by_days, Ages), "the second axis of ages"
    rows = [diagrams.atoms(levels[1], {0})]
    for month in range(1, by_months.size):
        months = (by_months.starts[month - 1], by_months.last(month))
        fitting = (
            day
            for day in range(1, by_days.size)
            if go_together((by_days.starts[day - 1], by_days.last(day)), months)
        )
        rows.append(diagrams.atoms(levels[1], fitting))
    return diagrams.branch(levels[0], tuple(rows))


def _known(space: Space, name: str) -> Node:
    """The cells in which the fact is known."""
    diagrams = space.diagrams
    level = space.levels[AGE if name == BIRTH_DATE else name][0]
    axis = space.axes[level]
    if isinstance(axis, Values):
        return diagrams.atoms(level, (n for n, v in enumerate(axis.values) if v is not None))
    if isinstance(axis, Numbers):
        return diagrams.atoms(level, range(axis.unknown, axis.size))
    return diagrams.atoms(level, range(1, axis.size))


def _meaning(axis: Axis, fact: Fact) -> Iterable[int]:
    """The atoms in which the fact says something, so that its condition must hold."""
    if isinstance(axis, Values):
        return (n for n, value in enumerate(axis.values) if fact.means(value))
    if isinstance(axis, Numbers):
        return (n for n in range(axis.unknown, axis.size) if fact.means(axis.sample(n)))
    return range(1, axis.size)


def _value(axis: Axis, atom: int) -> FactValue | None:
    """A value in the atom of a plain fact; None where it is not known, and for ages and arrivals."""
    if isinstance(axis, Values):
        return axis.values[atom]
    if isinstance(axis, Numbers) and atom >= axis.unknown:
        return axis.sample(atom)
    return None
