"""Who is at which desk: the same promises in the memory of one process and in the message queue of several."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from web import seats as module
from web.seats import MemorySeats, RedisSeats, Seat, Seats

LEASE_SECONDS = 0.4
MORNING = datetime(2026, 3, 2, 0, 10, tzinfo=UTC)
HERE, THERE = ("skrining", "1"), ("skrining", "2")


def seat(screen: str, name: str = "budi", *, minute: int = 0, desk: module.Desk = HERE) -> Seat:
    return Seat(desk=desk, screen=screen, name=name, since=MORNING + timedelta(minutes=minute))


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def processes(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Seats, Seats]]:
    """What two processes ask; in memory there is one."""
    monkeypatch.setattr(module, "LEASE_SECONDS", LEASE_SECONDS)
    if request.param == "memory":
        seats = MemorySeats()
        yield seats, seats
        return
    url = request.getfixturevalue("queue")
    one, other = RedisSeats(url), RedisSeats(url)
    yield one, other
    one.close()
    other.close()


def test_who_came_first_stands_first(processes: tuple[Seats, Seats]) -> None:
    one, other = processes
    late, early = seat("b", "sri", minute=5), seat("a", minute=0)
    one.keep([late])
    other.keep([early])
    for seats in processes:
        assert seats.at([HERE]) == {HERE: (early, late)}


def test_each_desk_has_its_own_and_an_empty_one_has_nobody(processes: tuple[Seats, Seats]) -> None:
    one, other = processes
    here, there = seat("a"), seat("a", desk=THERE)
    one.keep([here, there])
    empty = ("loket", "1")
    assert other.at([HERE, THERE, empty]) == {HERE: (here,), THERE: (there,), empty: ()}
    assert other.at([]) == {}


def test_a_screen_that_says_so_again_is_there_once(processes: tuple[Seats, Seats]) -> None:
    one, other = processes
    one.keep([seat("a", minute=0)])
    other.keep([seat("a", minute=3)])
    assert one.at([HERE]) == {HERE: (seat("a", minute=3),)}


def test_who_leaves_is_gone_at_once_and_nobody_else(processes: tuple[Seats, Seats]) -> None:
    one, other = processes
    one.keep([seat("a"), seat("b", "sri")])
    other.leave(seat("a"))
    other.leave(seat("b", desk=THERE))
    other.leave(seat("nobody"))
    assert one.at([HERE]) == {HERE: (seat("b", "sri"),)}


def test_who_is_not_kept_is_gone_and_who_is_kept_stays(processes: tuple[Seats, Seats]) -> None:
    one, other = processes
    gone, kept = seat("a"), seat("b", "sri")
    one.keep([gone, kept])
    until = time.monotonic() + LEASE_SECONDS + 0.2
    while time.monotonic() < until:
        other.keep([kept])
        time.sleep(0.05)
    assert one.at([HERE]) == {HERE: (kept,)}


def test_when_a_process_is_gone_its_screens_are(processes: tuple[Seats, Seats]) -> None:
    one, other = processes
    one.keep([seat("a"), seat("b", desk=THERE)])
    time.sleep(LEASE_SECONDS + 0.2)
    assert other.at([HERE, THERE]) == {HERE: (), THERE: ()}


def test_names_of_any_alphabet_come_back(processes: tuple[Seats, Seats]) -> None:
    one, other = processes
    odd = seat("a b", "token:Dr. “Rina” é\n2")
    one.keep([odd])
    assert other.at([HERE]) == {HERE: (odd,)}


def test_without_its_redis_nobody_is_named_and_nothing_breaks() -> None:
    seats = RedisSeats("redis://127.0.0.1:1/0")
    seats.keep([seat("a")])
    assert seats.at([HERE]) == {HERE: ()}
    seats.leave(seat("a"))
    seats.close()
