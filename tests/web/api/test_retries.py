"""The same key is the same command: a retry gets the first answer, and nothing happens twice."""

from datetime import timedelta

import pytest

from flow.engine.deadlines import due
from flow.scheduler import Watch
from tests.web.conftest import Web


def test_a_visit_that_is_asked_for_twice_begins_once(web: Web) -> None:
    web.open()
    first, second = (web.ask("POST", "visits", {}, key="k", status=201) for _ in range(2))
    assert first.json["id"] == second.json["id"]
    assert first.location == second.location
    assert web.ask("POST", "visits", {}, status=201).json["ticket"] == "A-002"


@pytest.mark.parametrize(
    "body",
    [
        {"emergency": True, "facts": {"triage": "red"}},
        {"facts": {"birth_date": "1990-01-01"}, "station": "loket"},
    ],
)
def test_whichever_way_it_began(web: Web, body: dict) -> None:
    web.open()
    answers = [web.ask("POST", "visits", body, key="k", status=201).json["id"] for _ in range(2)]
    assert answers[0] == answers[1]


def test_a_call_that_is_asked_for_twice_calls_one(web: Web) -> None:
    web.open(("loket", "1"))
    for _ in range(2):
        web.ask("POST", "visits", {}, status=201)
    first, second = (
        web.ask("POST", "stations/loket/calls", {"desk": "1"}, key="k", status=200)
        for _ in range(2)
    )
    assert first.json == second.json
    assert web.ask("GET", "boards/utama").json["stations"]["loket"]["count"] == 1


def test_the_order_and_space_of_json_do_not_make_another_request(web: Web) -> None:
    web.open()
    one = '{"facts": {"sex": "male", "service": "gigi"}, "emergency": false}'
    other = '{"emergency":false,"facts":{"service":"gigi","sex":"male"}}'
    kind = {"content_type": "application/json"}
    first = web.ask("POST", "visits", key="k", status=201, data=one, **kind)
    second = web.ask("POST", "visits", key="k", status=201, data=other, **kind)
    assert first.json["id"] == second.json["id"]


def test_a_key_is_one_request(web: Web) -> None:
    web.open()
    web.ask("POST", "visits", {}, key="k", status=201)
    other_body = {"facts": {"service": "gigi"}}
    for answer in (
        web.ask("POST", "visits", other_body, key="k", status=422),
        web.ask("POST", "day/opening", key="k", status=422),
    ):
        assert answer.json["code"] == "KeyReused"
        assert answer.json["errors"][0]["field"] == "Idempotency-Key"


def test_the_same_key_from_somebody_else_is_another_command(web: Web) -> None:
    web.open()
    first = web.ask("POST", "visits", {}, key="k", status=201)
    other = web.ask("POST", "visits", {}, key="k", who="station", status=201)
    assert (first.json["ticket"], other.json["ticket"]) == ("A-001", "A-002")


def test_no_key_stands_in_the_way_of_the_scheduler(web: Web) -> None:
    web.open()
    tomorrow = web.clock.at + timedelta(days=1)
    (close,) = web.house.clinic.look(lambda floor, book: tuple(due(floor, book, tomorrow)))
    web.ask("POST", "visits", {}, key=close.id, status=201)
    Watch(web.house.clinic).carry_out_due(tomorrow)
    assert web.house.clinic.look(lambda floor, _: floor.day) == tomorrow.date()


def test_a_refused_command_may_be_tried_again_with_its_key(web: Web) -> None:
    web.ask("POST", "visits", {}, key="k", status=409)
    web.open()
    web.ask("POST", "visits", {}, key="k", status=201)


@pytest.mark.parametrize("key", ["", " ", "a b", "k" * 201, "kunci-é", "a\tb"])
def test_a_key_is_visible_ascii(web: Web, key: str) -> None:
    web.open()
    answer = web.ask("POST", "visits", {}, key=key, status=422)
    assert answer.json["errors"][0]["field"] == "Idempotency-Key"


def test_the_longest_key(web: Web) -> None:
    web.open()
    web.ask("POST", "visits", {}, key="~" * 200, status=201)
