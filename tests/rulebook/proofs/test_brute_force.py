"""The proofs agree with counting: on random small rulebooks they find what asking every possible patient finds."""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.engine.conditions import meets
from flow.engine.decisions import NO_RULE
from flow.engine.diagrams import walk
from flow.engine.routing import Rulebook
from flow.engine.tables import Table
from flow.engine.text import Text
from flow.rulebook.compiler import Compiled
from flow.rulebook.findings import Finding, Place
from flow.rulebook.promises import Promise
from flow.rulebook.proofs import prove
from tests.rulebook.everybody import Somebody, everybody, first_that_holds, rulebooks, whens

Found = dict[str, set[str]]
"""For each code of a finding, the places at which it is reported."""

pytestmark = pytest.mark.slow

MANY = settings(max_examples=160, deadline=None)


def findings(rulebook: Rulebook, *promises: Promise) -> list[Finding]:
    return list(prove(Compiled(rulebook=rulebook, promises=promises, schedules={})))


def by_code(found: list[Finding], *codes: str) -> Found:
    places: Found = defaultdict(set)
    for one in found:
        if one.code in codes:
            places[one.code].add(one.place.as_line)
    return places


def witness(finding: Finding) -> Somebody:
    assert finding.witness is not None, finding
    return Somebody(dict(finding.witness.facts), date.fromisoformat(finding.witness.on))


def counted(table: Table, comers: list[Somebody], all_: list[Somebody]) -> Found:
    """What is wrong with one table, by asking everybody."""
    found: Found = defaultdict(set)
    wins = {first_that_holds(table, one) for one in all_}
    reached = {first_that_holds(table, one) for one in comers}
    if None in reached:
        found["gap"].add(table.line)
    for place, rule in enumerate(table.rules):
        met = [one for one in all_ if meets(rule.when, one.facts, one.on)]
        if not met:
            found["impossible-rule"].add(rule.line)
        elif table.unique:
            here = [one for one in comers if meets(rule.when, one.facts, one.on)]
            if any(
                meets(other.when, one.facts, one.on)
                for other in table.rules[:place]
                for one in here
            ):
                found["conflict"].add(rule.line)
        elif place not in wins:
            found["shadowed"].add(rule.line)
        elif place not in reached:
            found["unreachable-rule"].add(rule.line)
    return found


@MANY
@given(rulebooks())
def test_gaps_shadows_conflicts_and_impossible_rules(rulebook: Rulebook) -> None:
    all_ = list(everybody(rulebook.vocabulary))
    first, second = rulebook.tables.entry
    going_on = []
    for one in all_:
        place = first_that_holds(first, one)
        if place is None or not first.rules[place].final:
            going_on.append(one)
    expected: Found = defaultdict(set)
    for table, comers in ((rulebook.tables.priority, all_), (first, all_), (second, going_on)):
        for code, lines in counted(table, comers, all_).items():
            expected[code] |= lines
    found = findings(rulebook)

    assert by_code(
        found, "gap", "impossible-rule", "conflict", "shadowed", "unreachable-rule"
    ) == dict(expected)


@MANY
@given(rulebooks())
def test_each_example_shows_what_it_stands_for(rulebook: Rulebook) -> None:
    tables = {table.name: table for table in (rulebook.tables.priority, *rulebook.tables.entry)}
    for finding in findings(rulebook):
        if finding.code not in ("gap", "conflict", "shadowed"):
            continue
        file, line = finding.place.file.removesuffix(".yaml"), finding.place.line
        somebody = witness(finding)
        complete = rulebook.vocabulary.complete(
            rulebook.vocabulary.check(somebody.facts, somebody.on)
        )
        met = [n for n, r in enumerate(tables[file].rules) if meets(r.when, complete, somebody.on)]
        match finding.code:
            case "gap":
                assert met == []
            case "conflict":
                assert line in met
                assert met[0] < line
            case "shadowed":
                assert line in met
                assert met[0] != line


@MANY
@given(rulebooks())
def test_patients_without_a_stop(rulebook: Rulebook) -> None:
    stranded = False
    for one in everybody(rulebook.vocabulary):
        stops: tuple[str, ...] = ()
        for table in rulebook.tables.entry:
            place = first_that_holds(table, one)
            if place is not None:
                stops += table.rules[place].stops
                if table.rules[place].final:
                    break
        stranded = stranded or not stops
    found = findings(rulebook)

    assert bool(by_code(found, "no-stop")) is stranded


@MANY
@given(st.data())
def test_promises(data: st.DataObject) -> None:
    rulebook = data.draw(rulebooks())
    promise = Promise(
        name=Text("janji", "promise"),
        place=Place("promises.yaml", 7),
        always=data.draw(st.booleans()),
        when=data.draw(whens(rulebook.vocabulary)),
        then={"stops": data.draw(st.sampled_from([("loket",), ("lab", "dewasa")]))},
    )
    met, broken = False, False
    for one in everybody(rulebook.vocabulary):
        if not meets(promise.when, one.facts, one.on):
            continue
        met = True
        stops: tuple[str, ...] = ()
        for table in rulebook.tables.entry:
            place = first_that_holds(table, one)
            if place is not None:
                stops += table.rules[place].stops
                if table.rules[place].final:
                    break
        passes = any(stop in promise.then["stops"] for stop in stops)
        broken = broken or passes is not promise.always
    here = [f for f in findings(rulebook, promise) if f.place.file == "promises.yaml"]

    expected = ["broken-promise"] if broken else [] if met else ["impossible-rule"]
    assert [finding.code for finding in here] == expected


@MANY
@given(rulebooks())
def test_a_diagram_is_its_table(rulebook: Rulebook) -> None:
    """What runs is what is written: for every patient the diagram ends at the rule that reading from the top finds."""
    asked = (rulebook.decisions.priority, *rulebook.decisions.entry)
    for one in everybody(rulebook.vocabulary):
        cell = rulebook.decisions.cell(one.facts, one.on)
        for table in asked:
            place = first_that_holds(table.table, one)
            assert walk(table.diagram, cell) == (NO_RULE if place is None else place)
