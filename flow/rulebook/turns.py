"""priority.yaml: how fast waiting counts in each class (`rates`), and how the classes take turns (`ratio`).

rates: {lansia: 2, reguler: 1}          # for stations that call by accumulated waiting
ratio: {ahead: [lansia], calls: 2, others: 1}   # for stations with `discipline: ratio`
"""

from collections.abc import Mapping
from itertools import pairwise

from flow.engine.floor import CALLED_KNOWN
from flow.engine.ordering import ACCUMULATING, EMERGENCY, RATIO
from flow.engine.routing import Ratio
from flow.engine.text import Text
from flow.rulebook.document import Node, Scalar
from flow.rulebook.findings import ADD_IT, REMOVE_IT
from flow.rulebook.nouns import PRIORITY_CLASS
from flow.rulebook.reader import CORRECT_THE_NUMBER, Reader, shown
from flow.rulebook.stations import Stations

RATE_MAX = 100
TURNS_MAX = CALLED_KNOWN // 2  # a station remembers that many calls of both sides together


def read_rates(reader: Reader, node: Node | None, classes: Mapping[str, Text]) -> dict[str, float]:
    """The rate of each class that is named. They do not grow down the order of the classes; the emergency has none."""
    if node is None:
        return {}
    section = reader.section(node, optional=classes, noun=PRIORITY_CLASS)
    rates = {
        code: _rate(reader, value) for code, value in section.entries.items() if code in classes
    }
    emergency = next(iter(classes), "")
    if emergency in rates:
        reader.report(
            section.keys[emergency],
            Text(f'laju untuk "{emergency}"', f'a rate for "{emergency}"'),
            Text("kelas pertama selalu didahulukan", "the first class comes before all"),
            REMOVE_IT,
        )
    ordinary = [code for code in classes if code != emergency]
    for above, below in pairwise(ordinary):
        if rates.get(below, 1) > rates.get(above, 1):
            reader.report(
                section.keys.get(below) or section.keys.get(above) or section.place,
                Text(
                    f'waktu "{below}" dihitung lebih cepat dari "{above}" di atasnya',
                    f'waiting in "{below}" counts faster than in "{above}" above it',
                ),
                Text(
                    "laju tidak naik ke bawah; tanpa laju berarti 1",
                    "rates do not grow downwards; without one it is 1",
                ),
                Text("perbaiki laju atau urutan kelas", "correct the rates or the order"),
            )
    return rates


def _rate(reader: Reader, node: Node) -> float:
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= RATE_MAX:
        return value
    allowed = Text(
        f"laju adalah angka di atas 0 sampai {RATE_MAX}", f"a rate is above 0, up to {RATE_MAX}"
    )
    reader.report(node, shown(node), allowed, CORRECT_THE_NUMBER)
    return 1


def read_ratio(reader: Reader, node: Node | None, classes: Mapping[str, Text]) -> Ratio | None:
    """The turns, or None where the house has none."""
    if node is None:
        return None
    section = reader.section(node, required=("ahead", "calls", "others"))
    ahead = reader.several_of(section.get("ahead"), classes, PRIORITY_CLASS)
    order = tuple(classes)
    return Ratio(
        ahead=frozenset(order.index(code) for code in ahead if code in classes) - {EMERGENCY},
        calls=reader.whole(section.get("calls"), 1, TURNS_MAX),
        others=reader.whole(section.get("others"), 1, TURNS_MAX),
    )


def check_turns(
    reader: Reader, stations: Stations, keys: Node | None, known: Mapping[str, object]
) -> None:
    """A station that counts waiting needs rates, one that takes turns needs a ratio."""
    places = reader.mapping(keys).keys
    needs = {ACCUMULATING: "rates", RATIO: "ratio"}
    for code, station in stations.items():
        key = needs.get(station.discipline)
        if key and not known[key]:
            reader.report(
                places[code],
                Text(
                    f'"{code}" memanggil menurut {station.discipline}',
                    f'"{code}" calls by {station.discipline}',
                ),
                Text(
                    f"untuk itu perlu `{key}` di priority.yaml",
                    f"which needs `{key}` in priority.yaml",
                ),
                ADD_IT,
            )
