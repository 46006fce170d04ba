"""Grown up: two web processes serve one Puskesmas, on SQLite and on PostgreSQL.

Redis carries what one publishes to the screens of the other.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import socketio

from tests.live.server import Server
from tests.live.watcher import Watcher

pytestmark = pytest.mark.redis


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_a_call_in_one_process_is_seen_on_a_board_of_the_other(
    tmp_path: Path, queue: str, database: str, request: pytest.FixtureRequest
) -> None:
    data, settings = tmp_path / "data", {"ALUR_REDIS": queue}
    if database == "postgresql":
        settings["ALUR_DATABASE"] = request.getfixturevalue("postgres_url")
    with Server(data, **settings) as one, Server(data, **settings) as other:
        board = Watcher(other.url, "utama")
        client = one.client(one.token("admin"))
        client.post(f"{one.url}/api/v1/stations/loket/desks/1/opening", timeout=10)
        here = client.post(f"{one.url}/api/v1/visits", json={}, timeout=10).json()
        there = client.post(f"{other.url}/api/v1/visits", json={}, timeout=10).json()
        assert [here["ticket"], there["ticket"]] == ["A-001", "A-002"]

        called = client.post(
            f"{one.url}/api/v1/stations/loket/calls", json={"desk": "1"}, timeout=10
        )
        board.wait_for(called.json()["position"])
        assert board.shown["stations"]["loket"]["now"][0]["ticket"] == "A-001"
        truth = client.get(f"{other.url}/api/v1/boards/utama", timeout=10).json()
        assert truth["stations"] == board.shown["stations"]
        board.close()
        assert one.alur("verify").stderr == ""


def test_of_two_screens_at_two_processes_one_speaks(tmp_path: Path, queue: str) -> None:
    data, settings = tmp_path / "data", {"ALUR_REDIS": queue}
    with Server(data, **settings) as one, Server(data, **settings) as other:
        client = one.client(one.token("admin"))
        client.post(f"{one.url}/api/v1/stations/loket/desks/1/opening", timeout=10)
        client.post(f"{one.url}/api/v1/visits", json={}, timeout=10)
        client.post(f"{one.url}/api/v1/stations/loket/calls", json={"desk": "1"}, timeout=10)
        board = client.get(f"{other.url}/api/v1/boards/utama", timeout=10).json()
        asked = {"board": "utama", "can": True}
        call = {**asked, "day": board["day"], "position": board["calls"][0]["position"]}
        here, there = screen(one.url), screen(other.url)
        assert [turn(here, asked), turn(there, asked)] == ["speaker", "other"]
        assert turn(there, call) == "wait"
        here.disconnect()
        until = time.monotonic() + 10
        while (told := turn(there, call)) == "wait" and time.monotonic() < until:
            time.sleep(0.1)
        assert told == "speak", "the other process's screen has gone, so this one speaks"
        there.disconnect()


def test_two_screens_of_one_desk_at_two_processes_hear_of_each_other(
    tmp_path: Path, queue: str
) -> None:
    data, settings = tmp_path / "data", {"ALUR_REDIS": queue}
    with Server(data, **settings) as one, Server(data, **settings) as other:
        sri, budi = (one.token(role) for role in ("registration", "station"))
        here, at_one = sitting(one, sri)
        there, at_other = sitting(other, budi)
        soon(lambda: len(at_one[-1]) == len(at_other[-1]) == 1)
        assert at_one[-1][0]["name"].startswith("token:station-")
        assert at_other[-1][0]["name"].startswith("token:registration-")
        one.kill()
        soon(lambda: at_other[-1] == [])
        here.disconnect()
        there.disconnect()


def sitting(server: Server, token: str) -> tuple[socketio.Client, list[list[dict[str, Any]]]]:
    """A screen of the counter, and what it is told of others there."""
    client = screen(server.url, {"Authorization": f"Bearer {token}"})
    told: list[list[dict[str, Any]]] = [[]]
    client.on("company", lambda news: told.append(news["others"]))
    asked = {"station": "loket", "desk": "1", "screen": server.url}
    assert client.call("sit", asked, timeout=10) == {}
    return client, told


def soon(is_so: Callable[[], bool], seconds_max: float = 25) -> None:
    """Within a lease and a look, and some patience with a busy machine."""
    until = time.monotonic() + seconds_max
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def screen(url: str, headers: dict[str, str] | None = None) -> socketio.Client:
    client = socketio.Client(reconnection=headers is None)
    client.connect(url, headers=headers or {}, transports=["websocket"])
    return client


def turn(client: socketio.Client, asked: dict[str, object]) -> str:
    return str(client.call("voice", asked, timeout=10)["turn"])
