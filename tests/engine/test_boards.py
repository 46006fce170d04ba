"""What screens show: primitives only, tickets and public names in the waiting room, the whole list for staff."""

import json
from datetime import timedelta
from typing import Any

import pytest

from flow.engine import boards
from flow.engine import commands as c
from flow.engine.floor import CALLS_SHOWN
from flow.engine.outcomes import Outcome
from flow.engine.refusals import Refused
from tests.engine.small import SMALL
from tests.engine.story import ADULT, WOMAN, Story

PREGNANT = WOMAN | {"pregnant": True, "cough_weeks": 2, "payer": "umum"}


def busy() -> Story:
    story = Story().opened("skrining", "dewasa", "ibu", "lab", "gigi")
    story.registered("ani", PREGNANT).through("ani", "skrining").serving("ani", "ibu")
    story.when(c.Finish, visit="ani", orders=("lab", "gigi", "obat"))
    story.when(c.CallNext, station="lab", desk="1")
    story.registered("budi").registered("cici", ADULT)
    story.when(c.CallNext, station="skrining", desk="1")
    return story


def shown(story: Story, screen: str, code: str) -> Any:
    views = {"board": boards.board, "queue": boards.queue, "ticket": boards.ticket}
    return views[screen](story.floor, story.rulebook, code, story.now)


def test_every_screen_is_made_of_json_primitives() -> None:
    story = busy()
    screens = [shown(story, "board", code) for code in SMALL.boards]
    screens += [shown(story, "queue", code) for code in SMALL.stations]
    screens += [shown(story, "ticket", visit) for visit in story.floor.visits]
    screens += [boards.visit(story.floor, SMALL, visit) for visit in story.floor.visits]
    for screen in screens:
        assert json.loads(json.dumps(screen)) == screen


def test_a_waiting_room_sees_numbers_public_names_and_nothing_else() -> None:
    story = busy()
    board = shown(story, "board", "belakang")
    assert board["stations"]["lab"] == {
        "name": {"id": "Umum lab", "en": "Public lab"},
        "cluster": "LK",
        "open": True,
        "paused": False,
        "now": [{"ticket": "B-001", "beside": [], "desk": "1", "status": "called"}],
        "waiting": [],
        "count": 0,
        "turns_at": None,
    }
    assert board["stations"]["gigi"]["waiting"] == [{"ticket": "B-001", "busy": True}]
    text = json.dumps([shown(story, "board", code) for code in SMALL.boards])
    for secret in (
        "ani",
        "id-",
        "1998",
        "female",
        "pregnant",
        "hamil",
        "infectious",
        "Ruang dalam",
    ):
        assert secret not in text


def test_a_board_remembers_its_own_last_calls_whoever_is_called_elsewhere() -> None:
    story = Story().opened("skrining", "dewasa").registered("ani").registered("budi")
    story.through("ani", "skrining")
    story.when(c.CallNext, station="dewasa", desk="1")
    story.when(c.CallNext, station="skrining", desk="1")
    alone = small_board(story, "dewasa")
    for _ in range(CALLS_SHOWN + 3):
        story.when(c.Recall, visit="budi")
    assert [call["ticket"] for call in alone] == ["A-001"]
    assert small_board(story, "dewasa") == alone
    calls = shown(story, "board", "depan")["calls"]
    assert len(calls) == CALLS_SHOWN
    positions = [call["position"] for call in calls]
    assert positions == sorted(positions, reverse=True)


def small_board(story: Story, station: str) -> list[dict[str, Any]]:
    only = type(SMALL.boards["depan"])(code="x", title=SMALL.name, stations=(station,))
    return boards.board_calls(story.floor, SMALL, only)


def test_staff_see_the_whole_list() -> None:
    story = busy()
    queue = shown(story, "queue", "gigi")
    assert queue["desks"] == {"1": {"open": True, "paused": None, "visit": None, "next": None}}
    (row,) = queue["waiting"]
    assert (row["visit"], row["ticket"], row["busy"]) == ("ani", "B-001", True)
    assert row["facts"] == {k: fact for k, fact in PREGNANT.items() if k != "birth_date"}
    assert row["age_years"] == 28
    assert [flag["code"] for flag in row["flags"]] == ["infectious"]
    assert [stop["station"] for stop in row["next"]] == ["ibu", "kasir", "obat"]
    assert queue["name"]["id"] == "Ruang dalam gigi"
    assert "id-ani" not in json.dumps(queue)
    story.when(c.MarkAbsent, visit="ani")
    story.when(c.CallNext, station="gigi", desk="1")
    assert shown(story, "queue", "gigi")["desks"]["1"]["visit"]["status"] == "called"
    (absent,) = shown(story, "queue", "lab")["absent"]
    assert (absent["visit"], absent["status"]) == ("ani", "absent")


def test_a_phone_shows_the_way_how_many_are_ahead_and_the_end() -> None:
    story = busy()
    ticket = shown(story, "ticket", "cici")
    assert [(stop["station"], stop["status"], stop["ahead"]) for stop in ticket["stops"]] == [
        ("skrining", "waiting", 0),
        ("dewasa", "planned", None),
        ("obat", "planned", None),
    ]
    assert "cici" not in json.dumps(ticket)
    story.when(c.MarkAbsent, visit="budi")
    story.when(c.BringBack, visit="budi")
    assert shown(story, "ticket", "cici")["stops"][0]["ahead"] == 1
    back = shown(story, "ticket", "budi")["stops"][0]
    assert (back["status"], back["desk"]) == ("waiting", None), "no desk calls any more"
    story.when(c.Depart, visit="cici", outcome=Outcome.CANCELLED)
    assert shown(story, "ticket", "cici")["outcome"] == "batal"


CHANGES: list[tuple[str, type[Any], dict[str, Any], set[str]]] = [
    ("identity", c.Register, {"visit": "tanpa", "patient": "p", "known": True}, {"loket"}),
    ("facts", c.UpdateFacts, {"visit": "ani", "facts": {"cough_weeks": 0}}, {"lab", "gigi"}),
    ("flags", c.UpdateFacts, {"visit": "ani", "facts": {"cough_weeks": 1}}, {"lab", "gigi"}),
    ("what is ahead", c.UpdateFacts, {"visit": "ani", "facts": {"payer": "bpjs"}}, {"lab", "gigi"}),
    ("unmasked elsewhere", c.MarkAbsent, {"visit": "ani"}, {"lab", "gigi"}),
    ("desk opened", c.OpenDesk, {"station": "kasir", "desk": "1"}, {"kasir"}),
    ("desk closed", c.CloseDesk, {"station": "dewasa", "desk": "1"}, {"dewasa"}),
    ("served, masked as before", c.Start, {"visit": "ani"}, {"lab"}),
    ("left", c.Depart, {"visit": "ani", "outcome": Outcome.HOME}, {"lab", "gigi"}),
]


@pytest.mark.parametrize(
    ("what", "kind", "about", "stations"), CHANGES, ids=[c[0] for c in CHANGES]
)
def test_just_the_lists_that_show_it_are_marked_as_changed(
    what: str, kind: type[Any], about: dict[str, Any], stations: set[str]
) -> None:
    """The sockets send what is marked, and nothing else."""
    story = busy()
    story.when(c.IssueTicket, visit="tanpa")
    before = {code: shown(story, "queue", code) for code in SMALL.stations}
    story.when(kind, **about)
    marked = {
        code
        for code, state in story.floor.stations.items()
        if state.changed == story.floor.position
    }
    differ = {code for code in SMALL.stations if shown(story, "queue", code) != before[code]}
    assert marked == differ == stations
    assert all(shown(story, "queue", code)["position"] == story.floor.position for code in marked)


def test_what_nobody_knows_is_refused_and_no_crash() -> None:
    story = busy()
    with pytest.raises(Refused, match="atap"):
        boards.queue(story.floor, SMALL, "atap", story.now)
    with pytest.raises(Refused, match="hantu"):
        boards.ticket(story.floor, SMALL, "hantu", story.now)
    with pytest.raises(Refused, match="hantu"):
        boards.visit(story.floor, SMALL, "hantu")


def test_times_are_utc_and_independent_of_now() -> None:
    story = busy()
    before = shown(story, "queue", "gigi")
    story.now += timedelta(hours=5)
    assert shown(story, "queue", "gigi") == before
    assert before["waiting"][0]["since"].endswith("+00:00")


def test_a_stations_queue_tells_the_age_and_not_the_birth_date() -> None:
    story = Story().opened("skrining").registered("ani")
    (row,) = boards.queue(story.floor, story.rulebook, "skrining", story.now)["waiting"]
    assert row["age_years"] == 41
    assert row["facts"] == {"sex": "male"}
