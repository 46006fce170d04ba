"""Two rulebooks over one space: each is asked with its own defaults, about the patients whom its vocabulary accepts.

What a rulebook does not ask for it does not look at: of a fact that only the other one declares, it accepts every value.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from flow.engine.conditions import Bound, OneOf, Test, Unknown, When, Within
from flow.engine.decisions import NO_RULE, Asked, Decisions, Route, Tables, tests_of
from flow.engine.diagrams import Diagrams, Node
from flow.engine.facts import AGE, BIRTH_DATE, Kind
from flow.engine.routing import Rulebook
from flow.engine.space import Axis, Numbers, Space, Values
from flow.engine.tables import OrderRule, Rule, Table
from flow.engine.text import Text
from flow.engine.vocabulary import Vocabulary
from flow.rulebook.cells import Cells
from flow.rulebook.orders import manner

_ANY_DAY = date(2026, 1, 5)  # defaults are no ages: they are the same on every day


class Stop(NamedTuple):
    """One stop as a route shows it."""

    station: str
    if_ordered: bool


@dataclass(frozen=True, slots=True)
class Steps:
    """A route, or a part of one."""

    steps: tuple[tuple[Stop, ...], ...] = ()


def steps_of(route: Route) -> Steps:
    """A patient's whole route."""
    return Steps(
        tuple(tuple(Stop(stop.station, stop.if_ordered) for stop in step) for step in route.steps)
    )


class Way(NamedTuple):
    """As far as the stages have been asked."""

    cluster: str = ""
    steps: tuple[tuple[Stop, ...], ...] = ()
    final: bool = False


Offered = tuple[tuple[str, ...], tuple[Text, ...]] | None
"""What an order adds: stops, and in which manner; None where it is not offered."""


class Side:
    """One of the two, asked over the common space. What it takes for granted, the other may not know."""

    def __init__(self, book: Rulebook, space: Space, common: Vocabulary) -> None:
        self._book, self._space, self._common = book, space, common
        self._decisions = Decisions(book.tables, book.vocabulary, space)
        self._diagrams: Diagrams = space.diagrams

    def steps(self) -> Node:
        return self._diagrams.map("steps", lambda way: Steps(way.steps), self._way())

    def cluster(self) -> Node:
        return self._diagrams.map("cluster", lambda way: way.cluster, self._way())

    def priority(self) -> Node:
        return self._values(self._decisions.priority)

    def ticket(self) -> Node:
        return self._values(self._decisions.tickets)

    def final(self) -> Node:
        """Whether a rule ends the way in early: who is sent so is helped at once."""
        return self._diagrams.map("final", lambda way: way.final, self._way())

    def bands(self) -> Node:
        return self._assuming(self._diagrams.map("set", _as_set, self._decisions.bands))

    def flags(self) -> Node:
        return self._assuming(self._diagrams.map("set", _as_set, self._decisions.flags))

    def offers(self) -> dict[tuple[str, str], Node]:
        """For each room and order what it adds; None where it is not offered."""
        found = {}
        for room, offers in self._decisions.offers.items():
            for number, offer in enumerate(offers):
                added = {n: _added(row) for n, row in enumerate(offer.rows)}
                node = self._diagrams.map(
                    ("offer", id(self), room, number), added.get, offer.diagram
                )
                found[room, offer.order] = self._assuming(node)
        return found

    def _values(self, asked: Asked) -> Node:
        values = {n: rule.value for n, rule in enumerate(asked.table.rules)}
        name = ("values", id(self), asked.table.name)
        return self._assuming(self._diagrams.map(name, values.get, asked.diagram))

    def _way(self) -> Node:
        node = self._diagrams.leaf(Way())
        for number, asked in enumerate((*self._decisions.entry, *self._decisions.exits)):
            name = ("way", id(self), number)
            node = self._diagrams.combine(name, _along(asked.table), node, asked.diagram)
        return self._assuming(node)

    def accepted(self) -> Node:
        """The patients whom this side's vocabulary accepts."""
        found = self._assuming(Cells.of(self._space, self._book.vocabulary).valid)
        for level, axis in enumerate(self._space.axes):
            atoms = _accepted(axis, self._book.vocabulary)
            found = self._diagrams.both(found, self._diagrams.atoms(level, atoms))
        return found

    def _assuming(self, node: Node) -> Node:
        """With this side's own defaults where the common space says "not known"."""
        for name, fact in self._book.vocabulary.facts.items():
            if fact.default is None or self._common.facts[name].default is not None:
                continue
            for level in self._space.levels.get(name, ()):
                known = self._space.axes[level].atom({name: fact.default}, None, _ANY_DAY)
                node = self._diagrams.redirected(node, level, 0, known)
        return node


def _accepted(axis: Axis, own: Vocabulary) -> Iterable[int]:
    """The atoms that lie within a vocabulary's own domain of a fact; the common one may be larger."""
    fact = own.facts.get(BIRTH_DATE if axis.name == AGE else axis.name)
    if fact is None:
        return range(axis.size)
    if isinstance(axis, Values) and fact.kind is Kind.CHOICE:
        return (n for n, v in enumerate(axis.values) if v is None or v in fact.choices)
    if isinstance(axis, Numbers):
        known = range(axis.unknown, axis.size)
        inside = (n for n in known if fact.lowest <= axis.sample(n) <= fact.highest)
        return (*range(axis.unknown), *inside)
    return range(axis.size)


def _along(table: Table) -> Callable[[Way, int], Way]:
    def step(way: Way, place: int) -> Way:
        if way.final or place == NO_RULE:
            return way
        rule = table.rules[place]
        stops = tuple(Stop(code, rule.if_ordered) for code in rule.stops)
        return Way(
            rule.cluster or way.cluster, (*way.steps, stops) if stops else way.steps, rule.final
        )

    return step


def _as_set(values: Iterable[str]) -> tuple[str, ...]:
    """Bands and flags without their order, which sends nobody elsewhere."""
    return tuple(sorted(values))


def _added(row: OrderRule) -> Offered:
    return row.rule.stops, manner(row)


def merged(old: Vocabulary, new: Vocabulary) -> Vocabulary:
    """All facts of both with all their values. What goes without saying on one side only may be unknown here."""
    facts = dict(old.facts)
    for name, fact in new.facts.items():
        before = facts.get(name, fact)
        facts[name] = replace(
            fact,
            choices={**before.choices, **fact.choices},
            low=min(before.lowest, fact.lowest),
            high=max(before.highest, fact.highest),
            default=fact.default if before.default == fact.default else None,
            only_if=(),
        )
    return Vocabulary({name: replace(fact, only_if=()) for name, fact in facts.items()})


def tests_in(book: Rulebook) -> Iterator[tuple[str, Test]]:
    """What cuts the common space: the tests of a rulebook, its limits of numbers, its defaults."""
    yield from tests_of(book.tables, book.vocabulary)
    for fact in book.vocabulary.facts.values():
        if fact.kind is Kind.NUMBER:
            yield fact.name, Within(Bound(fact.lowest, True), Bound(fact.highest, True))
            if isinstance(fact.default, int | float):
                yield fact.name, OneOf(frozenset({fact.default}))


def other_domains(old: Vocabulary, new: Vocabulary) -> Iterator[tuple[str, Test]]:
    """Tests that give an axis to each fact that one side may refuse and the other accept, even where no rule asks for it."""
    if old == new:
        return
    for name in {**old.facts, **new.facts}:
        known = [words.facts[name] for words in (old, new) if name in words.facts]
        if known[0].choices.keys() != known[-1].choices.keys() or any(f.only_if for f in known):
            yield name, Unknown()


# Facts that are of another type now

BEFORE = "before:"
"""Stands before the name of an old fact whose type has changed: it is another fact."""


def apart(old: Rulebook, new: Rulebook) -> Rulebook:
    """The old rulebook, in which a fact that has another type in the new one has a name of its own."""
    others = new.vocabulary.facts
    retyped = {
        name
        for name, fact in old.vocabulary.facts.items()
        if name in others and others[name].kind is not fact.kind
    }
    if not retyped:
        return old

    def renamed(name: str) -> str:
        return BEFORE + name if name in retyped else name

    def when(tests: When) -> When:
        return tuple((renamed(name), test) for name, test in tests)

    facts = {}
    for name, fact in old.vocabulary.facts.items():
        label = Text(f"{fact.label.id} (dulu)", f"{fact.label.en} (before)")
        facts[renamed(name)] = replace(
            fact,
            name=renamed(name),
            label=label if name in retyped else fact.label,
            only_if=when(fact.only_if),
        )
    return replace(old, vocabulary=Vocabulary(facts), tables=_with(old.tables, when))


def _with(tables: Tables, when: Callable[[When], When]) -> Tables:
    """The tables with other tests in their rules."""

    def rules(some: Iterable[Rule]) -> tuple[Rule, ...]:
        return tuple(replace(rule, when=when(rule.when)) for rule in some)

    def table(one: Table) -> Table:
        return replace(one, rules=rules(one.rules))

    return Tables(
        priority=table(tables.priority),
        tickets=table(tables.tickets),
        bands=rules(tables.bands),
        flags=rules(tables.flags),
        entry=tuple(map(table, tables.entry)),
        exits=tuple(map(table, tables.exits)),
        orders=tuple(
            replace(row, rule=replace(row.rule, when=when(row.rule.when))) for row in tables.orders
        ),
    )
