"""Who people are: identity, kept apart from the journal. Events and screens know only the opaque id."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    false,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.exc import IntegrityError

from flow.engine.text import Text
from flow.patients.checking import NUMBERS, checked
from flow.patients.dates import split_birth
from flow.patients.errors import NUMBER_TAKEN, SAME_PERSON, AlreadyKnown, PatientError
from flow.patients.likeness import Typed, likeness, same_number
from flow.patients.nik import doubts
from flow.patients.person import Patient, Sex
from flow.patients.table import PatientTable
from flow.patients.words import (
    bare_record,
    digits_of,
    one_line,
    phone_digits,
    search_name,
    veiled,
)

__all__ = [
    "Added",
    "Alike",
    "AlreadyKnown",
    "Patient",
    "PatientError",
    "Patients",
    "Sex",
    "Typed",
    "veiled",
]

PATIENT = PatientTable.__table__  # type: ignore[attr-defined]

ALIKE_MAX = 4  # cards beside a form
CANDIDATES_MAX = 1_000  # of one birth date or one name; many were "born" on the first of January
FOUND_MAX = 20  # more than fit on a screen means: type more of the name
PHONE_DIGITS_MIN = 6  # fewer end too many numbers
CARD_DIGITS_MIN = 8  # the first six of a NIK are only where it was issued
QUERY_CHARACTERS_MAX = 100
RECORD = Text("Nomor rekam medis", "medical record number")


@dataclass(frozen=True, slots=True)
class Added:
    """A new patient, and what should be looked at again: (field, sentence)."""

    patient: Patient
    warnings: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody on record who may be the person that is being entered, and why; `number` is the field that both have."""

    patient: Patient
    because: Text
    number: str | None


class Patients:
    """All patients of one database; `now` is the clock, handed in."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def add(self, given: Patient, *, sure: bool = False) -> Added:
        """Put somebody on record, under a new id (that of `given` counts for nothing).

        Raises `PatientError` for a field that is wrong, and `AlreadyKnown` when a number belongs to somebody else or, unless
        `sure`, when somebody with this name and birth date is on record.
        """
        now = self._now()
        patient = replace(checked(given, now.date()), id=uuid4().hex)
        try:
            with self._engine.begin() as connection:
                _refuse_known(connection, patient, sure)
                connection.execute(insert(PATIENT), _to_row(patient, now))
        except IntegrityError:  # somebody else has just added one of the numbers
            with self._engine.connect() as connection:
                _refuse_known(connection, patient, sure)
            raise
        told = doubts(patient.nik, patient.birth_date, patient.sex) if patient.nik else ()
        return Added(patient, tuple(told))

    def look(self, given: Patient) -> Patient:
        """`given` as `add` would put it on record; raises what that would raise, and writes nothing."""
        patient = checked(given, self._now().date())
        with self._engine.connect() as connection:
            _refuse_known(connection, patient, sure=False)
        return patient

    def get(self, patient: str) -> Patient | None:
        """The patient with this id."""
        if not patient.isalnum():
            return None  # never one of ours, and PostgreSQL takes no NUL
        with self._engine.connect() as connection:
            row = connection.execute(select(PATIENT).where(PATIENT.c.id == patient)).first()
        return _patient(row) if row else None

    def with_card(self, number: str) -> Patient | None:
        """Whose NIK or BPJS card this is."""
        digits = digits_of(number)
        if not (digits.isascii() and digits.isdigit()):
            return None
        with self._engine.connect() as connection:
            found = _select(connection, or_(PATIENT.c.nik == digits, PATIENT.c.bpjs == digits))
        return found[0] if len(found) == 1 else None

    def alike(self, typed: Typed) -> list[Alike]:
        """Who on record may be this person (`likeness` says why), those with the same number first; at most 4."""
        with self._engine.connect() as connection:
            known = _select(connection, _may_be(typed), CANDIDATES_MAX)
        found = [
            Alike(one, said, same_number(one, typed))
            for one in known
            if (said := likeness(one, typed))
        ]
        return sorted(found, key=lambda one: one.number is None)[:ALIKE_MAX]

    def find(self, query: str) -> list[Patient]:
        """By NIK or BPJS card or how it begins, record number (without its noughts too) or telephone; else by name, birth date or
        year, or both; at most 20.
        """
        asked = one_line(query[:QUERY_CHARACTERS_MAX])
        words, born = split_birth(asked, self._now().date())
        tests = [PATIENT.c.search_name.contains(word) for word in search_name(words).split()]
        if born is not None:
            tests.append(PATIENT.c.birth_date.between(born.first, born.last))
        if not tests:
            return []
        wanted = and_(*tests)
        if any(c.isdigit() for c in asked):
            wanted = or_(wanted, _by_number(asked))
        with self._engine.connect() as connection:
            return _select(connection, wanted)


_BARE_RECORD = func.ltrim(
    func.replace(func.replace(func.replace(PATIENT.c.record, "-", ""), ".", ""), " ", ""), "RM0"
)


def _may_be(typed: Typed) -> ColumnElement[bool]:
    """All who have something in common that can be asked for: `likeness` looks at each."""
    given = {
        "search_name": search_name(typed.name),
        **{field: getattr(typed, field) for field in ("birth_date", "nik", "bpjs", "record")},
    }
    tests = [PATIENT.c[column] == value for column, value in given.items() if value]
    if bare := bare_record(typed.record or ""):
        tests.append(bare == _BARE_RECORD)
    return or_(false(), *tests)


def _by_number(words: str) -> ColumnElement[bool]:
    digits, phone = digits_of(words), phone_digits(words)
    tests = [
        PATIENT.c.nik == digits,
        PATIENT.c.bpjs == digits,
        PATIENT.c.record == one_line(words.upper()),
    ]
    if bare := bare_record(words):
        tests.append(bare == _BARE_RECORD)
    if digits.isdigit() and len(digits) >= CARD_DIGITS_MIN:
        tests += [PATIENT.c.nik.startswith(digits), PATIENT.c.bpjs.startswith(digits)]
    if phone.isdigit() and len(phone) >= PHONE_DIGITS_MIN:
        tests.append(PATIENT.c.phone.endswith(phone))
    return or_(*tests)


def _refuse_known(connection: Connection, patient: Patient, sure: bool) -> None:
    labels = {"nik": NUMBERS["nik"][1], "bpjs": NUMBERS["bpjs"][1], "record": RECORD}
    for field, label in labels.items():
        number = getattr(patient, field)
        taken = _select(connection, PATIENT.c[field] == number) if number else []
        if taken:
            raise AlreadyKnown(field, NUMBER_TAKEN.filled(label=label), tuple(taken))
    same = and_(
        PATIENT.c.search_name == search_name(patient.name),
        PATIENT.c.birth_date == patient.birth_date,
    )
    if not sure and (alike := _select(connection, same)):
        raise AlreadyKnown("name", SAME_PERSON, tuple(alike))


def _select(
    connection: Connection, wanted: ColumnElement[bool], most: int = FOUND_MAX
) -> list[Patient]:
    # Not the column itself: SQLite would walk its index and fetch each patient on the way, which takes five times as long.
    by_name = func.coalesce(PATIENT.c.search_name, "")
    ordered = select(PATIENT).where(wanted).order_by(by_name, PATIENT.c.birth_date)
    return [_patient(row) for row in connection.execute(ordered.limit(most))]


def _to_row(patient: Patient, now: datetime) -> dict[str, Any]:
    return {
        **asdict(patient),
        "search_name": search_name(patient.name),
        "added_at": now.isoformat(),
    }


def _patient(row: Row[Any]) -> Patient:
    values = row._asdict()
    del values["search_name"], values["added_at"]
    return Patient(**{**values, "sex": Sex(values["sex"])})
