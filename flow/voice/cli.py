"""`alur voice`: which recordings are missing, and a call to listen to."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from flow.database import data_folder
from flow.engine.announcing import announcements
from flow.engine.floor import Call
from flow.engine.routing import Board, Rulebook
from flow.engine.text import Text
from flow.rulebook import RulebookError, load
from flow.rulebook.cli import FOLDER
from flow.voice.errors import NoVoice
from flow.voice.recordings import languages, pieces
from flow.voice.speaking import Voices

RECORDED = Text(
    "{language}: {count} dari {all} rekaman ada", "{language}: {count} of {all} recordings"
)
MISSING = "  belum ada / missing   {path}   {words}"
BY_RECORDINGS = Text("  diucapkan dari rekaman", "  spoken by the recordings")
BY_SERVER = Text(
    "  yang belum direkam diucapkan oleh server (espeak-ng)",
    "  where a recording is missing: spoken by the server (espeak-ng)",
)
BY_BROWSER = Text(
    "  yang belum direkam diserahkan kepada suara peramban, bila ada",
    "  where a recording is missing: left to the browser's own voice, if it has one",
)
REMEDY = Text(
    "  jalan keluar: pip install espeakng-loader, atau buat rekamannya",
    "  remedy: pip install espeakng-loader, or make the recordings",
)
NO_BOARD = Text("Tidak ada papan yang menampilkan {station}.", "No board shows {station}.")
NOT_WRITTEN = Text("{path} tidak dapat ditulis: {why}", "Cannot write {path}: {why}")

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="ALUR_DATA",
    show_envvar=True,
    default=data_folder,
    show_default="./data",
    help="The folder of the data.",
)


@click.group()
def voice() -> None:
    """The voice of the waiting rooms: what is recorded, what is missing, how a call sounds."""


@voice.command()
@FOLDER
@DATA
def check(folder: Path, data: Path) -> None:
    """Name each recording that is missing or cannot be used, and say which voice speaks. Fails where none does."""
    rulebook, voices = _rulebook(folder), Voices(data)
    silent = False
    for language in languages(rulebook):
        silent = not _checked(rulebook, voices, language) or silent
    if silent:
        sys.exit(1)


def _checked(rulebook: Rulebook, voices: Voices, language: str) -> bool:
    """One language; whether something can be heard in it."""
    missing = list(voices.recordings.missing(rulebook, language))
    unusable = list(voices.recordings.unusable(language))
    count = len(list(pieces(rulebook, language)))
    counted = RECORDED.filled(language=language, count=count - len(missing), all=count)
    click.echo(counted.both)
    for path, words in missing:
        click.echo(MISSING.format(path=path, words=words))
    for error in unusable:
        click.echo(f"  {error.said.id}\n  {error.said.en}")
    if not missing and not unusable:
        click.echo(BY_RECORDINGS.both)
        return True
    if voices.espeak.is_installed():
        click.echo(BY_SERVER.both)
        return True
    click.echo(BY_BROWSER.both)
    click.echo(REMEDY.both)
    return False


@voice.command()
@click.argument("ticket")
@click.argument("station")
@click.option("--desk", help="The desk; else the first.")
@click.option("--board", help="The board whose voice speaks; else the first that shows the room.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The WAV file.")
@FOLDER
@DATA
def say(
    ticket: str,
    station: str,
    desk: str | None,
    board: str | None,
    out: Path,
    folder: Path,
    data: Path,
) -> None:
    """Write the call of TICKET to STATION as a WAV file, to listen to."""
    rulebook = _rulebook(folder)
    room, shown = rulebook.stations.get(station), _board(rulebook, station, board)
    if room is None or shown is None:
        raise click.ClickException(NO_BOARD.filled(station=station).both)
    call = Call(
        position=0,
        at=datetime.min.replace(tzinfo=UTC),
        station=station,
        desk=desk or room.desks[0],
        name=ticket,
        calls=1,
    )
    said = announcements(call, room, shown)
    try:
        out.write_bytes(Voices(data).wav(said))
    except NoVoice as error:
        raise click.ClickException(error.said.both) from None
    except OSError as error:
        said_why = NOT_WRITTEN.filled(path=out, why=error.strerror)
        raise click.ClickException(said_why.both) from None
    for one in said:
        click.echo(one.text)


def _board(rulebook: Rulebook, station: str, code: str | None) -> Board | None:
    boards = rulebook.boards.values()
    return next(
        (one for one in boards if station in one.stations and code in (None, one.code)), None
    )


def _rulebook(folder: Path) -> Rulebook:
    try:
        return load(folder)
    except RulebookError as error:
        raise click.ClickException("\n".join(map(str, error.findings))) from None
