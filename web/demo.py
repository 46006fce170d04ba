"""`alur demo`: a made-up day on boards that move, in a folder that is thrown away."""

from web.serve import open_or_exit, print_addresses, run, settings_or_exit, take_or_exit  # isort: split

import os
import secrets
import tempfile
from random import Random

import click
from flask_socketio import SocketIO

from flow import clock
from flow.engine.refusals import UnknownStation
from flow.patients import Patient, Sex
from flow.rulebook import shipped
from flow.simulation.day import Day, Enrol
from flow.simulation.people import Person
from flow.staff import Role
from web.house import House

TICK_SECONDS = 0.25  # how often the made-up day looks whether something is due


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
        rules = os.environ.get("ALUR_RULES") or str(shipped("demo"))
        given = {"ALUR_DATA": folder, "ALUR_DATABASE": "", "ALUR_RULES": rules}
        given |= {"HOST": host, "PORT": str(port)}
        house = open_or_exit(settings_or_exit({**os.environ, **given}))
        door = take_or_exit(host, port)
        password = secrets.token_urlsafe(9)
        for role in Role:
            house.staff.accounts.add(role.value, role, password)
        now = clock.now()
        for station in mine:
            _check_station(house, station)
        day = Day(house.clinic, _enrol(house), speed, Random(seed), now, frozenset(mine))
        day.open(now)
        click.echo(f"{house.clinic.rulebook.name} · hari peragaan / demo day\n")
        print_addresses(house, door)
        click.echo(f"  Nama / name: {', '.join(role.value for role in Role)}")
        click.echo(f"  Kata sandi / password: {password}\n")
        run(house, door, lambda socketio: _live(socketio, day))


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
