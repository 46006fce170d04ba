"""A whole day over the API: from the kiosk's ticket through the laboratory and back, to the way home."""

from dataclasses import replace
from datetime import timedelta

from flow.database import UNREACHABLE
from tests.web.conftest import Web

DESKS = [(code, "1") for code in ("loket", "skrining", "k3-dewasa", "lab", "farmasi", "ugd")]


def serve(web: Web, station: str, visit: str, **finish: object) -> dict:
    """Called, started and finished at a station; the visit after it."""
    called = web.ask("POST", f"stations/{station}/calls", {"desk": "1"}, who="station", status=200)
    assert called.json["visit"]["id"] == visit
    web.ask("POST", f"visits/{visit}/starts", who="station", status=200)
    done = web.ask("POST", f"visits/{visit}/finishes", finish, who="station", status=200)
    return done.json["visit"]


def ahead(visit: dict) -> list[str]:
    return [s["station"] for s in visit["stops"] if s["status"] in ("waiting", "planned")]


def test_a_whole_day(web: Web) -> None:
    web.open(*DESKS)
    ticket = web.ask("POST", "visits", {"facts": {"service": "umum"}}, status=201)
    visit = ticket.json["id"]
    assert (ticket.json["ticket"], ticket.json["patient"]) == ("A-001", None)
    assert ticket.location == f"/api/v1/visits/{visit}"

    web.ask("POST", "stations/loket/calls", {"desk": "1"}, who="registration", status=200)
    web.ask("POST", f"visits/{visit}/starts", {}, who="registration", status=200)
    ratna = {"name": "Ratna", "birth_date": "1990-05-17", "sex": "female"}
    added = web.ask("POST", "patients", ratna, who="registration", status=201).json["patient"]
    known = web.ask(
        "POST",
        f"visits/{visit}/registrations",
        {"patient": added["id"], "facts": {"payer": "bpjs"}},
        who="registration",
        status=200,
    ).json["visit"]
    assert known["patient"] == added["id"]
    assert known["facts"]["birth_date"] == "1990-05-17"
    web.ask("POST", f"visits/{visit}/finishes", who="registration", status=200)
    assert web.ask("GET", f"visits/{visit}/patient", who="station").json == added

    assert ahead(serve(web, "skrining", visit))[0] == "k3-dewasa"
    ordered = serve(web, "k3-dewasa", visit, orders=["lab", "farmasi"])
    assert ahead(ordered) == ["lab", "k3-dewasa", "farmasi"]
    board = web.ask("GET", "boards/penunjang", who="viewer", status=200).json
    assert board["stations"]["lab"]["waiting"] == [{"ticket": "A-001", "busy": False}]
    assert ahead(serve(web, "lab", visit)) == ["k3-dewasa", "farmasi"]
    queue = web.ask("GET", "stations/k3-dewasa/queue", who="viewer", status=200).json
    assert [row["review"] for row in queue["waiting"]] == [True]
    assert ahead(serve(web, "k3-dewasa", visit, outcome="pulang")) == ["farmasi"]
    home = serve(web, "farmasi", visit)
    assert home["outcome"] == "pulang"
    assert web.ask("GET", f"visits/{visit}", who="viewer").json["ended_at"]


def test_an_emergency_is_served_first_and_registered_later(web: Web) -> None:
    web.open(*DESKS)
    arrived = web.ask(
        "POST", "visits", {"emergency": True, "facts": {"triage": "red"}}, who="station", status=201
    ).json
    assert (arrived["ticket"], arrived["emergency"], ahead(arrived)) == (None, True, ["ugd"])
    visit = arrived["id"]
    body = {"facts": {"birth_date": "1980-01-01", "sex": "male"}}
    known = web.ask("POST", f"visits/{visit}/registrations", body, status=200).json["visit"]
    assert known["ticket"]
    left = {"outcome": "rujuk", "reason": "Patah tulang", "destination": "rsud"}
    gone = web.ask("POST", f"visits/{visit}/departures", left, who="station", status=200)
    assert gone.json["visit"]["outcome"] == "rujuk"


def test_held_absent_and_sent_on(web: Web) -> None:
    web.open(*DESKS)
    body = {"facts": {"birth_date": "1990-05-17", "sex": "male"}, "station": "loket"}
    visit = web.ask("POST", "visits", body, who="registration", status=201).json["id"]
    call = {"desk": "1", "visit": visit}
    about = f"visits/{visit}"

    web.ask("POST", "stations/skrining/calls", call, status=200)
    assert web.ask("POST", f"{about}/recalls", status=200).json["visit"]["stops"]
    web.ask("POST", f"{about}/absences", {"station": "skrining"}, status=200)
    web.ask("POST", f"{about}/returns", {}, status=200)
    web.ask("POST", f"{about}/hold", {"reason": "mencari kartu"}, status=200)
    held = web.ask("GET", "stations/skrining/queue").json["held"]
    assert [row["note"] for row in held] == ["mencari kartu"]
    web.ask("DELETE", f"{about}/hold", {}, status=200)
    sent = web.ask("POST", f"{about}/transfers", {"to": "ugd", "reason": "pingsan"}, status=200)
    assert "ugd" in ahead(sent.json["visit"])
    found = web.ask("PATCH", f"{about}/facts", {"facts": {"cough_weeks": 3}}, status=200)
    assert "infectious" in found.json["visit"]["flags"]


def test_stations_say_who_waits_and_what_is_open(web: Web) -> None:
    web.open(("loket", "2"))
    web.ask("POST", "visits", {}, status=201)
    found = {s["code"]: s for s in web.ask("GET", "stations", who="viewer").json["stations"]}
    assert found["loket"]["desks"] == {"1": {"open": False}, "2": {"open": True}}
    assert (found["loket"]["waiting"], found["loket"]["in_hours"]) == (1, True)
    assert found["k4"]["public_name"]["id"] == "Ruang 7"
    closed = web.ask("DELETE", "stations/loket/desks/2/opening", status=200)
    assert closed.json["queue"]["desks"]["2"]["open"] is False


def test_the_day_opens_and_ends_and_may_open_again(web: Web) -> None:
    opened = web.ask("POST", "day/opening", who="registration", status=200).json
    assert opened == {"position": 1, "day": "2026-03-02", "day_open": True}
    assert web.ask("POST", "day/opening", status=409).json["code"] == "DayAlreadyOpen"
    closed = web.ask("DELETE", "day/opening", who="registration", status=200).json
    assert (closed["day"], closed["day_open"]) == ("2026-03-02", False)
    assert web.ask("POST", "visits", {}, status=409).json["code"] == "DayIsClosed"
    assert web.ask("POST", "day/opening", status=200).json["day_open"] is True


def test_the_rules_are_asked_before_anything_happens(web: Web) -> None:
    facts = {"birth_date": "1950-01-01", "sex": "female", "payer": "umum"}
    body = {"facts": facts}
    route = web.ask("POST", "routes", body, who="registration", status=200).json
    assert (route["cluster"], route["ticket"]) == ("K3", "D")
    assert [s["station"] for s in route["stops"]][:3] == ["loket", "skrining", "k3-lansia"]
    assert route["next_ticket"] is None, "no number before the day is open"
    assert web.ask("GET", "/healthz").json["position"] == 0


def test_the_preview_tells_the_number_that_comes_next(web: Web) -> None:
    web.open()
    body = {"facts": {"birth_date": "1950-01-01", "sex": "female", "payer": "umum"}}
    for expected in ("D-001", "D-002"):
        previewed = web.ask("POST", "routes", body, status=200).json["next_ticket"]
        issued = web.ask("POST", "visits", body, status=201).json["ticket"]
        assert previewed == issued == expected
    web.ask("DELETE", "day/opening", status=200)
    assert web.ask("POST", "routes", body, status=200).json["next_ticket"] is None


def test_health_needs_no_token(web: Web) -> None:
    before = web.ask("GET", "/healthz", who="nobody", status=200).json
    assert (before["status"], before["day"], before["facility"]) == ("ok", None, "mekar-sari")
    web.open()
    assert web.ask("GET", "/healthz", who="nobody").json["day"] == "2026-03-02"


def test_health_says_when_the_database_is_gone(web: Web) -> None:
    web.app.extensions["alur"] = replace(web.house, database_trouble=lambda: UNREACHABLE)
    assert web.client.get("/healthz").status_code == 503


def test_who_of_two_comes_before_whom_and_why(web: Web) -> None:
    """Ten minutes of an old woman count like twenty: first she waits behind, then she is ahead."""
    web.open(*DESKS)
    visits = []
    for birth in ("1990-05-17", "1950-05-17"):
        body = {"facts": {"birth_date": birth, "sex": "female"}, "station": "loket"}
        visits.append(web.ask("POST", "visits", body, who="registration", status=201).json["id"])
        web.clock.at += timedelta(minutes=10)
    one, two = visits
    asked = f"stations/skrining/order?first={two}&second={one}"
    web.clock.at -= timedelta(minutes=5)
    why = web.ask("GET", asked, who="viewer", status=200).json["why"]
    assert why["id"] == (
        "A-001 sebelum D-001. D-001: Lansia, menunggu 5 menit (dihitung 2 kali); A-001 15 menit"
    )
    queue = web.ask("GET", "stations/skrining/queue", status=200).json
    assert [row["visit"] for row in queue["waiting"]] == [one, two]
    assert queue["turns_at"] is not None
    web.clock.at += timedelta(minutes=10)
    why = web.ask("GET", asked, who="viewer", status=200).json["why"]
    assert why["en"].startswith("D-001 before A-001. A-001: Regular, has waited 25 min; D-001")
    queue = web.ask("GET", "stations/skrining/queue", status=200).json
    assert [row["visit"] for row in queue["waiting"]] == [two, one]
    assert queue["turns_at"] is None
    same = web.ask("GET", f"stations/skrining/order?first={one}&second={one}", status=422)
    assert same.json["code"] == "SameVisitTwice"
    web.ask("GET", f"stations/skrining/order?first={one}", status=404)
