"""entry.yaml, exits.yaml and orders.yaml: the tables that send a patient to stations."""

from collections.abc import Mapping
from dataclasses import replace

from flow.engine.facts import Vocabulary
from flow.engine.routing import OrderRule, Rule, Stage, Station
from flow.engine.text import Text
from flow.rulebook.document import Node
from flow.rulebook.reader import Reader
from flow.rulebook.stations import Clusters, Stations
from flow.rulebook.tables import Row, check_catch_all, read_rows


def read_entry(
    reader: Reader,
    node: Node | None,
    vocabulary: Vocabulary,
    stations: Stations,
    clusters: Clusters,
) -> tuple[Stage, ...]:
    """The stages on the way in; they decide the cluster."""
    stages = _read_stages(reader, node, vocabulary, stations, ("cluster", "final"), clusters)
    if stages and node:
        _check_cluster(reader, node, stages)
    return stages


def read_exits(
    reader: Reader, node: Node | None, vocabulary: Vocabulary, stations: Stations
) -> tuple[Stage, ...]:
    """The stages on the way out."""
    return _read_stages(reader, node, vocabulary, stations, ("if_ordered", "final"), {})


def _read_stages(
    reader: Reader,
    node: Node | None,
    vocabulary: Vocabulary,
    stations: Stations,
    optional: tuple[str, ...],
    clusters: Clusters,
) -> tuple[Stage, ...]:
    section = reader.section(node, required=("stages",))
    stages = []
    for name, table in reader.named_sections(section.get("stages")):
        rows = read_rows(reader, table, vocabulary)
        check_catch_all(reader, rows)
        rules = tuple(_destined(reader, row, stations, optional, clusters) for row in rows)
        stages.append(Stage(name=name, rules=rules))
    return tuple(stages)


def _destined(
    reader: Reader, row: Row, stations: Stations, optional: tuple[str, ...], clusters: Clusters
) -> Rule:
    then = reader.section(row.section.get("then"), required=("stops",), optional=optional)
    cluster = then.get("cluster")
    return replace(
        row.rule,
        stops=reader.several_of(then.get("stops"), stations, "station"),
        cluster=reader.one_of(cluster, clusters, "cluster") if cluster else None,
        final=reader.flag(then.get("final")),
        if_ordered=reader.flag(then.get("if_ordered")),
    )


def _check_cluster(reader: Reader, node: Node, stages: tuple[Stage, ...]) -> None:
    """Whichever way a patient goes, some stage has named the cluster."""
    for stage in stages:
        if all(rule.cluster for rule in stage.rules):
            return
        for rule in stage.rules:
            if rule.final and not rule.cluster:
                found = f'the final rule "{rule.name}" ({rule.line}) names no cluster'
                reader.report(node, found, "every visit has a cluster", "add `cluster:` to it")
    allowed = "in one stage each rule names a cluster"
    reader.report(node, "a patient may be left without a cluster", allowed, "add `cluster:`")


# Orders

EVERYWHERE = "everywhere"


def read_orders(
    reader: Reader, node: Node | None, vocabulary: Vocabulary, stations: Stations
) -> tuple[tuple[OrderRule, ...], Mapping[str, Text]]:
    """What the rooms may ask for, and the words for it."""
    section = reader.section(node, required=("orders", "rules"))
    named = reader.named_sections(section.get("orders"))
    labels = {code: reader.words(label) for code, label in named}
    rows = read_rows(reader, section.get("rules"), vocabulary, more=("order", "at"))
    orders = tuple(_order(reader, row, labels, stations) for row in rows)
    _check_reached(reader, rows, orders)
    return orders, labels


def _order(
    reader: Reader, row: Row, labels: Mapping[str, Text], stations: Mapping[str, Station]
) -> OrderRule:
    optional = ("review", "last")
    then = reader.section(row.section.get("then"), required=("stops",), optional=optional)
    stops = reader.several_of(then.get("stops"), stations, "station")
    order = reader.one_of(row.section.get("order"), labels, "order")
    return OrderRule(
        order=order,
        label=labels.get(order, Text(order, order)),
        at=_rooms(reader, row.section.get("at"), stations, stops),
        rule=replace(row.rule, stops=stops),
        review=reader.flag(then.get("review")),
        last=reader.flag(then.get("last")),
    )


def _rooms(
    reader: Reader, node: Node | None, stations: Mapping[str, Station], stops: tuple[str, ...]
) -> frozenset[str]:
    """The rooms that offer the order. No room sends a patient to itself."""
    named = reader.several_of(node, (*stations, EVERYWHERE), "station")
    if named == (EVERYWHERE,):
        return frozenset(stations) - frozenset(stops)
    for code in named:
        if node and (code == EVERYWHERE or code in stops):
            allowed = f"other rooms, or only {EVERYWHERE}"
            reader.report(node, f'"{code}" in this list', allowed, "remove it from `at`")
    return frozenset(named)


def _check_reached(reader: Reader, rows: tuple[Row, ...], orders: tuple[OrderRule, ...]) -> None:
    """A rule for everybody hides the later rules of the same order in the same rooms."""
    hidden: dict[str, frozenset[str]] = {}
    for row, order in zip(rows, orders, strict=True):
        before = hidden.get(order.order, frozenset())
        if order.at and order.at <= before:
            found = f'the rule "{row.rule.name}" is never reached'
            allowed = "an earlier rule takes this order for everybody there"
            reader.report(row.section, found, allowed, "give the earlier rule a `when`")
        if "when" not in row.section.entries:
            hidden[order.order] = before | order.at
