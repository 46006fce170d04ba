"""Many hands at once, over HTTP: no number twice or missing, nobody called twice, every board equal to the floor."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from flow.rulebook import shipped
from tests.live.server import Server
from tests.live.watcher import Watcher

pytestmark = pytest.mark.slow

CLIENTS = 8
PATIENTS = 300
SCREENS = 6


def test_eight_clients_issue_and_call_three_hundred(tmp_path: Path) -> None:
    with Server(tmp_path / "data", rules=_eight_desks(tmp_path)) as server:
        token = server.token("admin")
        watchers = [Watcher(server.url, "utama") for _ in range(SCREENS)]
        issued = _all_at_once(server, token, PATIENTS, _issue)
        assert sorted(issued) == [f"A-{n:03d}" for n in range(1, PATIENTS + 1)]

        called = _all_at_once(server, token, PATIENTS, _call)
        assert sorted(called) == sorted(issued)

        client = server.client(token)
        truth = client.get(f"{server.url}/api/v1/boards/utama", timeout=10).json()
        for watcher in watchers:
            watcher.wait_for(truth["position"])
            assert watcher.shown["stations"] == truth["stations"]
            assert watcher.shown["calls"] == truth["calls"]
            watcher.close()
        assert server.alur("verify").stderr == ""


def test_two_consoles_press_call_next_at_the_same_moment(tmp_path: Path) -> None:
    """A hundred times over HTTP; the thousand of the door itself are in tests/test_clinic.py."""
    with Server(tmp_path / "data", rules=_eight_desks(tmp_path)) as server:
        token = server.token("admin")
        _all_at_once(server, token, 100, _issue)
        together = threading.Barrier(2)

        def press(server: Server, client: requests.Session, number: int) -> str:
            together.wait(timeout=20)
            return _call(server, client, number)

        called = _all_at_once(server, token, 100, press, clients=2)
        assert len(set(called)) == 100


def _eight_desks(folder: Path) -> Path:
    """The typical Puskesmas with a counter for each client."""
    rules = folder / "rules"
    shutil.copytree(shipped("demo").parent, rules)
    stations = rules / "typical" / "stations.yaml"
    text = stations.read_text()
    assert "desks: [1, 2]" in text
    stations.write_text(text.replace("desks: [1, 2]", f"desks: {list(range(1, CLIENTS + 1))}", 1))
    return rules / "demo"


Act = Callable[[Server, requests.Session, int], str]


def _all_at_once(
    server: Server, token: str, times: int, act: Act, clients: int = CLIENTS
) -> list[str]:
    """`act` so many times, by so many clients side by side; what each brought."""
    results: list[str] = []
    errors: list[BaseException] = []

    def work(number: int) -> None:
        client = server.client(token)
        desk = f"{server.url}/api/v1/stations/loket/desks/{number + 1}/opening"
        client.post(desk, timeout=10)
        try:
            results.extend(act(server, client, number) for _ in range(number, times, clients))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not errors, errors
    return results


def _issue(server: Server, client: requests.Session, _number: int) -> str:
    answer = client.post(f"{server.url}/api/v1/visits", json={}, timeout=20)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["ticket"])


def _call(server: Server, client: requests.Session, number: int) -> str:
    """Call the next one to this client's desk and let them go, so that the desk is free again."""
    called = client.post(
        f"{server.url}/api/v1/stations/loket/calls", json={"desk": str(number + 1)}, timeout=20
    )
    assert called.status_code == 200, called.text
    visit: dict[str, Any] = called.json()["visit"]
    left = client.post(
        f"{server.url}/api/v1/visits/{visit['id']}/departures",
        json={"outcome": "batal", "reason": "uji"},
        timeout=20,
    )
    assert left.status_code == 200, left.text
    return str(visit["ticket"])
