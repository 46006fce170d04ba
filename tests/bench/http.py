"""Issue and call over HTTP, beside a bare Flask route that commits the same bytes. One client, one connection each.

The two are asked in turns, so that whatever disturbs the machine disturbs both.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import requests

from flow.database import open_database
from flow.journal import Stream
from flow.journal.codec import to_json
from flow.journal.sql import SqlJournal
from tests.bench import report
from tests.bench.servers import bare
from tests.live.server import FromNothing, Server

PATIENTS = 250
KINDS = ("IssueTicket", "CallNext")


def run() -> None:
    report.title("issue + call over HTTP, median time of one request")
    ours: list[float] = []
    floor: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with FromNothing(folder / "data") as server, bare(folder) as url:
            desk = Desk(server)
            desk.patient([])
            bodies = _bodies(folder / "data" / "alur.db")
            client = requests.Session()
            for _ in range(PATIENTS):
                desk.patient(ours)
                floor += [_timed(lambda body=body: _commit(client, url, body)) for body in bodies]
    fast, slow = statistics.median(floor), statistics.median(ours)
    report.line("bare Flask route, same bytes committed", f"{fast * 1e3:.2f} ms, {1 / fast:,.0f}/s")
    report.line(
        "Alur: POST visits, POST calls",
        f"{slow * 1e3:.2f} ms, {1 / slow:,.0f}/s",
        f"{fast / slow:.2f} of bare",
    )


class Desk:
    """A counter that issues a number, calls it, and lets the patient go."""

    def __init__(self, server: Server) -> None:
        self._client = server.client(server.token("admin"))
        self._api = f"{server.url}/api/v1"
        self._client.post(f"{self._api}/stations/loket/desks/1/opening", timeout=10)

    def patient(self, took: list[float]) -> None:
        """One patient; how long issuing and calling took is added to `took`."""
        took.append(_timed(lambda: self._client.post(f"{self._api}/visits", json={}, timeout=10)))
        calls = f"{self._api}/stations/loket/calls"
        start = time.perf_counter()
        called = self._client.post(calls, json={"desk": "1"}, timeout=10)
        took.append(time.perf_counter() - start)
        visit = called.json()["visit"]["id"]
        left = {"outcome": "batal"}
        self._client.post(f"{self._api}/visits/{visit}/departures", json=left, timeout=10)


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _commit(client: requests.Session, url: str, body: bytes) -> None:
    client.post(f"{url}/commit", data=body, timeout=10)


def _bodies(database: Path) -> list[bytes]:
    """What issuing and calling committed, byte for byte."""
    journal = SqlJournal(open_database(f"sqlite:///{database}"))
    facility = journal.facilities()[0]
    entries = journal.read(Stream(facility, journal.days(facility)[-1]))
    bodies = [to_json(entry.events).encode() for entry in entries if entry.kind in KINDS]
    journal.close()
    assert len(bodies) == len(KINDS)
    return bodies
