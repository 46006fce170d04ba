"""Issue and call over HTTP, beside a bare Flask route that commits the same bytes. One client, one connection."""

import tempfile
import time
from datetime import date
from pathlib import Path

import requests

from flow.database import open_database
from flow.journal import Stream
from flow.journal.codec import to_json
from flow.journal.sql import SqlJournal
from tests.bench import report
from tests.bench.servers import bare
from tests.live.server import Server

PATIENTS = 200


def run() -> None:
    report.title("issue + call over HTTP, requests per second, one client")
    with tempfile.TemporaryDirectory() as folder:
        ours, bodies = _ours(Path(folder) / "data")
        floor = _bare(Path(folder), bodies)
    report.line("bare Flask route, same bytes committed", f"{floor:,.0f}/s")
    report.line("Alur: POST visits, POST calls", f"{ours:,.0f}/s", f"{ours / floor:.2f} of bare")


def _ours(data: Path) -> tuple[float, list[bytes]]:
    with Server(data) as server:
        client = server.client(server.token("admin"))
        stations = f"{server.url}/api/v1/stations"
        client.post(f"{stations}/loket/desks/1/opening", timeout=10)
        took = 0.0
        for _ in range(PATIENTS):
            start = time.perf_counter()
            client.post(f"{server.url}/api/v1/visits", json={}, timeout=10)
            called = client.post(f"{stations}/loket/calls", json={"desk": "1"}, timeout=10)
            took += time.perf_counter() - start
            visit = called.json()["visit"]["id"]
            departed = {"outcome": "batal"}
            client.post(f"{server.url}/api/v1/visits/{visit}/departures", json=departed, timeout=10)
    journal = SqlJournal(open_database(f"sqlite:///{data / 'alur.db'}"))
    facility = journal.facilities()[0]
    day: date = journal.days(facility)[-1]
    entries = journal.read(Stream(facility, day))
    wanted = [e for e in entries if e.kind in ("IssueTicket", "CallNext")]
    assert len(wanted) == 2 * PATIENTS
    return 2 * PATIENTS / took, [to_json(entry.events).encode() for entry in wanted]


def _bare(folder: Path, bodies: list[bytes]) -> float:
    with bare(folder) as url:
        client = requests.Session()
        start = time.perf_counter()
        for body in bodies:
            client.post(f"{url}/commit", data=body, timeout=10)
        return len(bodies) / (time.perf_counter() - start)
