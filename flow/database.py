"""The database: opening it, bringing its tables up to date, and saying plainly why it cannot be used.

SQLite is the embedded default: WAL, so that reading never waits for writing, and synchronous=FULL, so that what has been
acknowledged survives a power cut. The tables themselves live in the rooms that own them.
"""

import errno
import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from flow.engine.text import Text

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
    """Where everything lies that this installation keeps, in full: `ALUR_DATA`, else `data` in the working directory."""
    return Path(os.environ.get("ALUR_DATA") or "data").absolute()


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


# What can be wrong with it

DISK_FULL = Text(
    "Disk penuh. Hapus berkas yang tidak perlu di komputer server, lalu ulangi; yang sudah tersimpan tetap aman.",
    "The disk is full. Remove files that are not needed from the server, then try again; what was saved is safe.",
)
DISK_FAILED = Text(
    "Disk tidak dapat dibaca atau ditulis. Periksa apakah disk penuh, kuotanya habis, atau rusak, lalu ulangi; "
    "yang sudah tersimpan tetap aman.",
    "The disk cannot be read or written. Check whether it is full, over its quota or broken, then try again; "
    "what was saved is safe.",
)
READ_ONLY = Text(
    "Basis data tidak boleh ditulis. Beri server hak tulis atas basis data dan foldernya, lalu ulangi; "
    "yang sudah tersimpan tetap aman.",
    "The database may not be written. Give the server the right to write to it and its folder, then try again; "
    "what was saved is safe.",
)
BUSY = Text(
    "Basis data sedang dipakai program lain. Tunggu sebentar, lalu ulangi.",
    "Another program is using the database. Wait a moment, then try again.",
)
UNREACHABLE = Text(
    "Basis data tidak terjangkau. Periksa apakah basis data berjalan dan tersambung, lalu ulangi; "
    "yang telanjur tersimpan tidak tercatat dua kali.",
    "The database cannot be reached. Check that it runs and is connected, then try again; "
    "what was saved after all is not saved twice.",
)

OF_SQLITE: Mapping[int, Text] = {
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_IOERR: DISK_FAILED,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_CANTOPEN: UNREACHABLE,
}
"""By the primary result code, https://sqlite.org/rescode.html; the others are mistakes of ours."""

OF_POSTGRES: Mapping[str, Text] = {
    "53100": DISK_FULL,
    "58": DISK_FAILED,
    "25006": READ_ONLY,
    "40": BUSY,
    "53": BUSY,
    "55P03": BUSY,
    "57014": BUSY,
    "08": UNREACHABLE,
    "57P": UNREACHABLE,
}
"""By how the SQLSTATE begins, the longest first, https://www.postgresql.org/docs/current/errcodes-appendix.html."""

OF_SYSTEM: Mapping[int | None, Text] = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EIO: DISK_FAILED,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
}

NOT_OPENED = Text(
    "Basis data {url} tidak dapat dibuka: {reason}. {remedy}",
    "The database {url} cannot be opened: {reason}. {remedy}",
)
CHECK_SETTINGS = Text("Periksa ALUR_DATABASE dan ALUR_DATA.", "Check ALUR_DATABASE and ALUR_DATA.")


class DatabaseError(click.ClickException):
    """The database can't be used just now: `said` tells why, and what helps. A command line ends with it."""

    code = "DatabaseError"

    def __init__(self, said: Text) -> None:
        self.said = said
        super().__init__(said.both)


def trouble(engine: Engine, error: BaseException) -> DatabaseError | None:
    """What the driver's error means; None where it is not the database's fault. SQLAlchemy's own are told already."""
    said: Text | None = None
    if isinstance(error, sqlite3.Error):
        said = OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    elif isinstance(error, engine.dialect.loaded_dbapi.Error):
        state = getattr(error, "sqlstate", None) or ""
        said = next((OF_POSTGRES[state[:n]] for n in (5, 3, 2) if state[:n] in OF_POSTGRES), None)
        if said is None and isinstance(error, engine.dialect.loaded_dbapi.OperationalError):
            said = UNREACHABLE
    return DatabaseError(said) if said else None


def _tell(context: ExceptionContext) -> DatabaseError | None:
    """Instead of SQLAlchemy's error; but a pooled connection that is tried and found dead is replaced by a new one."""
    if context.is_pre_ping or context.engine is None:
        return None
    return trouble(context.engine, context.original_exception)


# Opening it


def open_database(url: str, *, must_exist: bool = False) -> Engine:
    """The database at `url` (SQLAlchemy's form), its tables brought up to date; raises `DatabaseError`, then and in all its use.

    Its errors quote no values: one may be a NIK. With `must_exist` none is made.
    """
    try:
        address = make_url(url)
        engine = (
            _sqlite(address, must_exist)
            if address.drivername.startswith("sqlite")
            else _server(address)
        )
        event.listen(engine, "handle_error", _tell, retval=True)
        migrate(engine)
    except (DatabaseError, SQLAlchemyError, ImportError, OSError) as error:
        raise DatabaseError(_not_opened(url, error)) from error
    return engine


def _not_opened(url: str, error: Exception) -> Text:
    remedy, reason = CHECK_SETTINGS, getattr(error, "orig", None) or error
    if isinstance(error, DatabaseError):
        remedy, reason = error.said, error.__cause__ or error
    elif isinstance(error, OSError):
        remedy, reason = OF_SYSTEM.get(error.errno, remedy), error.strerror or error
    if remedy is UNREACHABLE:
        remedy = CHECK_SETTINGS
    said = (str(reason).splitlines() or [type(reason).__name__])[0].removesuffix(".")
    return NOT_OPENED.filled(url=_shown(url), reason=said, remedy=remedy)


def _server(address: URL) -> Engine:
    return create_engine(address, pool_pre_ping=True, hide_parameters=True)


def _sqlite(address: URL, must_exist: bool) -> Engine:
    """A file that only its owner may read: it holds names. One named as `file:…?uri=true` is SQLite's business."""
    if address.database and "uri" not in address.query:
        file = Path(address.database)
        if must_exist and not file.exists():
            raise FileNotFoundError(f"there is no database at {file}")
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


def whereabouts(url: str) -> str:
    """Where the database is, for people: the whole path of a file, else the address without its password."""
    try:
        address = make_url(url)
    except ArgumentError:
        return _shown(url)
    is_file = address.drivername.startswith("sqlite") and address.database and not address.query
    return str(Path(str(address.database)).absolute()) if is_file else _shown(url)


def is_reachable(engine: Engine) -> bool:
    """Whether the database answers."""
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql("select 1").scalar() == 1
    except Exception:  # whatever a driver raises, the answer is no
        return False


def must_be_writable(engine: Engine) -> None:
    """Raise `DatabaseError` where nothing may be written; nothing is."""
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
        connection.rollback()


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
