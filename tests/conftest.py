"""What all tests share: hypothesis' settings, and the servers that some of them need."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest
import redis
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

from tests.live.server import free_port
from tests.postgres import binaries, postgres

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: in the end no worker waits for another that has only just begun it. A module stays together."""
    long = {
        item.path
        for item in items
        if any(item.get_closest_marker(mark) for mark in ("slow", "browser"))
    }
    items.sort(key=lambda item: item.path not in long)


def missing(program: str) -> NoReturn:
    """Say plainly that a test can't run; in CI that is a failure, since nothing would be proven."""
    said = f"{program} is not installed and could not be brought; this test did not run"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    programs = binaries()
    if programs is None:
        missing("PostgreSQL")
    with postgres(programs) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """A database of its own on the server."""
    name = f"alur_{uuid4().hex}"
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(postgres_server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[str]:
    """A Redis server of our own on a free port."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        missing("Redis")
    port = free_port()
    command = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _answers(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _answers(port: int) -> None:
    client = redis.Redis(port=port)
    for _ in range(100):
        try:
            client.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            client.close()
            return
    raise RuntimeError("Redis did not answer within five seconds")
