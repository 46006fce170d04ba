"""`alur rules replay`: what other rules would have done with the past days' visits."""

import json
from datetime import date
from pathlib import Path

import click

from flow.database import database_option, open_database
from flow.engine.refusals import NoRule
from flow.insight.replay import Moved, Replayed, replay
from flow.journal.sql import SqlJournal
from flow.rulebook.cli import FOLDER, JSON, LANGUAGE, read_day, read_folder


@click.command(name="replay")
@FOLDER
@LANGUAGE
@database_option
@click.option("--since", "day", required=True, help="The first service day, YYYY-MM-DD.")
@JSON
def replay_visits(folder: Path, language: str, database: str, day: str, as_json: bool) -> None:
    """Say how many real visits since a day would have gone elsewhere by these rules."""
    since = read_day(day, "--since")
    rulebook = read_folder(folder, language)
    journal = SqlJournal(open_database(database, must_exist=True))
    try:
        found = replay(journal, rulebook, since)
    except NoRule as refusal:
        raise click.ClickException(refusal.said.in_language(language)) from None
    if as_json:
        told = _told(found, since, language)
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _say(found, since, language)


def _told(found: Replayed, since: date, language: str) -> dict[str, object]:
    return {
        "since": since.isoformat(),
        "visits": found.visits,
        "moved": [
            {
                "before": before.in_language(language),
                "after": after.in_language(language),
                "count": count,
                **_example(found, (before, after)),
            }
            for (before, after), count in found.moved.most_common()
        ],
        "refused": [
            {"fact": fact, "count": count, **_example(found, fact)}
            for fact, count in found.refused.most_common()
        ],
    }


def _example(found: Replayed, of: Moved | str) -> dict[str, object]:
    ticket, day = found.examples[of]
    return {"ticket": ticket or None, "day": day.isoformat()}


def _say(found: Replayed, since: date, language: str) -> None:
    said = {
        "id": f"{found.visits} kunjungan sejak {since}: {found.moved.total()} akan dirutekan lain.",
        "en": f"{found.visits} visits since {since}: {found.moved.total()} would go elsewhere.",
    }
    click.echo(said[language])
    for one, count in found.moved.most_common():
        before, after = (text.in_language(language) for text in one)
        click.echo(f"{count:6}  {before}  =>  {after}{_said_example(found, one, language)}")
    for fact, count in found.refused.most_common():
        refused = {"id": "tidak dapat ditanyakan, data", "en": "cannot be asked, fact"}
        click.echo(f"{count:6}  {refused[language]}: {fact}{_said_example(found, fact, language)}")


def _said_example(found: Replayed, of: Moved | str, language: str) -> str:
    ticket, day = found.examples[of]
    for_example = "misalnya" if language == "id" else "for example"
    return f"  ({for_example} {f'{ticket}, ' if ticket else ''}{day})"
