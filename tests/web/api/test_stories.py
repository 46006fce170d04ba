"""The story of a visit over the API: read by staff, on whatever day, and kept as a file."""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from flow.journal import Stream
from flow.journal.archive import archive
from flow.journal.sql import SqlJournal
from tests.web.conftest import Web

GIRL = {"birth_date": "2011-03-14", "sex": "female"}


@pytest.fixture
def visit(web: Web) -> str:
    """A girl who was called for screening and has gone home without it."""
    web.open(("loket", "1"), ("skrining", "1"))
    body = {"facts": GIRL, "station": "loket"}
    visit: str = web.ask("POST", "visits", body, status=201).json["id"]
    web.ask("POST", "stations/skrining/calls", {"desk": "1"}, who="station", status=200)
    leaving = {"outcome": "batal", "reason": "ibunya =menelepon"}
    web.ask("POST", f"visits/{visit}/departures", leaving, who="station", status=200)
    return visit


def test_staff_read_what_happened(web: Web, visit: str) -> None:
    told = web.ask("GET", f"visits/{visit}/story", who="station", status=200).json
    assert (told["visit"], told["ticket"], told["zone"]) == (visit, "C-001", "Asia/Jakarta")
    assert [line["topic"] for line in told["lines"]] == [
        "arrived",
        "routed",
        "waiting",
        "called",
        "ended",
    ]
    called: dict[str, Any] = told["lines"][3]
    assert called["said"].startswith("Called to Screening, desk 1, after waiting for ")
    assert (called["by"], called["station"], called["desk"]) == ("token:station", "skrining", "1")
    assert "“ibunya =menelepon”" in told["lines"][4]["said"]


def test_it_speaks_the_language_of_the_request(web: Web, visit: str) -> None:
    headers = {"Authorization": f"Bearer {web.tokens['admin']}", "Accept-Language": "id"}
    told = web.client.get(f"/api/v1/visits/{visit}/story", headers=headers).json
    assert told["lines"][4]["said"].startswith("Dilewati: Skrining")


def test_it_says_nothing_of_who_it_was(web: Web) -> None:
    web.open(("loket", "1"))
    person = web.ask("POST", "patients", {"name": "Sri Wahyuni", **GIRL}, status=201).json[
        "patient"
    ]
    body = {"patient": person["id"], "station": "loket"}
    visit = web.ask("POST", "visits", body, status=201).json["id"]
    told = web.ask("GET", f"visits/{visit}/story", status=200).text
    assert not [word for word in ("Sri", person["id"], GIRL["birth_date"]) if word in told]


def test_the_story_of_an_earlier_day_stays(web: Web, visit: str) -> None:
    today = web.ask("GET", f"visits/{visit}/story", status=200).json
    web.ask("DELETE", "day/opening", status=200)
    web.clock.at += timedelta(days=1)
    web.open()
    assert web.ask("GET", f"visits/{visit}/story", status=200).json == today
    web.ask("GET", f"visits/{'0' * 32}/story", status=404)


def test_what_lies_in_the_archive_is_said_with_how_it_comes_back(
    stored: Web, engine: Engine, tmp_path: Path
) -> None:
    """An emergency stays overnight; then the first day is archived, and with it the other visit whole."""
    web = stored
    web.open(("loket", "1"))
    gone = web.ask("POST", "visits", {"facts": GIRL, "station": "loket"}, status=201).json["id"]
    stays = web.ask("POST", "visits", {"emergency": True, "facts": {}}, status=201).json["id"]
    day = web.clock.at.date()
    web.ask("DELETE", "day/opening", status=200)
    web.clock.at += timedelta(days=1)
    web.open()
    assert web.ask("GET", f"visits/{stays}/story", status=200).json["note"] is None
    leaving = {"outcome": "pulang"}
    web.ask("POST", f"visits/{stays}/departures", leaving, who="station", status=200)
    archive(SqlJournal(engine), Stream(web.house.clinic.rulebook.facility, day), tmp_path)
    told = web.ask("GET", f"visits/{stays}/story", status=200).json
    assert "is in the archive" in told["note"]
    assert "/admin/arsip" in told["note"]
    problem = web.ask("GET", f"visits/{gone}/story", status=404).json
    assert problem["code"] == "NotOnRecord"
    assert "/admin/arsip" in problem["detail"]


@pytest.mark.parametrize(
    ("query", "accept"), [("?format=csv", "application/json"), ("", "text/csv")]
)
def test_it_is_kept_as_a_file(web: Web, visit: str, query: str, accept: str) -> None:
    headers = {"Authorization": f"Bearer {web.tokens['admin']}", "Accept": accept}
    answer = web.client.get(f"/api/v1/visits/{visit}/story{query}", headers=headers)
    assert answer.mimetype == "text/csv"
    assert 'filename="C-001.csv"' in answer.headers["Content-Disposition"]
    titles, *rows = csv.reader(answer.data.decode("utf-8-sig").splitlines())
    assert titles[:4] == ["hari layanan", "entri", "waktu", "oleh"]
    assert rows[0][0] == "2026-03-02"
    assert rows[0][2].endswith("+07:00")
    assert rows[3][3:7] == ["token:station", "called", "Skrining", "1"]
    assert len({len(row) for row in rows} | {len(titles)}) == 1


def test_only_staff_get_the_file(web: Web, visit: str) -> None:
    for who, status in (("nobody", 401), ("viewer", 403)):
        web.ask("GET", f"visits/{visit}/story?format=csv", who=who, status=status)
