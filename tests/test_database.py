"""Whether the database answers, and what its errors mean."""

import sqlite3
from pathlib import Path

import psycopg.errors
import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from flow.database import (
    BUSY,
    DISK_FAILED,
    DISK_FULL,
    READ_ONLY,
    UNREACHABLE,
    DatabaseError,
    is_reachable,
    open_database,
    trouble,
)
from flow.engine.text import Text


def test_it_is_known_whether_the_database_answers(tmp_path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/kept/alur.db")
    assert is_reachable(engine)
    engine.dispose()
    (tmp_path / "kept").rename(tmp_path / "moved")
    assert not is_reachable(engine)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("53100", DISK_FULL),
        ("53300", BUSY),
        ("25006", READ_ONLY),
        ("55P03", BUSY),
        ("40P01", BUSY),
        ("57014", BUSY),
        ("57P01", UNREACHABLE),
        ("57P03", UNREACHABLE),
        ("08006", UNREACHABLE),
        ("58030", DISK_FAILED),
        ("42P01", None),
        ("23505", None),
        ("25P02", None),
    ],
)
def test_what_postgresql_says_by_its_number(state: str, said: Text | None) -> None:
    told = trouble(create_engine("postgresql+psycopg://"), psycopg.errors.lookup(state)())
    assert (told and told.said) == said


def test_a_postgresql_that_does_not_answer_has_no_number() -> None:
    nowhere = psycopg.OperationalError("connection refused")
    told = trouble(create_engine("postgresql+psycopg://"), nowhere)
    assert told is not None
    assert told.said == UNREACHABLE


def test_a_locked_sqlite_is_busy(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/alur.db")
    with sqlite3.connect(tmp_path / "alur.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=1")
            with pytest.raises(DatabaseError) as told:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
    other.close()
    engine.dispose()
    assert told.value.said == BUSY


def test_a_mistake_of_ours_is_no_fault_of_the_database(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/alur.db")
    with engine.connect() as connection, pytest.raises(OperationalError, match="no such table"):
        connection.exec_driver_sql("SELECT * FROM nowhere")
    engine.dispose()


def test_what_cannot_be_opened_names_the_database_the_reason_and_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(DatabaseError) as told:
        open_database(f"sqlite:///{tmp_path}/berkas/alur.db")
    said = told.value.said.en
    assert said.startswith(f"The database sqlite:///{tmp_path}/berkas/alur.db cannot be opened: ")
    assert said.endswith(". Check ALUR_DATABASE and ALUR_DATA.")
    with pytest.raises(DatabaseError, match="tidak dapat dibuka") as told:
        open_database("postgresql+psycopg://alur:rahasia@127.0.0.1:1/alur")
    assert "rahasia" not in told.value.message
    assert "refused" in told.value.message
