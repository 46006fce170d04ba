"""Names and birth dates that a tired clerk may write for the same person, and those that are other people's."""

from datetime import date

import pytest

from flow.patients.likeness import alike, differ_in_one_place, folded, slips


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siti Kusuma", "Siti Kusumah"),
        ("Siti Kusuma", "Siti Kusumawati Dewi Kusuma"),
        ("Siti Kusuma", "Kusuma Siti"),
        ("Siti Kusuma", "Siti K."),
        ("Soetjipto", "Sucipto"),
        ("Moch. Djoko", "Muhammad Joko"),
        ("Aisyah", "Aisah"),
        ("Nur Aini", "Nuraini"),
        ("Budi Santoso", "Budi Sanotso"),
        ("Ani", "Annie"),
    ],
)
def test_these_may_be_one_person(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siti Kusuma", "Siti Aminah"),
        ("Budi Santoso", "Wati Santoso"),
        ("Ani", "Ida"),
        ("Rahmat Hidayat", "Rahmawati Putri"),
        ("", "Siti"),
    ],
)
def test_these_are_two(one: str, other: str) -> None:
    assert not alike(one, other)


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        (date(1987, 2, 5), date(1987, 5, 2), True),
        (date(1987, 2, 5), date(1987, 2, 15), True),
        (date(1987, 2, 5), date(1978, 2, 5), True),
        (date(1987, 2, 12), date(1987, 2, 21), True),
        (date(1987, 2, 5), date(1988, 3, 5), False),
        (date(1987, 2, 5), date(1987, 2, 16), False),
    ],
)
def test_a_date_that_differs_in_one_place(one: date, other: date, is_near: bool) -> None:
    assert differ_in_one_place(one, other) is is_near
    assert differ_in_one_place(other, one) is is_near


def test_a_slip_is_a_letter_more_less_other_or_changed_over() -> None:
    told = {
        ("", "ab"): 2,
        ("abc", "abc"): 0,
        ("abc", "acb"): 1,
        ("abcd", "axcd"): 1,
        ("abc", "c"): 2,
    }
    assert {pair: slips(*pair) for pair in told} == told
    assert folded("Moch. Djoko Soetjipto") == "muhamad joko sucipto"
