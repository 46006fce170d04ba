"""A table that leaves the house: nothing in it is run by the spreadsheet that opens it, and it is written in one place."""

import csv
import io
import re
from pathlib import Path

import pytest

import flow
import web
from flow.spreadsheets import as_csv, guarded, plain

FORMULAS = (
    "=1+1", "+62812345678", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=HYPERLINK(\"http://x\")",
    "'=1", "''=1",
)  # fmt: skip


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_would_be_run_is_text_and_comes_back_as_it_was(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert plain(f"'{cell}") == cell
    (row,) = csv.reader(io.StringIO(as_csv([("Ani", cell)]), newline=""))
    assert row == ["Ani", f"'{cell}"]


@pytest.mark.parametrize(
    "cell", ["Ani", "Ma'ruf", "'t Hart", "A-012", "2026-11-23", "", "'", 12, -5, None]
)
def test_everything_else_stays(cell: object) -> None:
    assert guarded(cell) == cell
    if isinstance(cell, str):
        assert plain(cell) == cell


def test_csv_is_written_in_one_place() -> None:
    roots = [Path(str(one.__file__)).parent for one in (flow, web)]
    files = [
        file for root in roots for file in root.rglob("*.py") if "node_modules" not in file.parts
    ]
    writers = [
        file.name for file in files if re.search(r"csv\.(Dict)?[wW]riter", file.read_text("utf-8"))
    ]
    assert writers == ["spreadsheets.py"]
