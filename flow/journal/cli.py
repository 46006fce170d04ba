"""`alur verify`: is what is stored what happened?"""

import sys

import click

from flow.database import database_option, open_database
from flow.journal.sql import SqlJournal
from flow.journal.verify import findings


@click.command()
@database_option
def verify(database: str) -> None:
    """Fold every stream again and compare it with the stored tables. Silent when all is well."""
    journal = SqlJournal(open_database(database, must_exist=True))
    found = list(findings(journal))
    for finding in found:
        click.echo(finding, err=True)
    if found:
        sys.exit(1)
