"""The free health check takes thirty a day, by the rules of the large Puskesmas: the 31st to walk in, and who has booked."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from flow.engine import boards, ordering
from flow.engine import commands as c
from flow.engine.bookings import BookingRules
from flow.engine.outcomes import Outcome
from flow.engine.quota import next_on_list
from flow.rulebook import load, shipped
from tests.engine.story import Story

LARGE = replace(
    load(shipped("besar")),
    bookings=BookingRules(days_ahead=7, grace_minutes=15, slots={0: (time(9),)}, straight_in=True),
)
CHECK_UP = {"birth_date": "1985-03-01", "sex": "male", "service": "ckg"}
WALK_INS = [f"warga-{n}" for n in range(1, 32)]
THE_LAST = WALK_INS[-1]


@pytest.fixture
def morning() -> Story:
    """Thirty-one came for the check-up without a booking; one has booked nine o'clock and is not there yet."""
    story = Story(LARGE)
    story.when(
        c.Book,
        day=story.now.astimezone(LARGE.zone).date(),
        visit="sudah-janji",
        code="JANJI9",
        patient="id-sudah-janji",
        facts=CHECK_UP,
        slot=time(9),
    )
    story.opened("loket", "ckg")
    for visit in WALK_INS:
        story.registered(visit, CHECK_UP)
    return story


def callable_now(story: Story) -> list[str]:
    places = ordering.callable_places(story.floor, LARGE, "ckg", story.now)
    return [place.visit for place in places]


def place_on_list(story: Story, visit: str) -> object:
    """What the patient's own phone says about the waiting list."""
    phone = boards.ticket(story.floor, LARGE, visit, story.now)
    stops = phone["stops"]
    assert isinstance(stops, list)
    return next(stop["waiting_list"] for stop in stops if stop["station"] == "ckg")


def test_the_thirty_first_is_told_at_once_and_moves_up_when_somebody_goes_home(
    morning: Story,
) -> None:
    assert callable_now(morning) == WALK_INS[:30]
    assert place_on_list(morning, THE_LAST) == 1
    assert place_on_list(morning, WALK_INS[0]) is None
    assert next_on_list(morning.floor, LARGE, "ckg") == 2, "the counter can say it beforehand"

    morning.when(c.Depart, visit="warga-7", outcome=Outcome.CANCELLED, reason="harus bekerja")
    assert place_on_list(morning, THE_LAST) is None
    assert callable_now(morning)[-1] == THE_LAST


def test_who_booked_keeps_the_promised_time_and_takes_nobody_s_place(morning: Story) -> None:
    morning.now = morning.now.replace(hour=2, minute=5)  # 09.05 in the house
    morning.when(c.CheckIn, code="JANJI9")
    assert place_on_list(morning, "sudah-janji") is None
    assert set(callable_now(morning)) == {*WALK_INS[:30], "sudah-janji"}
    assert place_on_list(morning, THE_LAST) == 1


def test_who_booked_and_comes_too_late_is_on_the_list_like_everybody(morning: Story) -> None:
    morning.now = morning.now.replace(hour=2, minute=30) + timedelta(hours=1)
    morning.when(c.CheckIn, code="JANJI9")
    assert place_on_list(morning, "sudah-janji") == 2
    assert set(callable_now(morning)) == set(WALK_INS[:30])


def test_at_the_end_of_the_day_whom_the_quota_did_not_reach_leaves_unserved(morning: Story) -> None:
    morning.when(c.CloseDay)
    assert morning.floor.visits[THE_LAST].outcome is Outcome.CANCELLED
