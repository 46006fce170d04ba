"""The database: opening it, and bringing its tables up to date.

SQLite is the embedded default: WAL, so that reading never waits for writing, and synchronous=FULL, so that what has been
acknowledged survives a power cut. The tables themselves live in the rooms that own them.
"""

import os
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MILLISECONDS = (
    5_000  # how long SQLite waits for another process's write; the whole server waits with it
)

SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
)

TAKE_TURNS = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(2116853)",  # any number, as long as it is ours
}
"""Held until the end of the transaction in which the tables are brought up to date."""


def data_folder() -> Path:
    """Where everything lies that this installation keeps: `ALUR_DATA`, else `data` in the working directory."""
    return Path(os.environ.get("ALUR_DATA") or "data")


def default_url(data: Path | None = None) -> str:
    """The database that is used when none is named: one SQLite file in the data folder."""
    return f"sqlite:///{(data or data_folder()) / 'alur.db'}"


database_option = click.option(
    "--database",
    envvar="ALUR_DATABASE",
    default=default_url,
    show_default="alur.db in ALUR_DATA, else in ./data",
    help="The database's URL.",
    show_envvar=True,
)
"""For every command that opens the database."""


class DatabaseError(click.ClickException):
    """The database can't be opened; says which one, why, and what to look at."""


def open_database(url: str, *, must_exist: bool = False) -> Engine:
    """The database at `url` (SQLAlchemy's form), its tables brought up to date; raises `DatabaseError`.

    Its errors quote no values: one may be a NIK. With `must_exist` none is made.
    """
    try:
        address = make_url(url)
        engine = (
            _sqlite(address, must_exist)
            if address.drivername.startswith("sqlite")
            else _server(address)
        )
        migrate(engine)
    except (SQLAlchemyError, ImportError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise DatabaseError(
            f"{_shown(url)}: {reason}. Check ALUR_DATABASE and ALUR_DATA."
        ) from error
    return engine


def _server(address: URL) -> Engine:
    return create_engine(address, pool_pre_ping=True, hide_parameters=True)


def _sqlite(address: URL, must_exist: bool) -> Engine:
    """A file that only its owner may read: it holds names."""
    if address.database:
        file = Path(address.database)
        if must_exist and not file.exists():
            raise DatabaseError(
                f"there is no database at {file}. Check ALUR_DATABASE and ALUR_DATA."
            )
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    engine = create_engine(address, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _shown(url: str) -> str:
    """The address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "the database's URL"


def is_reachable(engine: Engine) -> bool:
    """Whether the database answers."""
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql("select 1").scalar() == 1
    except Exception:  # whatever a driver raises, the answer is no
        return False


def migrate(engine: Engine) -> None:
    """Run every migration that this database has not seen. Processes that start together take turns."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        connection.exec_driver_sql(TAKE_TURNS[engine.dialect.name])
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _set_up_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for setting in SQLITE_SETTINGS:
        cursor.execute(setting)
    cursor.close()
