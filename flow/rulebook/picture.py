"""The flow as a picture: who comes from where to where, drawn from the compiled rulebook. As a graph for the screen, as Mermaid for
documents.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flow.engine.decisions import NO_RULE
from flow.engine.routing import Rulebook
from flow.engine.tables import Table
from flow.engine.text import Text

DOOR, HOME, ORDERS = "door", "home", "orders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A station (`cluster` is its own), or the door, the way home, an order ("")."""

    code: str
    name: Text
    cluster: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A way from one to the next. `maybe`: only when somebody asks for it."""

    source: str
    target: str
    maybe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


Step = tuple[tuple[str, ...], bool]
"""Stops side by side, and whether only an order leads there."""

Walked = tuple[tuple[Step, ...], bool]
"""The steps so far, and whether a rule has ended the way in."""


def graph(rulebook: Rulebook) -> Graph:
    """The stations that the rules can pick, and every step that some patient takes from one to the next."""
    edges: dict[tuple[str, str], bool] = {}
    for way in _ways(rulebook):
        for (sources, _), (targets, maybe) in pairwise(_with_shortcuts(way)):
            for source in sources:
                for target in targets:
                    edges[source, target] = edges.get((source, target), True) and maybe
    ordered = _ordered(rulebook, {code for pair in edges for code in pair})
    for code in ordered:
        edges[ORDERS, code] = True
        edges[code, HOME] = edges.get((code, HOME), False)
    return Graph(
        nodes=tuple(_nodes(rulebook, {code for pair in edges for code in pair})),
        edges=tuple(
            Edge(source=source, target=target, maybe=maybe)
            for (source, target), maybe in sorted(edges.items())
        ),
    )


def mermaid(rulebook: Rulebook, language: str = "id") -> str:
    """The graph as a Mermaid flowchart."""
    drawn = graph(rulebook)
    number = {node.code: f"n{n}" for n, node in enumerate(drawn.nodes)}
    lines = ["flowchart TB"]
    for node in drawn.nodes:
        label = node.name.in_language(language).replace('"', "'")
        shape = f'["{label}"]' if node.cluster else f'(["{label}"])'
        lines.append(f"  {number[node.code]}{shape}")
    for edge in drawn.edges:
        arrow = "-.->" if edge.maybe else "-->"
        lines.append(f"  {number[edge.source]} {arrow} {number[edge.target]}")
    for cluster in rulebook.clusters:
        members = [number[node.code] for node in drawn.nodes if node.cluster == cluster]
        if members:
            lines.append(f"  subgraph {cluster}")
            lines.append(f"    {'; '.join(members)}")
            lines.append("  end")
    return "\n".join(lines)


def _ways(rulebook: Rulebook) -> list[tuple[Step, ...]]:
    """Every way that some patient is sent, as the diagrams of the tables have it."""
    decisions = rulebook.decisions
    diagrams = decisions.space.diagrams
    node = diagrams.leaf(((), False))
    for number, asked in enumerate((*decisions.entry, *decisions.exits)):
        name = ("picture", number)
        node = diagrams.combine(name, _along(asked.table), node, asked.diagram)
    found: list[Any] = list(diagrams.values(node, diagrams.all))
    return sorted({steps for steps, _ in found})


def _along(table: Table) -> Callable[[Walked, int], Walked]:
    def step(way: Walked, place: int) -> Walked:
        steps, final = way
        if final or place == NO_RULE:
            return way
        rule = table.rules[place]
        added: tuple[Step, ...] = ((rule.stops, rule.if_ordered),) if rule.stops else ()
        return (*steps, *added), rule.final

    return step


def _with_shortcuts(way: Iterable[Step]) -> list[Step]:
    """The way from the door to the way home."""
    return [((DOOR,), False), *way, ((HOME,), False)]


def _ordered(rulebook: Rulebook, drawn: set[str]) -> list[str]:
    """Stations to which only orders lead."""
    targets = {stop for row in rulebook.tables.orders for stop in row.rule.stops}
    return [code for code in rulebook.stations if code in targets - drawn]


def _nodes(rulebook: Rulebook, drawn: set[str]) -> list[Node]:
    found = [Node(code=DOOR, name=Text("Datang", "Arrival"))]
    found += [
        Node(code=code, name=station.name, cluster=station.cluster)
        for code, station in rulebook.stations.items()
        if code in drawn
    ]
    if ORDERS in drawn:
        found.append(Node(code=ORDERS, name=Text("Diminta di ruang", "Ordered by a room")))
    return [*found, Node(code=HOME, name=Text("Pulang", "Home"))]
