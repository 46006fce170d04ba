"""Where the rows of visits that are kept are not those that the journal wants."""

from collections.abc import Iterator
from dataclasses import fields

from flow.journal.projections import VisitRow


def differences(wanted: dict[str, VisitRow], kept: dict[str, VisitRow]) -> Iterator[str]:
    """One sentence for each way in which the rows that are kept are not those that are wanted."""
    for visit in sorted(wanted.keys() | kept.keys()):
        if visit not in kept:
            yield f"visit {visit} is in the journal but not in the table of visits"
        elif visit not in wanted:
            yield f"visit {visit} is in the table of visits but not in the journal"
        else:
            yield from _in_row(visit, wanted[visit], kept[visit])


def _in_row(visit: str, wanted: VisitRow, kept: VisitRow) -> Iterator[str]:
    for field in fields(VisitRow):
        should, does = getattr(wanted, field.name), getattr(kept, field.name)
        if should != does:
            yield f"visit {visit}: {field.name} is {does!r} in the table, {should!r} by the journal"
