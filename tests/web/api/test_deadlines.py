"""What takes too long, as programs and consoles see it; and the answer to the question that a forgotten service asks."""

from datetime import timedelta
from typing import Any

import pytest

from flow.scheduler import Watch
from tests.web.conftest import Web

MAN = {"birth_date": "1981-03-01", "sex": "male"}


@pytest.fixture
def visit(web: Web) -> str:
    """A man who has been at screening for half an hour."""
    web.open(("loket", "1"), ("skrining", "1"))
    body = {"facts": MAN, "station": "loket"}
    opened: dict[str, Any] = web.ask("POST", "visits", body, status=201).json
    web.ask("POST", "stations/skrining/calls", {"desk": "1"}, who="station", status=200)
    web.ask("POST", f"visits/{opened['id']}/starts", {}, who="station", status=200)
    time_passes(web, 31)
    return str(opened["id"])


def time_passes(web: Web, minutes: int) -> None:
    web.clock.at += timedelta(minutes=minutes)
    Watch(web.house.clinic).carry_out_due(web.clock())


def alert(web: Web) -> Any:
    return web.ask("GET", "stations/skrining/queue").json["desks"]["1"]["visit"]["alert"]


def test_the_list_asks_and_the_answer_quiets_it_for_a_while(web: Web, visit: str) -> None:
    assert alert(web) == {"kind": "long_service", "minutes": 30}
    web.ask("POST", f"visits/{visit}/confirmations", {}, who="station", status=200)
    assert alert(web) is None
    time_passes(web, 29)
    assert alert(web) is None
    time_passes(web, 2)
    assert alert(web) == {"kind": "long_service", "minutes": 30}


def test_an_answer_to_no_question_changes_nothing(web: Web, visit: str) -> None:
    first = web.ask("POST", f"visits/{visit}/confirmations", {}, who="station", status=200).json
    again = web.ask("POST", f"visits/{visit}/confirmations", {}, who="station", status=200).json
    assert again["position"] == first["position"]


def test_who_may_not_work_there_may_not_answer(web: Web, visit: str) -> None:
    body = {"station": "skrining"}
    web.ask("POST", f"visits/{visit}/confirmations", body, who="registration", status=403)
    web.ask("POST", f"visits/{visit}/confirmations", body, who="viewer", status=403)
    assert alert(web) is not None


def test_the_lists_say_the_target_of_the_room(web: Web) -> None:
    assert web.ask("GET", "stations/skrining/queue").json["target_minutes"] == 30
    assert web.ask("GET", "stations/lab/queue").json["target_minutes"] is None
