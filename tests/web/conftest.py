"""A Puskesmas behind its web: the typical rules, a memory journal, and the people who knock.

Dewi is admin, Siti registers, Nurul serves at a station, Vina only looks; Bambang's account is disabled, Charlie has none.
Programs carry tokens of the same roles. Every answer of the API is held to its declared shape.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from flow.clinic import Clinic
from flow.database import open_database
from flow.devices import Devices
from flow.engine.routing import Rulebook
from flow.journal import Journal
from flow.journal.archiving import Archives
from flow.journal.memory import MemoryJournal
from flow.journal.sql import SqlJournal
from flow.journal.writing import Writing
from flow.media import Media
from flow.patients import Patients
from flow.patients.importing import Imports
from flow.rulebook import load, shipped, sources
from flow.rulebook.draft import Draft
from flow.staff import Role, Staff
from flow.voice import Voices
from web import create_app
from web.api.operations import OPERATIONS
from web.api.shapes import Problem
from web.codes import new_code
from web.config import Settings
from web.house import House
from web.speakers import MemorySpeakers

OPENING = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)  # a Monday, 07:30 in Jakarta
PASSWORD = "sandi yang panjang"
PEOPLE = {
    "dewi": Role.ADMIN,
    "siti": Role.REGISTRATION,
    "nurul": Role.STATION,
    "vina": Role.VIEWER,
}
SHAPES = {one.name: one.answer for one in OPERATIONS}


@dataclass
class Clock:
    """A clock that the test moves."""

    at: datetime = OPENING

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass
class Web:
    """The application and who may knock at it."""

    app: Flask
    house: House
    clock: Clock
    tokens: dict[str, str]
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        who: str = "admin",
        key: str | None = None,
        status: int | None = None,
        **more: object,
    ) -> TestResponse:
        """A program's request. `status`, if given, must be the answer's."""
        headers = {"Accept-Language": "en"}
        if who in self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        if key is not None:
            headers["Idempotency-Key"] = key
        if body is not None:
            more["json"] = body
        url = path if path.startswith("/") else f"/api/v1/{path}"
        answer = self.client.open(url, method=method, headers=headers, **more)
        check(self.app, method, url, answer)
        assert status in (None, answer.status_code), answer.text
        return answer

    def open(self, *desks: tuple[str, str]) -> None:
        """Open the day and these desks."""
        self.ask("POST", "day/opening", status=200)
        for station, desk in desks:
            self.ask("POST", f"stations/{station}/desks/{desk}/opening", status=200)

    def browser(self, name: str) -> FlaskClient:
        """Somebody's browser, signed in."""
        browser = self.app.test_client()
        answer = sign_in(browser, name)
        assert answer.status_code == 302, answer.text
        return browser


def check(app: Flask, method: str, url: str, answer: TestResponse) -> None:
    """What the API answers is what it declares."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.mimetype == "application/problem+json", answer.text
        problem = Problem.model_validate(answer.json)
        assert problem.status == answer.status_code
        assert problem.detail
        return
    endpoint, _ = app.url_map.bind("localhost").match(url.partition("?")[0], method)
    shape = SHAPES.get(endpoint.removeprefix("api."))
    if shape:
        shape.model_validate(answer.json)


def forged(browser: FlaskClient) -> str:
    """The page's own proof, as it stands in its head."""
    page = browser.get("/masuk").text
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def sign_in(
    browser: FlaskClient, name: str, password: str = PASSWORD, url: str = "/masuk"
) -> TestResponse:
    typed = {"name": name, "password": password, "csrf_token": forged(browser)}
    return browser.post(url, data=typed)


@pytest.fixture(scope="session")
def rulebook():
    return load(shipped("typical"))


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    """A database that has its tables and the people in it, copied for every test."""
    path = tmp_path_factory.mktemp("empty") / "alur.db"
    engine = open_database(f"sqlite:///{path}")
    staff = Staff(
        engine, lambda: OPENING, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )
    for name, role in {**PEOPLE, "bambang": Role.STATION}.items():
        staff.accounts.add(name, role, PASSWORD)
    staff.accounts.disable("bambang")
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    engine.dispose()
    return path


@contextmanager
def copied(database: Path, folder: Path) -> Iterator[Engine]:
    folder.mkdir()
    shutil.copy(database, folder / "alur.db")
    engine = open_database(f"sqlite:///{folder}/alur.db")
    yield engine
    engine.dispose()


@pytest.fixture
def engine(empty_database: Path, tmp_path: Path) -> Iterator[Engine]:
    with copied(empty_database, tmp_path / "basis-data") as engine:
        yield engine


@pytest.fixture
def web(rulebook, engine: Engine, tmp_path: Path) -> Web:
    return built(rulebook, engine, MemoryJournal(), tmp_path)


@pytest.fixture(scope="module")
def still(rulebook, empty_database: Path, tmp_path_factory) -> Iterator[Web]:
    """One for all tests of a module that only look or are refused: nothing moves in it, so they need none of their own."""
    folder = tmp_path_factory.mktemp("diam")
    with copied(empty_database, folder / "basis-data") as engine:
        yield built(rulebook, engine, MemoryJournal(), folder)


@pytest.fixture
def stored(rulebook, engine: Engine, tmp_path: Path) -> Iterator[Web]:
    """The same with its journal on disk."""
    journal = SqlJournal(engine)
    yield built(rulebook, engine, journal, tmp_path)
    journal.close()


def built(rulebook: Rulebook, engine: Engine, journal: Journal, data: Path) -> Web:
    clock = Clock()
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    settings = Settings(
        database="",
        data=data,
        rules=shipped("typical"),
        secret="for tests only, and long enough",
    )
    journal.keep_rulebook(rulebook.digest, rulebook.facility, sources(settings.rules))
    house = House(
        clinic=Clinic(rulebook, journal),
        draft=Draft(settings.rules, clock),
        patients=Patients(engine, clock),
        staff=Staff(engine, clock, hasher),
        voices=Voices(data),
        speakers=MemorySpeakers(),
        devices=Devices(engine, clock, new_code),
        media=Media(engine, data / "media", clock),
        imports=Imports(Patients(engine, clock), data / "imports", clock),
        archives=Archives(journal, rulebook.facility, data / "archive", clock),
        settings=settings,
        now=clock,
        database_trouble=Writing(engine, clock).trouble,
    )
    tokens = {role.value: house.staff.tokens.add(role.value, role) for role in Role}
    tokens |= {"revoked": house.staff.tokens.add("revoked", Role.ADMIN), "charlie": "alur_made-up"}
    house.staff.tokens.revoke("revoked")
    return Web(create_app(house), house, clock, tokens)
