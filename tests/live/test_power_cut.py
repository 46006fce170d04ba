"""kill -9 while commands stream in: what was acknowledged is there, once; nothing else is half there."""

import re
import threading
import uuid
from pathlib import Path

import pytest
import requests

from tests.live.server import FromNothing, Server

pytestmark = pytest.mark.slow

COMMANDS = 500
CLIENTS = 4


def test_it_keeps_every_acknowledged_command_through_a_power_cut(tmp_path: Path) -> None:
    with FromNothing(tmp_path / "data") as server:
        token = server.token("registration")
        acknowledged = _stream_until_killed(server, token)
        assert len(acknowledged) >= COMMANDS // 4
        assert len(acknowledged) < COMMANDS, "the server was killed too late to prove anything"

        server.start()
        client = server.client(token)
        tickets = {
            key: client.post(
                f"{server.url}/api/v1/visits", json={}, headers={"Idempotency-Key": key}, timeout=10
            ).json()["ticket"]
            for key in acknowledged
        }
        assert tickets == acknowledged, "a retried key gets the number it was given before"

        fresh = client.post(f"{server.url}/api/v1/visits", json={}, timeout=10).json()["ticket"]
        line = client.get(f"{server.url}/api/v1/stations/loket/queue", timeout=10).json()
        highest = _number(fresh)
        assert line["count"] == highest, (
            "every number from 1 on has one visit, and every visit a number"
        )
        assert highest >= len(acknowledged) + 1

        verified = server.alur("verify")
        assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")


def _stream_until_killed(server: Server, token: str) -> dict[str, str]:
    """Four clients issue tickets; in the midst of it the server is killed. Key → acknowledged ticket."""
    acknowledged: dict[str, str] = {}
    halfway = threading.Event()

    def stream() -> None:
        client = server.client(token)
        for _ in range(COMMANDS // CLIENTS):
            key = uuid.uuid4().hex
            try:
                answer = client.post(
                    f"{server.url}/api/v1/visits",
                    json={},
                    headers={"Idempotency-Key": key},
                    timeout=5,
                )
            except requests.RequestException:
                return
            assert answer.status_code == 201, answer.text
            acknowledged[key] = answer.json()["ticket"]
            if len(acknowledged) >= COMMANDS // 2:
                halfway.set()

    clients = [threading.Thread(target=stream) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    assert halfway.wait(timeout=60)
    server.kill()
    for client in clients:
        client.join(timeout=30)
    return acknowledged


def _number(ticket: str) -> int:
    found = re.fullmatch(r"[A-Z]{1,2}-(\d{3,})", ticket)
    assert found, ticket
    return int(found[1])
