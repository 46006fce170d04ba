"""Ratna is on record; Élisa, Nur'aini and a second Ratna come along."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from flow.database import open_database
from flow.patients import AlreadyKnown, Patient, PatientError, Patients, Sex

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
RATNA = Patient(
    id="",
    name="Ratna Dewi",
    birth_date=date(1990, 5, 17),
    sex=Sex.FEMALE,
    nik="3201015705900001",
    bpjs="0001234567890",
    record="rm-00042",
    phone="+62 812-3456-7890",
    address="Jl. Melati 3",
)


@pytest.fixture
def patients(tmp_path) -> Patients:
    return Patients(open_database(f"sqlite:///{tmp_path}/alur.db"), lambda: NOW)


@pytest.fixture
def ratna(patients: Patients) -> Patient:
    return patients.add(RATNA).patient


def test_a_patient_is_kept_in_one_form_under_an_opaque_id(patients: Patients) -> None:
    added = patients.add(replace(RATNA, name="  Ratna   Dewi ", nik="3201 0157 0590 0001"))
    kept = added.patient
    assert kept == replace(RATNA, id=kept.id, record="RM-00042", phone="081234567890")
    assert len(kept.id) == 32
    assert added.warnings == ()
    assert patients.get(kept.id) == kept
    assert patients.get("") is None


@pytest.mark.parametrize(
    "query",
    [
        "3201015705900001",
        "3201 0157 0590 0001",
        "0001234567890",
        "32010157",
        "00012345",
        "RM-00042",
        "rm-00042",
        "0812 3456 7890",
        "+6281234567890",
        "34567890",
        "ratna",
        "DEWI ratna",
        "Rátna",
        "ratna 1990-05-17",
        "ratna 17/5/1990",
        "17-05-1990",
        "ratna 17051990",
        "17051990",
        "42",
        "rm 42",
        "RM.00042",
        "ratna 1990",
        "1990 ratna",
        "ratna 17/05/90",
        "ratna 170590",
        "17-5-90",
        "ratna 17 mei 1990",
        "ratna dewi 17 May 90",
        "17 Mei 1990",
    ],
)
def test_ratna_is_found(patients: Patients, ratna: Patient, query: str) -> None:
    assert patients.find(query) == [ratna]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        "%",
        "_",
        "ratni",
        "ratna 1990-05-18",
        "7890",
        "320101",
        "32-13-1990",
        "ratna 18051990",
        "ratna 1991",
        "1990",
        "ratna 18/05/90",
        "ratna 17 melati 1990",
        "ratna 31 feb 1990",
        "420",
        "0",
        "\x00",
        "1" * 99,
        "'; --",
    ],
)
def test_nobody_is_found(patients: Patients, ratna: Patient, query: str) -> None:
    assert patients.find(query) == []


def test_eight_digits_are_a_date_or_a_number(patients: Patients, ratna: Patient) -> None:
    other = Patient(
        id="",
        name="Budi",
        birth_date=date(1980, 1, 1),
        sex=Sex.MALE,
        record="17051990",
    )
    budi = patients.add(other).patient
    assert patients.find("17051990") == [budi, ratna]
    assert patients.find("ratna 17051990") == [ratna]


def test_a_record_number_is_found_without_its_noughts(patients: Patients) -> None:
    born = date(1980, 1, 1)
    for record in ("001073", "00-10-74", "10073"):
        patients.add(
            Patient(
                id="", name=f"Budi {record[-2:]}", birth_date=born, sex=Sex.MALE, record=record
            ),
            sure=True,
        )
    for query, record in (("1073", "001073"), ("01074", "00-10-74"), ("001074", "00-10-74")):
        assert [one.record for one in patients.find(query)] == [record]


def test_two_digits_of_a_year_are_the_century_that_has_been(patients: Patients) -> None:
    for born in (date(1926, 3, 5), date(2025, 3, 5)):
        patients.add(Patient(id="", name="Budi", birth_date=born, sex=Sex.MALE))
    assert [one.birth_date for one in patients.find("budi 5/3/25")] == [date(2025, 3, 5)]
    assert [one.birth_date for one in patients.find("budi 5/3/26")] == [date(1926, 3, 5)]


def test_accents_and_apostrophes_do_not_matter(patients: Patients) -> None:
    for name in ("Nur'aini", "Élisa"):
        patients.add(Patient(id="", name=name, birth_date=date(1980, 1, 1), sex=Sex.FEMALE))
    assert [p.name for p in patients.find("nuraini")] == ["Nur'aini"]
    assert [p.name for p in patients.find("elisa")] == ["Élisa"]
    assert [p.name for p in patients.find("NUR’AINI")] == ["Nur'aini"]


def test_at_most_twenty_are_found(patients: Patients) -> None:
    for day in range(1, 26):
        patients.add(Patient(id="", name="Budi", birth_date=date(1980, 1, day), sex=Sex.MALE))
    assert [p.birth_date.day for p in patients.find("budi")] == list(range(1, 21))


def test_a_second_ratna_is_a_question_first(patients: Patients, ratna: Patient) -> None:
    second = Patient(id="", name="RATNA  déwi", birth_date=RATNA.birth_date, sex=Sex.FEMALE)
    with pytest.raises(AlreadyKnown) as refused:
        patients.add(second)
    assert refused.value.patients == (ratna,)
    assert patients.add(second, sure=True).patient.id != ratna.id


@pytest.mark.parametrize("field", ["nik", "bpjs", "record"])
def test_a_number_is_one_person_however_sure(
    patients: Patients, ratna: Patient, field: str
) -> None:
    other = Patient(id="", name="Ayu", birth_date=date(1990, 5, 17), sex=Sex.FEMALE)
    with pytest.raises(AlreadyKnown) as refused:
        patients.add(replace(other, **{field: getattr(RATNA, field)}), sure=True)
    assert refused.value.field == field
    assert refused.value.patients == (ratna,)


@pytest.mark.parametrize(
    ("change", "doubted"),
    [
        ({"sex": Sex.MALE}, ["sex"]),
        ({"birth_date": date(1990, 5, 18)}, ["birth_date"]),
        ({"nik": "3201011705900001"}, ["sex"]),
        ({"nik": "3201019999990001"}, ["birth_date"]),
        ({"nik": "0000000000000000", "sex": Sex.MALE}, ["birth_date"]),
    ],
)
def test_a_nik_that_tells_something_else_is_a_warning(
    patients: Patients, change: dict[str, object], doubted: list[str]
) -> None:
    added = patients.add(replace(RATNA, **change))
    assert [field for field, _ in added.warnings] == doubted
    assert patients.get(added.patient.id) == added.patient


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "12"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"birth_date": date(2026, 3, 4)}, "birth_date"),
        ({"birth_date": date(1890, 1, 1)}, "birth_date"),
        ({"nik": "320101570590000"}, "nik"),
        ({"nik": "32010157059000O1"}, "nik"),
        ({"nik": "٣٢٠١٠١٥٧٠٥٩٠٠٠٠١"}, "nik"),
        ({"bpjs": "1234567890"}, "bpjs"),
        ({"record": "x" * 21}, "record"),
        ({"phone": "nanti"}, "phone"),
        ({"address": "x" * 201}, "address"),
    ],
)
def test_what_is_wrong_names_the_field(
    patients: Patients, change: dict[str, object], field: str
) -> None:
    with pytest.raises(PatientError) as refused:
        patients.add(replace(RATNA, **change))
    assert refused.value.field == field
    assert refused.value.said.id != refused.value.said.en
    assert patients.find("ratna") == []


def test_an_impossible_birth_date_is_told_as_people_write_it(patients: Patients) -> None:
    with pytest.raises(PatientError) as refused:
        patients.add(replace(RATNA, birth_date=date(2026, 3, 4)))
    assert "04-03-2026" in refused.value.said.id
    assert "03-03-2026" in refused.value.said.id


def test_empty_fields_are_unknown_fields(patients: Patients) -> None:
    empty = replace(RATNA, nik=" ", bpjs="", record=" ", phone="", address=" ")
    kept = patients.add(empty).patient
    assert (kept.nik, kept.bpjs, kept.record, kept.phone, kept.address) == (None,) * 5


def test_a_child_born_today_in_papua(patients: Patients) -> None:
    """There it is the next day already while UTC still has this one."""
    born = patients.add(replace(RATNA, nik=None, birth_date=date(2026, 3, 3))).patient
    assert born.birth_date == date(2026, 3, 3)
