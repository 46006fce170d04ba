"""The database does not work for a while: every answer says so with a remedy, none is a 500, and then all goes on."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from flow.clinic import Clinic
from flow.database import DISK_FULL, READ_ONLY, UNREACHABLE
from flow.engine.text import Text
from flow.journal import Stream
from flow.journal.verify import findings
from flow.journal.writing import KEPT_SECONDS
from flow.rulebook import shipped
from flow.rulebook.draft import Draft
from tests.faults import Disk, sqlite_disk
from tests.web.api.test_rulebook_api import to_gigi
from tests.web.conftest import OPENING, Web
from tests.web.test_sockets import screen, watch

REMEDIES = {"full": DISK_FULL, "read-only": READ_ONLY}
TRIES_MAX = 300
DRAWN = "tiket"


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Before the database is opened on it."""
    with sqlite_disk() as disk:
        yield disk


@pytest.fixture
def house(disk: Disk, stored: Web) -> Web:
    stored.open(("loket", "1"))
    return stored


def ask(web: Web, method: str, path: str, key: str = "", body: object = None) -> TestResponse:
    """A program's request, whatever comes of it; in English."""
    headers = {"Authorization": f"Bearer {web.tokens['admin']}", "Accept-Language": "en"}
    if key:
        headers["Idempotency-Key"] = key
    return web.client.open(f"/api/v1/{path}", method=method, headers=headers, json=body)


def until_refused(
    web: Web, method: str, path: str, body: object = None
) -> tuple[str, TestResponse]:
    for n in range(TRIES_MAX):
        answer = ask(web, method, path, f"{DRAWN}-{n}", body)
        if answer.status_code >= 400:
            return f"{DRAWN}-{n}", answer
    raise AssertionError("nothing was refused")


def refused(answer: TestResponse, remedy: Text, code: str) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == code
    assert answer.json["detail"].endswith(remedy.en)


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_a_command_is_refused_and_carried_out_later_once(
    house: Web, disk: Disk, fault: str
) -> None:
    disk.begins(fault)
    key, answer = until_refused(house, "POST", "visits", {})
    refused(answer, REMEDIES[fault], "NotSaved")
    before = house.ask("GET", "stations/loket/queue", status=200).json
    refused(ask(house, "POST", "visits", key, {}), REMEDIES[fault], "NotSaved")
    assert house.ask("GET", "stations/loket/queue", status=200).json["count"] == before["count"]

    disk.ends(fault)
    issued = ask(house, "POST", "visits", key, {})
    assert issued.status_code == 201
    assert ask(house, "POST", "visits", key, {}).json == issued.json
    after = house.ask("GET", "stations/loket/queue", status=200).json
    assert after["count"] == before["count"] + 1
    assert after["position"] == before["position"] + 1
    is_sound(house)


def is_sound(web: Web) -> None:
    """What is stored is what the door knows, once."""
    journal, rulebook = web.house.clinic._journal, web.house.clinic.rulebook
    assert list(findings(journal)) == []
    entries = list(journal.read(Stream(rulebook.facility, OPENING.date())))
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    again = Clinic(rulebook, journal)
    assert web.house.clinic.look(lambda floor, _: again.look(lambda other, _: floor == other))


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_a_patient_is_refused_and_put_on_record_later(house: Web, disk: Disk, fault: str) -> None:
    person = {"name": "Ani", "birth_date": "1990-01-01", "sex": "female", "sure": True}
    disk.begins(fault)
    _, answer = until_refused(house, "POST", "patients", person)
    refused(answer, REMEDIES[fault], "DatabaseError")
    disk.ends(fault)
    assert ask(house, "POST", "patients", body=person).status_code == 201


def test_rules_are_refused_and_published_later(house: Web, disk: Disk, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(shipped("typical"), folder)
    object.__setattr__(house.house, "draft", Draft(folder, house.clock))
    to_gigi(folder)
    digest = {"digest": house.ask("GET", "rulebook", status=200).json["draft"]["digest"]}
    disk.begins("read-only")
    answer = ask(house, "POST", "rulebook/publications", body=digest)
    refused(answer, READ_ONLY, "DatabaseError")
    disk.ends("read-only")
    assert ask(house, "POST", "rulebook/publications", body=digest).status_code == 201


def test_pages_and_screens_say_so_too(house: Web, engine: Engine) -> None:
    dewi, console = house.browser("dewi"), screen(house, "nurul")
    watch(console, "queue", "loket")
    folder = Path(str(engine.url.database)).parent
    engine.dispose()
    folder.rename(folder.with_name("elsewhere"))

    page = dewi.get("/loket")
    assert page.status_code == 503
    assert UNREACHABLE.id in page.text
    assert "Belum dapat dilayani" in page.text
    assert house.client.get("/healthz").status_code == 503
    refused(ask(house, "GET", "patients?q=ani"), UNREACHABLE, "DatabaseError")
    answer = watch(console, "queue", "loket")["problem"]
    assert answer["title"] == "DatabaseError"
    assert answer["detail"]["id"] == UNREACHABLE.id
    assert house.client.get("/papan/utama").status_code == 200, "a board needs no database"

    folder.with_name("elsewhere").rename(folder)
    assert dewi.get("/loket").status_code == 200
    assert house.client.get("/healthz").status_code == 200
    assert "board" in watch(console, "queue", "loket")


@pytest.mark.parametrize(
    ("fault", "code"), [("full", "DiskFull"), ("read-only", "DatabaseReadOnly")]
)
def test_a_monitor_hears_what_is_the_matter_and_that_it_is_over(
    house: Web, disk: Disk, fault: str, code: str
) -> None:
    before = house.client.get("/healthz")
    assert before.status_code == 200
    disk.begins(fault)
    house.clock.at += timedelta(seconds=KEPT_SECONDS)
    for path in ("/healthz", "/api/v1/healthz"):
        answer = house.client.get(path)
        assert (answer.status_code, answer.json["code"]) == (503, code)
        assert answer.json["detail"] == REMEDIES[fault].id
    disk.ends(fault)
    assert house.client.get("/healthz").json == before.json, "by itself, and nothing was written"
    is_sound(house)
