"""A PostgreSQL server of our own, in a folder that is thrown away, from whatever this machine has."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import make_url

NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
"""PostgreSQL refuses to run as root."""


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: on the PATH, Debian's, or that of the pip package pgserver."""
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl"):
        return Path(found).parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    package = find_spec("pgserver")
    if package and package.origin:
        return Path(package.origin).parent / "pginstall" / "bin"
    return None


@contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """The URL of the server, gone afterwards. `programs`: the folder of its binaries."""
    with tempfile.TemporaryDirectory(prefix="alur-pg-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        if os.geteuid() == 0:
            Path(folder).chmod(0o755)
            data.mkdir(mode=0o700)
            shutil.chown(data, "nobody", "nogroup")
        initdb, pg_ctl = str(programs / "initdb"), str(programs / "pg_ctl")
        run(initdb, "-D", str(data), "-U", "alur", "-A", "trust", "-E", "UTF8", "--no-sync")
        flags = f"-c listen_addresses= -c fsync=off -k {data}"
        run(pg_ctl, "-D", str(data), "-w", "-o", flags, "-l", str(data / "log"), "start")
        try:
            url = make_url("postgresql+psycopg://alur@/postgres").update_query_dict(
                {"host": str(data)}
            )
            yield url.render_as_string(hide_password=False)
        finally:
            run(pg_ctl, "-D", str(data), "-m", "immediate", "stop")


def crash(programs: Path, url: str) -> None:
    """The server stops as if it were killed, all its lines break, and it starts again and recovers."""
    data = str(make_url(url).query["host"])
    pg_ctl = str(programs / "pg_ctl")
    run(pg_ctl, "-D", data, "-w", "-m", "immediate", "-l", f"{data}/log", "restart")


def run(*command: str) -> None:
    before = NOBODY if os.geteuid() == 0 else ()
    subprocess.run([*before, *command], check=True, capture_output=True, cwd="/")
