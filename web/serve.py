"""`alur serve`: the whole house in one process."""

from gevent import monkey

monkey.patch_all()  # before anything else opens a socket or a lock

import logging
import os
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TextIO, cast

import click
import structlog
from flask_socketio import SocketIO

from flow import clock
from flow.database import whereabouts
from flow.engine import boards
from flow.engine.text import Text
from flow.rulebook import RulebookError
from flow.scheduler import start_scheduler
from web import create_app
from web.addresses import of_this_computer
from web.config import Settings, SettingsError, from_environment
from web.house import House, open_house
from web.listen import NoAddress, listen, take
from web.welcome import welcome

NO_ACCOUNT = Text(
    "Belum ada akun di {where}. Buat dulu: alur user add NAMA --role admin",
    "There is no account in {where} yet. Make one first: alur user add NAME --role admin",
)
WRONG_RULES = Text(
    "Buku aturan belum benar; server tidak dijalankan.",
    "The rulebook is not right yet; the server is not started. In English: alur rules check --language en",
)
ORPHANS = Text(
    "Buku aturan tidak lagi punya pos tempat pasien berada ({where}). "
    "Kembalikan pos itu sampai mereka selesai, lalu jalankan lagi.",
    "The rulebook no longer has the rooms where patients are ({where}). "
    "Bring those rooms back until they have finished, then start again.",
)


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, show_envvar=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, show_envvar=True)
@click.option("--rules", envvar="ALUR_RULES", help="Folder of the rulebook.", show_envvar=True)
@click.option("--database", envvar="ALUR_DATABASE", help="URL of the database.", show_envvar=True)
def serve(host: str, port: int, rules: str | None, database: str | None) -> None:
    """Open the Puskesmas: every screen, the API and the scheduler."""
    given = {"ALUR_RULES": rules or "", "ALUR_DATABASE": database or ""}
    address = {"HOST": host, "PORT": str(port)}
    house = open_or_exit(settings_or_exit({**os.environ, **given, **address}))
    door = take_or_exit(host, port)
    click.echo(f"{house.clinic.rulebook.name}\n")
    print_addresses(house, door)
    if not house.staff.accounts.all():
        complain(NO_ACCOUNT.filled(where=whereabouts(house.settings.database)))
    run(house, door)


def complain(said: Text) -> None:
    """On stderr, in both languages."""
    click.echo(said.both, err=True)


def settings_or_exit(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment names."""
    try:
        return from_environment(environment)
    except SettingsError as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(2)


def open_or_exit(settings: Settings) -> House:
    """The rooms, on a rulebook that has been checked. The server doesn't start on a wrong one."""
    try:
        house = open_house(settings, clock.now)
    except RulebookError as error:
        for finding in error.findings:
            click.echo(finding.said("id"), err=True)
        complain(WRONG_RULES)
        sys.exit(1)
    _warn_of_draft(house)
    _refuse_orphans(house)
    return house


def take_or_exit(host: str, port: int) -> socket.socket:
    """The address, before anybody is told of it."""
    try:
        return take(host, port)
    except NoAddress as wrong:
        complain(wrong.said)
        sys.exit(1)


def _warn_of_draft(house: House) -> None:
    """What the folder says beside the rulebook in force: worth a word, not a closed Puskesmas."""
    seen = house.draft.seen
    for finding in seen.cases:
        click.echo(f"Peringatan, contoh kasus tidak cocok: {finding.said('id')}", err=True)
    if seen.rulebook is None:
        found = f"{len(seen.findings)} temuan"
        click.echo(f"Folder aturan belum benar ({found}). Yang berlaku tetap yang lama.", err=True)
    elif seen.rulebook.digest != house.clinic.rulebook.digest:
        click.echo("Folder aturan berbeda dari aturan yang berlaku.", err=True)
    else:
        return
    click.echo("Lihat dan terbitkan di halaman /aturan.", err=True)


def _refuse_orphans(house: House) -> None:
    """Nobody may stand at a room that the rulebook no longer has: no screen would show them."""
    orphans = house.clinic.look(boards.orphans)
    if orphans:
        where = "; ".join(f"{name}: {station}" for name, station in orphans)
        complain(ORPHANS.filled(where=where))
        sys.exit(1)


def _set_up_log() -> None:
    """To stderr, without the local variables of a failure: they may hold a name or a password."""
    renderer = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", Stderr())),
    )


class Stderr:
    """stderr, where a line that cannot be written is lost and nothing else: the log may lie on the disk that is full."""

    def write(self, said: str) -> None:
        with suppress(OSError):
            sys.stderr.write(said)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


def run(
    house: House, door: socket.socket, beside: Callable[[SocketIO], None] | None = None
) -> None:
    """Listen until interrupted, with the scheduler and perhaps something else beside."""
    _set_up_log()
    app = create_app(house)
    scheduler = start_scheduler(house.clinic, house.now, house.draft)
    socketio: SocketIO = app.extensions["socketio"]
    if beside is not None:
        socketio.start_background_task(beside, socketio)
    try:
        listen(app, door)
    except KeyboardInterrupt:
        click.echo("Berhenti.")
    finally:
        scheduler.shutdown(wait=False)


def print_addresses(house: House, door: socket.socket) -> None:
    """Which data this is, and every page."""
    port = door.getsockname()[1]
    for line in welcome(house.settings, house.clinic.rulebook, port, of_this_computer()):
        click.echo(line)
