"""From the call to the screens: 200 boards on websockets, beside a bare Flask-SocketIO emit of the same payload.

The clock runs from the moment the request is sent until each screen has the message; commit and decision are in ours, a bare emit
is all there is in the other.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import requests

from tests.bench import report
from tests.bench.servers import bare
from tests.live.server import FromNothing

SCREENS = 200
CALLS = 40
BOARD = "utama"


def run() -> None:
    report.title(
        f"call to screen, {SCREENS} screens, median and p95 over all screens and {CALLS} calls"
    )
    with tempfile.TemporaryDirectory() as folder:
        ours, payload = _ours(Path(folder) / "data")
        floor = _bare(Path(folder), payload)
    report.line("bare Flask-SocketIO emit, same payload", _said(floor))
    ratio = statistics.median(floor) / statistics.median(ours)
    report.line("Alur: POST calls to every board", _said(ours), f"{ratio:.2f} of bare")


def _said(delays: list[float]) -> str:
    p95 = statistics.quantiles(delays, n=20)[-1]
    return f"{statistics.median(delays) * 1e3:.1f} / {p95 * 1e3:.1f} ms"


class Screens:
    """200 websocket clients in a process of their own; each round tells when each of them got the message."""

    def __init__(self, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.watchers", url, str(SCREENS), BOARD],
            stdout=subprocess.PIPE,
            text=True,
        )
        self._line()

    def delays(self, started: float) -> tuple[list[float], Any]:
        """The seconds from `started` (time.time) for each screen, and the message itself."""
        heard = self._line()
        return [at - started for at in heard["at"]], heard["message"]

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)

    def _line(self) -> Any:
        if self._process.stdout is None:
            raise RuntimeError("the watchers have no voice")
        return json.loads(self._process.stdout.readline())


def _ours(data: Path) -> tuple[list[float], Any]:
    delays: list[float] = []
    payload: Any = None
    with FromNothing(data) as server:
        client = server.client(server.token("admin"))
        api = f"{server.url}/api/v1"
        client.post(f"{api}/stations/loket/desks/1/opening", timeout=10)
        for _ in range(CALLS):
            client.post(f"{api}/visits", json={}, timeout=10)
        screens = Screens(server.url)
        for _ in range(CALLS):
            started = time.time()
            called = client.post(f"{api}/stations/loket/calls", json={"desk": "1"}, timeout=10)
            heard, payload = screens.delays(started)
            delays += heard
            visit = called.json()["visit"]["id"]
            client.post(f"{api}/visits/{visit}/departures", json={"outcome": "batal"}, timeout=10)
            screens.delays(started)
        screens.close()
    return delays, payload


def _bare(folder: Path, payload: Any) -> list[float]:
    delays: list[float] = []
    with bare(folder) as url:
        screens = Screens(url)
        client = requests.Session()
        for _ in range(CALLS):
            started = time.time()
            client.post(f"{url}/emit", json=payload, timeout=10)
            delays += screens.delays(started)[0]
        screens.close()
    return delays
