"""Opening hours: nobody is sent to a station that has closed for the day.

The time of arrival stands for the time at which a rule is asked. Somebody who comes before a station opens waits for it; who comes
after it has closed, or on a day on which it stays shut, would wait in vain. People come on the days on which the house has
hours, until it closes.
"""

from collections.abc import Iterator
from datetime import date, datetime

from flow.engine.diagrams import Node
from flow.engine.facts import ARRIVED
from flow.engine.hours import Hours
from flow.engine.space import Arrivals
from flow.engine.tables import Rule
from flow.engine.text import Text
from flow.rulebook.findings import Finding
from flow.rulebook.proofs.ground import Ground

MONDAY = date(2024, 1, 1)


def findings(ground: Ground) -> Iterator[Finding]:
    """Rules that pick a station at a time at which it has closed."""
    closed = _closed(ground)
    for stage in ground.stages:
        for place, rule in enumerate(stage.table.rules):
            won = ground.diagrams.both(ground.having(stage.asked.diagram, place), stage.comers)
            yield from _sent(ground, rule, won, closed)
    asked = {row.rule.line: ground.diagrams.none for row in ground.rulebook.tables.orders}
    for _, offer, place, patients in ground.offered(ground.at):
        line = offer.rows[place].rule.line
        asked[line] = ground.diagrams.either(asked[line], patients)
    for row in ground.rulebook.tables.orders:
        yield from _sent(ground, row.rule, asked[row.rule.line], closed)


def _sent(ground: Ground, rule: Rule, patients: Node, closed: dict[str, Node]) -> Iterator[Finding]:
    for station in rule.stops:
        late = ground.diagrams.both(patients, closed[station])
        if late is not ground.diagrams.none:
            yield _late(ground, rule, station, late)


def _late(ground: Ground, rule: Rule, station: str, late: Node) -> Finding:
    name = ground.names(station)
    return ground.shown(
        rule.line,
        Text(
            f'aturan "{rule.name}" mengirim pasien ke {name.id} sesudah pos itu tutup',
            f'the rule "{rule.name}" sends patients to {name.en} after it has closed',
        ),
        Text(
            "pos yang dipilih masih buka, atau akan buka, pada hari itu",
            "the station is open, or will open, on that day",
        ),
        Text(
            "kirim mereka ke tempat lain dengan `arrived`, atau ubah jam buka",
            "send them elsewhere with `arrived`, or change the hours",
        ),
        "closed",
        late,
    )


def _closed(ground: Ground) -> dict[str, Node]:
    """For each station, the arrivals for which it will not open again that day."""
    space, house = ground.cells.space, ground.rulebook.hours
    (level,) = space.levels[ARRIVED]
    axis = space.axes[level]
    assert isinstance(axis, Arrivals), "arrivals are on the axis of arrivals"
    moments = {
        atom: datetime.fromisoformat(axis.sample(atom, MONDAY)) for atom in range(1, axis.size)
    }
    coming = {atom: at for atom, at in moments.items() if not _is_over(house, at)}
    return {
        code: ground.diagrams.atoms(
            level, (atom for atom, at in coming.items() if _is_over(station.hours, at))
        )
        for code, station in ground.rulebook.stations.items()
    }


def _is_over(hours: Hours, at: datetime) -> bool:
    """Whether the hours have ended for the day, or there are none."""
    closing = hours.closing(at.date())
    return closing is None or at.time() >= closing
