"""Both servers of a comparison, each in its own process on 127.0.0.1."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.live.server import START_SECONDS_MAX, free_port


@contextmanager
def bare(folder: Path) -> Iterator[str]:
    """The bare server's address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bare", str(port), str(folder / "bare.db")]
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(url: str) -> None:
    until = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < until:
        try:
            requests.get(f"{url}/healthz", timeout=2)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{url} did not start")
