"""Taking the patients of a list on record, one by one: new, known already, or not taken and why"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flow.engine.text import Text
from flow.patients import Patients
from flow.patients.checking import checked
from flow.patients.errors import NUMBER_TAKEN, SAME_PERSON, AlreadyKnown, PatientError
from flow.patients.importing.columns import LABELS
from flow.patients.importing.errors import OTHERS_NUMBER
from flow.patients.importing.reading import Row
from flow.patients.importing.rows import patient_of
from flow.patients.person import Patient
from flow.patients.words import search_name

NUMBERS = ("nik", "bpjs", "record")


class Fate(StrEnum):
    ADDED = "added"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one row; `field` and `why` are there where it was refused."""

    fate: Fate
    field: str = ""
    why: Text | None = None


def take(patients: Patients, row: Row, columns: Mapping[str, int]) -> Taken:
    """Put the patient of this row on record, unless they are there already."""
    try:
        given = patient_of(row, columns)
        patients.add(given)
    except AlreadyKnown as known:
        return _known(known, given)
    except PatientError as wrong:
        return Taken(Fate.REFUSED, wrong.field, wrong.said)
    return Taken(Fate.ADDED)


def check(
    patients: Patients, row: Row, columns: Mapping[str, int], earlier: list[Patient]
) -> Taken:
    """What would become of this row after the `earlier` ones of its list, to which it is added; nothing is put on record."""
    try:
        given = patient_of(row, columns)
        seen = patients.look(given)
        _refuse_twin(seen, earlier)
    except AlreadyKnown as known:
        return _known(known, given)
    except PatientError as wrong:
        return Taken(Fate.REFUSED, wrong.field, wrong.said)
    earlier.append(seen)
    return Taken(Fate.ADDED)


def _refuse_twin(given: Patient, earlier: Sequence[Patient]) -> None:
    """As if the earlier rows were on record already."""
    for field in NUMBERS:
        number = getattr(given, field)
        if found := tuple(one for one in earlier if number and getattr(one, field) == number):
            raise AlreadyKnown(field, NUMBER_TAKEN.filled(label=LABELS[field]), found)
    person = search_name(given.name), given.birth_date
    if alike := tuple(one for one in earlier if (search_name(one.name), one.birth_date) == person):
        raise AlreadyKnown("name", SAME_PERSON, alike)


def _known(known: AlreadyKnown, typed: Patient) -> Taken:
    """The same person again (so a list can be imported twice), or somebody whom a person must look at."""
    given = checked(typed, typed.birth_date)
    for patient in known.patients:
        if _is_same(patient, given):
            return Taken(Fate.KNOWN)
    if known.field in NUMBERS:
        said = OTHERS_NUMBER.filled(label=LABELS[known.field])
        return Taken(Fate.REFUSED, known.field, said)
    return Taken(Fate.REFUSED, known.field, SAME_PERSON)


def _is_same(patient: Patient, given: Patient) -> bool:
    """Same name, same birth date, and no number that tells them apart."""
    if search_name(patient.name) != search_name(given.name):
        return False
    if patient.birth_date != given.birth_date:
        return False
    pairs = ((getattr(patient, field), getattr(given, field)) for field in NUMBERS)
    return all(one is None or other is None or one == other for one, other in pairs)
