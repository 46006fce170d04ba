"""Families through the API: registered together, linked afterwards, going their own way."""

from typing import Any

import pytest

from tests.web.conftest import Web

MOTHER = {"birth_date": "1998-05-02", "sex": "female"}
CHILD = {"birth_date": "2022-01-15", "sex": "male"}


@pytest.fixture
def family(web: Web) -> tuple[dict[str, Any], dict[str, Any]]:
    """A mother, and her child who was registered with her."""
    web.open(("loket", "1"), ("skrining", "1"))
    mother = web.ask("POST", "visits", {"facts": MOTHER, "station": "loket"}, status=201).json
    body = {"facts": CHILD, "station": "loket", "with": mother["id"]}
    child = web.ask("POST", "visits", body, who="registration", status=201).json
    return mother, child


def test_who_is_registered_with_somebody_is_linked(
    web: Web, family: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    mother, child = family
    others = [{"visit": mother["id"], "ticket": mother["ticket"]}]
    assert child["family"] == {"together": True, "others": others}
    web.ask("POST", "stations/skrining/calls", {"desk": "1"}, who="station", status=200)
    queue = web.ask("GET", "stations/skrining/queue", status=200).json
    assert queue["waiting"][0]["expected_at"] == "1"
    assert queue["desks"]["1"]["visit"]["family"]["together"] is True


def test_linked_afterwards_and_apart_again(
    web: Web, family: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    mother, child = family
    drawn = web.ask("POST", "visits", {}, status=201).json
    path = f"visits/{drawn['id']}/family"
    body = {"with": [mother["id"]], "together": False}
    after = web.ask("POST", path, body, who="station", status=200).json["visit"]
    assert [one["visit"] for one in after["family"]["others"]] == [mother["id"], child["id"]]
    assert after["family"]["together"] is False
    assert web.ask("DELETE", path, {}, who="station", status=200).json["visit"]["family"] is None
    assert web.ask("DELETE", path, {}, status=409).json["code"] == "NotLinked"
    alone = web.ask("POST", path, {"with": [drawn["id"]]}, status=422).json
    assert (alone["code"], alone["errors"][0]["field"]) == ("OneIsNoFamily", "with")


def test_a_drawn_ticket_is_registered_with_the_family(
    web: Web, family: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    mother, _ = family
    drawn = web.ask("POST", "visits", {}, status=201).json
    body = {"facts": CHILD, "with": mother["id"], "together": False}
    path = f"visits/{drawn['id']}/registrations"
    after = web.ask("POST", path, body, who="registration", status=200).json["visit"]
    assert len(after["family"]["others"]) == 2


def test_an_emergency_is_linked_afterwards(
    web: Web, family: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    body = {"emergency": True, "with": family[0]["id"]}
    assert web.ask("POST", "visits", body, status=422).json["errors"][0]["field"] == "with"


def test_who_only_looks_links_nobody(
    web: Web, family: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    mother, child = family
    path, body = f"visits/{mother['id']}/family", {"with": [child["id"]]}
    web.ask("POST", path, body, who="viewer", status=403)
    web.ask("DELETE", path, {}, who="viewer", status=403)
