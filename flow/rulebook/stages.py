"""entry.yaml and exits.yaml: the stages of the way in and of the way out."""

from dataclasses import replace
from types import MappingProxyType

from flow.engine.facts import Facts
from flow.engine.tables import Rule, Table
from flow.engine.vocabulary import Vocabulary
from flow.rulebook.document import Node, Section
from flow.rulebook.nouns import CLUSTER, STATION
from flow.rulebook.reader import Reader
from flow.rulebook.stations import Clusters, Stations
from flow.rulebook.tables import Row, check_not_empty, named_table, read_hit, read_rows
from flow.rulebook.values import Terms, read_facts


def read_entry(
    reader: Reader, node: Node | None, terms: Terms, stations: Stations, clusters: Clusters
) -> tuple[Table, ...]:
    """The stages on the way in; they decide the cluster."""
    keys = ("cluster", "final")
    return _read_stages(reader, node, terms, stations, keys, clusters, beside=("emergency",))


def read_emergency(reader: Reader, node: Node | None, vocabulary: Vocabulary) -> Facts:
    """The facts of somebody who is carried in and whom nobody has asked yet."""
    given = reader.mapping(node).get("emergency")
    return MappingProxyType(read_facts(reader, given, vocabulary) if given else {})


def read_exits(
    reader: Reader, node: Node | None, terms: Terms, stations: Stations
) -> tuple[Table, ...]:
    """The stages on the way out."""
    return _read_stages(reader, node, terms, stations, ("if_ordered", "final"), {})


def _read_stages(
    reader: Reader,
    node: Node | None,
    terms: Terms,
    stations: Stations,
    optional: tuple[str, ...],
    clusters: Clusters,
    beside: tuple[str, ...] = (),
) -> tuple[Table, ...]:
    section = reader.section(node, required=("stages", *beside))
    stages = []
    for name, table in reader.named(section.get("stages")):
        listed: Node | None = table
        unique = False
        if isinstance(table, Section):
            whole = reader.section(table, required=("rules",), optional=("hit",))
            listed, unique = whole.get("rules"), read_hit(reader, whole.get("hit"))
        rows = read_rows(reader, listed, terms)
        check_not_empty(reader, listed, rows)
        rules = tuple(_destined(reader, row, stations, optional, clusters) for row in rows)
        stages.append(named_table(name, table, rules, unique=unique))
    return tuple(stages)


def _destined(
    reader: Reader, row: Row, stations: Stations, optional: tuple[str, ...], clusters: Clusters
) -> Rule:
    then = reader.section(row.section.get("then"), required=("stops",), optional=optional)
    cluster = then.get("cluster")
    return replace(
        row.rule,
        stops=reader.several_of(then.get("stops"), stations, STATION),
        cluster=reader.one_of(cluster, clusters, CLUSTER) if cluster else None,
        final=reader.flag(then.get("final")),
        if_ordered=reader.flag(then.get("if_ordered")),
    )
