"""Two rulebooks compared: who would be routed differently, exactly as counting everybody says, and in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.engine.conditions import meets
from flow.engine.diagrams import walk
from flow.engine.facts import BIRTH_DATE, Facts, Kind
from flow.engine.refusals import BadFact
from flow.engine.routing import Rulebook
from flow.engine.tables import OrderRule, Rule, Table
from flow.engine.text import Text
from flow.engine.vocabulary import Fact, Vocabulary
from flow.rulebook import compile_sources, shipped, sources
from flow.rulebook.comparing import Change, Pair, compare, difference, said_steps
from flow.rulebook.sides import BEFORE, Steps, Stop, apart
from tests.changed import DEWASA, changed_rules
from tests.engine.small import fact
from tests.rulebook.everybody import (
    BIRTHS,
    FACTS,
    FIRST_DAY,
    NUMBERS,
    Somebody,
    first_that_holds,
    rulebooks,
    tables,
    whens,
)
from tests.rulebook.everybody import (
    tests_of as asking,
)

OLD, NEW = compile_sources(sources(shipped("typical"))), compile_sources(changed_rules())


Answer = tuple[Steps, dict[str, str | None]] | None
"""The steps, and everything else in words by its part; None for somebody who is not accepted."""

Told = tuple[str, str | None, str | None]
"""A part, and what is said of it before and after."""


def asked(rulebook: Rulebook, facts: Facts, on: date) -> Answer:
    """The answer about somebody of whom this was told, by reading the tables from the top."""
    words = rulebook.vocabulary
    known = {name: value for name, value in facts.items() if name in words.facts}
    try:
        one = Somebody(words.complete(words.check(known, on)), on)
    except BadFact:
        return None
    steps: list[tuple[Stop, ...]] = []
    cluster, final = "", False
    for table in (*rulebook.tables.entry, *rulebook.tables.exits):
        place = first_that_holds(table, one)
        if place is None or final:
            continue
        rule = table.rules[place]
        if rule.stops:
            steps.append(tuple(Stop(code, rule.if_ordered) for code in rule.stops))
        cluster, final = rule.cluster or cluster, rule.final
    parts = {
        "Helped at once": "ya" if final else "tidak",
        "Cluster": f"{cluster} {cluster}" if cluster else "",
        "Priority": winner(rulebook, rulebook.tables.priority, one),
        "Ticket letters": winner(rulebook, rulebook.tables.tickets, one),
        "Bands": all_that_hold(rulebook, rulebook.tables.bands, one),
        "Flags": all_that_hold(rulebook, rulebook.tables.flags, one),
    }
    for room in rulebook.stations:
        for order in ORDERS:
            parts[f"Order {order} at Inside {room}"] = offer(rulebook, room, order, one)
    return Steps(tuple(steps)), parts


def winner(rulebook: Rulebook, table: Table, one: Somebody) -> str | None:
    place = first_that_holds(table, one)
    return None if place is None else rulebook.label(table.rules[place].value).id


def all_that_hold(rulebook: Rulebook, rules: tuple[Rule, ...], one: Somebody) -> str:
    held = {rule.value for rule in rules if meets(rule.when, one.facts, one.on)}
    return ", ".join(rulebook.label(value).id for value in sorted(held)) or "tidak ada"


def offer(rulebook: Rulebook, room: str, order: str, one: Somebody) -> str:
    for row in rulebook.tables.orders:
        if row.order == order and room in row.at and meets(row.rule.when, one.facts, one.on):
            said = [rulebook.stations[stop].name.id for stop in row.rule.stops]
            said += ["kembali dengan hasil"] * row.review + ["paling akhir"] * row.last
            return ", ".join([*said, *["otomatis"] * row.automatic])
    return "tidak ditawarkan"


ORDERS = ("periksa-darah", "cabut-gigi")


@st.composite
def order_rows(draw: st.DrawFn, words: Vocabulary) -> OrderRule:
    code = draw(st.sampled_from(ORDERS))
    stops = draw(st.sampled_from([("lab",), ("gigi",), ("lab", "gigi")]))
    return OrderRule(
        order=code,
        label=Text(code, code),
        at=draw(st.frozensets(st.sampled_from(["dewasa", "ibu", "loket"]), min_size=1)),
        rule=Rule(name="r", when=draw(whens(words)), because=Text("", ""), line="", stops=stops),
        review=draw(st.booleans()),
        last=draw(st.booleans()),
        automatic=draw(st.booleans()),
    )


@st.composite
def whole_rulebooks(draw: st.DrawFn, words: Vocabulary) -> Rulebook:
    """A random rulebook with bands, flags, letters, clusters, an exit and orders."""
    book = draw(rulebooks(words))

    def some(*values: str) -> tuple[Rule, ...]:
        rows = draw(st.lists(st.tuples(whens(words), st.sampled_from(values)), max_size=3))
        return tuple(
            Rule(name=f"r{n}", when=when, because=Text("", ""), line="", value=value)
            for n, (when, value) in enumerate(rows)
        )

    def in_clusters(table: Table) -> Table:
        named = st.sampled_from([None, "K2", "K3"])
        return replace(
            table, rules=tuple(replace(rule, cluster=draw(named)) for rule in table.rules)
        )

    return replace(
        book,
        tables=replace(
            book.tables,
            bands=some("anak", "lansia"),
            flags=some("infectious"),
            tickets=draw(tables(words, "tickets", LETTERS)),
            entry=tuple(map(in_clusters, book.tables.entry)),
            exits=(draw(tables(words, "exits", EXITS)),),
            orders=tuple(draw(st.lists(order_rows(words), max_size=3))),
        ),
    )


LETTERS = st.builds(lambda value: {"value": value}, st.sampled_from(["A", "B"]))
EXITS = st.builds(
    lambda stops, if_ordered: {"stops": stops, "if_ordered": if_ordered},
    st.sampled_from([(), ("obat",)]),
    st.booleans(),
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
def vocabularies(draw: st.DrawFn, names: tuple[str, ...], retyped: str = "") -> Vocabulary:
    """Some of these facts, one maybe of another type; one of them may depend on another."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    facts = {name: draw(varied(FACTS[name])) for name in chosen}
    if retyped in facts:
        kind = Kind.CHOICE if FACTS[retyped].kind is Kind.FLAG else Kind.FLAG
        choices = ("ya", "tidak") if kind is Kind.CHOICE else ()
        facts[retyped] = fact(retyped, kind, *choices)
    if len(chosen) > 1 and draw(st.booleans()):
        condition = draw(asking(facts[chosen[1]]))
        facts[chosen[0]] = replace(facts[chosen[0]], only_if=(condition,))
    return Vocabulary(facts)


def whatever_may_be_told(declared: Vocabulary) -> Iterator[tuple[Facts, date]]:
    """Everything that somebody may tell or not, whether or not any vocabulary accepts it."""
    columns: dict[str, tuple[object, ...]] = {}
    for name, one in declared.facts.items():
        if one.kind is not Kind.DATE:
            flags = (True, False) if one.kind is Kind.FLAG else tuple(one.choices)
            columns[name] = (None, *(NUMBERS[plain(name)] if one.kind is Kind.NUMBER else flags))
    births = [(None, FIRST_DAY), *BIRTHS] if BIRTH_DATE in declared.facts else [(None, FIRST_DAY)]
    for birth, on in births:
        for values in product(*columns.values()):
            told = {n: v for n, v in zip(columns, values, strict=True) if v is not None}
            yield told | ({BIRTH_DATE: birth.isoformat()} if birth else {}), on


def plain(name: str) -> str:
    return name.removeprefix(BEFORE)


def as_told_before(told: Facts, old: Vocabulary, declared: Vocabulary) -> Facts:
    """What somebody tells, by the names that the old vocabulary has for it."""
    return {
        name: told[key]
        for name in old.facts
        if (key := BEFORE + name if BEFORE + name in declared.facts else name) in told
    }


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(st.data())
def test_it_is_what_counting_everybody_says(data: st.DataObject) -> None:
    """Who is told about, and what is told, whatever the two vocabularies have in common, types included."""
    names = tuple(
        data.draw(st.lists(st.sampled_from(list(FACTS)), min_size=1, max_size=3, unique=True))
    )
    others = [name for name in names if FACTS[name].kind is not Kind.DATE]
    retyped = data.draw(st.sampled_from(["", "", *others]))
    old = data.draw(whole_rulebooks(data.draw(vocabularies(names, retyped))))
    new = data.draw(whole_rulebooks(data.draw(vocabularies(names))))
    pair = Pair(apart(old, new), new)
    changes = list(pair.changes())
    declared = pair.cells.vocabulary
    for told, on in whatever_may_be_told(declared):
        try:
            facts = declared.check(dict(told), on)
        except BadFact:
            continue  # a value that neither of them has a word for
        before = asked(old, as_told_before(facts, old.vocabulary, declared), on)
        after = asked(new, facts, on)
        if before or after:
            cell = pair.cells.space.cell(declared.complete(facts), on)
            found = [
                (part, change.before.id, change.after.id)
                for change in changes
                if change.patients and walk(change.patients, cell)
                for part in parts_of(change)
            ]
            assert set(found) == wanted(old, new, before, after)
            assert len(found) == len(set(found))


def wanted(old: Rulebook, new: Rulebook, before: Answer, after: Answer) -> set[Told]:
    if not before:
        assert after
        return {("Not accepted before", "tidak diterima", said_steps(new, after[0]).id)}
    if not after:
        return {("No longer accepted", said_steps(old, before[0]).id, "tidak diterima")}
    found: set[Told] = {
        (part, before[1][part], after[1][part])
        for part in before[1]
        if before[1][part] != after[1][part]
    }
    parts = difference(before[0], after[0])
    if parts:
        found.add(("Route", said_steps(old, parts[0]).id, said_steps(new, parts[1]).id))
    return found


def parts_of(change: Change) -> list[str]:
    """What is told; of an order once for each room."""
    order, at, rooms = change.part.en.partition(" at ")
    return [f"{order}{at}{room}" for room in rooms.split(", ")] if at else [change.part.en]


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


def test_other_words_for_patients_and_whom_a_choice_is_offered_are_told_and_move_nobody() -> None:
    texts = sources(shipped("typical"))
    texts["flags.yaml"] = texts["flags.yaml"].replace("Mohon pakai masker;", "Ambil masker;")
    texts["facts.yaml"] = (
        texts["facts.yaml"]
        .replace("id: Kontrol pengobatan", "id: Kontrol rutin")
        .replace("{anc: pregnant}", "{anc: in_labour}")
    )
    found = {change.part.en: change for change in compare(OLD, compile_sources(texts))}
    assert found.keys() == {"Notice for infectious", "Fact service"}
    assert found["Notice for infectious"].after.id.startswith("Ambil masker; petugas")
    service = found["Fact service"].after.id
    assert "tb di karcis Kontrol rutin" in service
    assert "anc seperti Sedang bersalin" in service


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
