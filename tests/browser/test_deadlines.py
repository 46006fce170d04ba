"""What takes too long, in a real browser: the console marks who waits and who is held, and asks about a forgotten service."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from flow import clock
from flow.clinic import Clinic
from flow.database import default_url
from flow.engine import commands as c
from flow.rulebook import load, shipped
from tests.browser.test_whole_day import PC, TV, opened, sign_in, window
from tests.journal.stores import open_store
from tests.live.server import Server

pytestmark = pytest.mark.browser

DEMO = load(shipped("demo"))
MAN = {"birth_date": "1981-03-01", "sex": "male"}
ROOM = "k3-dewasa"


@pytest.fixture
def morning(tmp_path: Path) -> Iterator[Server]:
    """A server that starts in the middle of a morning: one is served since 50 minutes, one waits, one is held since longer."""
    server = Server(tmp_path / "data")
    server.data.mkdir()
    begun = clock.now() - timedelta(minutes=70)
    with open_store("sqlite", default_url(server.data)) as journal:
        clinic, ids = Clinic(DEMO, journal), count()

        def ask(minute: int, kind: type[Any], **about: Any) -> None:
            at = begun + timedelta(minutes=minute)
            clinic.handle(kind(id=f"pagi{next(ids)}", by="budi", at=at, **about))

        ask(0, c.OpenDay, day=clock.now().astimezone(DEMO.zone).date())
        for station in ("skrining", ROOM):
            ask(0, c.OpenDesk, station=station, desk="1")
        for visit in ("served", "waits", "held"):
            ask(1, c.Register, visit=visit, facts=MAN, station="loket")
            ask(1, c.CallOne, visit=visit, station="skrining", desk="1", reason="uji")
            ask(1, c.Start, visit=visit)
            ask(2, c.Finish, visit=visit)
        ask(10, c.Hold, visit="held", station=ROOM, reason="tensi diulang")
        ask(20, c.CallOne, visit="served", station=ROOM, desk="1", reason="uji")
        ask(20, c.Start, visit="served")
    with server:
        server.account("budi", "station")
        yield server


def test_the_console_marks_and_asks(chromium: Browser, morning: Server) -> None:
    context = window(chromium, PC)
    sign_in(context.new_page(), morning, "budi")
    console = opened(context, morning, f"/pos/{ROOM}")
    console.locator("#desks [data-desk='1']").click()

    row = console.locator("#waiting li").first
    _is_warned(row, "lewat target 60 menit")
    _is_warned(console.locator("#held li").first, "ditahan lebih dari 30 menit")
    question = console.locator("#still")
    expect(question).to_contain_text("Masih melayani A-001?")

    board = opened(window(chromium, TV), morning, "/papan/utama")
    expect(board.locator(f"[data-station='{ROOM}']")).to_contain_text("A-002")
    expect(board.locator("body")).not_to_contain_text("target")

    question.get_by_role("button", name="Ya, masih").click()
    expect(question).to_have_count(0)
    expect(console.locator("#status")).to_have_attribute("data-status", "serving")
    expect(row).to_contain_text("lewat target 60 menit")


def _is_warned(row: Locator, words: str) -> None:
    expect(row.locator(".badge.warn", has_text=words)).to_be_visible()
