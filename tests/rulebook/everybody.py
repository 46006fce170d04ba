"""Small random rulebooks, and everybody who could come to them, counted out one by one: what the proofs must agree with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import product

from hypothesis import strategies as st

from flow.engine.conditions import Aged, Bound, NoneOf, OneOf, Test, Unknown, When, Within, meets
from flow.engine.facts import BIRTH_DATE, Facts, FactValue, Kind, Unit, completed
from flow.engine.refusals import BadFact
from flow.engine.routing import Rulebook
from flow.engine.tables import Rule, Table
from flow.engine.text import Text
from flow.engine.vocabulary import Fact, Vocabulary
from tests.engine.small import fact, small

FIRST_DAY = date(2023, 1, 1)
DAYS_TRIED = 366 + 365 * 3  # a whole cycle of leap years
AGES_DAYS = (0, 1, 2, 6, 7, 8, 9, *range(26, 37), *range(57, 64), 70)
"""Days lived on and between all the borders that `ages` draws, in whatever unit."""


@dataclass(frozen=True)
class Somebody:
    """One possible patient on one service day."""

    facts: Facts
    on: date


def _births() -> dict[tuple[int, int], tuple[date, date]]:
    """For each pair of completed days and months that exists, a birth date and a service day."""
    found = {}
    for day in range(DAYS_TRIED):
        on = FIRST_DAY + timedelta(days=day)
        for lived in AGES_DAYS:
            birth = on - timedelta(days=lived)
            found.setdefault((lived, completed(birth, on, Unit.MONTHS)), (birth, on))
    return found


BIRTHS = tuple(_births().values())

FACTS = {
    BIRTH_DATE: fact(BIRTH_DATE, Kind.DATE),
    "sex": fact("sex", Kind.CHOICE, "female", "male"),
    "pregnant": fact("pregnant", Kind.FLAG),
    "cough_weeks": fact("cough_weeks", Kind.NUMBER, high=4),
    "service": fact("service", Kind.CHOICE, "umum", "obat", "lab", default="umum"),
    "visits": fact("visits", Kind.NUMBER, low=1, high=3, default=1),
}
NUMBERS: Mapping[str, tuple[float, ...]] = {
    "cough_weeks": (0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4),
    "visits": (1, 1.5, 2, 2.5, 3),
}
"""What everybody may have; tests name only the whole ones, so that there is somebody between any two borders."""


# Random parts


ENDS = st.sampled_from(
    [(n, Unit.DAYS) for n in (0, 1, 7, 28, 29, 30, 31)]
    + [(n, Unit.WEEKS) for n in (1, 4)]
    + [(n, Unit.MONTHS) for n in (0, 1)]
)
BOUNDS = st.builds(lambda end, inclusive: Bound(end[0], inclusive, end[1]), ENDS, st.booleans())
AGES = st.builds(
    lambda low, high: Aged(low, high) if low or high else Aged(None, Bound(1, False, Unit.MONTHS)),
    st.none() | BOUNDS,
    st.none() | BOUNDS,
)
"""Age ranges whose ends may count days, weeks or months."""


def tests_of(one: Fact) -> st.SearchStrategy[tuple[str, Test]]:
    """A test that this fact may be put to."""
    return _tests(one.name, one.kind, tuple(one.choices), one.default is None)


@cache  # to make a strategy takes longer than to draw from it
def _tests(
    name: str, kind: Kind, choices: tuple[str, ...], may_lack: bool
) -> st.SearchStrategy[tuple[str, Test]]:
    if kind is Kind.DATE:
        return st.tuples(st.just("age"), AGES | st.just(Unknown()))
    tests: list[st.SearchStrategy[Test]] = [st.just(Unknown())] if may_lack else []
    values: tuple[FactValue, ...] = (True, False) if kind is Kind.FLAG else choices
    if kind is Kind.NUMBER:
        whole = tuple(int(n) for n in NUMBERS[name] if n == int(n))
        limit = st.sampled_from(whole)
        ends = st.none() | st.builds(Bound, limit, st.booleans())
        tests.append(st.builds(Within, ends, ends))
        values = whole
    chosen = st.frozensets(st.sampled_from(values), min_size=1, max_size=2)
    tests += [st.builds(OneOf, chosen), st.builds(NoneOf, chosen)]
    return st.tuples(st.just(name), st.one_of(tests))


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    """Up to three facts; one of them may depend on others."""
    names = draw(st.lists(st.sampled_from(list(FACTS)), min_size=1, max_size=3, unique=True))
    facts = {name: FACTS[name] for name in names}
    if len(names) > 1 and draw(st.booleans()):
        condition = dict([draw(tests_of(FACTS[other])) for other in names[1:]])
        facts[names[0]] = replace(facts[names[0]], only_if=tuple(condition.items()))
    return Vocabulary(facts)


def whens(vocabulary: Vocabulary) -> st.SearchStrategy[When]:
    """Tests of up to three facts of the vocabulary."""
    test = st.sampled_from(list(vocabulary.facts.values())).flatmap(tests_of)
    return st.lists(test, max_size=3, unique_by=lambda pair: pair[0]).map(tuple)


@st.composite
def tables(
    draw: st.DrawFn, vocabulary: Vocabulary, name: str, then: st.SearchStrategy[dict[str, object]]
) -> Table:
    """A table of up to five rules, each on a line of its own."""
    rows = draw(st.lists(st.tuples(whens(vocabulary), then), min_size=1, max_size=5))
    rules = tuple(
        Rule(name=f"r{n}", when=when, because=Text("", ""), line=f"{name}.yaml:{n}", **what)  # type: ignore[arg-type]
        for n, (when, what) in enumerate(rows)
    )
    return Table(name=name, rules=rules, unique=draw(st.booleans()), line=f"{name}.yaml:100")


WORDS = st.builds(lambda value: {"value": value}, st.sampled_from(["reguler", "lansia"]))
STOPS = st.builds(
    lambda stops, final: {"stops": stops, "final": final, "cluster": "K3"},
    st.sampled_from([(), ("loket",), ("dewasa",), ("lab", "gigi")]),
    st.sampled_from([False, False, True]),
)


@st.composite
def rulebooks(draw: st.DrawFn, vocabulary: Vocabulary | None = None) -> Rulebook:
    """A rulebook with a random table of classes and two random stages."""
    words = vocabulary or draw(vocabularies())
    first, second = draw(tables(words, "one", STOPS)), draw(tables(words, "two", STOPS))
    return small(
        vocabulary=words,
        priority=draw(tables(words, "priority", WORDS)),
        tickets=Table(
            name="tickets", rules=(Rule(name="a", when=(), because=Text("", ""), value="A"),)
        ),
        bands=(),
        flags=(),
        entry=(first, second),
        exits=(),
        orders=(),
        kiosk=(),
        emergency={},
    )


# Everybody


def everybody(vocabulary: Vocabulary) -> Iterator[Somebody]:
    """Each patient whom the vocabulary accepts, with a value on and between all borders."""
    columns: list[list[FactValue | None]] = []
    for one in vocabulary.facts.values():
        if one.kind is Kind.DATE:
            continue
        known: tuple[FactValue, ...] = NUMBERS.get(one.name) or (  # type: ignore[assignment]
            (True, False) if one.kind is Kind.FLAG else tuple(one.choices)
        )
        columns.append([*([None] if one.default is None else []), *known])
    names = [one.name for one in vocabulary.facts.values() if one.kind is not Kind.DATE]
    births = [(None, FIRST_DAY), *BIRTHS] if BIRTH_DATE in vocabulary.facts else [(None, FIRST_DAY)]
    for birth, on in births:
        for values in product(*columns):
            facts = {n: v for n, v in zip(names, values, strict=True) if v is not None}
            if birth:
                facts[BIRTH_DATE] = birth.isoformat()
            try:
                yield Somebody(vocabulary.complete(vocabulary.check(facts, on)), on)
            except BadFact:
                continue


def first_that_holds(table: Table, somebody: Somebody) -> int | None:
    """The place of the winning rule, found by reading the table from the top."""
    for place, rule in enumerate(table.rules):
        if meets(rule.when, somebody.facts, somebody.on):
            return place
    return None
