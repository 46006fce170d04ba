"""Patients on record, for those who register them."""

from flask import request

from flow.engine.floor import Floor
from flow.engine.routing import Rulebook
from flow.patients import Patient, Typed, veiled
from flow.staff import Role
from web.api import bodies, shapes
from web.api.operations import AT_THE_COUNTER, AT_THE_DOOR, Answer, operation
from web.auth import actor, not_yours
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
    """Find patients on record, and whether they are here today."""
    found = house().patients.find(request.args.get("q", ""))
    return {"patients": house().clinic.look(lambda floor, _: [_seen(floor, one) for one in found])}


def _seen(floor: Floor, patient: Patient) -> Answer:
    inside, booking = floor.inside.get(patient.id), floor.expected(patient.id)
    today = None
    if inside is not None:
        today = {"visit": inside, "name": floor.visits[inside].name, "status": "inside"}
    elif booking is not None:
        today = {"visit": booking.visit, "name": booking.name, "status": "expected"}
    return {**patient.as_json(), "today": today}


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


@operation(
    "POST",
    "patients/lookalikes",
    roles=AT_THE_COUNTER,
    body=bodies.PersonTyped,
    answer=shapes.Lookalikes,
)
def find_lookalikes(body: bodies.PersonTyped) -> Answer:
    """Who on record may be the person that is being entered: a similar name or birth date, or the same number."""
    alike = house().patients.alike(Typed(**body.model_dump()))
    seen = house().clinic.look(lambda floor, _: [_seen(floor, one.patient) for one in alike])
    why = ({"because": said(one.because), "number": one.number} for one in alike)
    return {"patients": [{**patient, **more} for patient, more in zip(seen, why, strict=True)]}


@operation(
    "POST",
    "patients/cards",
    roles=(*AT_THE_COUNTER, *AT_THE_DOOR),
    body=bodies.Card,
    answer=shapes.CardRead,
)
def read_card(body: bodies.Card) -> Answer:
    """Who holds a card that was scanned, as a public screen may say it; nobody, where it is not on record."""
    if actor().role is Role.KIOSK and not house().settings.kiosk_cards:
        raise not_yours(Role.KIOSK)
    known = house().patients.with_card(body.number)
    return {"holder": _holder(known) if known else None}


def _holder(patient: Patient) -> Answer:
    def booked(floor: Floor, _: Rulebook) -> str | None:
        booking = floor.expected(patient.id)
        return booking.visit if booking else None

    return {
        "patient": patient.id,
        "name": veiled(patient.name),
        "booking": house().clinic.look(booked),
    }
