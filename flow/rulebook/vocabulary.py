"""facts.yaml: what may be known about a patient, in words and with its limits."""

from dataclasses import replace
from types import MappingProxyType

from flow.engine.facts import AGE, ARRIVED, BIRTH_DATE, Kind
from flow.engine.text import Text
from flow.engine.vocabulary import Fact, Vocabulary
from flow.rulebook.conditions import read_when
from flow.rulebook.document import Node
from flow.rulebook.findings import CORRECT_IT, REMOVE_IT
from flow.rulebook.nouns import CONDITIONAL, KINDS, TYPE_OF_FACT
from flow.rulebook.ranges import BadRange, parse_numbers
from flow.rulebook.reader import Reader
from flow.rulebook.values import UNKNOWN, Terms, read_value

CORRECT_ITS_TYPE = Text("perbaiki jenisnya", "correct its type")


def read_vocabulary(reader: Reader, node: Node | None) -> Vocabulary:
    """All declared facts; what names other facts is read last, when every fact is known."""
    sections = dict(reader.named(node))
    facts = {name: _fact(reader, name, section) for name, section in sections.items()}
    for name, section in sections.items():
        condition = reader.mapping(section).get("only_if")
        if condition:
            others = {other: fact for other, fact in facts.items() if other != name}
            needed = read_when(reader, condition, Terms(Vocabulary(others)))
            facts[name] = replace(facts[name], only_if=needed)
    conditional = [name for name, fact in facts.items() if fact.only_if]
    for name, section in sections.items():
        like = reader.mapping(section).get("offered_like")
        of_choices = _of_choices(reader, like, facts[name])
        same = {code: reader.one_of(node, conditional, CONDITIONAL) for code, node in of_choices}
        facts[name] = replace(facts[name], offered_like=MappingProxyType(same))
    return Vocabulary(MappingProxyType(facts))


def _fact(reader: Reader, name: str, node: Node) -> Fact:
    optional = ("choices", "range", "default", "only_if", "public_names", "offered_like")
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
    public = _of_choices(reader, section.get("public_names"), fact)
    names = {code: reader.words(words) for code, words in public}
    fact = replace(fact, public_names=MappingProxyType(names))
    default = section.get("default")
    return replace(fact, default=read_value(reader, default, fact)) if default else fact


def _kind(reader: Reader, node: Node | None) -> Kind:
    found = reader.one_of(node, list(Kind), TYPE_OF_FACT)
    return Kind(found) if found in list(Kind) else Kind.FLAG


def _check_name(reader: Reader, node: Node, name: str, kind: Kind) -> None:
    if name == AGE:
        found = Text(f'fakta bernama "{AGE}"', f'a fact named "{AGE}"')
        allowed = Text(
            f"{AGE} dihitung sendiri dari {BIRTH_DATE}",
            f"{AGE} follows from {BIRTH_DATE} by itself",
        )
        reader.report(node, found, allowed, REMOVE_IT)
    if name == BIRTH_DATE and kind is not Kind.DATE:
        found = Text(f"{BIRTH_DATE} bukan tanggal", f"{BIRTH_DATE} is no date")
        allowed = Text("perlu `type: date`", "type: date is needed")
        reader.report(node, found, allowed, CORRECT_ITS_TYPE)
    if (name == ARRIVED) is not (kind is Kind.TIME):
        found = Text(f'fakta "{name}" berjenis {kind}', f'the fact "{name}" of type {kind}')
        allowed = Text(
            f"{ARRIVED}, dan hanya {ARRIVED}, memakai `type: time`",
            f"{ARRIVED}, and only {ARRIVED}, has `type: time`",
        )
        reader.report(node, found, allowed, CORRECT_ITS_TYPE)


def _choices(reader: Reader, fact: Node, node: Node | None, kind: Kind) -> dict[str, Text]:
    if (kind is Kind.CHOICE) != bool(node):
        said = KINDS[kind]
        reader.report(
            node or fact,
            Text("pilihan tanpa `choices`", "a choice without choices")
            if kind is Kind.CHOICE
            else Text(f"`choices` untuk {said.id}", f"choices for a {said.en}"),
            Text(
                "`choices` hanya untuk fakta berjenis choice, dan harus ada di situ",
                "a fact of type choice lists its `choices`, no other does",
            ),
            Text("perbaiki jenis atau pilihannya", "correct the type or the choices"),
        )
    if kind is not Kind.CHOICE or not node:
        return {}
    choices = {code: reader.words(label) for code, label in reader.named(node)}
    if UNKNOWN in choices:
        reader.report(
            node,
            Text(f'pilihan bernama "{UNKNOWN}"', f'a choice named "{UNKNOWN}"'),
            Text(f"{UNKNOWN} berarti belum diketahui", f"{UNKNOWN} means that nothing is known"),
            Text("pakai kata lain", "use another word"),
        )
    return choices


def _of_choices(reader: Reader, node: Node | None, fact: Fact) -> list[tuple[str, Node]]:
    """What is said of some choices of a fact, by their codes."""
    if node is None:
        return []
    if fact.kind is not Kind.CHOICE:
        found = Text(f"pilihan pada {KINDS[fact.kind].id}", f"choices of a {KINDS[fact.kind].en}")
        allowed = Text("hanya fakta berjenis choice punya pilihan", "only a choice has choices")
        reader.report(node, found, allowed, REMOVE_IT)
        return []
    section = reader.section(node, optional=fact.choices, noun=KINDS[Kind.CHOICE])
    return [(code, value) for code, value in section.entries.items() if code in fact.choices]


def _range(reader: Reader, node: Node | None, kind: Kind) -> tuple[float | None, float | None]:
    if not node:
        return None, None
    if kind is not Kind.NUMBER:
        found = Text(f"rentang untuk {KINDS[kind].id}", f"a range for a {KINDS[kind].en}")
        allowed = Text("hanya angka yang punya rentang", "only a number has a range")
        reader.report(node, found, allowed, REMOVE_IT)
        return None, None
    text = reader.text(node)
    try:
        low, high = parse_numbers(text)
    except BadRange as error:
        if text:
            found = Text(
                f'rentang "{text}": {error.said.id}', f'the range "{text}": {error.said.en}'
            )
            allowed = Text('misalnya "0..42"', 'such as "0..42"')
            reader.report(node, found, allowed, CORRECT_IT)
        return None, None
    return low.limit if low else None, high.limit if high else None
