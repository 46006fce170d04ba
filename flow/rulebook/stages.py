"""entry.yaml and exits.yaml: the stages of the way in and of the way out."""

from dataclasses import replace
from types import MappingProxyType

from flow.engine.facts import Facts, Vocabulary
from flow.engine.routing import Rule, Stage
from flow.rulebook.document import Node
from flow.rulebook.reader import Reader
from flow.rulebook.stations import Clusters, Stations
from flow.rulebook.tables import Row, check_catch_all, read_rows
from flow.rulebook.vocabulary import read_facts


def read_entry(
    reader: Reader,
    node: Node | None,
    vocabulary: Vocabulary,
    stations: Stations,
    clusters: Clusters,
) -> tuple[Stage, ...]:
    """The stages on the way in; they decide the cluster."""
    stages = _read_stages(
        reader, node, vocabulary, stations, ("cluster", "final"), clusters, beside=("emergency",)
    )
    if stages and node:
        _check_cluster(reader, node, stages)
    return stages


def read_emergency(reader: Reader, node: Node | None, vocabulary: Vocabulary) -> Facts:
    """The facts of somebody who is carried in and whom nobody has asked yet."""
    given = reader.mapping(node).get("emergency")
    return MappingProxyType(read_facts(reader, given, vocabulary) if given else {})


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
    beside: tuple[str, ...] = (),
) -> tuple[Stage, ...]:
    section = reader.section(node, required=("stages", *beside))
    stages = []
    for name, table in reader.named(section.get("stages")):
        rows = read_rows(reader, table, vocabulary)
        check_catch_all(reader, table, rows)
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
