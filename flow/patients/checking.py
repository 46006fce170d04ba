"""What is typed at the counter → what is kept: trimmed, in one form, each field checked."""

import re
from datetime import date, timedelta

from flow.engine.facts import OLDEST_YEARS
from flow.engine.text import Text
from flow.engine.vocabulary import said_date
from flow.patients.errors import (
    BAD_BIRTH_DATE,
    BAD_DIGITS,
    BAD_NAME,
    BAD_PHONE,
    TOO_LONG,
    PatientError,
)
from flow.patients.person import Patient
from flow.patients.words import digits_of, one_line, phone_digits

NAME_CHARACTERS_MAX = 100  # the longest name that a KTP prints is 60; the rest is for titles
RECORD_CHARACTERS_MAX = 20
ADDRESS_CHARACTERS_MAX = 200
NUMBERS = {
    "nik": (16, Text("NIK", "NIK")),
    "bpjs": (13, Text("Nomor kartu BPJS", "BPJS card number")),
}


def checked(given: Patient, today: date) -> Patient:
    """The patient as it is kept; raises `PatientError` for the first field that is wrong."""
    return Patient(
        id=given.id,
        name=_name(given.name),
        birth_date=_birth_date(given.birth_date, today),
        sex=given.sex,
        nik=_digits("nik", given.nik),
        bpjs=_digits("bpjs", given.bpjs),
        record=_short("record", (given.record or "").upper(), RECORD_CHARACTERS_MAX),
        phone=_phone(given.phone),
        address=_short("address", given.address, ADDRESS_CHARACTERS_MAX),
    )


def _name(typed: str) -> str:
    name = one_line(typed)
    if not any(c.isalpha() for c in name) or len(name) > NAME_CHARACTERS_MAX:
        raise PatientError("name", BAD_NAME.filled(most=NAME_CHARACTERS_MAX))
    return name


def _birth_date(born: date, today: date) -> date:
    """`today` is UTC; east of it, in Papua, a child may be born "tomorrow"."""
    earliest, latest = date(today.year - OLDEST_YEARS, 1, 1), today + timedelta(days=1)
    if not earliest <= born <= latest:
        days = {"found": born, "earliest": earliest, "latest": latest}
        said = BAD_BIRTH_DATE.filled(**{name: said_date(day) for name, day in days.items()})
        raise PatientError("birth_date", said)
    return born


def _digits(field: str, typed: str | None) -> str | None:
    """A number of fixed length, kept as text: leading zeros belong to it."""
    if not typed or not typed.strip():
        return None
    count, label = NUMBERS[field]
    digits = digits_of(typed)
    if not re.fullmatch(rf"[0-9]{{{count}}}", digits):
        said = BAD_DIGITS.filled(label=label, count=count, found=typed[:40])
        raise PatientError(field, said)
    return digits


def _phone(typed: str | None) -> str | None:
    if not typed or not typed.strip():
        return None
    digits = phone_digits(typed)
    if not re.fullmatch(r"[0-9]{6,15}", digits):
        raise PatientError("phone", BAD_PHONE.filled(found=typed[:40]))
    return digits


def _short(field: str, typed: str | None, most: int) -> str | None:
    text = one_line(typed or "")
    if len(text) > most:
        raise PatientError(field, TOO_LONG.filled(most=most))
    return text or None
