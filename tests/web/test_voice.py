"""The voice of a board over HTTP and the sockets: a call as a WAV, and which screen plays it."""

import wave
from datetime import time, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from flow.engine.hours import Hours
from flow.engine.routing import Voice
from flow.voice import espeak
from tests.web.conftest import Web
from tests.web.test_sockets import screen

DAY = "2026-03-02"


@pytest.fixture
def called(web: Web) -> int:
    """A-001 is called to the loket; the call's position."""
    web.open(("loket", "1"))
    web.ask("POST", "visits", {}, status=201)
    web.ask("POST", "stations/loket/calls", {"desk": "1"})
    call = web.ask("GET", "boards/utama").get_json()["calls"][0]
    return int(call["position"])


def test_the_board_says_what_is_spoken(web: Web, called: int) -> None:
    call = web.ask("GET", "boards/utama").get_json()["calls"][0]
    (said,) = call["said"]
    assert said["language"] == "id"
    assert said["text"].startswith("Nomor antrean, A, nol, nol, satu. Silakan menuju ")


def test_a_call_is_a_wav_for_everybody_and_is_kept(web: Web, called: int) -> None:
    stranger = web.app.test_client()
    answer = stranger.get(f"/papan/utama/suara/{DAY}/{called}.wav")
    assert answer.status_code == 200
    assert answer.mimetype == "audio/wav"
    assert "max-age=86400" in answer.headers["Cache-Control"]
    with wave.open(BytesIO(answer.data)) as file:
        assert 4 < file.getnframes() / file.getframerate() < 12
    again = stranger.get(
        f"/papan/utama/suara/{DAY}/{called}.wav", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize(
    "path",
    ["utama/suara/2026-03-02/9999.wav", "utama/suara/2026-03-01/{called}.wav",
     "penunjang/suara/2026-03-02/{called}.wav", "nowhere/suara/2026-03-02/{called}.wav",
     "utama/suara/today/{called}.wav"],
)  # fmt: skip
def test_what_the_board_does_not_show_is_not_said(web: Web, called: int, path: str) -> None:
    answer = web.client.get(
        f"/papan/{path.format(called=called)}", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_a_server_without_a_voice_says_so(
    web: Web, called: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak.Espeak, "is_installed", staticmethod(lambda: False))
    answer = web.client.get(
        f"/papan/utama/suara/{DAY}/{called}.wav", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 503
    assert "pip install espeakng-loader" in answer.get_json()["detail"]
    assert '"server": false' in web.client.get("/papan/utama").text


# Which screen speaks


def ask(tv: SocketIOTestClient, position: int | None = None, **more: Any) -> str:
    asked = {"board": "utama", "can": True, **more}
    if position is not None:
        asked |= {"day": DAY, "position": position}
    answer: dict[str, Any] = tv.emit("voice", asked, callback=True)
    return str(answer["turn"])


def test_of_two_screens_one_speaks(web: Web, called: int) -> None:
    one, two = screen(web), screen(web)
    assert [ask(one), ask(two)] == ["speaker", "other"]
    assert [ask(two, called), ask(one, called), ask(two, called)] == ["wait", "speak", "spoken"]


def test_when_a_screen_is_switched_off_the_other_speaks_at_once(web: Web, called: int) -> None:
    one, two = screen(web), screen(web)
    assert [ask(one), ask(two)] == ["speaker", "other"]
    one.disconnect()
    assert ask(two, called) == "speak"


def test_nobody_can_make_a_room_silent_by_a_call_that_there_is_not(web: Web, called: int) -> None:
    stranger, tv = screen(web), screen(web)
    assert ask(stranger, 10**9, can=False) == "gone"
    assert ask(stranger, 10**9) == "gone"
    assert ask(tv, called) == "speak"


@pytest.mark.parametrize(
    "asked",
    [None, 7, [], {}, {"board": 3}, {"board": "nowhere"}, {"board": "utama", "day": DAY},
     {"board": "utama", "day": 5, "position": 5}, {"board": "utama", "day": DAY, "position": "5"}],
)  # fmt: skip
def test_an_odd_question_gets_nothing(web: Web, called: int, asked: object) -> None:
    assert screen(web).emit("voice", asked, callback=True) == {"turn": "gone", "quiet": None}


def test_quiet_hours_are_those_of_the_facility(web: Web, called: int) -> None:
    tv = screen(web)
    clinic = web.house.clinic
    board = clinic.rulebook.boards["utama"]
    noon = Hours(spans={0: ((time(12), time(13)),)})
    object.__setattr__(board, "voice", Voice(quiet=noon))  # all tests share the rulebook
    try:
        assert ask(tv, called) == "speak"
        web.clock.at += timedelta(hours=4, minutes=35)  # 12:05 in Jakarta
        answer = tv.emit("voice", {"board": "utama", "can": True, "day": DAY, "position": called}, callback=True)  # fmt: skip
        assert answer == {"turn": "quiet", "quiet": "13:00"}
        answer = tv.emit("voice", {"board": "utama", "can": True}, callback=True)
        assert answer == {"turn": "speaker", "quiet": "13:00"}
    finally:
        object.__setattr__(board, "voice", Voice())
