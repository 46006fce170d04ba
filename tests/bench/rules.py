"""The rulebook of 37 stations: how long its proof takes, and one decision beside GoRules zen-engine and a CEL engine.

All three are given the same table (which room sees whom) and must agree on every patient before any time is taken. The
other two get ages in months and days and the names of the hours ready-made; ours works them out itself.
"""

import gc
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import cel
import zen

from flow.engine.conditions import Aged, Bound, During, NoneOf, OneOf, Test, Unknown, Within
from flow.engine.decisions import Asked, Decisions
from flow.engine.facts import AGE, BIRTH_DATE, Facts, Kind, Unit, completed
from flow.engine.refusals import BadFact
from flow.engine.routing import Rulebook
from flow.engine.tables import Rule
from flow.rulebook import load, read_sources, shipped, sources
from flow.rulebook.document import known
from flow.rulebook.proofs import prove
from tests.bench import report

NAME = "besar"
STAGE = "ruang"
ON = date(2026, 11, 23)
PATIENTS = 400
ROUNDS = 7
UNKNOWN = "?"
MONTHS, DAYS = "age_months", "age_days"


def run() -> None:
    """Print both."""
    report.title(f"Rules: {NAME}, {len(load(shipped(NAME)).stations)} stations")
    _proof()
    _decision()


def _proof() -> None:
    texts = sources(shipped(NAME))
    compiled = read_sources(texts)
    read = _best(lambda: [known.__wrapped__(name, text) for name, text in texts.items()], 1)
    compile_ = _best(lambda: (known.cache_clear(), read_sources(texts)), 1)
    proof = _best(lambda: prove(compiled), 1)
    report.line("parse the YAML (the floor)", f"{read * 1e3:,.0f} ms")
    report.line("read and check it", f"{compile_ * 1e3:,.0f} ms", f"{compile_ / read:.2f}x")
    report.line(
        "prove it for all possible patients", f"{proof * 1e3:,.0f} ms", f"{proof / read:.2f}x"
    )


def _decision() -> None:
    book = load(shipped(NAME))
    asked = next(one for one in book.decisions.entry if one.table.name == STAGE)
    people = _people(book)
    ours = _ours(book, asked)
    plain = [_plain(book, facts) for facts in people]
    others = {"zen-engine": _zen(asked), "common-expression-language": _cel(asked)}
    expected = [ours(facts) for facts in people]
    for name, ask in others.items():
        assert [ask(facts) for facts in plain] == expected, f"{name} decides otherwise"
    rules = len(asked.table.rules)
    mine = _best(lambda: [ours(facts) for facts in people], PATIENTS)
    report.line(f"one decision of {rules} rules", f"{mine * 1e6:,.1f} us")
    for name, ask in others.items():
        took = _best(lambda ask=ask: [ask(facts) for facts in plain], PATIENTS)
        report.line(name, f"{took * 1e6:,.1f} us", f"{took / mine:.1f}x ours")
    whole = _best(lambda: [book.route(facts, ON) for facts in people], PATIENTS)
    every = len(list(book.tables.rules()))
    report.line(f"the whole route ({every} rules)", f"{whole * 1e6:,.1f} us")


def _best(work: Callable[[], object], each: int) -> float:
    """Seconds for one, the median of some rounds."""
    took = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) / each)
    return statistics.median(took)


def _people(book: Rulebook) -> list[Facts]:
    """Patients of every kind, the same in each run."""
    random, found = Random(7), []
    while len(found) < PATIENTS:
        facts: dict[str, Any] = {}
        for fact in book.vocabulary.facts.values():
            if random.random() < 0.6:
                continue
            match fact.kind:
                case Kind.FLAG:
                    facts[fact.name] = random.random() < 0.5
                case Kind.CHOICE:
                    facts[fact.name] = random.choice(list(fact.choices))
                case Kind.NUMBER:
                    facts[fact.name] = random.randint(int(fact.lowest), int(min(fact.highest, 60)))
                case Kind.DATE:
                    born = ON - timedelta(days=random.randint(0, 90 * 365))
                    facts[fact.name] = born.isoformat()
                case Kind.TIME:
                    facts[fact.name] = f"{ON}T{random.randint(0, 23):02d}:30"
        try:
            found.append(book.vocabulary.check(facts, ON))
        except BadFact:
            continue
    return found


def _ours(book: Rulebook, asked: Asked) -> Callable[[Facts], int]:
    decisions: Decisions = book.decisions
    return lambda facts: asked.winner(decisions.cell(facts, ON))


# For the others: plain values, "?" and -1 where nothing is known


def _plain(book: Rulebook, facts: Facts) -> dict[str, Any]:
    complete = book.vocabulary.complete(facts)
    plain: dict[str, Any] = {}
    for fact in book.vocabulary.facts.values():
        value = complete.get(fact.name)
        if fact.kind is Kind.NUMBER:
            plain[fact.name] = -1.0 if value is None else float(value)
        elif fact.kind in (Kind.CHOICE, Kind.FLAG):
            plain[fact.name] = UNKNOWN if value is None else str(value)
    born = complete.get(BIRTH_DATE)
    birth = date.fromisoformat(str(born)) if born else None
    plain[MONTHS] = -1.0 if birth is None else float(completed(birth, ON, Unit.MONTHS))
    plain[DAYS] = -1.0 if birth is None else float((ON - birth).days)
    for rule in book.tables.rules():
        for name, test in rule.when:
            if isinstance(test, During):
                plain[_hours_name(test)] = test.holds(complete.get(name))
    return plain


def _hours_name(test: During) -> str:
    return "_".join(("hours", *test.names, *(["not"] if test.outside else []))).replace("-", "_")


def _said(name: str, test: Test) -> list[str]:
    """The test in the words that both languages share."""
    match test:
        case During():
            return [f"{_hours_name(test)} == true"]
        case Unknown():
            return [f"{MONTHS} < 0.0" if name in (AGE, BIRTH_DATE) else f'{name} == "{UNKNOWN}"']
        case Aged():
            return [f"{MONTHS} >= 0.0", *_ends(test.low, test.high)]
        case Within():
            return [f"{name} >= 0.0", *_range(name, test.low, test.high)]
        case OneOf():
            return [
                "("
                + " || ".join(f"{name} == {_value(v)}" for v in sorted(test.values, key=str))
                + ")"
            ]
        case NoneOf():
            refused = [f"{name} != {_value(v)}" for v in sorted(test.values, key=str)]
            return [f'{name} != "{UNKNOWN}"', *refused]


def _ends(low: Bound | None, high: Bound | None) -> list[str]:
    sizes = {
        Unit.DAYS: (DAYS, 1),
        Unit.WEEKS: (DAYS, 7),
        Unit.MONTHS: (MONTHS, 1),
        Unit.YEARS: (MONTHS, 12),
    }
    found = []
    for bound, is_low in ((low, True), (high, False)):
        if bound:
            field, size = sizes[bound.unit or Unit.YEARS]
            edge = (bound.limit + (bound.inclusive is not is_low)) * size
            found.append(f"{field} {'>=' if is_low else '<'} {float(edge)}")
    return found


def _range(name: str, low: Bound | None, high: Bound | None) -> list[str]:
    found = [f"{name} {'>=' if low.inclusive else '>'} {float(low.limit)}"] if low else []
    return [
        *found,
        *([f"{name} {'<=' if high.inclusive else '<'} {float(high.limit)}"] if high else []),
    ]


def _value(value: object) -> str:
    return (
        repr(float(value))
        if isinstance(value, int | float) and not isinstance(value, bool)
        else f'"{value}"'
    )


def _condition(rule: Rule) -> str:
    return " && ".join(part for name, test in rule.when for part in _said(name, test)) or "true"


def _cel(asked: Asked) -> Callable[[dict[str, Any]], int]:
    """One compiled expression that names the first rule that holds."""
    rules = asked.table.rules
    text = str(len(rules))
    for place in reversed(range(len(rules))):
        text = f"({_condition(rules[place])}) ? {place} : ({text})"
    program = cel.compile(text)
    return lambda facts: int(program.execute(facts))


def _zen(asked: Asked) -> Callable[[dict[str, Any]], int]:
    """A decision table with one column that holds each rule's condition, and hit policy "first"."""
    rows = [
        {
            "_id": str(n),
            "when": _condition(rule).replace("&&", "and").replace("||", "or"),
            "then": str(n),
        }
        for n, rule in enumerate(asked.table.rules)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": "then", "name": "then", "field": "rule"}],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {
            "id": "table",
            "type": "decisionTableNode",
            "name": "table",
            "position": {"x": 0, "y": 0},
            "content": content,
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 0, "y": 0}},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    decision = zen.ZenEngine().create_decision({"nodes": nodes, "edges": edges})
    return lambda facts: int(decision.evaluate(facts)["result"]["rule"])
