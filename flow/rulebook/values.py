"""Values of facts, as a rule, a kiosk button or a default names them; and what a `when` may name at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flow.engine.facts import FactValue, Kind
from flow.engine.hours import Hours
from flow.engine.text import Text
from flow.engine.vocabulary import Fact, Vocabulary
from flow.rulebook.document import Node, Scalar
from flow.rulebook.findings import LEAVE_OUT
from flow.rulebook.nouns import FACT, KINDS
from flow.rulebook.reader import CORRECT_THE_NUMBER, Reader, shown

UNKNOWN = "unknown"  # stands for "not known" in a rule's `when`, so it cannot be a choice


@dataclass(frozen=True, slots=True)
class Terms:
    """What a `when` may name: the facts, and the opening hours in which somebody arrives."""

    vocabulary: Vocabulary
    schedules: Mapping[str, Hours] = field(default_factory=dict)


def read_facts(reader: Reader, node: Node | None, vocabulary: Vocabulary) -> dict[str, FactValue]:
    """Facts with one value each, as a kiosk button or the emergency names them."""
    section = reader.section(node, optional=vocabulary.facts, noun=FACT)
    known = [(vocabulary.facts.get(name), value) for name, value in section.entries.items()]
    values = {fact.name: read_value(reader, value, fact) for fact, value in known if fact}
    return {name: value for name, value in values.items() if value is not None}


def read_value(reader: Reader, node: Node, fact: Fact) -> FactValue | None:
    """One value that the fact may have; a wrong one is reported and None."""
    match fact.kind:
        case Kind.FLAG:
            return reader.flag(node)
        case Kind.CHOICE:
            return reader.one_of(node, fact.choices, Text(fact.name, fact.name))
        case Kind.NUMBER:
            return _number(reader, node, fact)
        case Kind.DATE | Kind.TIME:
            kind = KINDS[fact.kind]
            allowed = Text(f"{kind.id} tidak punya nilai tetap", f"a {kind.en} has no fixed value")
            reader.report(node, shown(node), allowed, LEAVE_OUT)
            return None


def _number(reader: Reader, node: Node, fact: Fact) -> FactValue | None:
    value = node.value if isinstance(node, Scalar) else None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and fact.lowest <= value <= fact.highest:  # type: ignore[operator]
        return value
    allowed = Text(
        f"{fact.name} adalah angka dari {fact.lowest:g} sampai {fact.highest:g}",
        f"{fact.name} is a number from {fact.lowest:g} to {fact.highest:g}",
    )
    reader.report(node, shown(node), allowed, CORRECT_THE_NUMBER)
    return None
