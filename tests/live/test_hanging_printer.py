"""A printer that takes no more bytes holds up its own slips, and nothing else of a real server."""

import os
import pty
import threading
import time
import tty
from pathlib import Path

import pytest
import requests

from tests.live.server import Server

BUSY_SECONDS_MAX = (
    2  # for a question that takes milliseconds, on a machine that does other things as well
)


@pytest.mark.slow
def test_everybody_else_is_served_while_a_printer_hangs(tmp_path: Path) -> None:
    ours, theirs = (
        pty.openpty()
    )  # nobody reads what is written: after a few kilobytes it blocks, as usblp does without paper
    tty.setraw(theirs)
    with Server(tmp_path / "data", ALUR_PRINTER=f"file:{os.ttyname(theirs)}") as server:
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
        assert asked > 20, "the printer did not hang"
        assert longest < BUSY_SECONDS_MAX
        assert (told[0].status_code, told[0].json()["code"]) == (409, "PrinterOff")
        number = client.get(f"{server.url}/api/v1/visits/{visit['id']}", timeout=10).json()
        assert number["ticket"] == visit["ticket"]
    os.close(ours)
    os.close(theirs)
