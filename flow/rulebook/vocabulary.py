"""facts.yaml: what may be known about a patient, in words and with its limits."""

from dataclasses import replace
from types import MappingProxyType

from flow.engine.facts import AGE, BIRTH_DATE, Fact, FactValue, Kind, Vocabulary
from flow.engine.text import Text
from flow.rulebook.document import Node, Scalar
from flow.rulebook.ranges import BadRange, parse_numbers
from flow.rulebook.reader import Reader, shown

UNKNOWN = "unknown"  # stands for "not known" in a rule's `when`, so it cannot be a choice


def read_vocabulary(reader: Reader, node: Node | None) -> Vocabulary:
    """All declared facts; `only_if` is read last, when every fact is known."""
    sections = dict(reader.named(node))
    facts = {name: _fact(reader, name, section) for name, section in sections.items()}
    for name, section in sections.items():
        condition = reader.mapping(section).get("only_if")
        if condition:
            needed = read_facts(reader, condition, Vocabulary(facts))
            facts[name] = replace(facts[name], only_if=needed)
    return Vocabulary(MappingProxyType(facts))


def read_facts(reader: Reader, node: Node | None, vocabulary: Vocabulary) -> dict[str, FactValue]:
    """Facts with one value each, as a kiosk button or an `only_if` names them."""
    section = reader.section(node, optional=vocabulary.facts, noun="fact")
    known = [(vocabulary.facts.get(name), value) for name, value in section.entries.items()]
    values = {fact.name: read_value(reader, value, fact) for fact, value in known if fact}
    return {name: value for name, value in values.items() if value is not None}


def read_value(reader: Reader, node: Node, fact: Fact) -> FactValue | None:
    """One value that the fact may have; a wrong one is reported and None."""
    match fact.kind:
        case Kind.FLAG:
            return reader.flag(node)
        case Kind.CHOICE:
            return reader.one_of(node, fact.choices, fact.name)
        case Kind.NUMBER:
            return _number(reader, node, fact)
        case Kind.DATE:
            reader.report(node, shown(node), "a date has no fixed value", "leave it out")
            return None


def _number(reader: Reader, node: Node, fact: Fact) -> FactValue | None:
    value = node.value if isinstance(node, Scalar) else None
    low, high = limits(fact)
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return value
    allowed = f"{fact.name} is a number from {low:g} to {high:g}"
    reader.report(node, shown(node), allowed, "correct the number")
    return None


def limits(fact: Fact) -> tuple[float, float]:
    """The lowest and the highest number that the fact may have."""
    low = 0.0 if fact.low is None else fact.low
    return low, float("inf") if fact.high is None else fact.high


def _fact(reader: Reader, name: str, node: Node) -> Fact:
    optional = ("choices", "range", "default", "only_if")
    section = reader.section(node, required=("type", "label"), optional=optional)
    kind = _kind(reader, section.get("type"))
    _check_name(reader, node, name, kind)
    low, high = _range(reader, section.get("range"), kind)
    fact = Fact(
        name=name,
        kind=kind,
        label=reader.words(section.get("label")),
        choices=MappingProxyType(_choices(reader, node, section.get("choices"), kind)),
        low=low,
        high=high,
    )
    default = section.get("default")
    return replace(fact, default=read_value(reader, default, fact)) if default else fact


def _kind(reader: Reader, node: Node | None) -> Kind:
    found = reader.one_of(node, list(Kind), "type of fact")
    return Kind(found) if found in list(Kind) else Kind.FLAG


def _check_name(reader: Reader, node: Node, name: str, kind: Kind) -> None:
    if name == AGE:
        allowed = f"{AGE} follows from {BIRTH_DATE} by itself"
        reader.report(node, f'a fact named "{AGE}"', allowed, "remove it")
    if name == BIRTH_DATE and kind is not Kind.DATE:
        reader.report(node, f"{BIRTH_DATE} is no date", "type: date is needed", "correct its type")


def _choices(reader: Reader, fact: Node, node: Node | None, kind: Kind) -> dict[str, Text]:
    if (kind is Kind.CHOICE) != bool(node):
        found = "a choice without choices" if kind is Kind.CHOICE else f"choices for a {kind}"
        allowed = "a fact of type choice lists its `choices`, no other does"
        reader.report(node or fact, found, allowed, "correct the type or the choices")
    if kind is not Kind.CHOICE or not node:
        return {}
    choices = {code: reader.words(label) for code, label in reader.named(node)}
    if UNKNOWN in choices:
        found = f'a choice named "{UNKNOWN}"'
        reader.report(node, found, f"{UNKNOWN} means that nothing is known", "use another word")
    return choices


def _range(reader: Reader, node: Node | None, kind: Kind) -> tuple[float | None, float | None]:
    if not node:
        return None, None
    if kind is not Kind.NUMBER:
        reader.report(node, f"a range for a {kind}", "only a number has a range", "remove it")
        return None, None
    text = reader.text(node)
    try:
        low, high = parse_numbers(text)
    except BadRange as error:
        if text:
            reader.report(node, f'the range "{text}": {error}', 'such as "0..42"', "correct it")
        return None, None
    return low.limit if low else None, high.limit if high else None
