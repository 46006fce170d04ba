"""cases.yaml: patients in words and where they should go. The rules are right when every case is.

    on: 2026-11-23
    cases:
      - case: A man of 45 with a cold
        facts: {birth_date: 1981-03-01, sex: male}
        expect:
          cluster: K3
          stops: [loket, skrining, {k3-dewasa: dewasa}]   # a station, or {station: its rule}

A case may also `expect: {refused: pregnant}`: the vocabulary must not accept that fact.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flow.engine.decisions import Route
from flow.engine.refusals import BadFact
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.rulebook.compiler import CASES
from flow.rulebook.document import Listing, Node, Scalar, Section, parse
from flow.rulebook.findings import Finding, RulebookError
from flow.rulebook.folder import read_text
from flow.rulebook.reader import Reader, shown

REFUSED = "refused"
_EXPECT = ("cluster", "priority", "bands", "flags", "ticket", "stops", REFUSED)


@dataclass(frozen=True, slots=True)
class Case:
    """One patient in words; `expect` is what the file says about the route."""

    name: str
    on: date
    facts: Mapping[str, object]
    section: Section
    expect: Section


def load_cases(folder: Path) -> tuple[Case, ...]:
    """The folder's cases, none without the file; raises `RulebookError` when it is not well-formed."""
    path = folder / CASES
    return read_cases(read_text(path)) if path.is_file() else ()


def read_cases(text: str) -> tuple[Case, ...]:
    """The cases of this YAML text; raises `RulebookError` when it is not well-formed."""
    reader = Reader()
    node = parse(CASES, text, reader.findings)
    section = reader.section(node, required=("on", "cases"))
    on = _day(reader, section.get("on"))
    cases = tuple(_case(reader, item, on) for item in reader.items(section.get("cases")))
    if reader.findings:
        raise RulebookError(reader.findings)
    return cases


def _case(reader: Reader, node: Node, on: date) -> Case:
    section = reader.section(node, required=("case", "facts", "expect"), optional=("on",))
    facts = reader.mapping(section.get("facts"))
    expect = reader.section(section.get("expect"), optional=_EXPECT)
    own = section.get("on")
    return Case(
        name=reader.text(section.get("case")),
        on=_day(reader, own) if own else on,
        facts={name: _raw(reader, value) for name, value in facts.entries.items()},
        section=section,
        expect=expect,
    )


def _raw(reader: Reader, node: Node) -> object:
    if isinstance(node, Scalar):
        return node.value
    allowed = Text("satu fakta punya satu nilai", "a fact has one value")
    reader.report(node, shown(node), allowed, Text("tulis satu nilai", "write a single value"))
    return None


def _day(reader: Reader, node: Node | None) -> date:
    text = node.text if isinstance(node, Scalar) else ""
    try:
        return date.fromisoformat(text)
    except ValueError:
        if node:
            remedy = Text("tulis seperti 2026-11-23", "write it as 2026-11-23")
            reader.report(node, shown(node), Text("perlu tanggal", "a date is needed"), remedy)
        return date.min


# Comparing


def differences(rulebook: Rulebook, case: Case) -> list[Finding]:
    """Where the rules send this patient elsewhere than the case says."""
    wants_refusal = case.expect.get(REFUSED)
    try:
        way = rulebook.route(rulebook.vocabulary.check(case.facts, case.on), case.on)
    except BadFact as refusal:
        return _refused(case, refusal, wants_refusal)
    if wants_refusal:
        refused = _said(wants_refusal)
        expected = Text(f"ditolak: {refused}", f"refused: {refused}")
        return [_differs(case, wants_refusal, Text("diterima", "accepted"), expected)]
    answers = _answers(way)
    return [
        _differs(case, node, _plain(f"{key} {found}"), _plain(_said(node)))
        for key, node in case.expect.entries.items()
        if (found := answers[key](node)) != _said(node)
    ]


def _refused(case: Case, refusal: BadFact, wanted: Node | None) -> list[Finding]:
    fact = str(refusal.facts["fact"])
    if wanted and _said(wanted) == fact:
        return []
    place = case.section.get("facts") or case.section
    found = Text(f"fakta {fact} ditolak", f"the fact {fact} is refused")
    return [_differs(case, place, found, Text("fakta yang diterima", "accepted facts"))]


def _answers(way: Route) -> Mapping[str, Callable[[Node], str]]:
    """What the rules say for each key of `expect`, in the words in which the case says it."""
    return {
        "cluster": lambda _: way.cluster,
        "priority": lambda _: way.priority,
        "bands": lambda _: ", ".join(way.bands) or "none",
        "flags": lambda _: ", ".join(way.flags) or "none",
        "ticket": lambda _: way.letter,
        "stops": lambda node: _stops(way, node),
    }


def _stops(way: Route, node: Node) -> str:
    """The route; a stop names its rule only where the case does."""
    wanted = node.items if isinstance(node, Listing) else ()
    by_rule = (isinstance(item, Section) for item in wanted)
    stops = [stop for step in way.steps for stop in step]
    said = [
        f"{stop.station} by {stop.rule}" if next(by_rule, False) else stop.station for stop in stops
    ]
    return ", ".join(said) or "none"


def _said(node: Node) -> str:
    """What the case says, in one line."""
    match node:
        case Scalar():
            return node.text
        case Section():
            return ", ".join(f"{key} by {_said(rule)}" for key, rule in node.entries.items())
        case _:
            return ", ".join(_said(item) for item in node.items) or "none"


def _plain(codes: str) -> Text:
    """Codes, which are the same in every language."""
    return Text(codes, codes)


def _differs(case: Case, node: Node, found: Text, expected: Text) -> Finding:
    return Finding(
        node.place,
        Text(f'kasus "{case.name}": {found.id}', f'case "{case.name}": {found.en}'),
        Text(f"seharusnya: {expected.id}", f"expected: {expected.en}"),
        Text("perbaiki aturan atau kasusnya", "correct the rules or the case"),
    )
