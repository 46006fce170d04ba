"""`alur serve` and `alur demo`: the whole house in one process."""

from gevent import monkey

monkey.patch_all()  # before anything else opens a socket or a lock

import logging
import os
import secrets
import sys
import tempfile
from random import Random

import click
import structlog
from flask import Flask
from flask_socketio import SocketIO

from flow import clock
from flow.engine import boards
from flow.engine.refusals import UnknownStation
from flow.patients import Patient, Sex
from flow.rulebook import RulebookError
from flow.scheduler import start_scheduler
from flow.simulation.day import Day, Enrol
from flow.simulation.people import Person
from flow.staff import Role
from web import create_app
from web.config import Settings, SettingsError, from_environment
from web.house import House, open_house
from web.listen import listen

TICK_SECONDS = 0.25  # how often the made-up day looks whether something is due


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, show_envvar=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, show_envvar=True)
@click.option("--rules", envvar="ALUR_RULES", help="Folder of the rulebook.", show_envvar=True)
@click.option("--database", envvar="ALUR_DATABASE", help="URL of the database.", show_envvar=True)
def serve(host: str, port: int, rules: str | None, database: str | None) -> None:
    """Open the Puskesmas: every screen, the API and the scheduler."""
    given = {"ALUR_RULES": rules or "", "ALUR_DATABASE": database or ""}
    house = _open(_settings(given, host, port))
    if not house.staff.accounts.all():
        click.echo("Belum ada akun. Buat dulu: alur user add NAMA --role admin", err=True)
    _run(house, host, port)


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, show_envvar=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, show_envvar=True)
@click.option(
    "--speed", default=20.0, show_default=True, help="Minutes of the day per real minute."
)
@click.option("--seed", default=7, show_default=True, help="The same seed draws the same patients.")
@click.option("--mine", multiple=True, metavar="STATION", help="A station that is left to you.")
def demo(host: str, port: int, speed: float, seed: int, mine: tuple[str, ...]) -> None:
    """Show a made-up day: patients arrive, move through every room and go home."""
    if speed <= 0:
        raise click.BadParameter("must be above 0", param_hint="--speed")
    with tempfile.TemporaryDirectory(prefix="alur-demo-") as folder:
        given = {"ALUR_DATA": folder, "ALUR_DATABASE": ""}
        house = _open(_settings(given, host, port, demo=True))
        password = secrets.token_urlsafe(9)
        for role in Role:
            house.staff.accounts.add(role.value, role, password)
        now = clock.now()
        for station in mine:
            _check_station(house, station)
        day = Day(house.clinic, _enrol(house), speed, Random(seed), now, frozenset(mine))
        day.open(now)
        _print_addresses(house, host, port, password)
        _run(house, host, port, day)


def _settings(given: dict[str, str], host: str, port: int, *, demo: bool = False) -> Settings:
    """The environment's settings with the command line's over them."""
    try:
        said = {**os.environ, **given, "HOST": host, "PORT": str(port)}
        return from_environment(said, demo=demo)
    except SettingsError as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(2)


def _open(settings: Settings) -> House:
    """The rooms, on a rulebook that has been checked. The server doesn't start on a wrong one."""
    try:
        house = open_house(settings, clock.now)
    except RulebookError as error:
        for finding in error.findings:
            click.echo(str(finding), err=True)
        click.echo("Buku aturan belum benar; server tidak dijalankan.", err=True)
        sys.exit(1)
    _refuse_orphans(house)
    return house


def _refuse_orphans(house: House) -> None:
    """Nobody may stand at a room that the rulebook no longer has: no screen would show them."""
    orphans = house.clinic.look(boards.orphans)
    if orphans:
        where = "; ".join(f"{name}: {station}" for name, station in orphans)
        click.echo(f"Buku aturan tidak lagi punya pos tempat pasien berada ({where}).", err=True)
        click.echo("Kembalikan pos itu sampai mereka selesai, lalu jalankan lagi.", err=True)
        sys.exit(1)


def _set_up_log() -> None:
    """To stderr, without the local variables of a failure: they may hold a name or a password."""
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _run(house: House, host: str, port: int, day: Day | None = None) -> None:
    _set_up_log()
    app = create_app(house)
    scheduler = start_scheduler(house.clinic, house.now)
    socketio: SocketIO = app.extensions["socketio"]
    if day is not None:
        socketio.start_background_task(_live, socketio, day)
    try:
        _listen(app, host, port)
    finally:
        scheduler.shutdown(wait=False)


def _listen(app: Flask, host: str, port: int) -> None:
    try:
        listen(app, host, port)
    except OSError as error:
        said = f"Alamat {host}:{port} tidak dapat dipakai: {error.strerror}. Pilih PORT lain."
        click.echo(said, err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("Berhenti.")


def _live(socketio: SocketIO, day: Day) -> None:
    """The made-up day, for as long as the server runs."""
    while True:
        socketio.sleep(TICK_SECONDS)
        day.tick(clock.now())


def _enrol(house: House) -> Enrol:
    def enrol(person: Person) -> str:
        known = Patient(id="", name=person.name, birth_date=person.birth_date, sex=Sex(person.sex))
        return house.patients.add(known, sure=True).patient.id

    return enrol


def _check_station(house: House, station: str) -> None:
    try:
        house.clinic.rulebook.station(station)
    except UnknownStation as unknown:
        raise click.BadParameter(unknown.said.en, param_hint="--mine") from None


def _print_addresses(house: House, host: str, port: int, password: str) -> None:
    """Every screen, and who may open it."""
    base = f"http://{host}:{port}"
    rulebook = house.clinic.rulebook
    click.echo(f"{rulebook.name} · hari peragaan / demo day\n")
    for code, board in rulebook.boards.items():
        click.echo(f"  TV        {base}/papan/{code}   {board.title}")
    click.echo(f"  Loket     {base}/loket")
    click.echo(f"  Kios      {base}/kios")
    for code, station in rulebook.stations.items():
        click.echo(f"  Pos       {base}/pos/{code}   {station.name}")
    roles = ", ".join(role.value for role in Role)
    click.echo(f"\n  Masuk / sign in: {base}/masuk   ({roles})")
    click.echo(f"  Kata sandi / password: {password}\n")
