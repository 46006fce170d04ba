"""Mistakes put right through the API, as the desk and the consoles ask for it."""

from typing import Any

import pytest

from tests.web.conftest import Web

MAN = {"birth_date": "1981-03-01", "sex": "male"}


@pytest.fixture
def visit(web: Web) -> dict[str, Any]:
    """A man who waits for screening."""
    web.open(("loket", "1"), ("skrining", "1"))
    body = {"facts": MAN, "station": "loket"}
    opened: dict[str, Any] = web.ask("POST", "visits", body, status=201).json
    return opened


def test_a_wrong_press_is_taken_back(web: Web, visit: dict[str, Any]) -> None:
    web.ask("POST", "stations/skrining/calls", {"desk": "1"}, who="station", status=200)
    queue = web.ask("GET", "stations/skrining/queue").json
    (done,) = queue["undoable"]
    assert (done["ticket"], done["action"]["id"]) == (visit["ticket"], "dipanggil")
    body = {"station": "skrining", "position": done["position"]}
    after = web.ask("POST", f"visits/{visit['id']}/undo", body, who="station", status=200).json
    assert [s["status"] for s in after["visit"]["stops"] if s["station"] == "skrining"] == [
        "waiting"
    ]
    again = web.ask("POST", f"visits/{visit['id']}/undo", body, who="station", status=409).json
    assert again["code"] == "SomethingFollowed"


def test_registration_undoes_at_its_own_counter_only(web: Web, visit: dict[str, Any]) -> None:
    position = web.ask("POST", "stations/skrining/calls", {"desk": "1"}, status=200).json
    body = {"station": "skrining", "position": position["position"]}
    web.ask("POST", f"visits/{visit['id']}/undo", body, who="registration", status=403)


def test_a_visit_gets_the_person_whose_it_is(web: Web) -> None:
    web.open(("loket", "1"))
    old, young = (
        web.ask("POST", "patients", {"name": "Slamet", **facts}, status=201).json["patient"]["id"]
        for facts in ({"birth_date": "1950-01-01", "sex": "male"}, MAN)
    )
    body = {"patient": old, "station": "loket"}
    visit = web.ask("POST", "visits", body, status=201).json
    assert "lansia" in visit["bands"]
    path, right = f"visits/{visit['id']}/patient", {"patient": young, "reason": "nama sama"}
    after = web.ask("PUT", path, right, who="registration", status=200).json["visit"]
    assert (after["patient"], after["facts"]["birth_date"]) == (young, MAN["birth_date"])
    assert "lansia" not in after["bands"]
    unknown = web.ask("PUT", path, {"patient": "tidak-ada"}, status=422).json
    assert unknown["errors"][0]["field"] == "patient"


def test_two_visits_that_were_mixed_up_are_exchanged(web: Web) -> None:
    """To correct one alone is refused, with the remedy; the record says when each was born."""
    web.open(("loket", "1"))
    records = [
        web.ask("POST", "patients", {"name": "Slamet", **facts}, status=201).json["patient"]["id"]
        for facts in ({"birth_date": "1950-01-01", "sex": "male"}, MAN)
    ]
    old, young = (
        web.ask("POST", "visits", {"patient": one, "station": "loket"}, status=201).json
        for one in records
    )
    path, right = f"visits/{old['id']}/patient", {"patient": records[1], "reason": "tertukar"}
    refused = web.ask("PUT", path, right, who="registration", status=409).json
    assert refused["code"] == "HasAnotherNumber"
    assert young["ticket"] in refused["detail"]
    web.ask("PUT", path, right | {"exchange": True}, who="registration", status=200)
    for visit, patient, birth_date in (
        (old, records[1], MAN["birth_date"]),
        (young, records[0], "1950-01-01"),
    ):
        now = web.ask("GET", f"visits/{visit['id']}", status=200).json
        assert (now["patient"], now["facts"]["birth_date"]) == (patient, birth_date)


@pytest.mark.parametrize("written", ["A-{n:03d}", "a{n}", " a {n} "])
def test_two_numbers_of_one_person_become_one(web: Web, written: str) -> None:
    web.open(("loket", "1"))
    first, second = (web.ask("POST", "visits", {}, status=201).json for _ in range(2))
    letter, number = first["ticket"].split("-")
    wanted = written.replace("A", letter).replace("a", letter.lower()).format(n=int(number))
    (found,) = web.ask("GET", f"visits?ticket={wanted}", who="station", status=200).json["visits"]
    body = {"double": found["id"], "reason": "dua nomor"}
    web.ask("POST", f"visits/{second['id']}/mergers", body, who="registration", status=200)
    ended = web.ask("GET", f"visits/{first['id']}", status=200).json
    assert (ended["merged_into"], ended["outcome"]) == (second["id"], "batal")


def test_nobody_has_a_number_that_was_not_issued(web: Web) -> None:
    web.open(("loket", "1"))
    assert web.ask("GET", "visits?ticket=Z-999", status=200).json == {"visits": []}


def test_a_number_too_many_is_void(web: Web) -> None:
    web.open(("loket", "1"))
    visit = web.ask("POST", "visits", {}, status=201).json
    path, why = f"visits/{visit['id']}/ticket", {"reason": "kertas uji"}
    after = web.ask("DELETE", path, why, who="registration", status=200).json["visit"]
    assert (after["voided"], after["outcome"]) == (True, "batal")
