"""The shipped rules send the patients of their cases.yaml where it says; a wrong case is named."""

from collections.abc import Iterator
from datetime import date

import pytest

from flow.engine.conditions import meets
from flow.engine.refusals import BadFact
from flow.engine.routing import Rulebook
from flow.engine.tables import Rule
from flow.rulebook import RulebookError, load, shipped
from flow.rulebook.cases import Case, differences, load_cases, read_cases

HOUSES = {
    folder.name: load(folder)
    for folder in sorted(shipped("typical").parent.iterdir())
    if (folder / "entry.yaml").is_file()
}
"""The shipped rulebooks, each proven. A folder without a way in is only there to be included."""
CASES = {name: load_cases(shipped(name)) for name in HOUSES if name != "demo"}
TYPICAL = HOUSES["typical"]


def test_these_are_the_example_houses() -> None:
    assert set(HOUSES) == {"besar", "demo", "kecil", "pustu", "rawat-inap", "typical"}


@pytest.mark.parametrize(
    ("house", "case"),
    [
        pytest.param(house, case, id=f"{house}: {case.name}")
        for house, cases in CASES.items()
        for case in cases
    ],
)
def test_an_example_patient(house: str, case: Case) -> None:
    assert [str(finding) for finding in differences(HOUSES[house], case)] == []


@pytest.mark.parametrize("house", CASES)
def test_each_case_has_its_own_name(house: str) -> None:
    assert len({case.name for case in CASES[house]}) == len(CASES[house]) >= 45


@pytest.mark.parametrize("house", CASES)
def test_the_cases_reach_every_rule(house: str) -> None:
    """A rule without a case could be changed and nobody would notice."""
    tables = HOUSES[house].tables
    ordered = {row.rule for row in tables.orders}  # no case asks for anything
    reached = {rule for case in CASES[house] for rule in met(HOUSES[house], case)}

    assert {rule.line for rule in set(tables.rules()) - ordered - reached} == set()


def met(rulebook: Rulebook, case: Case) -> Iterator[Rule]:
    """The rules that decide about this patient; nobody comes past a `final` one."""
    try:
        facts = rulebook.vocabulary.check(case.facts, case.on)
    except BadFact:
        return
    tables, complete = rulebook.tables, rulebook.vocabulary.complete(facts)
    yield from (r for r in (*tables.bands, *tables.flags) if meets(r.when, complete, case.on))
    for table in (tables.priority, tables.tickets, *tables.entry, *tables.exits):
        rule = next(r for r in table.rules if meets(r.when, complete, case.on))
        yield rule
        if rule.final:
            return


def wrong(expect: str, facts: str = "{birth_date: 1990-01-01}") -> list[str]:
    text = f"on: 2026-11-23\ncases:\n  - case: Siti\n    facts: {facts}\n    expect: {expect}\n"
    (case,) = read_cases(text)
    return [str(finding) for finding in differences(TYPICAL, case)]


def test_a_wrong_cluster_is_named_with_its_place() -> None:
    assert wrong("{cluster: K2}") == [
        'cases.yaml:5:23: case "Siti": cluster K3; expected: K2; correct the rules or the case'
    ]


def test_a_wrong_rule_is_named_where_the_case_names_one() -> None:
    assert wrong("{stops: [loket, skrining, {k3-dewasa: lansia}, farmasi]}") == [
        (
            'cases.yaml:5:21: case "Siti": stops loket, skrining, k3-dewasa by dewasa, farmasi; '
            "expected: loket, skrining, k3-dewasa by lansia, farmasi; correct the rules or the case"
        )
    ]


def test_a_case_may_name_no_rules() -> None:
    assert wrong("{stops: [loket, skrining, k3-dewasa, farmasi]}") == []


def test_a_fact_that_is_refused_is_named() -> None:
    (finding,) = wrong("{cluster: K3}", facts="{sex: pria}")

    assert finding.startswith('cases.yaml:4:12: case "Siti": the fact sex is refused')


def test_a_refusal_that_does_not_happen_is_named() -> None:
    (finding,) = wrong("{refused: sex}")

    assert finding.startswith('cases.yaml:5:23: case "Siti": accepted; expected: refused: sex')


def test_every_difference_of_a_case_is_named() -> None:
    assert len(wrong("{cluster: K2, priority: bayi, bands: [], flags: [infectious]}")) == 4


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("cases: []\n", 'cases.yaml:1:1: the key "on" is missing'),
        ("on: besok\ncases: []\n", 'cases.yaml:1:5: found the text "besok"; a date is needed'),
        (
            "on: 2026-11-23\ncases:\n  - {case: A, facts: {}, expect: {klaster: K2}}\n",
            'cases.yaml:3:35: unknown key "klaster"; allowed: cluster',
        ),
        (
            "on: 2026-11-23\ncases:\n  - {case: A, facts: {sex: [male]}, expect: {}}\n",
            "cases.yaml:3:28: found a list; a fact has one value",
        ),
        ("\t", "cases.yaml:1:1: not readable as YAML"),
    ],
)
def test_cases_that_cannot_be_read(text: str, finding: str) -> None:
    with pytest.raises(RulebookError) as caught:
        read_cases(text)

    assert str(caught.value.findings[0]).startswith(finding)


def test_a_case_may_have_a_day_of_its_own() -> None:
    text = "on: 2026-11-23\ncases: [{case: A, on: 2024-02-29, facts: {}, expect: {}}]\n"

    assert read_cases(text)[0].on == date(2024, 2, 29)
