"""`alur verify`: is what is stored what happened?"""

import sys

import click

from flow.database import default_url, open_database
from flow.journal.sql import SqlJournal
from flow.journal.verify import findings


@click.command()
@click.option("--database", envvar="ALUR_DATABASE", help="The database's URL.", show_envvar=True)
def verify(database: str | None) -> None:
    """Fold every stream again and compare it with the stored tables. Silent when all is well."""
    journal = SqlJournal(open_database(database or default_url()))
    found = list(findings(journal))
    for finding in found:
        click.echo(finding, err=True)
    if found:
        sys.exit(1)
