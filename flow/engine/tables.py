"""Rules and the tables that they stand in.

A table's first rule whose tests all hold wins (DMN's hit policy "first"); in a `unique` table there is never a second one.
Bands and flags collect every rule that holds.
"""

from dataclasses import dataclass

from flow.engine.conditions import When
from flow.engine.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: when these tests hold, this follows, because. `line` is its place in the YAML.

    What follows depends on the table: `value` (a band, a flag, a class, letters), or the `stops` and `cluster` of a stage.
    """

    name: str
    when: When
    because: Text
    line: str = ""
    value: str = ""
    cluster: str | None = None
    stops: tuple[str, ...] = ()
    final: bool = False
    if_ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A decision table, or a stage of the way in or out: there the winning rule adds stops (side by side), or none."""

    name: str
    rules: tuple[Rule, ...]
    unique: bool = False
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRule:
    """What a consultation may ask for: where it is offered, for whom, which stops it adds.

    `automatic`: whenever a room in `at` finishes such a patient, without anybody asking. `in_room`: the room may
    do it itself. It is done `times` times, `apart_minutes` apart, and its results take `result_minutes`.
    """

    order: str
    label: Text
    at: frozenset[str]
    rule: Rule
    review: bool
    last: bool
    automatic: bool = False
    in_room: bool = False
    times: int = 1
    apart_minutes: int = 0
    result_minutes: int = 0
