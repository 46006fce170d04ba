"""What the rooms may ask for: is each row ever offered, and do automatic orders come to an end?"""

from collections.abc import Iterator

from flow.engine.diagrams import Node
from flow.engine.tables import OrderRule
from flow.engine.text import Text
from flow.rulebook.findings import Finding
from flow.rulebook.proofs.ground import Ground
from flow.rulebook.proofs.tables import impossible, shadowed

Edges = dict[str, dict[str, tuple[OrderRule, Node]]]
"""For each room, where automatic orders send whom from it."""


def findings(ground: Ground) -> Iterator[Finding]:
    """Rows that nobody is ever offered, automatic orders without an end, stations that lead into one."""
    yield from _rows(ground)
    edges = automatic(ground)
    endless = dict.fromkeys(ground.rulebook.stations, ground.diagrams.none)
    for rooms, patients in _loops(ground, edges):
        yield _loop(ground, edges, rooms, patients)
        for room in rooms:
            endless[room] = ground.diagrams.either(endless[room], patients)
    yield from _no_way_out(ground, edges, endless)


# Rows


def _rows(ground: Ground) -> Iterator[Finding]:
    offered = {offer.rows[place].rule for _, offer, place, _ in ground.offered(ground.at)}
    for row in ground.rulebook.tables.orders:
        if row.rule in offered:
            continue
        guard = ground.guard(row.rule)
        if guard is ground.diagrams.none:
            yield impossible(ground, row.rule)
            continue
        hiding = _earlier(ground, row)
        rest = guard
        for other in hiding:
            rest = ground.diagrams.without(rest, ground.guard(other.rule))
        if rest is ground.diagrams.none:
            yield shadowed(ground, row.rule, guard, [other.rule for other in hiding])
        else:
            yield _unserved(ground, row, rest)


def _earlier(ground: Ground, row: OrderRule) -> list[OrderRule]:
    """The earlier rows of the same order that are asked in every room of this one."""
    rows = ground.rulebook.tables.orders
    before = rows[: rows.index(row)]
    return [one for one in before if one.order == row.order and row.at <= one.at]


def _unserved(ground: Ground, row: OrderRule, guard: Node) -> Finding:
    rooms = ", ".join(sorted(row.at)) or "-"
    return ground.shown(
        row.rule.line,
        Text(
            f'permintaan "{row.order}" tidak pernah ditawarkan oleh aturan "{row.rule.name}":'
            f" pasien seperti itu tidak pernah ada di {rooms}",
            f'the order "{row.order}" is never offered by the rule "{row.rule.name}":'
            f" such a patient is never at {rooms}",
        ),
        Text("setiap permintaan dilayani", "each order is served"),
        Text("ubah `at` atau `when`, atau hapus", "change `at` or `when`, or remove it"),
        "unserved-order",
        guard,
    )


# Automatic orders


def automatic(ground: Ground) -> Edges:
    """Whom the automatic orders send from where to where."""
    edges: Edges = {}
    for room, offer, place, patients in ground.offered(ground.at):
        row = offer.rows[place]
        if row.automatic:
            for station in row.rule.stops:
                edges.setdefault(room, {})[station] = (row, patients)
    return edges


def _loops(ground: Ground, edges: Edges) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Each way round, begun at its first station, with those who would walk it for ever."""
    order = list(ground.rulebook.stations)

    def walk(path: tuple[str, ...], patients: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
        for station, (_, sent) in edges.get(path[-1], {}).items():
            going = ground.diagrams.both(patients, sent)
            if going is ground.diagrams.none:
                continue
            if station == path[0]:
                yield path, going
            elif station not in path and order.index(station) > order.index(path[0]):
                yield from walk((*path, station), going)

    for room in edges:
        yield from walk((room,), ground.at[room])


def _loop(ground: Ground, edges: Edges, rooms: tuple[str, ...], patients: Node) -> Finding:
    row, _ = edges[rooms[0]][rooms[1] if len(rooms) > 1 else rooms[0]]
    names = ground.names(*rooms, rooms[0])
    return ground.shown(
        row.rule.line,
        Text(
            f"permintaan otomatis berputar tanpa akhir: {names.id}",
            f"automatic orders go round without end: {names.en}",
        ),
        Text("setiap perjalanan ada akhirnya", "every way has an end"),
        Text("hapus satu `automatic: true`", "remove one `automatic: true`"),
        "loop",
        patients,
    )


def _no_way_out(ground: Ground, edges: Edges, endless: dict[str, Node]) -> Iterator[Finding]:
    """Stations from which everybody ends in such a loop."""
    moved = True
    while moved:
        moved = False
        for room, sent in edges.items():
            for target, (_, patients) in sent.items():
                lost = ground.diagrams.both(patients, endless[target])
                grown = ground.diagrams.either(endless[room], lost)
                moved = moved or grown is not endless[room]
                endless[room] = grown
    for code, station in ground.rulebook.stations.items():
        there = ground.at[code]
        if there is not ground.diagrams.none and (
            ground.diagrams.without(there, endless[code]) is ground.diagrams.none
        ):
            yield ground.shown(
                station.line,
                Text(
                    f"dari {station.name.id} tidak ada jalan pulang",
                    f"there is no way out of {station.name.en}",
                ),
                Text("dari setiap pos pasien bisa pulang", "from every station patients get home"),
                Text(
                    "hapus `automatic: true` yang memutar mereka",
                    "remove the `automatic: true` that sends them round",
                ),
                "no-way-out",
                there,
            )
