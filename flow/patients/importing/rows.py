"""A row of a list → a patient, or what is wrong with it. What spreadsheets do to numbers and dates is undone where it can be"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from flow.patients.dates import MONTHS
from flow.patients.importing import errors
from flow.patients.importing.errors import PatientError
from flow.patients.importing.reading import Cell, Row
from flow.patients.person import Patient, Sex
from flow.patients.words import search_name, split_date

NIK_DIGITS, BPJS_DIGITS = 16, 13
EXCEL_BEGAN = date(1899, 12, 30)  # a date that lost its format is the number of days since
EXCEL_DAYS_MAX = 60_000

SEXES: Mapping[str, Sex] = {
    **dict.fromkeys(("l", "lk", "laki", "laki laki", "lelaki", "pria", "m", "male"), Sex.MALE),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita", "f", "female"), Sex.FEMALE),
}
_WORDED = re.compile(r"(\d{1,2})[ \-/.]+([A-Za-z]+)[ \-/.]+(\d{4})")


def patient_of(row: Row, columns: Mapping[str, int]) -> Patient:
    """The patient whom the row tells of, not checked yet; raises `PatientError`."""

    def cell(field: str) -> Cell:
        number = columns.get(field)
        return row.cells[number] if number is not None and number < len(row.cells) else None

    return Patient(
        id="",
        name=_text(cell("name")),
        birth_date=_birth_date(cell("birth_date")),
        sex=_sex(_text(cell("sex"))),
        nik=_nik(cell("nik")),
        bpjs=_bpjs(cell("bpjs")),
        record=_text(cell("record")) or None,
        phone=_phone(cell("phone")),
        address=_text(cell("address")) or None,
    )


def as_text(cell: Cell) -> str:
    """A cell as people see it."""
    return cell.strftime("%d-%m-%Y") if isinstance(cell, date) else _text(cell)


def _text(cell: Cell) -> str:
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().lstrip("'")


def _birth_date(cell: Cell) -> date:
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and 0 < cell < EXCEL_DAYS_MAX:
        return EXCEL_BEGAN + timedelta(days=int(cell))
    written = _text(cell)
    if not written:
        raise PatientError("birth_date", errors.NO_BIRTH_DATE)
    _, found = split_date(written)
    born = found or _worded(written)
    if born is None:
        raise PatientError("birth_date", errors.UNREAD_DATE.filled(found=written[:40]))
    return born


def _worded(written: str) -> date | None:
    """17 Mei 1990."""
    found = _WORDED.search(written)
    month = MONTHS.get(found[2].lower()) if found else None
    if found is None or month is None:
        return None
    try:
        return date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None


def _sex(written: str) -> Sex:
    if not written:
        raise PatientError("sex", errors.NO_SEX)
    sex = SEXES.get(search_name(written))
    if sex is None:
        raise PatientError("sex", errors.UNREAD_SEX.filled(found=written[:40]))
    return sex


def _nik(cell: Cell) -> str | None:
    """Excel keeps 15 digits of a number: the 16th of a NIK is lost, and nobody can tell which it was."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        raise PatientError("nik", errors.ROUNDED_NIK)
    return _text(cell) or None


def _bpjs(cell: Cell) -> str | None:
    """As a number it has lost its leading zeros."""
    written = _text(cell)
    if isinstance(cell, int | float) and written:
        return written.zfill(BPJS_DIGITS)
    return written or None


def _phone(cell: Cell) -> str | None:
    """As a number it has lost the zero that it is dialled with."""
    written = _text(cell)
    if isinstance(cell, int | float) and written.startswith("8"):
        return f"0{written}"
    return written or None
