"""The rows of a list as a file of our own, one JSON line each: a sheet is slow to open, and it is opened once"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from flow.patients.importing.reading import Cell, Row, open_list

DATE = "date"


def unpack(path: Path, to: Path) -> tuple[tuple[str, ...], int]:
    """Read the list at `path` into `to`; its headings, and how many rows it has. Raises `ListError`."""
    total = 0
    with open_list(path) as listing, to.open("x", encoding="utf-8") as out:
        for row in listing.rows:
            total += 1
            cells = [{DATE: c.isoformat()} if isinstance(c, date) else c for c in row.cells]
            out.write(json.dumps((row.number, cells), ensure_ascii=False) + "\n")
    return listing.headings, total


def rows_of(path: Path) -> Iterator[Row]:
    """The rows that were unpacked, in order."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            number, cells = json.loads(line)
            yield Row(number, tuple(_cell(cell) for cell in cells))


def _cell(kept: Cell | dict[str, str]) -> Cell:
    return date.fromisoformat(kept[DATE]) if isinstance(kept, dict) else kept
