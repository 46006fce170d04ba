"""What changes from one rulebook to the next: which patients would be routed differently, exactly and in words.

Both are asked over one space, which the tests of both cut. The patients compared are those whom both vocabularies accept; what
only one of them knows is told item by item (`flow/rulebook/inventory.py`). Of two routes only the part that differs is told.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from flow.engine.conditions import Bound, OneOf, Test, Within
from flow.engine.decisions import NO_RULE, Asked, Decisions, Route, tests_of
from flow.engine.diagrams import Diagrams, Node
from flow.engine.facts import AGE, BIRTH_DATE, Kind
from flow.engine.routing import Rulebook
from flow.engine.space import Axis, Numbers, Space, Values
from flow.engine.tables import OrderRule, Table
from flow.engine.text import Text
from flow.engine.vocabulary import Vocabulary
from flow.rulebook.cells import Cells, proof_space
from flow.rulebook.findings import Witness
from flow.rulebook.inventory import Item, items
from flow.rulebook.wording import listed

NOTHING = Text("tidak ada", "none")
_ANY_DAY = date(2026, 1, 5)  # defaults are no ages: they are the same on every day


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. `who` are the patients it is about, None where it is about the house; `patients` are the same as cells."""

    part: Text
    who: Text | None
    before: Text
    after: Text
    witness: Witness | None = None
    patients: Node | None = field(default=None, repr=False, compare=False)


def compare(old: Rulebook, new: Rulebook) -> tuple[Change, ...]:
    """All differences, the patients' first; nothing where every patient is routed alike in an equal house."""
    house = tuple(_of_the_house(item) for item in items(old, new))
    retyped = [
        name
        for name, fact in old.vocabulary.facts.items()
        if name in new.vocabulary.facts and new.vocabulary.facts[name].kind is not fact.kind
    ]
    if retyped:  # then there is no patient of whom both could be asked about it; the house says so
        return house
    return (*Pair(old, new).changes(), *house)


def _of_the_house(item: Item) -> Change:
    return Change(part=item.part, who=None, before=item.before, after=item.after)


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


Offered = tuple[tuple[str, ...], bool, bool, bool] | None
"""What an order adds: stops, whether with a review, last, automatic; None where it is not offered."""


class Pair:
    """Two rulebooks over one space. `cells.valid` are the patients whom both accept."""

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        self.old, self.new = old, new
        vocabulary = merged(old.vocabulary, new.vocabulary)
        more = [test for book in (old, new) for test in _tests(book)]
        space = proof_space(new.tables, vocabulary, (), more)
        self._asked = [_Side(book, space, vocabulary) for book in (old, new)]
        first, second = (side.accepted() for side in self._asked)
        self.cells = Cells(space, vocabulary, space.diagrams.both(first, second))

    def changes(self) -> Iterator[Change]:
        """What changes for whom."""
        yield from self._parts(Text("Rute", "Route"), _Side.steps, said_steps)
        yield from self._parts(Text("Klaster", "Cluster"), _Side.cluster, _said_cluster)
        yield from self._parts(Text("Prioritas", "Priority"), _Side.priority, _said_label)
        yield from self._parts(Text("Huruf nomor", "Ticket letters"), _Side.ticket, _said_letters)
        yield from self._parts(Text("Kelompok", "Bands"), _Side.bands, _said_labels)
        yield from self._parts(Text("Tanda", "Flags"), _Side.flags, _said_labels)
        yield from self._orders()

    def _parts(
        self,
        part: Text,
        ask: "Callable[[_Side], Node]",
        say: Callable[[Rulebook, Any], Text],
    ) -> Iterator[Change]:
        first, second = (ask(side) for side in self._asked)
        for before, after, patients in self._different(first, second):
            yield Change(
                part=part,
                who=_together(self.cells.said(patients)),
                before=say(self.old, before),
                after=say(self.new, after),
                witness=self.cells.witness(patients),
                patients=patients,
            )

    def _orders(self) -> Iterator[Change]:
        """What rooms may ask for; rooms for which the same changes for the same patients are told together."""
        found: dict[tuple[str, Offered, Offered, Node], list[str]] = {}
        first, second = (side.offers() for side in self._asked)
        nothing = self.cells.space.diagrams.leaf(None)
        for room, order in sorted({*first, *second}):
            nodes = (side.get((room, order), nothing) for side in (first, second))
            for before, after, patients in self._different(*nodes):
                found.setdefault((order, before, after, patients), []).append(room)
        for (order, before, after, patients), rooms in found.items():
            label = (self.new if order in self.new.labels else self.old).label(order)
            where = listed(_name(self.old, self.new, room) for room in rooms)
            yield Change(
                part=Text(
                    f"Permintaan {label.id} di {where.id}", f"Order {label.en} at {where.en}"
                ),
                who=_together(self.cells.said(patients)),
                before=_said_offer(self.old, before),
                after=_said_offer(self.new, after),
                witness=self.cells.witness(patients),
                patients=patients,
            )

    def _different(self, first: Node, second: Node) -> Iterator[tuple[Any, Any, Node]]:
        """Each pair of different answers, with the patients who get them, in an order that does not depend on chance."""
        diagrams = self.cells.space.diagrams
        pairs = diagrams.combine("pair", difference, first, second)
        found: dict[Any, Node] = dict(diagrams.values(pairs, self.cells.valid))
        for pair in sorted((one for one in found if one is not None), key=repr):
            yield pair[0], pair[1], found[pair]


def difference(before: Any, after: Any) -> tuple[Any, Any] | None:
    """Two answers where they differ; of two routes what is between their common beginning and their common end."""
    if before == after:
        return None
    if not (isinstance(before, Steps) and isinstance(after, Steps)):
        return before, after
    first, second = before.steps, after.steps
    while first and second and first[0] == second[0]:
        first, second = first[1:], second[1:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return Steps(first), Steps(second)


class _Side:
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

    def bands(self) -> Node:
        return self._assuming(self._decisions.bands)

    def flags(self) -> Node:
        return self._assuming(self._decisions.flags)

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
            atoms = _accepted(axis, self._book.vocabulary, self._common)
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


def _accepted(axis: Axis, own: Vocabulary, common: Vocabulary) -> Iterable[int]:
    """The atoms that a vocabulary accepts; a fact that it does not declare must not be told, or be as it goes without saying."""
    name = BIRTH_DATE if axis.name == AGE else axis.name
    fact = own.facts.get(name)
    if fact is None:
        default = common.facts[name].default
        return (0 if default is None else axis.atom({name: default}, None, _ANY_DAY),)
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


def _added(row: OrderRule) -> Offered:
    return row.rule.stops, row.review, row.last, row.automatic


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


def _tests(book: Rulebook) -> Iterator[tuple[str, Test]]:
    """What cuts the common space: the tests of a rulebook, its limits of numbers, its defaults."""
    yield from tests_of(book.tables, book.vocabulary)
    for fact in book.vocabulary.facts.values():
        if fact.kind is Kind.NUMBER:
            yield fact.name, Within(Bound(fact.lowest, True), Bound(fact.highest, True))
            if isinstance(fact.default, int | float):
                yield fact.name, OneOf(frozenset({fact.default}))


# In words


def _together(who: Sequence[Text]) -> Text:
    return Text("; ".join(text.id for text in who), "; ".join(text.en for text in who))


def said_steps(book: Rulebook, route: Steps) -> Text:
    """A route, or a part of one, by the names of its rooms."""
    said = [[_said_stop(book, stop) for stop in step] for step in route.steps]
    return Text(
        " → ".join(" + ".join(stop.id for stop in step) for step in said) or NOTHING.id,
        " → ".join(" + ".join(stop.en for stop in step) for step in said) or NOTHING.en,
    )


def _said_stop(book: Rulebook, stop: Stop) -> Text:
    name = book.station_name(stop.station)
    if stop.if_ordered:
        return Text(f"{name.id} (bila diminta)", f"{name.en} (if ordered)")
    return name


def _said_cluster(book: Rulebook, code: str) -> Text:
    if code not in book.clusters:
        return Text(code, code)
    name = book.clusters[code].name
    return Text(f"{code} {name.id}", f"{code} {name.en}")


def _said_label(book: Rulebook, code: str) -> Text:
    return book.label(code)


def _said_letters(_: Rulebook, code: str) -> Text:
    return Text(code, code)


def _said_labels(book: Rulebook, codes: tuple[str, ...]) -> Text:
    return listed(book.label(code) for code in codes) if codes else NOTHING


def _said_offer(book: Rulebook, added: Offered) -> Text:
    if added is None:
        return Text("tidak ditawarkan", "not offered")
    stops, review, last, automatic = added
    said = [book.station_name(code) for code in stops]
    said += [Text("kembali dengan hasil", "back with the results")] * review
    said += [Text("paling akhir", "at the very end")] * last
    said += [Text("otomatis", "automatic")] * automatic
    return listed(said)


def _name(old: Rulebook, new: Rulebook, station: str) -> Text:
    return (new if station in new.stations else old).station_name(station)
