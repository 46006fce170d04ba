"""Grown up: two web processes serve one Puskesmas, on SQLite and on PostgreSQL.

Redis carries what one publishes to the screens of the other.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.conftest import missing
from tests.live.server import Server, free_port
from tests.live.watcher import Watcher

pytestmark = pytest.mark.redis


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[str]:
    """A Redis server of our own on a free port."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        missing("Redis")
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
