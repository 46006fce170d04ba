"""The archive in a real browser: it moves by itself, is cancelled, goes on, is downloaded, and comes back by keyboard."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from flow import clock
from flow.clinic import Clinic
from flow.database import default_url, open_database
from flow.engine import commands as c
from flow.journal.sql import SqlJournal
from flow.rulebook import load, shipped, sources
from tests.browser.test_whole_day import PC, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

DAYS, TICKETS = 40, 25


def old_days(data: Path, days: int = DAYS, tickets: int = TICKETS) -> None:
    """So many days that are over, each with its visits, in the server's database before it starts."""
    data.mkdir(parents=True, exist_ok=True)
    engine = open_database(default_url(data))
    journal, book, number = SqlJournal(engine), load(shipped("demo")), count(1)
    journal.keep_rulebook(book.digest, book.facility, sources(shipped("demo")))
    clinic = Clinic(book, journal)
    today = datetime.combine(clock.now().astimezone(book.zone).date(), datetime.min.time(), UTC)
    for ago in range(days, 0, -1):
        at = today - timedelta(days=ago) + timedelta(hours=2)
        who = {"by": "uji", "at": at}
        clinic.handle(c.OpenDay(id=f"lama-{next(number)}", day=at.date(), **who))
        for _ in range(tickets):
            id_ = f"lama-{next(number)}"
            clinic.handle(c.IssueTicket(id=id_, visit=id_, **who))
        clinic.handle(c.CloseDay(id=f"lama-{next(number)}", **who))
    journal.close()
    engine.dispose()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    old_days(tmp_path / "data")
    with Server(tmp_path / "data") as running:
        yield running


def test_old_days_go_and_come_back(chromium: Browser, server: Server) -> None:
    server.account("dewi", "admin")
    page = window(chromium, PC).new_page()
    sign_in(page, server, "dewi")
    page.goto(f"{server.url}/admin/arsip")
    expect(page.locator("#kept")).to_contain_text("hari,")
    tomorrow = (clock.now() + timedelta(days=2)).date().isoformat()
    page.fill("#days [name=before]", tomorrow)
    page.click("#days [value=before]")

    expect(page.locator("#told")).to_contain_text(f"dari {DAYS} hari")
    page.evaluate("window.sameWindow = true")
    page.wait_for_function("() => Number(document.getElementById('moved').textContent) >= 3")
    assert page.evaluate("window.sameWindow") is True, "told, not loaded anew"
    page.click("#cancel button")
    expect(page.locator("#result")).to_have_attribute("data-status", "cancelled")
    first = int(page.locator("#moved").inner_text())
    assert 3 <= first < DAYS
    page.get_by_role("link", name="Ke arsip").click()
    expect(page.locator("[data-file]")).to_have_count(first)
    expect(page.locator("#days [name=day]")).to_have_count(DAYS - first)

    page.fill("#days [name=before]", tomorrow)
    page.press("#days [name=before]", "Enter")
    expect(page.locator("#result")).to_have_attribute("data-status", "done", timeout=60_000)
    assert int(page.locator("#moved").inner_text()) == DAYS - first
    page.goto(f"{server.url}/admin/arsip")
    expect(page.locator("[data-file]")).to_have_count(DAYS)

    page.locator("[data-file] a").first.click()
    expect(page.locator("#contents")).to_contain_text("utuh")
    with page.expect_download() as download:
        page.click("#download")
    kept = download.value.path()
    assert gzip.decompress(kept.read_bytes()).count(b"\n") > TICKETS
    name = download.value.suggested_filename
    page.check("#remove [name=sure]")
    page.click("#remove button")
    expect(page.locator("[data-file]")).to_have_count(DAYS - 1)

    page.set_input_files("#upload [name=file]", {"name": name, "mimeType": "", "buffer": b"halo"})
    page.click("#upload button")
    expect(page.get_by_role("alert")).to_contain_text(f"{name} rusak")
    body = kept.read_bytes()
    page.set_input_files("#upload [name=file]", {"name": name, "mimeType": "", "buffer": body})
    page.click("#upload button")
    page.get_by_role("button", name="Bawa kembali ke jurnal").press("Enter")
    expect(page.locator("#result")).to_have_attribute("data-status", "done")
    assert page.locator("#moved").inner_text() == "1"
    page.goto(f"{server.url}/admin/arsip")
    expect(page.locator(f"[data-file='{name}']")).to_contain_text("juga ada di jurnal")
    verified = server.alur("verify")
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")
