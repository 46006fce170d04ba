"""A real server for tests: `alur serve` as its own process on a free port of 127.0.0.1, gone at the end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import requests
from argon2 import PasswordHasher

from flow import clock
from flow.database import default_url, open_database
from flow.rulebook import shipped
from flow.staff import Role, Staff
from tests.live.mother import Child, mother

START_SECONDS_MAX = 40
PASSWORD = "cukup-panjang-1"
FROM_NOTHING = ("-m", "flow")


class Remembering(PasswordHasher):
    """As strong as the server's own; the one password of all these tests need not be hashed again and again."""

    @cache  # noqa: B019 - there is one
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        return super().hash(password, salt=salt)


HASHER = Remembering()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One Puskesmas on one folder of data. Start, kill and start again as often as you like."""

    program: tuple[str, ...] | None = None
    """What Python is given to start from nothing; else a mother bears the server, which takes a tenth of the time."""

    def __init__(self, data: Path, rules: Path | None = None, **environment: str) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("ALUR_")},
            "ALUR_DATA": str(data),
            "ALUR_RULES": str(rules or shipped("demo")),
            **environment,
        }
        self._process: subprocess.Popen[bytes] | Child | None = None

    def alur(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run an `alur` command beside the server, on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "flow", *arguments],
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def token(self, role: str) -> str:
        """A bearer token of this role."""
        with self._staff() as staff:
            return staff.tokens.add(f"{role}-{time.monotonic_ns()}", Role(role))

    def account(self, name: str, role: str) -> None:
        """An account that signs in with PASSWORD."""
        with self._staff() as staff:
            staff.accounts.add(name, Role(role), PASSWORD)

    @contextmanager
    def _staff(self) -> Iterator[Staff]:
        """Who works here, on the server's own database: a command line of its own would take a second each time."""
        engine = open_database(self.environment.get("ALUR_DATABASE") or default_url(self.data))
        yield Staff(engine, clock.now, HASHER)
        engine.dispose()

    def client(self, token: str) -> requests.Session:
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {token}"
        return session

    def start(self) -> Self:
        self._process = self._begun(["serve", "--port", str(self.port)], self.data / "server.log")
        until = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < until:
            if self._process.poll() is not None:
                break
            try:
                if requests.get(f"{self.url}/healthz", timeout=2).ok:
                    return self
            except (requests.ConnectionError, requests.Timeout):
                pass  # not yet: it starts, or the machine is busy
            time.sleep(0.02)
        self.kill()
        raise RuntimeError(f"the server did not start:\n{(self.data / 'server.log').read_text()}")

    def _begun(self, arguments: list[str], log: Path) -> subprocess.Popen[bytes] | Child:
        if self.program is None and hasattr(os, "fork"):
            return mother().bear(arguments, self.environment, log)
        command = [sys.executable, *(self.program or FROM_NOTHING), *arguments]
        with log.open("ab") as file:
            return subprocess.Popen(command, env=self.environment, stdout=file, stderr=file)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """As a power cut would: SIGKILL, no goodbye."""
        self._stop(signal.SIGKILL)

    def _stop(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=20)
            self._process = None

    def __enter__(self) -> Self:
        self.data.mkdir(parents=True, exist_ok=True)
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop(signal.SIGTERM)


class FromNothing(Server):
    """The program as its owner starts it."""

    program = FROM_NOTHING
