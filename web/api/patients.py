"""Patients on record, for those who register them."""

from flask import request

from flow.patients import Patient
from web.api import bodies, shapes
from web.api.operations import AT_THE_COUNTER, Answer, operation
from web.house import house
from web.words import said


@operation(
    "GET",
    "patients",
    roles=AT_THE_COUNTER,
    answer=shapes.Patients,
    query={"q": "NIK, BPJS card, record number, telephone, or name and birth date"},
)
def find_patients() -> Answer:
    """Find patients on record."""
    found = house().patients.find(request.args.get("q", ""))
    return {"patients": [patient.as_json() for patient in found]}


@operation(
    "POST",
    "patients",
    roles=AT_THE_COUNTER,
    body=bodies.NewPatient,
    answer=shapes.PatientAdded,
    status=201,
)
def add_patient(body: bodies.NewPatient) -> Answer:
    """Put a patient on record."""
    given = Patient(id="", **body.model_dump(exclude={"sure"}))
    added = house().patients.add(given, sure=body.sure)
    warnings = [{"field": field, "detail": said(text)} for field, text in added.warnings]
    return {"patient": added.patient.as_json(), "warnings": warnings}
