"""Ages in completed calendar units, at every edge of the calendar; the vocabulary's defaults and conditions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow.engine.conditions import Aged, Bound, NoneOf, OneOf, Unknown, Within
from flow.engine.facts import Unit, completed
from flow.engine.refusals import BadFact
from tests.engine.small import DAY, VOCABULARY, years

EDGES = [
    ("2008-11-23", "2026-11-23", Unit.YEARS, 18),
    ("2008-11-24", "2026-11-23", Unit.YEARS, 17),
    ("2008-02-29", "2026-02-28", Unit.YEARS, 17),
    ("2008-02-29", "2026-03-01", Unit.YEARS, 18),
    ("2008-02-29", "2028-02-29", Unit.YEARS, 20),
    ("1926-11-23", "2026-11-23", Unit.YEARS, 100),
    ("2026-11-23", "2026-11-23", Unit.YEARS, 0),
    ("2026-01-31", "2026-02-28", Unit.MONTHS, 0),
    ("2026-01-31", "2026-03-01", Unit.MONTHS, 1),
    ("2026-01-31", "2026-03-31", Unit.MONTHS, 2),
    ("2025-12-31", "2026-01-01", Unit.MONTHS, 0),
    ("2021-11-24", "2026-11-23", Unit.MONTHS, 59),
    ("2021-11-23", "2026-11-23", Unit.MONTHS, 60),
    ("2024-02-28", "2024-03-01", Unit.DAYS, 2),
    ("2026-10-26", "2026-11-23", Unit.DAYS, 28),
    ("2026-11-17", "2026-11-23", Unit.WEEKS, 0),
    ("2026-11-16", "2026-11-23", Unit.WEEKS, 1),
]


@pytest.mark.parametrize(("birth", "on", "unit", "age"), EDGES)
def test_an_age_counts_what_is_completed(birth: str, on: str, unit: Unit, age: int) -> None:
    assert completed(date.fromisoformat(birth), date.fromisoformat(on), unit) == age


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000), st.sampled_from(Unit))
def test_an_age_grows_one_at_a_time_and_never_shrinks(birth: date, days: int, unit: Unit) -> None:
    on = birth + timedelta(days=days)
    today, tomorrow = completed(birth, on, unit), completed(birth, on + timedelta(days=1), unit)
    assert today >= 0
    assert tomorrow - today in (0, 1)


@given(st.dates(date(1900, 1, 1), date(2026, 11, 23)))
def test_a_birthday_turns_exactly_on_the_day(birth: date) -> None:
    if (birth.month, birth.day) != (2, 29):
        eighteen = birth.replace(year=birth.year + 18)
        assert completed(birth, eighteen, Unit.YEARS) == 18
        assert completed(birth, eighteen - timedelta(days=1), Unit.YEARS) == 17


def test_the_two_ends_of_an_age_may_have_two_units() -> None:
    test = Aged(Bound(29, True, Unit.DAYS), Bound(11, True, Unit.MONTHS))
    assert not test.holds(DAY - timedelta(days=28), DAY)
    assert test.holds(DAY - timedelta(days=29), DAY)
    assert test.holds(date(2025, 11, 24), DAY)
    assert not test.holds(date(2025, 11, 23), DAY)
    assert not test.holds(None, DAY)
    assert years(None, 18).holds(date(2008, 11, 24), DAY)
    assert not years(None, 18).holds(date(2008, 11, 23), DAY)


def test_an_unknown_fact_fails_every_test_but_unknown() -> None:
    some = frozenset({"a"})
    for test in (OneOf(some), NoneOf(some), Within(Bound(0, True), None)):
        assert not test.holds(None)
    assert Unknown().holds(None)
    assert not Unknown().holds("a")
    assert NoneOf(some).holds("b")
    assert not NoneOf(some).holds("a")
    assert not Within(None, Bound(3, False)).holds(3)
    assert Within(Bound(2, True), Bound(3, True)).holds(2)
    assert not Within(None, None).holds(True)


def test_defaults_fill_in_what_nobody_said_and_are_not_recorded() -> None:
    known = VOCABULARY.check({"sex": "female", "birth_date": None}, DAY)
    assert known == {"sex": "female"}
    assert VOCABULARY.complete(known) == {
        "sex": "female",
        "triage": "none",
        "service": "umum",
        "payer": "bpjs",
    }


def test_a_fact_that_only_makes_sense_with_another_may_not_contradict_it() -> None:
    VOCABULARY.check({"pregnant": True}, DAY)
    VOCABULARY.check({"pregnant": False, "sex": "male"}, DAY)
    VOCABULARY.check({"pregnant": True, "sex": "female"}, DAY)
    with pytest.raises(BadFact, match="Hanya bila sex: female, tetapi di sini: male"):
        VOCABULARY.check({"pregnant": True, "sex": "male"}, DAY)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"birth_date": "2026-11-30"}, "birth_date: 30-11-2026 tidak dapat dipakai"),
        ({"birth_date": "2026-11-30"}, f"belum tiba; isi paling lambat {DAY:%d-%m-%Y}"),
        ({"birth_date": "1850-01-01"}, "tahun 1896 atau sesudahnya"),
        ({"pregnant": True, "sex": "male"}, "pregnant: ya tidak dapat dipakai"),
    ],
)
def test_a_refused_fact_is_told_as_people_write_it(facts: dict[str, object], said: str) -> None:
    with pytest.raises(BadFact, match=said):
        VOCABULARY.check(facts, DAY)


@pytest.mark.parametrize("text", ["20260101", "2026-01-01"])
def test_a_date_is_kept_in_one_form(text: str) -> None:
    assert VOCABULARY.check({"birth_date": text}, DAY) == {"birth_date": "2026-01-01"}
