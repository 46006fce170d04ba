"""Patients over the API: found, added, doubted, and tied to a visit."""

import pytest

from tests.web.conftest import OPENING, Web

RATNA = {"name": "Ratna Dewi", "birth_date": "1990-05-17", "sex": "female"}


@pytest.fixture
def ratna(web: Web) -> dict:
    return web.ask("POST", "patients", {**RATNA, "nik": "3201015705900001"}, status=201).json[
        "patient"
    ]


def test_she_is_found_again(web: Web, ratna: dict) -> None:
    for query in ("ratna", "3201015705900001", "dewi 17-05-1990"):
        found = web.ask("GET", "patients", query_string={"q": query}, status=200)
        assert found.json == {"patients": [{**ratna, "today": None}]}
    assert web.ask("GET", "patients", status=200).json == {"patients": []}


def test_who_is_here_today_is_told_with_them(web: Web, ratna: dict) -> None:
    def today() -> dict:
        found = web.ask("GET", "patients", query_string={"q": "ratna"}, status=200)
        told: dict = found.json["patients"][0]["today"]
        return told

    web.open(("loket", "1"))
    booking = {"patient": ratna["id"], "days": [str(OPENING.date())]}
    (booked,) = web.ask("POST", "bookings", booking, status=201).json["bookings"]
    assert today() == {"visit": booked["visit"], "name": booked["name"], "status": "expected"}
    here = {"visit": booked["visit"], "station": "loket"}
    visit = web.ask("POST", "bookings/check-ins", here, status=200).json["visit"]
    assert today() == {"visit": visit["id"], "name": visit["ticket"], "status": "inside"}
    web.ask("POST", f"visits/{visit['id']}/departures", {"outcome": "pulang"}, status=200)
    assert today() is None


def test_a_second_one_is_a_question_first(web: Web, ratna: dict) -> None:
    asked = web.ask("POST", "patients", RATNA, status=409)
    assert asked.json["code"] == "AlreadyKnown"
    assert asked.json["patients"] == [ratna]
    web.ask("POST", "patients", {**RATNA, "sure": True}, status=201)


@pytest.mark.parametrize(
    ("typed", "because", "number"),
    [
        ({"name": "Ratna Dewie", "birth_date": "1990-05-17"}, "similar name", None),
        ({"name": "dewi ratna", "birth_date": "1990-05-17"}, "similar name", None),
        ({"name": "Ratna", "birth_date": "1990-05-17"}, "similar name", None),
        ({"name": "RATNA DEWI", "birth_date": "1990-05-17"}, "same name and birth date", None),
        ({"name": "Ratna Dewi", "birth_date": "1990-05-11"}, "similar birth date", None),
        ({"nik": "3201 0157 0590 0001"}, "same NIK", "nik"),
    ],
)
def test_who_may_be_on_record_already_is_told_with_the_reason(
    web: Web, ratna: dict, typed: dict, because: str, number: str | None
) -> None:
    (one,) = web.ask("POST", "patients/lookalikes", typed, status=200).json["patients"]
    assert because in one["because"]
    assert one["number"] == number
    assert {name: one[name] for name in ratna} == ratna


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "Ratna Dewi"},
        {"name": "Rani Sari", "birth_date": "1990-05-17"},
        {"name": "Ratna Dewi", "birth_date": "1987-05-17"},
        {"nik": "3201"},
    ],
)
def test_others_are_not_taken_for_her(web: Web, ratna: dict, typed: dict) -> None:
    assert web.ask("POST", "patients/lookalikes", typed, status=200).json == {"patients": []}


def test_a_doubtful_nik_is_a_warning(web: Web) -> None:
    added = web.ask("POST", "patients", {**RATNA, "nik": "3201011705900001"}, status=201)
    assert [w["field"] for w in added.json["warnings"]] == ["sex"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": 5}, "name"),
        ({"name": None}, "name"),
        ({"birth_date": "17-05-1990"}, "birth_date"),
        ({"birth_date": 642902400}, "birth_date"),
        ({"birth_date": "2031-01-01"}, "birth_date"),
        ({"sex": "perempuan"}, "sex"),
        ({"nik": 3201015705900001}, "nik"),
        ({"nik": "123"}, "nik"),
        ({"bpjs": "x"}, "bpjs"),
        ({"phone": "nanti"}, "phone"),
        ({"address": "x" * 301}, "address"),
        ({"record": "x" * 21}, "record"),
        ({"sure": "yes"}, "sure"),
        ({"id": "mine"}, "id"),
    ],
)
def test_what_is_wrong_names_the_field(web: Web, change: dict, field: str) -> None:
    answer = web.ask("POST", "patients", {**RATNA, **change}, status=422)
    assert [e["field"] for e in answer.json["errors"]] == [field]


# Tied to a visit


def test_a_visit_of_hers_knows_her_age_and_sex(web: Web, ratna: dict) -> None:
    web.open()
    body = {"patient": ratna["id"], "station": "loket", "facts": {"pregnant": True}}
    visit = web.ask("POST", "visits", body, who="registration", status=201).json
    assert visit["patient"] == ratna["id"]
    assert visit["facts"] == {
        "pregnant": True,
        "birth_date": "1990-05-17",
        "sex": "female",
        "arrived": "2026-03-02T07:30",
    }
    again = web.ask("POST", "visits", {"patient": ratna["id"]}, status=409)
    assert again.json["code"] == "PatientIsInside"
    route = web.ask("POST", "routes", {"patient": ratna["id"]}, status=200)
    assert route.json["cluster"] == "K3"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"patient": "unknown"}, "patient"),
        ({"patient": "HERS", "facts": {"sex": "male"}}, "facts.sex"),
        ({"patient": "HERS", "facts": {"birth_date": "1990-05-18"}}, "facts.birth_date"),
        ({"patient": "HERS", "facts": {"birth_date": []}}, "facts.birth_date"),
        ({"patient": "HERS", "emergency": True}, "patient"),
        ({"emergency": True, "station": "loket"}, "station"),
        ({"station": "loket"}, "station"),
    ],
)
def test_what_contradicts_itself_is_refused(web: Web, ratna: dict, body: dict, field: str) -> None:
    web.open()
    if body.get("patient") == "HERS":
        body = {**body, "patient": ratna["id"]}
    answer = web.ask("POST", "visits", body, status=422)
    assert [e["field"] for e in answer.json["errors"]] == [field]
    assert web.ask("GET", "/healthz").json["position"] == 1


@pytest.mark.parametrize(("fact", "value"), [("sex", "male"), ("birth_date", "1990-05-18")])
def test_what_screening_finds_never_contradicts_her_record(
    web: Web, ratna: dict, fact: str, value: str
) -> None:
    web.open()
    visit = web.ask("POST", "visits", {"patient": ratna["id"]}, status=201).json["id"]
    about, again = f"visits/{visit}/facts", f"visits/{visit}/registrations"
    for method, path in (("PATCH", about), ("POST", again)):
        wrong = web.ask(method, path, {"facts": {fact: value}}, status=422)
        assert [e["field"] for e in wrong.json["errors"]] == [f"facts.{fact}"]
    kept = web.ask("PATCH", about, {"facts": {fact: None, "pregnant": True}}, status=200).json
    assert kept["visit"]["facts"][fact] == ratna[fact]
    assert kept["visit"]["facts"]["pregnant"] is True


def test_what_the_kiosk_was_told_wrong_is_corrected_at_registration(web: Web) -> None:
    web.open()
    pressed = {"facts": {"service": "anc", "sex": "female", "pregnant": True}}
    visit = web.ask("POST", "visits", pressed, status=201).json["id"]
    budi = {"name": "Budi", "birth_date": "1985-01-01", "sex": "male"}
    patient = web.ask("POST", "patients", budi, status=201).json["patient"]["id"]
    about = f"visits/{visit}/registrations"
    wrong = web.ask("POST", about, {"patient": patient}, status=422)
    assert wrong.json["errors"][0]["field"] == "facts.pregnant"
    body = {"patient": patient, "facts": {"pregnant": None, "service": "umum"}}
    assert web.ask("POST", about, body, status=200).json["visit"]["patient"] == patient
    other = {"name": "Agus", "birth_date": "1985-01-01", "sex": "male"}
    agus = web.ask("POST", "patients", other, status=201).json["patient"]["id"]
    taken = web.ask("POST", about, {"patient": agus}, status=409)
    assert taken.json["code"] == "AlreadyRegistered"


def test_who_a_visit_is_before_anybody_knows(web: Web) -> None:
    web.open()
    visit = web.ask("POST", "visits", {}, status=201).json["id"]
    assert web.ask("GET", f"visits/{visit}/patient", status=404).json["code"] == "NobodyYet"
    assert web.ask("GET", "visits/unknown/patient", status=404).json["code"] == "UnknownVisit"


def test_a_registration_never_begins_a_visit(web: Web) -> None:
    web.open()
    web.ask("POST", "visits/unknown/registrations", {"facts": {}}, status=404)
    assert web.ask("GET", "/healthz").json["position"] == 1
