"""Who speaks in a waiting room: the same promises in the memory of one process and in the message queue of several."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from web import speakers as module
from web.speakers import MemorySpeakers, RedisSpeakers, Speakers, Turn, Wish

DAY = "2026-03-02"


@dataclass
class Room:
    """One waiting room with its screens, and a clock that moves."""

    speakers: Speakers
    is_real: bool
    now: datetime = field(default=datetime(2026, 3, 2, tzinfo=UTC))

    def ask(self, screen: str, position: int = 0, *, day: str = DAY, **more: bool) -> Turn:
        call = (day, position) if position else None
        wish = Wish(board="utama", screen=screen, call=call, **{"can": True, **more})
        return self.speakers.ask(wish, self.now)

    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        if self.is_real:
            time.sleep(seconds + 0.1)


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def room(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(module, "LEASE_SECONDS", 1)
    if request.param == "memory":
        yield Room(MemorySpeakers(), is_real=False)
        return
    speakers = RedisSpeakers(request.getfixturevalue("queue"))
    yield Room(speakers, is_real=True)
    speakers.close()


def test_the_first_that_can_speak_is_the_speaker(room: Room) -> None:
    assert room.ask("one", can=False) is Turn.NOBODY
    assert room.ask("two") is Turn.SPEAKER
    assert room.ask("one") is Turn.OTHER
    assert room.ask("two") is Turn.SPEAKER


def test_each_call_is_spoken_once(room: Room) -> None:
    assert room.ask("one", 4) is Turn.SPEAK
    assert room.ask("one", 4) is Turn.SPOKEN
    assert room.ask("two", 4) is Turn.SPOKEN
    assert room.ask("two", 5) is Turn.WAIT, "the speaker's line is not there yet"
    assert room.ask("one", 5) is Turn.SPEAK
    assert room.ask("two", 5) is Turn.SPOKEN


def test_a_screen_without_sound_learns_what_was_spoken(room: Room) -> None:
    assert room.ask("mute", 4, can=False) is Turn.NOBODY
    assert room.ask("one") is Turn.SPEAKER
    assert room.ask("mute", 4, can=False) is Turn.WAIT
    assert room.ask("one", 4) is Turn.SPEAK
    assert room.ask("mute", 4, can=False) is Turn.SPOKEN


def test_when_the_speaker_is_gone_another_goes_on(room: Room) -> None:
    assert room.ask("one", 4) is Turn.SPEAK
    assert room.ask("two", 5) is Turn.WAIT
    room.speakers.leave("utama", "one")
    assert room.ask("two", 4) is Turn.SPOKEN
    assert room.ask("two", 5) is Turn.SPEAK
    assert room.ask("one") is Turn.OTHER


def test_who_is_not_the_speaker_leaves_without_a_trace(room: Room) -> None:
    assert room.ask("one") is Turn.SPEAKER
    room.speakers.leave("utama", "two")
    room.speakers.leave("penunjang", "one")
    assert room.ask("two") is Turn.OTHER


def test_a_speaker_that_is_not_heard_of_has_lost_its_place(room: Room) -> None:
    assert room.ask("one") is Turn.SPEAKER
    room.wait(1)
    assert room.ask("two", 4) is Turn.SPEAK
    assert room.ask("one", 4) is Turn.SPOKEN
    assert room.ask("one", 5) is Turn.WAIT


def test_somebody_moves_the_voice_to_another_screen_and_nothing_is_cut_off(room: Room) -> None:
    assert room.ask("one", 4) is Turn.SPEAK
    assert room.ask("two", takes_over=True) is Turn.OTHER, "the other one is speaking"
    assert room.ask("one", busy=True) is Turn.SPEAKER
    assert room.ask("two", 5) is Turn.WAIT
    assert room.ask("one", 5) is Turn.WAIT, "it has finished, and gives way"
    assert room.ask("two", 5) is Turn.SPEAK
    assert room.ask("one") is Turn.OTHER


def test_a_new_day_begins_anew_and_yesterday_is_over(room: Room) -> None:
    assert room.ask("one", 900) is Turn.SPEAK
    assert room.ask("one", 3, day="2026-03-03") is Turn.SPEAK
    assert room.ask("one", 901) is Turn.SPOKEN


def test_rooms_do_not_hear_each_other(room: Room) -> None:
    assert room.ask("one", 4) is Turn.SPEAK
    other = Wish(board="penunjang", screen="two", can=True, call=(DAY, 4))
    assert room.speakers.ask(other, room.now) is Turn.SPEAK


def test_without_its_redis_nobody_speaks_and_nothing_breaks() -> None:
    speakers = RedisSpeakers("redis://127.0.0.1:1/0")
    room = Room(speakers, is_real=True)
    assert room.ask("one", 4) is Turn.WAIT
    assert room.ask("one") is Turn.NOBODY
    speakers.leave("utama", "one")
    speakers.close()
