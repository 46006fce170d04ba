"""What a `when` may say, and whom it means."""

from datetime import date

import pytest

from flow.engine.conditions import Aged, Bound, NoneOf, OneOf, Unknown, Within
from flow.engine.facts import Facts, Unit
from flow.rulebook import compile_sources, read_sources
from flow.rulebook.ranges import BadRange, parse_ages, parse_numbers

Sources = dict[str, str]
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("when", "name", "test"),
    [
        ("sex: female", "sex", OneOf(frozenset({"female"}))),
        ("sex: [female, male]", "sex", OneOf(frozenset({"female", "male"}))),
        ("sex: {not: male}", "sex", NoneOf(frozenset({"male"}))),
        ("service: {not: [umum, obat]}", "service", NoneOf(frozenset({"umum", "obat"}))),
        ("sex: unknown", "sex", Unknown()),
        ("birth_date: unknown", "birth_date", Unknown()),
        ("age: unknown", "age", Unknown()),
        ("pregnant: false", "pregnant", OneOf(frozenset({False}))),
        ("cough_weeks: 2", "cough_weeks", OneOf(frozenset({2}))),
        ('cough_weeks: ">=2"', "cough_weeks", Within(Bound(2, True), None)),
        ('cough_weeks: "1..4"', "cough_weeks", Within(Bound(1, True), Bound(4, True))),
        ('age: "<18y"', "age", Aged(None, Bound(18, False, Unit.YEARS))),
        (
            'age: "10y..<18y"',
            "age",
            Aged(Bound(10, True, Unit.YEARS), Bound(18, False, Unit.YEARS)),
        ),
        ('age: "0..28d"', "age", Aged(Bound(0, True, Unit.DAYS), Bound(28, True, Unit.DAYS))),
    ],
)
def test_a_test_is_what_it_says(small: Sources, when: str, name: str, test: object) -> None:
    small["flags.yaml"] = small["flags.yaml"].replace('cough_weeks: ">=2"', when)

    assert read_sources(small).rulebook.tables.flags[0].when == ((name, test),)


def test_all_tests_of_a_when_must_hold(small: Sources) -> None:
    small["flags.yaml"] = small["flags.yaml"].replace('">=2"', '">=2", age: "<18y"')
    rulebook = compile_sources(small)

    child: Facts = {"birth_date": "2015-01-01", "cough_weeks": 3}
    adult: Facts = {"birth_date": "1990-01-01", "cough_weeks": 3}

    assert rulebook.route(child, MONDAY).flags == ("infectious",)
    assert rulebook.route(adult, MONDAY).flags == ()


def test_several_rules_for_one_flag_give_it_once(small: Sources) -> None:
    second = '  - {rule: hamil, when: {pregnant: true}, then: infectious, because: "?"}\n'
    small["flags.yaml"] += second

    way = compile_sources(small).route({"cough_weeks": 2, "pregnant": True}, MONDAY)

    assert way.flags == ("infectious",)


@pytest.mark.parametrize(
    "text", ["", "18", "18y", "<18y..", "..", "a..b", "-1..3", "<-1d", "1.5y.."]
)
def test_what_is_no_age_range(text: str) -> None:
    with pytest.raises(BadRange):
        parse_ages(text)


@pytest.mark.parametrize("text", ["5y..60mo", "60mo..5y", "7d..1w", "4w..60y", " >= 2 mo "])
def test_units_may_be_mixed(text: str) -> None:
    assert parse_ages(text) != (None, None)


@pytest.mark.parametrize("text", ["61mo..5y", "8d..1w", ">18y..18y", "2..1mo"])
def test_an_empty_age_range_is_refused(text: str) -> None:
    with pytest.raises(BadRange, match="nothing lies between"):
        parse_ages(text)


def test_a_range_of_numbers_may_have_fractions() -> None:
    assert parse_numbers("0.5..<2.5") == (Bound(0.5, True), Bound(2.5, False))
