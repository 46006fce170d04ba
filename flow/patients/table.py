"""The table of patients. `search_name` is the name as it is searched: no case, no accents, no punctuation."""

from datetime import date

from sqlmodel import Field, SQLModel, UniqueConstraint


class PatientTable(SQLModel, table=True):
    """See `flow.patients.person.Patient`."""

    __tablename__ = "patient"
    __table_args__ = (
        UniqueConstraint("nik", name="a_nik_is_one_person"),
        UniqueConstraint("bpjs", name="a_bpjs_card_is_one_person"),
        UniqueConstraint("record", name="a_record_number_is_one_person"),
    )

    id: str = Field(primary_key=True)
    name: str
    search_name: str = Field(index=True)
    birth_date: date
    sex: str
    nik: str | None = None
    bpjs: str | None = None
    record: str | None = None
    phone: str | None = None
    address: str | None = None
    added_at: str
