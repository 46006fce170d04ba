"""A printer that takes no more bytes holds up its own slips, and nothing else of a real server."""

import os
import threading
import time
from pathlib import Path

import pytest
import requests

from tests.live.server import Server

BUSY_SECONDS_MAX = (
    2  # for a question that takes milliseconds, on a machine that does other things as well
)


@pytest.mark.slow
def test_everybody_else_is_served_while_a_printer_hangs(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    os.mkfifo(device)  # nobody reads it: whoever opens it to write stands still in the kernel
    with Server(tmp_path / "data", ALUR_PRINTER=f"file:{device}") as server:
        client = server.client(server.token("admin"))
        visit = client.post(f"{server.url}/api/v1/visits", json={}, timeout=10).json()
        told: list[requests.Response] = []

        def print_slip() -> None:
            url = f"{server.url}/api/v1/visits/{visit['id']}/slips"
            told.append(server.client(client.headers["Authorization"][7:]).post(url, timeout=40))

        printing = threading.Thread(target=print_slip)
        printing.start()
        longest, asked = 0.0, 0
        while printing.is_alive():
            begun = time.monotonic()
            assert requests.get(f"{server.url}/healthz", timeout=10).ok
            longest, asked = max(longest, time.monotonic() - begun), asked + 1
            time.sleep(0.1)
        assert asked > 20, f"the printer did not hang: {told[0].text}"
        assert longest < BUSY_SECONDS_MAX
        assert (told[0].status_code, told[0].json()["code"]) == (409, "PrinterOff")
        number = client.get(f"{server.url}/api/v1/visits/{visit['id']}", timeout=10).json()
        assert number["ticket"] == visit["ticket"]
