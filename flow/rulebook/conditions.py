"""The `when:` of a rule: a test for each fact it names. No expressions, only values, sets and ranges.

when:
  age: ">=60y"              # a range of ages, in completed calendar units
  cough_weeks: ">=2"        # a range of numbers
  triage: [red, yellow]     # one of these
  service: {not: [tb]}      # known, and none of these
  birth_date: unknown       # not known
  arrived: malam            # came within these opening hours of facility.yaml
"""

from flow.engine.conditions import Aged, Bound, During, NoneOf, OneOf, Test, Unknown, When, Within
from flow.engine.facts import AGE, ARRIVED, BIRTH_DATE, FactValue, Kind
from flow.engine.text import Text
from flow.engine.vocabulary import Fact
from flow.rulebook.document import Node, Scalar, Section
from flow.rulebook.findings import LEAVE_OUT
from flow.rulebook.nouns import FACT, HOURS
from flow.rulebook.ranges import BadRange, Ends, is_empty, parse_ages, parse_numbers
from flow.rulebook.reader import Reader, shown
from flow.rulebook.values import UNKNOWN, Terms, read_value

QUOTE_RANGES = Text("tulis rentang dalam tanda kutip", "write the range in quotes")


def read_when(reader: Reader, node: Node | None, terms: Terms) -> When:
    """The tests of one rule; without `when` there are none, and the rule is a catch-all."""
    if node is None:
        return ()
    facts = terms.vocabulary.facts
    names = (*facts, AGE) if BIRTH_DATE in facts else facts
    section = reader.section(node, optional=names, noun=FACT)
    if section is node and not section.entries:
        reader.report(
            node,
            Text("`when` yang kosong", "an empty `when`"),
            Text("`when` menyebut paling sedikit satu fakta", "`when` names at least one fact"),
            Text("hapus `when` agar berlaku untuk semua", "leave `when` out to catch everybody"),
        )
    tests = [
        (name, _test(reader, value, name, terms))
        for name, value in section.entries.items()
        if name in names
    ]
    return tuple((name, test) for name, test in tests if test)


def _test(reader: Reader, node: Node, name: str, terms: Terms) -> Test | None:
    if name == AGE:
        return _age(reader, node)
    fact = terms.vocabulary.facts[name]
    if isinstance(node, Scalar) and node.value == UNKNOWN:
        return _unknown(reader, node, fact)
    if name == ARRIVED:
        return _during(reader, node, terms)
    if fact.kind is Kind.DATE:
        allowed = Text(f"yang boleh di sini: {UNKNOWN}", f"allowed here: {UNKNOWN}")
        for_ages = Text(f"pakai `{AGE}` untuk umur", f"use `{AGE}` for ages")
        remedy = for_ages if name == BIRTH_DATE else LEAVE_OUT
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
        reader.report(
            node,
            Text(f"{fact.name} tidak pernah {UNKNOWN}", f"{fact.name} is never {UNKNOWN}"),
            Text(f"bila tidak disebut, {fact.default}", f"its default is {fact.default}"),
            Text(
                "uji nilai itu, atau hapus `default`-nya",
                "test for that value, or remove the default",
            ),
        )
    return Unknown()


def _during(reader: Reader, node: Node, terms: Terms) -> Test:
    outside = isinstance(node, Section)
    named = reader.section(node, required=("not",)).get("not") if outside else node
    names = reader.several_of(named, terms.schedules, HOURS)
    hours = tuple(terms.schedules[name] for name in names if name in terms.schedules)
    return During(names, hours, outside)


def _values(reader: Reader, node: Node, fact: Fact) -> frozenset[FactValue]:
    items = reader.items(node)
    if not items and not isinstance(node, Section):
        reader.report(
            node,
            Text("daftar yang kosong", "an empty list"),
            Text(f"perlu nilai {fact.name}", f"values of {fact.name} are needed"),
            Text("sebutkan", "name them"),
        )
    values = (read_value(reader, item, fact) for item in items)
    return frozenset(value for value in values if value is not None)


def _age(reader: Reader, node: Node) -> Test | None:
    text = node.text if isinstance(node, Scalar) else ""
    if text == UNKNOWN:
        return Unknown()
    try:
        return Aged(*parse_ages(text))
    except BadRange as error:
        such_as = '">=60y", "10y..<18y", "<=28d"'
        allowed = Text(
            f"perlu rentang umur, misalnya {such_as}, atau {UNKNOWN}",
            f"an age range is needed, such as {such_as}, or {UNKNOWN}",
        )
        reader.report(node, _why(node, error), allowed, QUOTE_RANGES)
        return None


def _range(reader: Reader, node: Scalar, fact: Fact) -> Test | None:
    try:
        ends = parse_numbers(node.text)
    except BadRange as error:
        such_as = '">=2", "0..42"'
        allowed = Text(
            f"{fact.name} memakai angka atau rentang, misalnya {such_as}, atau {UNKNOWN}",
            f"{fact.name} takes a number or a range, such as {such_as}, or {UNKNOWN}",
        )
        reader.report(node, _why(node, error), allowed, QUOTE_RANGES)
        return None
    if _misses(ends, fact.lowest, fact.highest):
        found = shown(node)
        reader.report(
            node,
            Text(f"{found.id}, yang tidak pernah terpenuhi", f"{found.en}, which never holds"),
            Text(
                f"{fact.name} dari {fact.lowest:g} sampai {fact.highest:g}",
                f"{fact.name} goes from {fact.lowest:g} to {fact.highest:g}",
            ),
            Text("perbaiki rentangnya", "correct the range"),
        )
    return Within(*ends)


def _why(node: Node, error: BadRange) -> Text:
    found = shown(node)
    return Text(f"{found.id}: {error.said.id}", f"{found.en}: {error.said.en}")


def _misses(ends: Ends, lowest: float, highest: float) -> bool:
    low, high = ends
    return is_empty(low, Bound(highest, True)) or is_empty(Bound(lowest, True), high)
