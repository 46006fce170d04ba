"""TVs: a stranger shows a code, is paired by it, and is known by its secret from then on."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from flow.database import open_database
from flow.devices import WAITING_HOURS, WAITING_MAX, DeviceError, Devices

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)


class Clock:
    at = NOW

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path}/alur.db")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def codes() -> Callable[[], str]:
    numbers: Iterator[int] = iter(range(1_000_000))
    return lambda: f"K{next(numbers):05}"


@pytest.fixture
def devices(engine: Engine, clock: Clock) -> Devices:
    return Devices(engine, clock, codes())


def test_a_tv_is_paired_by_its_code_and_known_by_its_secret(devices: Devices) -> None:
    secret, tv = devices.introduce()
    assert (tv.code, tv.board) == ("K00000", None)
    assert devices.paired() == []
    paired = devices.pair("K00000", "  TV   lobi ", "utama")
    assert (paired.id, paired.code, paired.name, paired.board) == (tv.id, None, "TV lobi", "utama")
    known = devices.recognise(secret)
    assert known is not None
    assert known.board == "utama"
    assert [one.id for one in devices.paired()] == [tv.id]


def test_the_secret_stands_nowhere(devices: Devices, engine: Engine) -> None:
    secret, _ = devices.introduce()
    with engine.connect() as connection:
        rows = connection.execute(text("select * from device")).all()
    assert secret not in str(rows)


def test_a_code_is_good_once(devices: Devices) -> None:
    devices.introduce()
    devices.pair("K00000", "lobi", "utama")
    for code in ("K00000", "", "tebak"):
        with pytest.raises(DeviceError, match="No TV shows"):
            devices.pair(code, "lain", "utama")


def test_a_guess_is_no_tv(devices: Devices) -> None:
    devices.introduce()
    for secret in ("", "tebak", "\ud800"):
        assert devices.recognise(secret) is None


def test_it_is_moved_and_let_go(devices: Devices) -> None:
    secret, tv = devices.introduce()
    with pytest.raises(DeviceError):
        devices.change(tv.id, "lobi", "utama")  # not paired yet
    devices.pair("K00000", "lobi", "utama")
    assert devices.change(tv.id, "lorong", "penunjang").board == "penunjang"
    with pytest.raises(DeviceError, match="name"):
        devices.change(tv.id, "  ", "utama")
    devices.unpair(tv.id)
    assert devices.recognise(secret) is None
    for gone in (devices.unpair, devices.get):
        with pytest.raises(DeviceError):
            gone(tv.id)


def test_when_it_was_seen_is_kept(devices: Devices, clock: Clock) -> None:
    secret, tv = devices.introduce()
    clock.at += timedelta(minutes=5)
    devices.recognise(secret)
    assert devices.get(tv.id).seen_at == clock.at > tv.seen_at


def test_who_waits_no_more_is_forgotten_and_who_is_paired_is_not(
    devices: Devices, clock: Clock
) -> None:
    hung, _ = devices.introduce()
    devices.pair("K00000", "lobi", "utama")
    waits, _ = devices.introduce()
    gone, _ = devices.introduce()
    clock.at += timedelta(hours=WAITING_HOURS - 1)
    devices.recognise(waits)
    clock.at += timedelta(hours=1, minutes=1)
    devices.introduce()
    assert [devices.recognise(one) is not None for one in (hung, waits, gone)] == [
        True,
        True,
        False,
    ]


def test_a_table_is_not_filled_by_whoever_opens_the_page(devices: Devices, engine: Engine) -> None:
    secrets = [devices.introduce()[0] for _ in range(WAITING_MAX + 20)]
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from device")).scalar() == WAITING_MAX
    assert devices.recognise(secrets[-1]) is not None


def test_two_of_the_same_code_are_not_made(engine: Engine, clock: Clock) -> None:
    made = chain(["KKKKKK", "KKKKKK", "LLLLLL"], repeat("KKKKKK"))
    devices = Devices(engine, clock, lambda: next(made))
    assert [devices.introduce()[1].code for _ in range(2)] == ["KKKKKK", "LLLLLL"]
    with pytest.raises(RuntimeError):
        devices.introduce()
