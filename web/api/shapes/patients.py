"""Who is on record."""

from typing import Literal

from web.api.shapes.parts import Date, Flaw, Shape


class Patient(Shape):
    id: str
    name: str
    birth_date: Date
    sex: str
    nik: str | None
    bpjs: str | None
    record: str | None
    phone: str | None
    address: str | None


class VisitToday(Shape):
    """`name` is what staff call the visit: a ticket, an emergency's or a booking's name."""

    visit: str
    name: str
    status: Literal["inside", "expected"]


class FoundPatient(Patient):
    """`today` is the visit in which the patient is inside or for which they are expected; null for neither."""

    today: VisitToday | None


class Lookalike(FoundPatient):
    """`because` says what they have in common; `number` is the field of a number that belongs to one person only."""

    because: str
    number: Literal["nik", "bpjs", "record"] | None


class Lookalikes(Shape):
    patients: list[Lookalike]


class Patients(Shape):
    patients: list[FoundPatient]


class PatientAdded(Shape):
    """`warnings` never stopped anything: look again at these fields."""

    patient: Patient
    warnings: list[Flaw]


class CardHolder(Shape):
    """`name` as a public screen may show it: "Siti A***". `booking` is the visit for which they are expected today."""

    patient: str
    name: str
    booking: str | None


class CardRead(Shape):
    holder: CardHolder | None
