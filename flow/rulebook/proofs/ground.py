"""What the proofs stand on: the tables asked over one space, who can exist, and who can be where."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from flow.engine.decisions import NO_RULE, Asked, Decisions, Offer
from flow.engine.diagrams import Diagrams, Node
from flow.engine.routing import Rulebook
from flow.engine.tables import Rule, Table
from flow.engine.text import Text
from flow.rulebook.cells import Cells, proof_space
from flow.rulebook.compiler import Compiled
from flow.rulebook.findings import Finding, Place


class Way(NamedTuple):
    """Where the stages lead: the cluster, the stops in order, whether a rule ended the way in early."""

    cluster: str = ""
    stops: tuple[str, ...] = ()
    final: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way, and the patients who come to it: nobody whom an earlier rule has sent for good."""

    asked: Asked
    comers: Node

    @property
    def table(self) -> Table:
        return self.asked.table


@dataclass(frozen=True)
class Ground:
    """One rulebook over the space in which it is proven."""

    rulebook: Rulebook
    decisions: Decisions
    cells: Cells

    @staticmethod
    def of(compiled: Compiled) -> "Ground":
        """The ground of a rulebook; its space knows opening hours and promises too."""
        book = compiled.rulebook
        hours = (book.hours, *(station.hours for station in book.stations.values()))
        more = [test for promise in compiled.promises for test in promise.when]
        space = proof_space(book.tables, book.vocabulary, hours, more)
        return Ground(
            book,
            Decisions(book.tables, book.vocabulary, space),
            Cells.of(space, book.vocabulary),
        )

    @property
    def diagrams(self) -> Diagrams:
        return self.cells.space.diagrams

    def guard(self, rule: Rule) -> Node:
        """The possible patients who meet a rule."""
        return self.cells.possible(self.cells.space.guard(rule.when))

    def having(self, node: Node, value: object) -> Node:
        """The possible patients for whom a function has this value."""
        where = self.diagrams.where(node, lambda found: found == value, ("is", value))
        return self.cells.possible(where)

    # The way

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the way in and out, each with those who come to it."""
        found = []
        comers = self.cells.valid
        for asked in (*self.decisions.entry, *self.decisions.exits):
            found.append(Stage(asked, comers))
            final = {place for place, rule in enumerate(asked.table.rules) if rule.final}
            ended = self.diagrams.where(asked.diagram, final.__contains__, ("in", *sorted(final)))
            comers = self.diagrams.without(comers, ended)
        return tuple(found)

    @cached_property
    def way(self) -> Node:
        """The whole way of each patient, a `Way` in each leaf."""
        node = self.diagrams.leaf(Way())
        for number, asked in enumerate((*self.decisions.entry, *self.decisions.exits)):
            node = self.diagrams.combine(("way", number), _along(asked.table), node, asked.diagram)
        return node

    @cached_property
    def at(self) -> dict[str, Node]:
        """Who can be at each station: sent there by the rules, or by an order of a room where they can be."""
        found = {code: self._passing(code) for code in self.rulebook.stations}
        moved = set(found)
        while moved:
            rooms, moved = moved, set()
            for room, offer, place, by_row in self._rows:
                if room not in rooms:
                    continue
                patients = self.diagrams.both(found[room], by_row)
                for station in offer.rows[place].rule.stops:
                    grown = self.diagrams.either(found[station], patients)
                    if grown is not found[station]:
                        moved.add(station)
                    found[station] = grown
        return found

    @cached_property
    def _rows(self) -> tuple[tuple[str, Offer, int, Node], ...]:
        """Each row of each order at each room, with the possible patients for whom it holds first."""
        return tuple(
            (room, offer, place, self.having(offer.diagram, place))
            for room, offers in self.decisions.offers.items()
            for offer in offers
            for place in range(len(offer.rows))
        )

    def offered(self, at: dict[str, Node]) -> Iterator[tuple[str, Offer, int, Node]]:
        """Each row of each order at each room: who, among those who are there, is offered it by this row."""
        for room, offer, place, by_row in self._rows:
            patients = self.diagrams.both(at[room], by_row)
            if patients is not self.diagrams.none:
                yield room, offer, place, patients

    def _passing(self, station: str) -> Node:
        return self.cells.possible(
            self.diagrams.where(self.way, lambda way: station in way.stops, ("passes", station))
        )

    # Saying it

    def names(self, *codes: str) -> Text:
        """Stations by the names that staff use."""
        names = [self.rulebook.station_name(code) for code in codes]
        return Text(" → ".join(n.id for n in names), " → ".join(n.en for n in names))

    def shown(
        self,
        line: str,
        found: Text,
        allowed: Text,
        remedy: Text,
        code: str,
        among: Node | None = None,
    ) -> Finding:
        """A finding at a rule, table or station, with the plainest patient of the set `among`."""
        witness = None if among is None else self.cells.witness(among)
        return Finding(Place.of(line), found, allowed, remedy, code, witness)


def _along(table: Table) -> Any:
    def step(way: Way, place: int) -> Way:
        if way.final or place == NO_RULE:
            return way
        rule = table.rules[place]
        return Way(rule.cluster or way.cluster, (*way.stops, *rule.stops), rule.final)

    return step
