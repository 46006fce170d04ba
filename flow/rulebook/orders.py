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
TIMES_MAX = (
    9  # who has to come back more often than that on one day has been given a typing mistake
)
MINUTES_MAX = 24 * 60  # what takes longer is for another day


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


def manner(row: OrderRule) -> tuple[Text, ...]:
    """How an order is carried out, beside where, in words."""
    said = [Text("kembali dengan hasil", "back with the results")] * row.review
    said += [Text("paling akhir", "at the very end")] * row.last
    said += [Text("otomatis", "automatic")] * row.automatic
    said += [
        Text("dapat dikerjakan di ruang sendiri", "may be done in the room itself")
    ] * row.in_room
    if row.times > 1:
        said.append(
            Text(
                f"{row.times} kali, berjarak {row.apart_minutes} menit",
                f"{row.times} times, {row.apart_minutes} minutes apart",
            )
        )
    if row.result_minutes:
        said.append(
            Text(
                f"hasil sesudah {row.result_minutes} menit",
                f"results after {row.result_minutes} minutes",
            )
        )
    return tuple(said)


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
    optional = ("review", "last", "automatic", "in_room", "repeat", "result_minutes")
    then = reader.section(row.section.get("then"), required=("stops",), optional=optional)
    stops = reader.several_of(then.get("stops"), stations, STATION)
    if not stops:
        reader.report(
            then,
            Text("permintaan tanpa pos tujuan", "an order without stops"),
            Text("permintaan menambah paling sedikit satu pos", "it adds at least one"),
            Text("sebutkan satu pos", "name a station"),
        )
    times, apart_minutes = _repeat(reader, then.get("repeat"))
    order = reader.one_of(row.section.get("order"), labels, ORDER)
    return OrderRule(
        order=order,
        label=labels.get(order, Text(order, order)),
        at=_rooms(reader, row.section.get("at"), stations, stops),
        rule=replace(row.rule, stops=stops),
        review=reader.flag(then.get("review")),
        last=reader.flag(then.get("last")),
        automatic=reader.flag(then.get("automatic")),
        in_room=reader.flag(then.get("in_room")),
        times=times,
        apart_minutes=apart_minutes,
        result_minutes=_minutes(reader, then.get("result_minutes")),
    )


def _repeat(reader: Reader, node: Node | None) -> tuple[int, int]:
    """How often, and how many minutes apart."""
    if node is None:
        return 1, 0
    section = reader.section(node, required=("times", "apart_minutes"))
    times = reader.whole(section.get("times"), 2, TIMES_MAX)
    return times, _minutes(reader, section.get("apart_minutes"))


def _minutes(reader: Reader, node: Node | None) -> int:
    return reader.whole(node, 1, MINUTES_MAX) if node else 0


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
