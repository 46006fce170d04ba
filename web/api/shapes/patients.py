"""Who is on record."""

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


class Patients(Shape):
    patients: list[Patient]


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
