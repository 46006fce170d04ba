"""Asking the tables: each one is a decision diagram, so an answer takes one step for each fact that it depends on, however many
rules there are. The proofs of `flow/rulebook/proofs` look at the very same diagrams: what runs is what was proven.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from flow.engine.conditions import Test, When
from flow.engine.diagrams import Cell, Diagrams, Node, walk
from flow.engine.events import PlannedStop
from flow.engine.facts import Facts
from flow.engine.refusals import NoRule
from flow.engine.space import Space
from flow.engine.tables import OrderRule, Rule, Table
from flow.engine.text import Text
from flow.engine.visits import Origin
from flow.engine.vocabulary import Vocabulary

NO_RULE: Final = -1
WAYS_KNOWN: Final = 1_000  # remembered; a day's patients lie in fewer cells


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutedStop:
    """One stop as the rules want it, with the rule and its reason. `if_ordered`: only when a consultation asks for it."""

    station: str
    table: str
    rule: str
    because: Text
    if_ordered: bool = False


Steps = tuple[tuple[RoutedStop, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Everything that the rules say about a patient. `steps` are in order; the stops of one step are side by side.

    `final`: a rule ended the way in early (emergency, labour). Such a patient waits for nothing else first.
    `fresh` are the stops of somebody who has only just come, `ahead` their numbers in steps.
    """

    cluster: str
    priority: str
    priority_because: Text
    bands: tuple[str, ...]
    flags: tuple[str, ...]
    letter: str
    entry: Steps
    exits: Steps
    fresh: tuple[PlannedStop, ...]
    ahead: tuple[tuple[int, ...], ...]
    final: bool = False

    @property
    def steps(self) -> Steps:
        return self.entry + self.exits

    def leads_to(self, station: str) -> bool:
        """Whether it has a stop there."""
        return any(stop.station == station for step in self.steps for stop in step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables of a rulebook, as they are written."""

    priority: Table
    tickets: Table
    bands: tuple[Rule, ...]
    flags: tuple[Rule, ...]
    entry: tuple[Table, ...]
    exits: tuple[Table, ...]
    orders: tuple[OrderRule, ...]

    def rules(self) -> Iterator[Rule]:
        """Every rule."""
        for table in (self.priority, self.tickets, *self.entry, *self.exits):
            yield from table.rules
        yield from (*self.bands, *self.flags, *(row.rule for row in self.orders))


class Asked:
    """One table as a diagram: its leaves are the places of the winning rules, `NO_RULE` where none holds."""

    __slots__ = ("diagram", "stops", "table")

    def __init__(self, space: Space, table: Table, part: str) -> None:
        self.table = table
        self.diagram = first_of(space, [rule.when for rule in table.rules])
        name = f"{part}.{table.name}"
        self.stops = tuple(
            tuple(_routed(name, rule, code) for code in rule.stops) for rule in table.rules
        )

    def winner(self, cell: Cell) -> int:
        """The place of the rule that wins. A proven table has one; raises `NoRule` where an unproven one has none."""
        place: int = walk(self.diagram, cell)
        if place == NO_RULE:
            raise NoRule(table=self.table.name)
        return place


@dataclass(frozen=True, slots=True)
class Offer:
    """One order at one station: its rows there, and which of them holds first."""

    order: str
    rows: tuple[OrderRule, ...]
    diagram: Node


class Decisions:
    """The tables over the space that their tests cut."""

    def __init__(self, tables: Tables, vocabulary: Vocabulary, space: Space | None = None) -> None:
        self.vocabulary = vocabulary
        self.space = space or Space.of(vocabulary, tests_of(tables, vocabulary))
        self.priority = Asked(self.space, tables.priority, "")
        self.tickets = Asked(self.space, tables.tickets, "")
        self.bands = all_of(self.space, tables.bands)
        self.flags = all_of(self.space, tables.flags)
        self.entry = tuple(Asked(self.space, table, "entry") for table in tables.entry)
        self.exits = tuple(Asked(self.space, table, "exits") for table in tables.exits)
        self.offers = _offers(self.space, tables.orders)
        self._known_way = lru_cache(WAYS_KNOWN)(self.way)
        self._known_offers = lru_cache(WAYS_KNOWN)(self._offered)
        self.by_itself = frozenset(
            station for row in tables.orders if row.automatic for station in row.at
        )

    def cell(self, facts: Facts, on: date) -> Cell:
        """Where these (already checked) facts lie on the service day `on`."""
        return self.space.cell(facts, on)

    def route(self, facts: Facts, on: date) -> Route:
        """What every table says."""
        return self._known_way(tuple(self.space.cell(facts, on)))

    def way(self, cell: Cell) -> Route:
        """What every table says about the patients of a cell."""
        priority = self.priority.table.rules[self.priority.winner(cell)]
        cluster, entry, final = self._along(self.entry, cell)
        exits: Steps = () if final else self._along(self.exits, cell)[1]
        fresh, ahead = _from_the_door(entry, exits)
        return Route(
            cluster=cluster,
            priority=priority.value,
            priority_because=priority.because,
            bands=walk(self.bands, cell),
            flags=walk(self.flags, cell),
            letter=self.tickets.table.rules[self.tickets.winner(cell)].value,
            entry=entry,
            exits=exits,
            fresh=fresh,
            ahead=ahead,
            final=final,
        )

    def offered(self, station: str, facts: Facts, on: date) -> Mapping[str, OrderRule]:
        """The orders that this station offers to such a patient: for each order the first rule that holds."""
        if station not in self.offers:
            return {}
        return self._known_offers(station, tuple(self.cell(facts, on)))

    def _offered(self, station: str, cell: Cell) -> Mapping[str, OrderRule]:
        found = [(offer, walk(offer.diagram, cell)) for offer in self.offers[station]]
        return {offer.order: offer.rows[n] for offer, n in found if n != NO_RULE}

    def _along(self, stages: Sequence[Asked], cell: Cell) -> tuple[str, Steps, bool]:
        """The stages in order until one is `final`: the cluster (the last one named), the steps, whether it was final."""
        cluster, steps = "", []
        for stage in stages:
            won = stage.winner(cell)
            rule = stage.table.rules[won]
            cluster = rule.cluster or cluster
            if rule.stops:
                steps.append(stage.stops[won])
            if rule.final:
                return cluster, tuple(steps), True
        return cluster, tuple(steps), False


def tests_of(tables: Tables, vocabulary: Vocabulary) -> list[tuple[str, Test]]:
    """Every test that the rules, and the conditions of the facts, make."""
    conditions = [test for fact in vocabulary.facts.values() for test in fact.only_if]
    return [*(test for rule in tables.rules() for test in rule.when), *conditions]


def first_of(space: Space, whens: Sequence[When]) -> Node:
    """The place of the first of these conditions that holds, `NO_RULE` where none does."""
    diagrams = space.diagrams
    found = diagrams.leaf(NO_RULE)
    for place in reversed(range(len(whens))):
        found = diagrams.choose(space.guard(whens[place]), diagrams.leaf(place), found)
    return found


def all_of(space: Space, rules: Sequence[Rule]) -> Node:
    """The values of all rules that hold, in order, each once: several rules may give the same flag."""
    diagrams = space.diagrams
    found = diagrams.leaf(())
    for rule in rules:
        found = _with(diagrams, space.guard(rule.when), rule.value, found)
    return found


def _with(diagrams: Diagrams, guard: Node, value: str, others: Node) -> Node:
    def added(values: object) -> tuple[str, ...]:
        assert isinstance(values, tuple), "the leaves are tuples of values"
        return values if value in values else (*values, value)

    return diagrams.choose(guard, diagrams.map(("with", value), added, others), others)


def _offers(space: Space, rows: Iterable[OrderRule]) -> dict[str, tuple[Offer, ...]]:
    by_room: dict[str, dict[str, list[OrderRule]]] = {}
    for row in rows:
        for station in sorted(row.at):
            by_room.setdefault(station, {}).setdefault(row.order, []).append(row)
    return {
        station: tuple(
            Offer(order, tuple(rows), first_of(space, [row.rule.when for row in rows]))
            for order, rows in orders.items()
        )
        for station, orders in by_room.items()
    }


def _from_the_door(
    entry: Steps, exits: Steps
) -> tuple[tuple[PlannedStop, ...], tuple[tuple[int, ...], ...]]:
    """The stops of somebody who has only just come, and their numbers in steps. A route leads to a station once."""
    fresh: dict[str, PlannedStop] = {}
    ahead: list[tuple[int, ...]] = []
    for origin, steps in ((Origin.ENTRY, entry), (Origin.EXIT, exits)):
        for step in steps:
            before = len(fresh)
            for stop in step:
                if stop.station not in fresh:
                    fresh[stop.station] = PlannedStop(
                        number=len(fresh) + 1,
                        station=stop.station,
                        origin=origin,
                        rule=stop.rule,
                        because=stop.because,
                        if_ordered=stop.if_ordered,
                    )
            if len(fresh) > before:
                ahead.append(tuple(range(before + 1, len(fresh) + 1)))
    return tuple(fresh.values()), tuple(ahead)


def _routed(table: str, rule: Rule, station: str) -> RoutedStop:
    return RoutedStop(
        station=station,
        table=table,
        rule=rule.name,
        because=rule.because,
        if_ordered=rule.if_ordered,
    )
