"""`alur rules replay`: what other rules would have done with the past days' visits."""

from datetime import date
from pathlib import Path

import click

from flow.database import database_option, open_database
from flow.insight.replay import Replayed, replay
from flow.journal.sql import SqlJournal
from flow.rulebook.cli import FOLDER, LANGUAGE, read_day, read_folder


@click.command(name="replay")
@FOLDER
@LANGUAGE
@database_option
@click.option("--since", "day", required=True, help="The first service day, YYYY-MM-DD.")
def replay_visits(folder: Path, language: str, database: str, day: str) -> None:
    """Say how many real visits since a day would have gone elsewhere by these rules."""
    since = read_day(day, "--since")
    rulebook = read_folder(folder)
    journal = SqlJournal(open_database(database, must_exist=True))
    _say(replay(journal, rulebook, since), since, language)


def _say(found: Replayed, since: date, language: str) -> None:
    said = {
        "id": f"{found.visits} kunjungan sejak {since}: {found.moved.total()} akan dirutekan lain.",
        "en": f"{found.visits} visits since {since}: {found.moved.total()} would go elsewhere.",
    }
    click.echo(said[language])
    for (before, after), count in found.moved.most_common():
        click.echo(f"{count:6}  {before.in_language(language)}  =>  {after.in_language(language)}")
    for fact, count in found.refused.most_common():
        refused = {"id": "tidak dapat ditanyakan, data", "en": "cannot be asked, fact"}
        click.echo(f"{count:6}  {refused[language]}: {fact}")
