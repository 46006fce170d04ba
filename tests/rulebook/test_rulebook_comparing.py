"""Two rulebooks compared: who would be routed differently, exactly as counting everybody says, and in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.engine.diagrams import walk
from flow.engine.facts import BIRTH_DATE, Facts, Kind
from flow.engine.refusals import BadFact
from flow.engine.routing import Rulebook
from flow.engine.vocabulary import Fact, Vocabulary
from flow.rulebook import compile_sources, shipped, sources
from flow.rulebook.comparing import Change, Pair, compare, difference, said_steps
from flow.rulebook.sides import Steps, Stop
from tests.changed import DEWASA, changed_rules
from tests.rulebook.everybody import (
    BIRTHS,
    FACTS,
    FIRST_DAY,
    NUMBERS,
    Somebody,
    first_that_holds,
    rulebooks,
)
from tests.rulebook.everybody import (
    tests_of as asking,
)

OLD, NEW = compile_sources(sources(shipped("typical"))), compile_sources(changed_rules())


@dataclass(frozen=True)
class Answer:
    """What one rulebook says about somebody, by reading its tables from the top."""

    steps: Steps
    is_final: bool
    priority: str | None


def asked(rulebook: Rulebook, facts: Facts, on: date) -> Answer | None:
    """The answer about somebody of whom this was told; None where the vocabulary does not accept it."""
    words = rulebook.vocabulary
    known = {name: value for name, value in facts.items() if name in words.facts}
    try:
        one = Somebody(words.complete(words.check(known, on)), on)
    except BadFact:
        return None
    steps: list[tuple[Stop, ...]] = []
    final = False
    for table in rulebook.tables.entry:
        place = first_that_holds(table, one)
        if place is None or final:
            continue
        rule = table.rules[place]
        if rule.stops:
            steps.append(tuple(Stop(code, rule.if_ordered) for code in rule.stops))
        final = rule.final
    place = first_that_holds(rulebook.tables.priority, one)
    return Answer(
        Steps(tuple(steps)),
        final,
        None if place is None else rulebook.tables.priority.rules[place].value,
    )


def varied(one: Fact) -> st.SearchStrategy[Fact]:
    """The fact, or the same with another default or another domain."""
    match one.kind:
        case Kind.CHOICE:
            fewer = dict(list(one.choices.items())[:-1])
            others = [replace(one, choices=fewer, default=default) for default in (None, *fewer)]
            return st.sampled_from([one, replace(one, default=None), *others])
        case Kind.FLAG:
            return st.sampled_from([one, replace(one, default=False)])
        case Kind.NUMBER:
            others = [replace(one, high=2, default=default) for default in (None, 1, 2)]
            return st.sampled_from([one, replace(one, default=None), *others])
        case _:
            return st.just(one)


@st.composite
def vocabularies(draw: st.DrawFn, names: tuple[str, ...]) -> Vocabulary:
    """Some of these facts; one of them may depend on another."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    facts = {name: draw(varied(FACTS[name])) for name in chosen}
    if len(chosen) > 1 and draw(st.booleans()):
        condition = draw(asking(facts[chosen[1]]))
        facts[chosen[0]] = replace(facts[chosen[0]], only_if=(condition,))
    return Vocabulary(facts)


def whatever_may_be_told(names: tuple[str, ...]) -> Iterator[tuple[Facts, date]]:
    """Everything that somebody may tell or not, whether or not any vocabulary accepts it."""
    columns: list[tuple[object, ...]] = []
    for name in names:
        one = FACTS[name]
        flags = (True, False) if one.kind is Kind.FLAG else tuple(one.choices)
        columns.append((None, *(NUMBERS.get(name) or flags)))
    births = [(None, FIRST_DAY), *BIRTHS] if BIRTH_DATE in names else [(None, FIRST_DAY)]
    for birth, on in births:
        for values in product(*columns):
            told = {n: v for n, v in zip(names, values, strict=True) if v is not None}
            yield told | ({BIRTH_DATE: birth.isoformat()} if birth else {}), on


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_it_is_what_counting_everybody_says(data: st.DataObject) -> None:
    """Who is told about, and what is told, whatever the two vocabularies have in common."""
    names = tuple(
        data.draw(st.lists(st.sampled_from(list(FACTS)), min_size=1, max_size=3, unique=True))
    )
    old, new = (data.draw(rulebooks(data.draw(vocabularies(names)))) for _ in range(2))
    pair = Pair(old, new)
    changes = list(pair.changes())
    declared = pair.cells.vocabulary
    for told, on in whatever_may_be_told(names):
        try:
            facts = declared.check({n: v for n, v in told.items() if n in declared.facts}, on)
        except BadFact:
            continue  # a value that neither of them has a word for
        before, after = asked(old, facts, on), asked(new, facts, on)
        wanted = set()
        if before and after:
            parts = difference(before.steps, after.steps)
            if parts:
                wanted.add(("Route", said_steps(old, parts[0]).id, said_steps(new, parts[1]).id))
            if before.is_final != after.is_final:
                yes = {True: "ya", False: "tidak"}
                wanted.add(("Helped at once", yes[before.is_final], yes[after.is_final]))
            if before.priority != after.priority:
                said = (one.priority and old.label(one.priority).id for one in (before, after))
                wanted.add(("Priority", *said))
        elif before:
            wanted.add(("No longer accepted", said_steps(old, before.steps).id, "tidak diterima"))
        elif after:
            wanted.add(("Not accepted before", "tidak diterima", said_steps(new, after.steps).id))
        else:
            continue
        cell = pair.cells.space.cell(declared.complete(facts), on)
        found = [
            (change.part.en, change.before.id, change.after.id)
            for change in changes
            if change.patients and walk(change.patients, cell)
        ]
        assert {one for one in found if one[0] != "Cluster"} == wanted
        assert len(found) == len(set(found))


def routes(changes: tuple[Change, ...]) -> list[Change]:
    return [change for change in changes if change.part.en == "Route"]


def test_a_rulebook_does_not_differ_from_itself() -> None:
    assert compare(OLD, OLD) == ()


def test_who_goes_elsewhere_is_said_in_words() -> None:
    (change,) = routes(compare(OLD, NEW))
    assert change.who is not None
    assert "umur 18 sampai sebelum 60 tahun" in change.who.id
    assert "age 18 to before 60 years" in change.who.en
    assert (change.before.id, change.after.id) == ("Poli dewasa", "Gigi dan mulut")


def test_the_example_of_a_change_shows_it() -> None:
    (change,) = routes(compare(OLD, NEW))
    assert change.witness is not None
    facts = dict(change.witness.facts)
    on = date.fromisoformat(change.witness.on)
    first, second = (
        [stop.station for step in book.route(facts, on).steps for stop in step]
        for book in (OLD, NEW)
    )
    assert "k3-dewasa" in first
    assert "gigi" in second


def test_a_new_choice_and_a_new_desk_are_told_as_such() -> None:
    texts = sources(shipped("typical"))
    texts["facts.yaml"] = texts["facts.yaml"].replace(
        "    lab: {id: Laboratorium", "    haji: {id: Haji, en: Hajj}\n    lab: {id: Laboratorium"
    )
    texts["stations.yaml"] = texts["stations.yaml"].replace("desks: [1, 2]", "desks: [1, 2, 3]", 1)
    found = {change.part.en: change for change in compare(OLD, compile_sources(texts))}
    assert found.keys() == {"Not accepted before", "Fact service", "Station loket"}
    assert "Layanan yang dituju: Haji" in found["Not accepted before"].who.id
    assert "haji (Haji)" in found["Fact service"].after.id
    assert "meja 1, 2, 3" in found["Station loket"].after.id


def test_a_default_that_changes_moves_those_who_were_never_asked() -> None:
    texts = sources(shipped("typical"))
    texts["facts.yaml"] = texts["facts.yaml"].replace("default: bpjs", "default: umum")
    changes = routes(compare(OLD, compile_sources(texts)))
    assert changes
    assert all("Kasir" in change.after.id for change in changes)
    assert all(
        change.who is not None and "Penjamin: belum diketahui" in change.who.id
        for change in changes
    )


def with_rule(texts: dict[str, str], when: str) -> dict[str, str]:
    """Adults of whom this holds go to gigi."""
    rule = f"""    - rule: luka
      when: {{{when}}}
      then: {{stops: gigi}}
      because: {{id: Luka, en: Wound}}

"""
    return texts | {"entry.yaml": texts["entry.yaml"].replace(DEWASA, rule + DEWASA)}


def with_fact(texts: dict[str, str], kind: str) -> dict[str, str]:
    fact = f"\nluka:\n  type: {kind}\n  label: {{id: Ada luka, en: Wounded}}\n"
    return texts | {"facts.yaml": texts["facts.yaml"] + fact}


def test_a_new_fact_that_a_rule_asks_for_is_told_as_a_change_of_routes() -> None:
    """Before, nobody asked for it: the wounded went where the others go."""
    texts = with_fact(sources(shipped("typical")), "flag")
    (change,) = routes(compare(OLD, compile_sources(with_rule(texts, "luka: true"))))
    assert change.who is not None
    assert change.who.id.endswith("Ada luka")
    assert (change.before.id, change.after.id) == ("Poli dewasa", "Gigi dan mulut")


def test_a_fact_of_another_type_is_another_fact() -> None:
    texts = sources(shipped("typical"))
    old = compile_sources(with_rule(with_fact(texts, "flag"), "luka: true"))
    new = compile_sources(with_rule(with_fact(texts, "number"), 'luka: ">=2"'))
    found = routes(compare(old, new))
    assert {(change.before.id, change.after.id) for change in found} == {
        ("Poli dewasa", "Gigi dan mulut"),
        ("Gigi dan mulut", "Poli dewasa"),
    }
    assert any(change.who and "Ada luka (dulu)" in change.who.id for change in found)
    for change in found:
        assert change.witness is not None
        new.vocabulary.check(dict(change.witness.facts), date.fromisoformat(change.witness.on))
