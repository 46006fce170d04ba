"""orders.yaml: what the rooms may ask for, for whom, and which stops it adds."""

from collections.abc import Mapping
from dataclasses import replace

from flow.engine.tables import OrderRule
from flow.engine.text import Text
from flow.rulebook.document import Node
from flow.rulebook.findings import Place
from flow.rulebook.nouns import ORDER, STATION
from flow.rulebook.reader import Reader
from flow.rulebook.stations import Stations
from flow.rulebook.tables import Row, read_rows
from flow.rulebook.values import Terms

EVERYWHERE = "everywhere"


def read_orders(
    reader: Reader, node: Node | None, terms: Terms, stations: Stations
) -> tuple[tuple[OrderRule, ...], Mapping[str, Text]]:
    """What the rooms may ask for, and the words for it."""
    section = reader.section(node, required=("orders", "rules"))
    named = reader.named(section.get("orders"), may_be_empty=True)
    labels = {code: reader.words(label) for code, label in named}
    rows = read_rows(reader, section.get("rules"), terms, more=("order", "at"))
    orders = tuple(_order(reader, row, labels, stations) for row in rows)
    _check_served(reader, reader.mapping(section.get("orders")).keys, orders)
    return orders, labels


def _check_served(
    reader: Reader, declared: Mapping[str, Place], orders: tuple[OrderRule, ...]
) -> None:
    served = {row.order for row in orders}
    for code, place in declared.items():
        if code not in served:
            found = Text(f'permintaan "{code}" tidak dilayani', f'nobody serves the order "{code}"')
            allowed = Text("setiap permintaan punya aturan", "each order has a rule")
            remedy = Text("tambahkan aturannya atau hapus", "add a rule for it, or remove it")
            reader.report(place, found, allowed, remedy, "unserved-order")


def _order(reader: Reader, row: Row, labels: Mapping[str, Text], stations: Stations) -> OrderRule:
    optional = ("review", "last", "automatic")
    then = reader.section(row.section.get("then"), required=("stops",), optional=optional)
    stops = reader.several_of(then.get("stops"), stations, STATION)
    if not stops:
        reader.report(
            then,
            Text("permintaan tanpa pos tujuan", "an order without stops"),
            Text("permintaan menambah paling sedikit satu pos", "it adds at least one"),
            Text("sebutkan satu pos", "name a station"),
        )
    order = reader.one_of(row.section.get("order"), labels, ORDER)
    return OrderRule(
        order=order,
        label=labels.get(order, Text(order, order)),
        at=_rooms(reader, row.section.get("at"), stations, stops),
        rule=replace(row.rule, stops=stops),
        review=reader.flag(then.get("review")),
        last=reader.flag(then.get("last")),
        automatic=reader.flag(then.get("automatic")),
    )


def _rooms(
    reader: Reader, node: Node | None, stations: Stations, stops: tuple[str, ...]
) -> frozenset[str]:
    """The rooms that offer the order. No room sends a patient to itself."""
    named = reader.several_of(node, (*stations, EVERYWHERE), STATION)
    if named == (EVERYWHERE,):
        return frozenset(stations) - frozenset(stops)
    for code in named:
        if node and (code == EVERYWHERE or code in stops):
            reader.report(
                node,
                Text(f'"{code}" dalam daftar ini', f'"{code}" in this list'),
                Text(f"pos lain, atau hanya {EVERYWHERE}", f"other rooms, or only {EVERYWHERE}"),
                Text("hapus dari `at`", "remove it from `at`"),
            )
    return frozenset(named)
