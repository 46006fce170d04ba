"""A PC is switched off at the wall: its line says no goodbye and answers nothing, and its desk is known to be left."""

import json
from pathlib import Path
from typing import Any

import pytest
import websocket

from tests.live.server import Server
from tests.live.test_two_processes import sitting, soon

pytestmark = pytest.mark.slow

GONE_SECONDS_MAX = 20 + 10  # the line is known to be dead after twenty; the machine may be busy


def test_a_pc_that_is_switched_off_has_left_its_desk(tmp_path: Path) -> None:
    with Server(tmp_path / "data") as server:
        line = silent_screen(server, server.token("station"))
        there, told = sitting(server, server.token("registration"))
        soon(lambda: [one["name"][:14] for one in told[-1]] == ["token:station-"])
        soon(lambda: told[-1] == [], GONE_SECONDS_MAX)
        there.disconnect()
        line.close()


def silent_screen(server: Server, token: str) -> websocket.WebSocket:
    """Sits down at the counter's desk 1, and then never answers: the socket stays open, as it does when the power is cut."""
    url = f"{server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(url, header=[f"Authorization: Bearer {token}"], timeout=10)
    line.recv()
    line.send("40")
    line.recv()
    asked: dict[str, Any] = {"station": "loket", "desk": "1", "screen": "switched off"}
    line.send("42" + json.dumps(["sit", asked]))
    return line
