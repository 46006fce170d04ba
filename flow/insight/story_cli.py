"""`alur story`: what happened to one visit, in words, read from the database"""

from datetime import date

import click

from flow import clock
from flow.books import in_force
from flow.clinic import Clinic, Story
from flow.database import database_option, open_database
from flow.engine import tickets
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.insight.stories import Told
from flow.journal import Journal, Stream
from flow.journal.sql import SqlJournal
from flow.rulebook.cli import LANGUAGE, read_day

NOBODY = Text(
    "Tidak ada nomor {ticket} pada {day}, dan tidak ada kunjungan dengan id itu. Nomor hari lain: --day YYYY-MM-DD. "
    "Hari yang diarsipkan dikembalikan dengan: alur unarchive BERKAS.",
    "There is no number {ticket} on {day}, and no visit of that id. For a number of another day: --day YYYY-MM-DD. "
    "A day that was archived is brought back by: alur unarchive FILE.",
)
SEVERAL = Text(
    "Nomor {ticket} pada {day} ada lebih dari satu. Sebutkan id kunjungannya: {visits}.",
    "The number {ticket} is there more than once on {day}. Name the visit's id: {visits}.",
)
UNREADABLE = Text(
    "Buku aturan yang berlaku di {facility} tidak ada di basis data ini atau tidak dapat dibaca. "
    "`alur serve` dengan folder aturan itu (ALUR_RULES) menyimpannya lagi.",
    "The rulebook in force at {facility} is not in this database, or cannot be read. "
    "`alur serve` with its folder (ALUR_RULES) keeps it again.",
)


class NotFound(Exception):
    """No story to tell; `said` says why, and what to try."""

    def __init__(self, said: Text) -> None:
        self.said = said
        super().__init__(str(said))


@click.command(name="story")
@click.argument("visit", metavar="VISIT-OR-TICKET")
@click.option(
    "--day", "said_day", help="The ticket's service day, YYYY-MM-DD.", show_default="today"
)
@LANGUAGE
@database_option
@click.option("--csv", "as_csv", is_flag=True, help="Answer in CSV.")
def tell_story(
    visit: str, said_day: str | None, language: str, database: str, as_csv: bool
) -> None:
    """Tell what happened to a visit, named by its ticket (A-012) or its id: when, who did it, where and why.

    It never says who the patient is.
    """
    day = read_day(said_day, "--day") if said_day else None
    journal = SqlJournal(open_database(database, must_exist=True))
    try:
        told = Told(_story(journal, visit, day), language)
    except NotFound as error:
        raise click.ClickException(error.said.in_language(language)) from None
    if as_csv:
        click.echo(told.as_csv(), nl=False)
    else:
        for line in told.as_text():
            click.echo(line)


def _story(journal: Journal, named: str, day: date | None) -> Story:
    """The story of the visit with this id, else of the one with this ticket on the day; raises `NotFound`."""
    stream = journal.day_of(named) if named.isprintable() else None
    if stream is not None:
        return _read(journal, stream.facility, named)
    facility, visit = _by_ticket(journal, tickets.as_written(named), day)
    return _read(journal, facility, visit)


def _read(journal: Journal, facility: str, visit: str) -> Story:
    return Clinic(_book(journal, facility), journal).story(visit)


def _by_ticket(journal: Journal, ticket: str, day: date | None) -> tuple[str, str]:
    """The facility and id of the visit with this ticket on the day, by default today; raises `NotFound`."""
    on = day or clock.now().date()
    found: list[tuple[str, str]] = []
    for facility in journal.facilities():
        on = day or clock.now().astimezone(_book(journal, facility).zone).date()
        rows = journal.visits(Stream(facility, on)).values()
        found += ((facility, row.visit) for row in rows if row.ticket == ticket)
    if not found:
        raise NotFound(NOBODY.filled(ticket=ticket, day=on))
    if len(found) > 1:
        ids = ", ".join(visit for _, visit in found)
        raise NotFound(SEVERAL.filled(ticket=ticket, day=on, visits=ids))
    return found[0]


def _book(journal: Journal, facility: str) -> Rulebook:
    """The rulebook in force: it knows the zone, and names what a visit's own one no longer can."""
    book = in_force(journal, facility)
    if book is None:
        raise NotFound(UNREADABLE.filled(facility=facility))
    return book
