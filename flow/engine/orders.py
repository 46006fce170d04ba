"""Which orders a stop is for: the one for which it was planned, and those that joined it"""

from collections.abc import Iterable

from flow.engine.events import PlannedStop
from flow.engine.tables import OrderRule
from flow.engine.visits import Origin, Stop


def is_for(stop: Stop | PlannedStop, row: OrderRule) -> bool:
    """Whether just this was ordered there."""
    return row.rule.name in shared(stop) or is_planned_for(stop, row)


def is_planned_for(stop: Stop | PlannedStop, row: OrderRule) -> bool:
    """One that was confirmed has the order's reason but the name of who planned it."""
    same = stop.rule == row.rule.name or stop.because == row.rule.because
    return stop.origin is Origin.ORDER and same


def shared(stop: Stop | PlannedStop) -> tuple[str, ...]:
    """The rules of the orders that joined it."""
    return stop.shared if isinstance(stop, Stop) else ()


def served_by(stop: Stop, rows: Iterable[OrderRule]) -> list[OrderRule]:
    """Those of the rows for which the stop is."""
    return [row for row in rows if is_for(stop, row)]
