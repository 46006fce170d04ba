"""Watching: the whole first, then what changed, each with its place; and who may see what."""

from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from tests.web.conftest import PASSWORD, Web


def screen(web: Web, name: str | None = None) -> SocketIOTestClient:
    """A connected screen; signed in as `name`, or a stranger's."""
    browser = web.browser(name) if name else web.app.test_client()
    client: SocketIOTestClient = web.app.extensions["socketio"].test_client(
        web.app, flask_test_client=browser
    )
    return client


def watch(client: SocketIOTestClient, kind: str, code: object) -> dict[str, Any]:
    answer: dict[str, Any] = client.emit("watch", {"screen": kind, "code": code}, callback=True)
    return answer


def changes(client: SocketIOTestClient, name: str = "changed") -> list[dict[str, Any]]:
    return [news["args"][0] for news in client.get_received() if news["name"] == name]


@pytest.fixture
def open_web(web: Web) -> Web:
    """The day is open and so is the first counter."""
    web.open(("loket", "1"))
    return web


def issue(web: Web) -> dict[str, Any]:
    visit: dict[str, Any] = web.ask("POST", "visits", {}, status=201).get_json()
    return visit


def test_a_board_gets_the_whole_and_then_what_changed(open_web: Web) -> None:
    tv = screen(open_web)
    whole = watch(tv, "board", "utama")
    assert whole["board"]["stations"]["loket"]["count"] == 0
    issue(open_web)
    (news,) = changes(tv)
    assert news["after"] == whole["position"]
    assert list(news["board"]["stations"]) == ["loket"]
    assert news["board"]["stations"]["loket"]["waiting"][0]["ticket"] == "A-001"
    issue(open_web)
    (later,) = changes(tv)
    assert later["after"] == news["position"]
    assert later["position"] > news["position"]


def test_changes_laid_over_the_whole_give_the_board(open_web: Web) -> None:
    tv = screen(open_web)
    shown = watch(tv, "board", "utama")["board"]
    issue(open_web)
    open_web.ask("POST", "stations/loket/calls", {"desk": "1"})
    for news in changes(tv):
        part = dict(news["board"])
        shown["stations"].update(part.pop("stations"))
        shown.update(part)
    truth = open_web.ask("GET", "boards/utama").get_json()
    assert shown["stations"] == truth["stations"]
    assert shown["calls"] == truth["calls"]
    assert shown["calls"][0]["ticket"] == "A-001"


def test_a_board_that_nothing_happens_on_is_left_in_peace(open_web: Web) -> None:
    tv = screen(open_web)
    watch(tv, "board", "penunjang")
    issue(open_web)
    assert changes(tv) == []


def test_a_stations_queue_is_for_staff(open_web: Web) -> None:
    stranger, staff = screen(open_web), screen(open_web, "nurul")
    assert watch(stranger, "queue", "loket")["problem"]["title"] == "SignInFirst"
    assert watch(staff, "queue", "loket")["board"]["waiting"] == []
    issue(open_web)
    assert [news["board"]["count"] for news in changes(staff)] == [1]
    assert changes(stranger) == []


def test_the_building_is_for_whoever_works_there(open_web: Web) -> None:
    facility = open_web.house.clinic.rulebook.facility
    stranger, viewer = screen(open_web), screen(open_web, "vina")
    assert watch(stranger, "building", facility)["problem"]["title"] == "SignInFirst"
    whole = watch(viewer, "building", facility)
    assert whole["board"]["inside"] == 0
    issue(open_web)
    (news,) = changes(viewer)
    assert news["after"] == whole["position"]
    assert news["board"]["inside"] == 1
    assert list(news["board"]["stations"]) == ["loket"]
    open_web.ask("DELETE", "day/opening")
    (closed,) = changes(viewer)
    assert closed["after"] is None
    assert closed["board"]["day_open"] is False
    assert changes(stranger) == []


def test_a_phone_follows_its_visit_and_hears_its_line_stir(open_web: Web) -> None:
    first, second = issue(open_web), issue(open_web)
    phone = screen(open_web)
    whole = watch(phone, "ticket", second["id"])
    assert whole["board"]["stops"][0]["ahead"] == 1
    assert "patient" not in str(whole)
    open_web.ask("POST", "stations/loket/calls", {"desk": "1", "visit": first["id"]})
    received = phone.get_received()
    assert [news["name"] for news in received] == ["stirred"]
    assert watch(phone, "ticket", second["id"])["board"]["stops"][0]["ahead"] == 0
    open_web.ask("POST", f"visits/{second['id']}/departures", {"outcome": "batal"})
    assert [news["board"]["outcome"] for news in changes(phone)] == ["batal"]


def test_everybody_gets_the_whole_when_the_day_turns(open_web: Web) -> None:
    tv = screen(open_web)
    watch(tv, "board", "utama")
    open_web.ask("DELETE", "day/opening")
    (news,) = changes(tv)
    assert news["after"] is None
    assert news["board"]["day_open"] is False


@pytest.mark.parametrize(
    "asked",
    [None, 7, [], {}, {"screen": "board"}, {"screen": "board", "code": ["utama"]},
     {"screen": "floor", "code": "utama"}, {"screen": "board", "code": "nowhere"},
     {"screen": "building", "code": "nowhere"}, {"screen": "ticket", "code": "guess"}],
)  # fmt: skip
def test_an_unknown_screen_is_refused_kindly(open_web: Web, asked: object) -> None:
    answer = screen(open_web).emit("watch", asked, callback=True)
    assert set(answer["problem"]) == {"title", "detail"}


def test_a_socket_carries_no_commands(open_web: Web) -> None:
    staff = screen(open_web, "nurul")
    before = open_web.ask("GET", "stations/loket/queue").get_json()
    for name in ("call", "CallNext", "changed", "stirred"):
        staff.emit(name, {"station": "loket", "desk": "1"})
    assert open_web.ask("GET", "stations/loket/queue").get_json() == before
    assert PASSWORD not in str(before)
