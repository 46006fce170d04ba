"""One journal of each kind, empty."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from flow.journal import Journal
from tests.journal.stores import has_postgres, open_store, postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    if not has_postgres():
        pytest.skip("no PostgreSQL on this machine")
    with postgres() as url:
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


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    url = ""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'alur.db'}"
    elif request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    with open_store(request.param, url) as store:
        yield store
