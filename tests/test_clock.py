"""The computer's clock is set on, set back, or wrong altogether."""

from datetime import UTC, datetime, timedelta

from flow import clock
from flow.clock import SET_BACK_MAX, Clock

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Computer:
    """A computer whose clock anybody may set."""

    def __init__(self) -> None:
        self.wall = NOON
        self.ticks = 5_000.0
        self.clock = Clock(lambda: self.wall, lambda: self.ticks)

    def after(self, seconds: float) -> datetime:
        self.wall += timedelta(seconds=seconds)
        self.ticks += seconds
        return self.clock.now()


def minutes(one: datetime) -> float:
    return (one - NOON) / timedelta(minutes=1)


def test_it_tells_the_time_of_the_computer() -> None:
    computer = Computer()
    assert minutes(computer.clock.now()) == 0
    assert minutes(computer.after(90)) == 1.5
    computer.wall += timedelta(hours=5)
    assert minutes(computer.clock.now()) == 301.5


def test_set_back_by_an_hour_it_goes_on_at_half_its_pace_until_both_agree() -> None:
    computer = Computer()
    computer.wall -= timedelta(hours=1)
    assert minutes(computer.clock.now()) == 0
    assert minutes(computer.after(60)) == 0.5
    for _ in range(118):
        computer.after(60)
    assert minutes(computer.after(60)) == 60
    assert minutes(computer.after(60)) == 61
    assert computer.clock.now() == computer.wall


def test_set_back_again_and_again_it_still_never_goes_back() -> None:
    computer = Computer()
    told = [computer.clock.now()]
    for _ in range(20):
        computer.wall -= timedelta(minutes=7)
        told.append(computer.after(60))
    assert told == sorted(set(told))


def test_a_clock_that_was_wrong_altogether_is_right_at_once() -> None:
    computer = Computer()
    computer.wall -= SET_BACK_MAX
    assert computer.clock.now() == NOON - SET_BACK_MAX
    assert minutes(computer.after(60)) == 1 - SET_BACK_MAX / timedelta(minutes=1)


def test_the_clock_of_the_house_is_that_of_the_computer() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
