"""Ages are completed calendar units: somebody turns 18 on the birthday, not a day earlier."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow.rulebook import load, shipped

TYPICAL = load(shipped("typical"))
MONDAY = date(2026, 11, 23)


def bands(born: date, on: date = MONDAY) -> set[str]:
    return set(TYPICAL.route({"birth_date": born.isoformat()}, on).bands)


@pytest.mark.parametrize(
    ("band", "last_day_out", "first_day_in"),
    [
        ("anak-prasekolah", date(2021, 11, 24), date(2021, 11, 23)),
        ("usia-sekolah", date(2020, 11, 24), date(2020, 11, 23)),
        ("remaja", date(2016, 11, 24), date(2016, 11, 23)),
        ("dewasa", date(2008, 11, 24), date(2008, 11, 23)),
        ("lansia", date(1966, 11, 24), date(1966, 11, 23)),
    ],
)
def test_a_band_begins_on_the_birthday(band: str, last_day_out: date, first_day_in: date) -> None:
    assert band not in bands(last_day_out)
    assert band in bands(first_day_in)


@pytest.mark.parametrize(
    ("band", "last_day_in", "first_day_out"),
    [
        ("bayi-baru-lahir", date(2026, 10, 26), date(2026, 10, 25)),
        ("bayi", date(2025, 11, 24), date(2025, 11, 23)),
        ("balita", date(2021, 11, 24), date(2021, 11, 23)),
        ("anak-prasekolah", date(2019, 11, 24), date(2019, 11, 23)),
        ("usia-sekolah", date(2008, 11, 24), date(2008, 11, 23)),
        ("remaja", date(2008, 11, 24), date(2008, 11, 23)),
        ("dewasa", date(1966, 11, 24), date(1966, 11, 23)),
    ],
)
def test_a_band_ends_the_day_before_the_birthday(
    band: str, last_day_in: date, first_day_out: date
) -> None:
    assert band in bands(last_day_in)
    assert band not in bands(first_day_out)


def test_who_was_born_on_29_february_turns_18_on_1_march() -> None:
    born = date(2008, 2, 29)

    assert "remaja" in bands(born, on=date(2026, 2, 28))
    assert bands(born, on=date(2026, 3, 1)) == {"dewasa"}


@given(st.dates(date(1897, 1, 1), MONDAY))
def test_everybody_has_an_age_band_and_the_right_cluster(born: date) -> None:
    way = TYPICAL.route({"birth_date": born.isoformat()}, MONDAY)
    is_child = born > date(2008, 11, 23)

    assert way.bands
    assert way.cluster == ("K2" if is_child else "K3")
    assert way.bands[0] not in ("dewasa", "lansia") or not is_child


@given(st.dates(date(1900, 1, 1), MONDAY), st.integers(0, 400))
def test_nobody_grows_younger(born: date, days: int) -> None:
    order = ["balita", "anak-prasekolah", "usia-sekolah", "dewasa", "lansia"]

    def eldest(on: date) -> int:
        return max(order.index(band) for band in bands(born, on) if band in order)

    assert eldest(MONDAY) <= eldest(MONDAY + timedelta(days=days))
