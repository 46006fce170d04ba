"""The stores that keep the contract: memory, SQLite, PostgreSQL. PostgreSQL runs from a folder that is thrown away."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from flow.database import open_database
from flow.journal import Journal
from flow.journal.memory import MemoryJournal
from flow.journal.sql import SqlJournal

NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
"""PostgreSQL refuses to run as root."""


@contextmanager
def open_store(kind: str, url: str = "") -> Iterator[Journal]:
    if kind == "memory":
        yield MemoryJournal()
        return
    engine = open_database(url)
    journal = SqlJournal(engine)
    try:
        yield journal
    finally:
        journal.close()
        engine.dispose()


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="alur-pg-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        if os.geteuid() == 0:
            Path(folder).chmod(0o755)
            data.mkdir(mode=0o700)
            shutil.chown(data, "nobody", "nogroup")
        run("initdb", "-D", str(data), "-U", "alur", "-A", "trust", "-E", "UTF8", "--no-sync")
        flags = f"-c listen_addresses= -c fsync=off -k {data}"
        run("pg_ctl", "-D", str(data), "-w", "-o", flags, "-l", str(data / "log"), "start")
        try:
            url = make_url("postgresql+psycopg://alur@/postgres").update_query_dict(
                {"host": str(data)}
            )
            yield url.render_as_string(hide_password=False)
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def run(*command: str) -> None:
    before = NOBODY if os.geteuid() == 0 else ()
    subprocess.run([*before, *command], check=True, capture_output=True, cwd="/")


def has_postgres() -> bool:
    return all(shutil.which(program) for program in ("initdb", "pg_ctl"))
