"""The shipped rules send the patients of their cases.yaml where it says; a wrong case is named."""

from datetime import date

import pytest

from flow.engine.conditions import meets
from flow.engine.refusals import BadFact
from flow.rulebook import RulebookError, load, shipped
from flow.rulebook.cases import Case, differences, load_cases, read_cases

TYPICAL = load(shipped("typical"))
CASES = load_cases(shipped("typical"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_typical_puskesmas(case: Case) -> None:
    assert [str(finding) for finding in differences(TYPICAL, case)] == []


def test_each_case_has_its_own_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 45


def test_the_cases_reach_every_rule_of_the_way_in_and_out() -> None:
    """A rule without a case could be changed and nobody would notice."""
    written = TYPICAL.tables
    tables = [table.rules for table in (*written.entry, *written.exits, written.priority)]
    tags = (*written.bands, *written.flags)
    reached = set()
    for case in CASES:
        try:
            facts = TYPICAL.vocabulary.check(case.facts, case.on)
        except BadFact:
            continue
        complete = TYPICAL.vocabulary.complete(facts)
        for table in tables:
            reached.add(next(rule for rule in table if meets(rule.when, complete, case.on)))
        reached |= {rule for rule in tags if meets(rule.when, complete, case.on)}

    declared = {*tags, *(rule for table in tables for rule in table)}
    assert {rule.line for rule in declared - reached} == set()


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
