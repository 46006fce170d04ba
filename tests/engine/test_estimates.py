"""How long somebody still waits: a range from the last ones, never a number from nowhere."""

from datetime import timedelta

from flow.engine import commands as c
from flow.engine.estimates import wait_minutes
from tests.engine.small import STATIONS, small, station
from tests.engine.story import Story

HOUSE = small(stations={one.code: one for one in (*STATIONS, station("skrining", desks=2))})


def after(*minutes: float) -> Story:
    """The last ones took so long at the screening, one after the other."""
    story = Story(HOUSE).opened("skrining")
    for n, length in enumerate(minutes):
        story.registered(f"v{n}")
        story.when(c.CallNext, station="skrining", desk="1")
        story.when(c.Start, visit=f"v{n}")
        story.now += timedelta(minutes=length) - timedelta(minutes=2)
        story.when(c.Finish, visit=f"v{n}")
    return story


def test_too_few_tell_nothing() -> None:
    assert wait_minutes(after(8, 9).floor, "skrining", 4) is None
    assert wait_minutes(Story().opened("skrining").floor, "skrining", 0) is None
    assert wait_minutes(Story().opened().floor, "gudang", 0) is None


def test_the_range_is_from_the_quicker_to_the_slower_quarter_in_steps_of_five() -> None:
    floor = after(6, 8, 10, 12, 14).floor
    assert wait_minutes(floor, "skrining", 0) == (0, 15)
    assert wait_minutes(floor, "skrining", 4) == (30, 60)


def test_more_desks_take_more_at_once_and_a_break_takes_none() -> None:
    story = after(10, 10, 10, 10)
    story.when(c.OpenDesk, station="skrining", desk="2")
    assert wait_minutes(story.floor, "skrining", 4) == (20, 30)
    story.when(c.PauseDesk, station="skrining", desk="2")
    assert wait_minutes(story.floor, "skrining", 4) == (40, 50)
    story.when(c.PauseDesk, station="skrining", desk="1")
    assert wait_minutes(story.floor, "skrining", 4) is None


def test_quick_work_is_never_no_time_at_all() -> None:
    assert wait_minutes(after(1, 1, 1).floor, "skrining", 0) == (0, 5)
