"""The whole building: who is where, what needs somebody's eye, and that the parts laid together are the whole."""

import json
from datetime import timedelta
from typing import Any

from flow.engine import boards
from flow.engine import commands as c
from tests.engine.story import ADULT, Story


def shown(story: Story, station: str) -> dict[str, Any]:
    whole: Any = boards.building(story.floor, story.rulebook, story.now)
    assert json.loads(json.dumps(whole)) == whole
    found: dict[str, Any] = whole["stations"][station]
    return found


def test_a_line_without_staff_is_told_from_one_whose_desk_is_free_and_from_an_idle_room() -> None:
    story = Story().opened("loket")
    story.registered("ani", ADULT)
    assert shown(story, "skrining")["state"] == "unstaffed"
    assert shown(story, "lab")["state"] == "closed"
    story.when(c.OpenDesk, station="skrining", desk="1")
    assert shown(story, "skrining")["state"] == "free"
    story.when(c.CallNext, station="skrining", desk="1")
    assert shown(story, "skrining")["state"] == "busy"
    story.when(c.OpenDesk, station="lab", desk="1")
    assert shown(story, "lab")["state"] == "idle"


def test_a_room_whose_hours_have_not_begun_is_told_from_one_that_nobody_has_opened() -> None:
    story = Story().opened("loket")
    assert shown(story, "ugd")["in_hours"]
    story.now -= timedelta(hours=1)
    assert not shown(story, "ugd")["in_hours"]


def test_a_break_leaves_nobody_to_call() -> None:
    story = Story().opened("loket", "skrining")
    story.when(c.PauseDesk, station="skrining", desk="1", reason="makan")
    assert shown(story, "skrining")["state"] == "paused"
    story.registered("ani", ADULT)
    room = shown(story, "skrining")
    assert room["state"] == "unstaffed"
    assert room["desks"][0]["paused"] == "makan"


def test_who_is_at_a_desk_stands_there_and_since_when() -> None:
    story = Story().opened("loket", "skrining").registered("ani", ADULT).registered("budi", ADULT)
    story.when(c.CallNext, station="skrining", desk="1")
    called = story.floor.visits["ani"].stops[story.floor.visits["ani"].at_desk or 0].called_at
    room = shown(story, "skrining")
    assert called is not None
    assert room["desks"][0]["ticket"] == story.floor.visits["ani"].name
    assert room["desks"][0]["status"] == "called"
    assert room["desks"][0]["since"] == called.isoformat(timespec="milliseconds")
    assert [one["ticket"] for one in room["waiting"]] == [story.floor.visits["budi"].name]


def test_who_is_in_another_room_waits_and_cannot_be_called_here() -> None:
    story = Story().opened("skrining", "dewasa", "lab", "gigi")
    story.registered("ani", ADULT).through("ani", "skrining").serving("ani", "dewasa")
    story.when(c.Finish, visit="ani", orders=("lab", "gigi"))
    story.when(c.CallNext, station="lab", desk="1")
    gigi = shown(story, "gigi")
    assert [one["busy"] for one in gigi["waiting"]] == [True]
    assert gigi["state"] == "idle", "nobody who waits here could come"


def test_held_and_absent_are_on_the_page() -> None:
    story = Story().opened("loket", "skrining").registered("ani", ADULT).registered("budi", ADULT)
    story.when(c.CallNext, station="skrining", desk="1")
    story.when(c.MarkAbsent, visit="ani")
    story.when(c.Hold, visit="budi")
    room = shown(story, "skrining")
    assert [one["ticket"] for one in room["absent"]] == [story.floor.visits["ani"].name]
    assert [one["ticket"] for one in room["held"]] == [story.floor.visits["budi"].name]


def test_what_changed_laid_over_the_whole_is_the_whole() -> None:
    story = Story().opened("loket", "skrining")
    known: Any = boards.building(story.floor, story.rulebook, story.now)
    for name in ("ani", "budi", "cici"):
        story.registered(name, ADULT)
        here = [
            code for code, s in story.floor.stations.items() if s.changed == story.floor.position
        ]
        part: Any = boards.building_part(story.floor, story.rulebook, here, story.now)
        known["stations"].update(part.pop("stations"))
        known.update(part)
    whole: Any = boards.building(story.floor, story.rulebook, story.now)
    assert known["stations"] == whole["stations"]
    assert known["inside"] == whole["inside"] == 3
