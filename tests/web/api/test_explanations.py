"""Why a visit went where it went, told to staff, whenever it was."""

from datetime import timedelta

from tests.web.conftest import Web

GIRL = {"birth_date": "2011-03-14", "sex": "female"}


def test_every_routing_of_a_visit_is_explained(web: Web) -> None:
    """She drew a number, was registered, and screening found that she is pregnant."""
    web.open(("loket", "1"))
    visit = web.ask("POST", "visits", {}, status=201).json["id"]
    web.ask("POST", f"visits/{visit}/registrations", {"facts": GIRL}, status=200)
    web.ask("PATCH", f"visits/{visit}/facts", {"facts": {"pregnant": True}}, status=200)
    told = web.ask("GET", f"visits/{visit}/explanation", status=200).json
    assert told["rulebook"] == told["explained_by"] == web.house.clinic.rulebook.digest
    assert [one["command"] for one in told["routings"]] == [
        "IssueTicket",
        "Register",
        "UpdateFacts",
    ]
    rooms = [one["route"]["stops"][2]["station"] for one in told["routings"]]
    assert rooms == ["k3-dewasa", "k2-anak", "k2-ibu"]
    mattered = [one["route"]["stops"][2]["facts"] for one in told["routings"]]
    assert "age" in mattered[1]
    assert mattered[2] == ["pregnant", "service"]
    assert told["routings"][1]["route"]["alternatives"][0] == {
        "fact": "age",
        "if": "age 18 years",
        "then": "K3 · Adults",
    }


def test_a_visit_of_an_earlier_day_is_explained_as_well(web: Web) -> None:
    web.open(("loket", "1"))
    visit = web.ask("POST", "visits", {"facts": GIRL}, status=201).json["id"]
    web.ask("POST", f"visits/{visit}/departures", {"outcome": "pulang"}, status=200)
    today = web.ask("GET", f"visits/{visit}/explanation", status=200).json
    web.ask("DELETE", "day/opening", status=200)
    web.clock.at += timedelta(days=1)
    web.open()
    assert web.ask("GET", f"visits/{visit}/explanation", status=200).json == today


def test_an_order_tells_its_rule(web: Web) -> None:
    rooms = [("loket", "1"), ("skrining", "1"), ("k3-dewasa", "1")]
    web.open(*rooms)
    adult = {"facts": {"birth_date": "1981-03-01", "sex": "male"}}
    visit = web.ask("POST", "visits", adult, status=201).json["id"]
    for station, desk in rooms:
        web.ask("POST", f"stations/{station}/calls", {"desk": desk}, status=200)
        web.ask("POST", f"visits/{visit}/starts", status=200)
        orders = {"orders": ["lab"]} if station == "k3-dewasa" else {}
        web.ask("POST", f"visits/{visit}/finishes", orders, status=200)
    added = web.ask("GET", f"visits/{visit}/explanation", status=200).json["added"]
    assert [(one["station"], one["origin"]) for one in added] == [
        ("lab", "order"),
        ("k3-dewasa", "review"),
    ]
    assert added[0]["rule"] == "lab"
    assert added[0]["line"].startswith("orders.yaml:")


def test_a_visit_that_never_was_has_no_explanation(web: Web) -> None:
    web.ask("GET", f"visits/{'0' * 32}/explanation", status=404)
