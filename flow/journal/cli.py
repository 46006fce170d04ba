"""`alur verify`, `rebuild`, `archive` and `unarchive`: what is stored, looked at, put right, put away and brought back."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from flow.database import database_option, open_database
from flow.journal import Stream
from flow.journal import archive as archives
from flow.journal import rebuild as rebuilding
from flow.journal.errors import NotArchived
from flow.journal.sql import SqlJournal
from flow.journal.upcasting import UnknownEvent
from flow.journal.verify import findings


@click.command()
@database_option
def verify(database: str) -> None:
    """Fold every stream again and compare it with the stored tables and snapshots. Silent when all is well."""
    with _journal(database) as journal:
        found = list(findings(journal))
    for finding in found:
        click.echo(finding, err=True)
    if found:
        sys.exit(1)


@click.command()
@database_option
def rebuild(database: str) -> None:
    """Make the table of visits anew from the journal, one day at a time, and say what was wrong with it."""
    with _journal(database) as journal:
        changed = 0
        for finding in rebuilding.rebuild(journal):
            click.echo(finding)
            changed += 1
    click.echo(f"{changed} things put right" if changed else "nothing had to be changed")


@click.command()
@click.option(
    "--before",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Days before this one, YYYY-MM-DD.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the files.",
)
@database_option
def archive(before: datetime, out: Path, database: str) -> None:
    """Move old days out of the database, each into a file that `alur unarchive` brings back.

    A day leaves the database only after its file has been read back. The day in use stays, and so does every day on which
    somebody was inside who has not left yet. Names, NIK and addresses are not in the files: patients stay in the database. Facts
    about visits are (age, pregnancy, triage), so keep the files as carefully as the database. The database does not become
    smaller; the room in it is used again.
    """
    with _journal(database) as journal:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        stay = 0
        for facility in journal.facilities():
            for day in journal.days(facility):
                if day >= before.date():
                    continue
                try:
                    file = archives.archive(journal, Stream(facility, day), out)
                    click.echo(f"{facility} {day}: {file}")
                except NotArchived as reason:
                    stay += 1
                    click.echo(f"{facility}: {reason}", err=True)
    if stay:
        sys.exit(1)


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@database_option
def unarchive(files: tuple[Path, ...], database: str) -> None:
    """Bring days back that `alur archive` has put into FILES; the files stay.

    A damaged file is refused, and so is a day that is there.
    """
    with _journal(database) as journal:
        for file in files:
            try:
                stream = archives.unarchive(journal, file)
            except NotArchived as reason:
                raise click.ClickException(str(reason)) from None
            click.echo(f"{stream.facility} {stream.day}: {file}")


@contextmanager
def _journal(database: str) -> Iterator[SqlJournal]:
    """The journal of an existing database; what can go wrong with it in one line each."""
    engine = open_database(database, must_exist=True)
    journal = SqlJournal(engine)
    try:
        yield journal
    except (OSError, UnknownEvent, rebuilding.Busy) as error:
        raise click.ClickException(str(error)) from error
    finally:
        journal.close()
        engine.dispose()
