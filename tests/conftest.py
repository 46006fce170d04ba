"""What all tests share: hypothesis' settings, and the servers that some of them need."""

import os
from collections.abc import Iterator
from typing import NoReturn
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

from tests.postgres import binaries, postgres

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


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
