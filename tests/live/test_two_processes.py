"""Grown up: two web processes serve one Puskesmas, Redis carries what one publishes to the screens of the other."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.live.server import Server, free_port
from tests.live.watcher import Watcher

pytestmark = pytest.mark.redis


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[str]:
    """A Redis server of our own on a free port."""
    program = shutil.which("redis-server")
    if program is None:
        said = "redis-server is not installed and could not be brought; this test did not run"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)
    port = free_port()
    command = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _answers(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _answers(port: int) -> None:
    client = redis.Redis(port=port)
    for _ in range(100):
        try:
            client.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            client.close()
            return
    raise RuntimeError("Redis did not answer within five seconds")


def test_a_call_in_one_process_is_seen_on_a_board_of_the_other(tmp_path: Path, queue: str) -> None:
    data = tmp_path / "data"
    with Server(data, ALUR_REDIS=queue) as one, Server(data, ALUR_REDIS=queue) as other:
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
