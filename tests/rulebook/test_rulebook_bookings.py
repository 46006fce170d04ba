"""bookings.yaml: what it says, and what is said where it says it wrongly."""

from datetime import time

import pytest

from flow.rulebook import RulebookError, read_sources
from flow.rulebook.comparing import compare
from flow.rulebook.compiler import BOOKINGS

RIGHT = """\
days_ahead: 30
grace_minutes: 15
booking_class: reguler
slots: {mon-wed: [10:00, "9.30"], fri: 13:00}
per_slot: 4
straight_in: true
"""


def said(text: str, small: dict[str, str]) -> list[str]:
    with pytest.raises(RulebookError) as error:
        read_sources(small | {BOOKINGS: text})
    return [f"{one.place.line}:{one.place.column} {one}" for one in error.value.findings]


def test_it_says_when_people_may_book_and_how_many(small: dict[str, str]) -> None:
    rules = read_sources(small | {BOOKINGS: RIGHT}).rulebook.bookings
    assert rules is not None
    assert (rules.days_ahead, rules.grace_minutes, rules.booking_class) == (30, 15, "reguler")
    morning = (time(9, 30), time(10))
    assert rules.slots == {0: morning, 1: morning, 2: morning, 4: (time(13),)}
    assert (rules.per_slot, rules.per_day, rules.straight_in) == (4, None, True)


def test_a_house_without_the_file_takes_no_bookings(small: dict[str, str]) -> None:
    assert read_sources(small).rulebook.bookings is None


def test_only_how_far_ahead_must_be_said(small: dict[str, str]) -> None:
    rules = read_sources(small | {BOOKINGS: "days_ahead: 1\n"}).rulebook.bookings
    assert rules is not None
    assert (rules.grace_minutes, rules.booking_class, rules.slots) == (0, None, {})


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("days_ahead: 30\n", "", 'the key "days_ahead" is missing'),
        ("days_ahead: 30", "days_ahead: 0", "a whole number from 1 to 365 is needed"),
        ("grace_minutes: 15", "grace_minutes: lama", 'found the text "lama"'),
        ("class: reguler", "class: regular", 'did you mean "reguler"?'),
        ("class: reguler", "class: dulu", "the first class comes before all"),
        ("mon-wed", "senin", '"senin" is no weekday'),
        ("fri: 13:00", "mon: 11:00", "mon is named twice; each weekday once"),
        ("fri: 13:00", "fri: pagi", 'found the text "pagi"; a slot is written 08:00'),
        ("fri: 13:00", "fri: 24:00", "a slot is written 08:00"),
        ("fri: 13:00", "fri: 11:30", "11:30 is outside the hours; bookings lie within"),
        ("10:00", "9:30", "09:30 stands twice"),
        ("per_slot: 4", "per_slot: 0", "a whole number from 1 to 10000 is needed"),
        ("straight_in: true", "straight_in: ya", "write true without quotes"),
        ("per_slot", "perslot", 'unknown key "perslot"'),
    ],
)
def test_what_is_wrong_is_named(small: dict[str, str], old: str, new: str, finding: str) -> None:
    assert old in RIGHT
    found = said(RIGHT.replace(old, new, 1), small)
    assert len(found) == 1
    assert finding in found[0]


def test_the_difference_says_what_becomes_of_bookings(small: dict[str, str]) -> None:
    before = read_sources(small).rulebook
    after = read_sources(small | {BOOKINGS: RIGHT}).rulebook
    (change,) = compare(before, after)
    assert change.before.en == "none"
    assert change.after.en == (
        "30 days ahead, grace 15 min, Reguler, mon 09:30 10:00, tue 09:30 10:00, wed 09:30 10:00, "
        "fri 13:00, 4 a slot, straight in"
    )
