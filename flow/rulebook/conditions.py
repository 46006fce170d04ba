"""The `when:` of a rule: a test for each fact it names. No expressions, only values, sets and ranges.

when:
  age: ">=60y"              # a range of ages, in completed calendar units
  cough_weeks: ">=2"        # a range of numbers
  triage: [red, yellow]     # one of these
  service: {not: [tb]}      # known, and none of these
  birth_date: unknown       # not known
"""

from flow.engine.conditions import Aged, Bound, NoneOf, OneOf, Test, Unknown, Within
from flow.engine.facts import AGE, BIRTH_DATE, Fact, FactValue, Kind, Vocabulary
from flow.rulebook.document import Node, Scalar, Section
from flow.rulebook.ranges import BadRange, Ends, is_empty, parse_ages, parse_numbers
from flow.rulebook.reader import Reader, shown
from flow.rulebook.vocabulary import UNKNOWN, limits, read_value

When = tuple[tuple[str, Test], ...]


def read_when(reader: Reader, node: Node | None, vocabulary: Vocabulary) -> When:
    """The tests of one rule; without `when` there are none, and the rule is a catch-all."""
    if node is None:
        return ()
    names = (*vocabulary.facts, AGE) if BIRTH_DATE in vocabulary.facts else vocabulary.facts
    section = reader.section(node, optional=names, noun="fact")
    if section is node and not section.entries:
        allowed = "`when` names at least one fact"
        reader.report(node, "an empty `when`", allowed, "leave `when` out to catch everybody")
    tests = [
        (name, _test(reader, value, name, vocabulary))
        for name, value in section.entries.items()
        if name in names
    ]
    return tuple((name, test) for name, test in tests if test)


def _test(reader: Reader, node: Node, name: str, vocabulary: Vocabulary) -> Test | None:
    if name == AGE:
        return _age(reader, node)
    fact = vocabulary.facts[name]
    if isinstance(node, Scalar) and node.value == UNKNOWN:
        return _unknown(reader, node, fact)
    if fact.kind is Kind.DATE:
        allowed = f"allowed here: {UNKNOWN}"
        remedy = f"use `{AGE}` for ages" if name == BIRTH_DATE else "leave it out"
        reader.report(node, shown(node), allowed, remedy)
        return None
    if isinstance(node, Section):
        refused = reader.section(node, required=("not",)).get("not")
        return NoneOf(_values(reader, refused, fact)) if refused else None
    if fact.kind is Kind.NUMBER and isinstance(node, Scalar) and isinstance(node.value, str):
        return _range(reader, node, fact)
    return OneOf(_values(reader, node, fact))


def _unknown(reader: Reader, node: Node, fact: Fact) -> Test:
    if fact.default is not None:
        found = f"{fact.name} is never {UNKNOWN}"
        allowed = f"its default is {fact.default}"
        reader.report(node, found, allowed, "test for that value, or remove the default")
    return Unknown()


def _values(reader: Reader, node: Node, fact: Fact) -> frozenset[FactValue]:
    items = reader.items(node)
    if not items and not isinstance(node, Section):
        reader.report(node, "an empty list", f"values of {fact.name} are needed", "name them")
    values = (read_value(reader, item, fact) for item in items)
    return frozenset(value for value in values if value is not None)


def _age(reader: Reader, node: Node) -> Test | None:
    text = node.text if isinstance(node, Scalar) else ""
    if text == UNKNOWN:
        return Unknown()
    try:
        return Aged(*parse_ages(text))
    except BadRange as error:
        allowed = f'an age range is needed, such as ">=60y", "10y..<18y", "<=28d", or {UNKNOWN}'
        reader.report(node, f"{shown(node)}: {error}", allowed, "write the range in quotes")
        return None


def _range(reader: Reader, node: Scalar, fact: Fact) -> Test | None:
    lowest, highest = limits(fact)
    try:
        ends = parse_numbers(node.text)
    except BadRange as error:
        allowed = f'{fact.name} takes a number or a range, such as ">=2", "0..42", or {UNKNOWN}'
        reader.report(node, f"{shown(node)}: {error}", allowed, "write the range in quotes")
        return None
    if _misses(ends, lowest, highest):
        allowed = f"{fact.name} goes from {lowest:g} to {highest:g}"
        reader.report(node, f"{shown(node)}, which never holds", allowed, "correct the range")
    return Within(*ends)


def _misses(ends: Ends, lowest: float, highest: float) -> bool:
    low, high = ends
    return is_empty(low, Bound(highest, True)) or is_empty(Bound(lowest, True), high)
