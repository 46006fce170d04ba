"""The rulebook over HTTP: what is in force, what the edited one would change, and who may publish it."""

import os
import shutil
from pathlib import Path

import pytest

from flow.rulebook import shipped
from flow.rulebook.draft import Draft
from tests.changed import DEWASA
from tests.web.conftest import Web
from tests.web.test_sockets import changes, screen, watch


@pytest.fixture
def folder(web: Web, tmp_path: Path) -> Path:
    """A copy of the rules that may be edited; the house looks at it."""
    folder = tmp_path / "rules"
    shutil.copytree(shipped("typical"), folder)
    object.__setattr__(web.house, "draft", Draft(folder, web.clock))
    return folder


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))


def to_gigi(folder: Path) -> None:
    edit(folder, "entry.yaml", DEWASA, DEWASA.replace("k3-dewasa", "gigi"))


def publish(web: Web, digest: str, *, status: int = 201, who: str = "admin") -> dict:
    body = {"digest": digest, "note": "Poli dewasa dicat"}
    return web.ask("POST", "rulebook/publications", body, who=who, status=status).json


def test_a_house_that_nobody_edits(web: Web, folder: Path) -> None:
    state = web.ask("GET", "rulebook", who="station", status=200).json
    assert state["draft"]["state"] == "same"
    assert state["draft"]["digest"] == state["current"]["digest"]
    assert (state["history"], state["draft"]["changes"], state["draft"]["cases"]) == ([], [], [])
    assert state["current"]["published_at"] is None


def test_an_edit_is_compared_published_and_remembered(web: Web, folder: Path) -> None:
    web.open()
    before = web.ask("GET", "rulebook", status=200).json["current"]
    to_gigi(folder)
    draft = web.ask("GET", "rulebook", status=200).json["draft"]
    assert draft["state"] == "ready"
    (change,) = [one for one in draft["changes"] if one["part"] == "Route"]
    assert (change["before"], change["after"]) == ("Adults", "Dental care")
    assert len(draft["cases"]) > 0, "cases that the change contradicts are told"

    state = publish(web, draft["digest"])
    assert state["current"]["digest"] == draft["digest"]
    assert state["draft"]["state"] == "same"
    (entry,) = state["history"]
    assert (entry["digest"], entry["note"]) == (draft["digest"], "Poli dewasa dicat")
    assert state["current"]["published_by"] == entry["by"]
    assert before["digest"] != state["current"]["digest"]

    facts = {"birth_date": "1985-01-01", "sex": "male"}
    route = web.ask("POST", "routes", {"facts": facts}, status=200).json
    assert "gigi" in [stop["station"] for stop in route["stops"]]


def test_a_broken_edit_is_told_and_disturbs_nobody(web: Web, folder: Path) -> None:
    web.open()
    edit(
        folder,
        "priority.yaml",
        "    then: reguler\n",
        "    when: {sex: female}\n    then: reguler\n",
    )
    draft = web.ask("GET", "rulebook", status=200).json["draft"]
    assert (draft["state"], draft["digest"]) == ("broken", None)
    (finding,) = draft["findings"]
    assert finding["code"] == "gap"
    assert finding["place"].startswith("priority.yaml:")
    assert finding["facts"] is not None
    web.ask("POST", "visits", {}, status=201)
    answer = publish(web, "0" * 16, status=409)
    assert answer["code"] == "StillWrong"


def test_only_an_admin_publishes(web: Web, folder: Path) -> None:
    web.open()
    to_gigi(folder)
    digest = web.ask("GET", "rulebook", status=200).json["draft"]["digest"]
    for who in ("registration", "station", "viewer"):
        publish(web, digest, who=who, status=403)
    assert web.ask("GET", "rulebook", status=200).json["draft"]["state"] == "ready"


def test_what_was_not_seen_is_not_published(web: Web, folder: Path) -> None:
    """Somebody saves once more between the look and the press."""
    web.open()
    to_gigi(folder)
    digest = web.ask("GET", "rulebook", status=200).json["draft"]["digest"]
    edit(folder, "facility.yaml", "call_seconds: 180", "call_seconds: 90")
    assert publish(web, digest, status=409)["code"] == "DraftMoved"


def test_every_screen_is_told(web: Web, folder: Path) -> None:
    web.open()
    tv = screen(web)
    first = watch(tv, "board", "utama")["rulebook"]
    to_gigi(folder)
    digest = web.ask("GET", "rulebook", status=200).json["draft"]["digest"]
    publish(web, digest)
    received = tv.get_received()
    assert [news["args"][0] for news in received if news["name"] == "rulebook"] == [
        {"digest": digest}
    ]
    whole = [news["args"][0] for news in received if news["name"] == "changed"]
    assert [news["after"] for news in whole] == [None]
    assert watch(tv, "board", "utama")["rulebook"] == digest != first
    assert changes(tv) == []
