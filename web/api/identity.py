"""The one bridge from a patient on record to the facts of a visit."""

from collections.abc import Mapping

from flow.engine.facts import BIRTH_DATE
from flow.engine.text import Text
from flow.patients import Patient
from web.errors import Wrong
from web.house import house

UNKNOWN_PATIENT = Text("Tidak ada pasien {patient}.", "There is no patient {patient}.")
FACTS_DIFFER = Text(
    "Data pasien menyebut {known}, bukan {found}. Perbaiki salah satunya.",
    "The patient's record says {known}, not {found}. Correct one of them.",
)
SEX = "sex"


def facts_with(patient: str | None, given: Mapping[str, object]) -> Mapping[str, object]:
    """The facts, with the birth date and sex of the patient where one is named; raises `Wrong` where they differ."""
    if patient is None:
        return given
    known = known_facts(find_patient(patient))
    for name, value in known.items():
        found = given.get(name)
        if found is not None and found != value:
            said = FACTS_DIFFER.filled(known=value, found=repr(found)[:60])
            raise Wrong(422, "FactsDiffer", said, f"facts.{name}")
    return {**given, **known}


def find_patient(patient: str) -> Patient:
    """The patient on record; raises `Wrong` naming the field."""
    found = house().patients.get(patient)
    if found is None:
        raise Wrong(422, "UnknownPatient", UNKNOWN_PATIENT.filled(patient=patient), "patient")
    return found


def known_facts(patient: Patient) -> dict[str, str]:
    """What the record says of the facts that this rulebook asks for."""
    told = {BIRTH_DATE: patient.birth_date.isoformat(), SEX: patient.sex.value}
    vocabulary = house().clinic.rulebook.vocabulary.facts
    return {name: value for name, value in told.items() if name in vocabulary}
