"""The migrations lead to the tables that the code declares, and a database stays as careful as it says."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

import flow
from flow.database import open_database


def declared() -> None:
    """Import the tables of every room."""
    for module in pkgutil.walk_packages(flow.__path__, "flow."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)


def differences(engine: Engine) -> list[object]:
    declared()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, SQLModel.metadata))


def walk(engine: Engine, *, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(flow.__path__[0]) / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if to == "base" else command.upgrade)(config, to)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'sub' / 'alur.db'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()


def test_the_migrated_tables_are_those_that_are_declared(engine: Engine) -> None:
    assert differences(engine) == []


def test_down_and_up_again(engine: Engine) -> None:
    walk(engine, to="base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    walk(engine, to="head")
    assert differences(engine) == []


def test_opening_again_changes_nothing(engine: Engine, url: str) -> None:
    open_database(url).dispose()
    assert differences(engine) == []


def test_processes_that_start_together_take_turns(url: str) -> None:
    """Each of them finds the database empty and wants to make its tables."""
    opening = f"from flow.database import open_database; open_database({url!r}).dispose()"
    together = [subprocess.Popen([sys.executable, "-c", opening]) for _ in range(3)]
    assert [process.wait(60) for process in together] == [0, 0, 0]
    engine = open_database(url)
    assert differences(engine) == []
    engine.dispose()


def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    """On every connection, not only the first: WAL, and a sync for each commit (2 is FULL)."""
    engine = open_database(f"sqlite:///{tmp_path / 'alur.db'}")
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
            assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 5_000
    engine.dispose()
