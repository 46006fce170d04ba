"""A list as a file, CSV or XLSX: told by its content, its headings and rows read one by one"""

import codecs
import csv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flow.patients.importing import errors
from flow.patients.importing.errors import ListError
from flow.spreadsheets import plain

Cell = str | int | float | bool | date | None

ROWS_MAX = 50_000  # a district's list; a larger one is several files
COLUMNS_MAX = 60
HEADINGS_CHARACTERS_MAX = 20_000
UNPACKED_BYTES_MAX = 300_000_000  # a .xlsx is a zip: what it unpacks to must be bounded too
DELIMITERS = ";,\t|"
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` as a spreadsheet counts it, the headings being 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that is open: its headings, and its rows, which can be read once."""

    headings: tuple[str, ...]
    rows: Iterator[Row]


@contextmanager
def open_list(path: Path) -> Iterator[Listing]:
    """The list in the file; raises `ListError`, also while its rows are read."""
    with path.open("rb") as file:
        head = file.read(4)
    if head == OLD_EXCEL:
        raise ListError("file", errors.OLD_EXCEL)
    if head == ZIP:
        with _workbook(path) as cells:
            yield _listing(_readable(cells))
    else:
        yield _listing(_readable(_csv_cells(path)))


def _readable(cells: Iterator[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """Somebody else's file, with whatever may be wrong with it: a library that cannot read it says so in many ways."""
    try:
        yield from cells
    except ListError:
        raise
    except Exception as error:
        raise ListError("file", errors.UNREADABLE) from error


def _listing(cells: Iterator[tuple[Cell, ...]]) -> Listing:
    headings = tuple(str(cell or "").strip() for cell in next(cells, ()))
    if not any(headings):
        raise ListError("file", errors.UNREADABLE)
    return Listing(headings, _rows(cells))


def _rows(cells: Iterator[tuple[Cell, ...]]) -> Iterator[Row]:
    """The rows that have anything in them."""
    for number, row in enumerate(cells, 2):
        if number > ROWS_MAX + 1:
            raise ListError("file", errors.TOO_MANY_ROWS.filled(most=ROWS_MAX))
        if any(cell not in (None, "") for cell in row):
            yield Row(number, row)


# CSV


def _csv_cells(path: Path) -> Iterator[tuple[Cell, ...]]:
    with path.open(encoding=_encoding(path), newline="") as text:
        first = text.readline(HEADINGS_CHARACTERS_MAX)
        if "\0" in first:
            raise ListError("file", errors.UNREADABLE)
        text.seek(0)
        for row in csv.reader(text, delimiter=max(DELIMITERS, key=first.count)):
            yield tuple(plain(cell.strip()) for cell in row[:COLUMNS_MAX])


def _encoding(path: Path) -> str:
    """What Excel and LibreOffice write: UTF-8 with or without a mark, UTF-16, or the old Windows one."""
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(head)
            for chunk in iter(lambda: file.read(65536), b""):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


# XLSX


@contextmanager
def _workbook(path: Path) -> Iterator[Iterator[tuple[Cell, ...]]]:
    if not zipfile.is_zipfile(path):
        raise ListError("file", errors.UNREADABLE)
    with zipfile.ZipFile(path) as packed:
        if sum(one.file_size for one in packed.infolist()) > UNPACKED_BYTES_MAX:
            raise ListError("file", errors.UNREADABLE)
    from openpyxl import load_workbook  # a third of a second, for those only who bring a sheet

    with path.open("rb") as file:  # by its name openpyxl would go by the ending, and it has none
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except Exception as error:  # as above
            raise ListError("file", errors.UNREADABLE) from error
        try:
            sheet = book.worksheets[0]
            yield _sheet_cells(sheet.iter_rows(values_only=True, max_col=COLUMNS_MAX))
        finally:
            book.close()


def _sheet_cells(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        yield tuple(_cell(value) for value in row)


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, str | int | float | bool | date):
        return value.strip() if isinstance(value, str) else value
    return str(value)
