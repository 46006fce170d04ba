"""Two screens at one desk over the sockets: each is told who else is there, and only whoever may work there."""

import time
from datetime import timedelta
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from tests.web.conftest import OPENING, Web
from tests.web.test_sockets import changes, screen
from web import seats
from web.station import sitting as module

NAMES = ("nurul", "siti", "dewi")


def sit(line: SocketIOTestClient, desk: str = "1", station: str = "loket", **more: Any) -> Any:
    asked = {"station": station, "desk": desk, "screen": str(id(line)), **more}
    return line.emit("sit", asked, callback=True)


def sitting(web: Web, name: str, desk: str = "1", **more: Any) -> SocketIOTestClient:
    line = screen(web, name)
    assert sit(line, desk, **more) == {}
    return line


def told(line: SocketIOTestClient) -> list[list[tuple[str, bool]]]:
    """Who else is there, each time that it was said: the name, and whether it is oneself."""
    return [
        [(one["name"], one["mine"]) for one in news["others"]] for news in changes(line, "company")
    ]


def test_who_is_alone_is_told_so_once(web: Web) -> None:
    line = sitting(web, "siti")
    sit(line)
    assert told(line) == [[]]


def test_both_are_told_with_name_and_time(web: Web) -> None:
    first = sitting(web, "siti", since=(OPENING - timedelta(minutes=20)).isoformat())
    second = sitting(web, "nurul")
    assert told(first) == [[], [("nurul", False)]]
    (news,) = changes(second, "company")
    (other,) = news.pop("others")
    assert news == {"station": "loket", "desk": "1"}
    assert other == {"name": "siti", "since": "2026-03-02T00:10:00+00:00", "mine": False}


def test_nothing_is_blocked(web: Web) -> None:
    web.open(("loket", "1"))
    sitting(web, "siti"), sitting(web, "nurul")
    web.ask("POST", "visits", {}, status=201)
    web.ask("POST", "stations/loket/calls", {"desk": "1"}, who="station", status=200)


def test_the_same_person_on_two_screens_is_told_differently(web: Web) -> None:
    first, second = sitting(web, "siti"), sitting(web, "siti")
    assert told(first)[-1] == told(second)[-1] == [("siti", True)]


def test_a_person_with_three_screens_is_named_once(web: Web) -> None:
    sitting(web, "siti", since="2026-03-02T00:10:00+00:00")
    sitting(web, "siti", since="2026-03-02T00:05:00+00:00")
    (news,) = changes(sitting(web, "nurul"), "company")
    assert [one["since"] for one in news["others"]] == ["2026-03-02T00:05:00+00:00"]


def test_other_desks_do_not_hear_of_it(web: Web) -> None:
    first = sitting(web, "nurul", "1", station="k3-dewasa")
    sitting(web, "dewi", "2", station="k3-dewasa")
    sitting(web, "siti", "1")
    assert told(first) == [[]]


def test_who_goes_is_gone_at_once(web: Web) -> None:
    first, second = sitting(web, "siti"), sitting(web, "nurul")
    first.disconnect()
    assert told(second) == [[("siti", False)], []]


def test_who_stays_is_kept_longer_than_a_lease(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "LEASE_SECONDS", 0.4)
    monkeypatch.setattr(module, "KEEP_SECONDS", 0.1)
    first = sitting(web, "siti")
    time.sleep(1)
    assert told(sitting(web, "nurul")) == [[("siti", False)]]
    assert told(first) == [[], [("nurul", False)]]


def test_who_moves_to_another_desk_has_left_the_first(web: Web) -> None:
    first, second = (sitting(web, name, station="k3-dewasa") for name in ("nurul", "dewi"))
    sit(second, "2", "k3-dewasa")
    assert told(first) == [[], [("dewi", False)], []]
    assert told(second) == [[("nurul", False)], []]


def test_a_screen_that_has_a_new_line_is_not_somebody_else(web: Web) -> None:
    """The old one is known to be dead only after twenty seconds."""
    old, new = screen(web, "siti"), screen(web, "siti")
    sit(old, screen="a"), sit(new, screen="a")
    other = sitting(web, "nurul")
    old.disconnect()
    assert told(new) == [[], [("nurul", False)]]
    assert told(other) == [[("siti", False)]]


@pytest.mark.parametrize("name", ["vina", None])
def test_who_does_not_work_there_hears_no_name(web: Web, name: str | None) -> None:
    staff = sitting(web, "siti")
    stranger = screen(web, name)
    assert "problem" in sit(stranger)
    assert not any(one in str(stranger.get_received()) for one in NAMES)
    assert told(staff) == [[]], "nor is anybody told of them"


def test_a_clerk_hears_of_the_counter_and_of_no_other_room(web: Web) -> None:
    sitting(web, "nurul", station="k3-dewasa")
    clerk = screen(web, "siti")
    answer = sit(clerk, station="k3-dewasa")
    assert answer["problem"]["title"] == "NotYourDesk"
    assert told(clerk) == []
    assert sit(clerk) == {}


def test_a_kiosk_at_the_door_hears_no_name(web: Web) -> None:
    sitting(web, "siti")
    headers = {"Authorization": f"Bearer {web.tokens['kiosk']}"}
    kiosk = web.app.extensions["socketio"].test_client(web.app, headers=headers)
    assert sit(kiosk)["problem"]["title"] == "SignInFirst"
    assert told(kiosk) == []


def test_who_may_no_longer_work_there_drops_out(web: Web) -> None:
    """A page says each minute where it is; so an account that was closed is told nothing more, and of."""
    staff, gone = sitting(web, "siti"), sitting(web, "nurul")
    web.house.staff.accounts.disable("nurul")
    assert sit(gone)["problem"]["title"] == "SignInFirst"
    assert told(staff) == [[], [("nurul", False)], []]
    assert told(gone) == [[("siti", False)]]
    sitting(web, "dewi")
    assert told(gone) == []


@pytest.mark.parametrize(
    "asked",
    [None, 7, [], {}, {"station": "loket", "desk": "1"}, {"station": "loket", "desk": ["1"], "screen": "a"},
     {"station": "nowhere", "desk": "1", "screen": "a"}, {"station": "loket", "desk": "99", "screen": "a"}],
)  # fmt: skip
def test_an_odd_desk_is_refused_kindly(web: Web, asked: object) -> None:
    answer = screen(web, "siti").emit("sit", asked, callback=True)
    assert set(answer["problem"]) == {"title", "detail"}


@pytest.mark.parametrize(
    "since", [None, 7, "", "yesterday", "2026-03-02T00:10:00", "2126-03-02T00:10:00+00:00"]
)
def test_a_time_that_cannot_be_is_now(web: Web, since: object) -> None:
    sitting(web, "siti", since=since)
    (news,) = changes(sitting(web, "nurul"), "company")
    assert news["others"][0]["since"].startswith("2026-03-02T00:30:")


def test_the_journal_knows_nothing_of_it(web: Web) -> None:
    web.open()
    before = web.house.clinic.look(lambda floor, _: floor.position)
    sitting(web, "siti"), sitting(web, "nurul")
    assert web.house.clinic.look(lambda floor, _: floor.position) == before
