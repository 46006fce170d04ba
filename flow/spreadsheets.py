"""Tables for spreadsheets: the only place that writes CSV, so that no cell of it is ever run as a formula

A spreadsheet takes what begins with = + - @, a tab or a line's end for a formula, whoever typed it: a name can fetch a page. Such a
cell gets an apostrophe in front, which spreadsheets show as text; `plain` takes it away again.
"""

import csv
from collections.abc import Iterable
from io import StringIO

MARK = "\ufeff"  # in front of a file; without it a spreadsheet takes UTF-8 for something else
APOSTROPHE = "'"
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(rows: Iterable[Iterable[object]]) -> str:
    """The rows as a table, its first one the titles."""
    written = StringIO()
    csv.writer(written).writerows(map(guarded, row) for row in rows)
    return written.getvalue()


def guarded(cell: object) -> object:
    """The cell as it may stand in a spreadsheet. Numbers are no text and stay."""
    if isinstance(cell, str) and cell.lstrip(APOSTROPHE).startswith(FORMULAS):
        return APOSTROPHE + cell
    return cell


def plain(cell: str) -> str:
    """What stood in the cell before it was guarded."""
    is_guarded = cell.startswith(APOSTROPHE) and cell.lstrip(APOSTROPHE).startswith(FORMULAS)
    return cell[1:] if is_guarded else cell
