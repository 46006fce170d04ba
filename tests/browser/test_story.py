"""What happened to somebody, read in a real browser: from the line, at the desk, after they have left, and on a phone."""

import csv
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_whole_day import PC, PHONE, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

WOMAN = {"birth_date": "1990-05-17", "sex": "female"}


@pytest.fixture
def visit(server: Server) -> dict[str, Any]:
    """A woman who waits for screening, whose counter is open."""
    client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
    for station in ("loket", "skrining"):
        client.post(f"{api}/stations/{station}/desks/1/opening", timeout=10)
    body = {"facts": WOMAN, "station": "loket"}
    made: dict[str, Any] = client.post(f"{api}/visits", json=body, timeout=10).json()
    return made


def test_the_console_tells_the_story(
    chromium: Browser, server: Server, visit: dict[str, Any]
) -> None:
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "budi")
    console = opened(context, server, "/pos/skrining")
    console.locator("#desks button").first.click()
    row = console.locator(f"[data-ticket='{visit['ticket']}']")
    row.get_by_role("button", name="Lainnya").click()
    console.locator("[data-answer='story']").click()
    expect(console.locator("dialog h2")).to_have_text(f"Riwayat {visit['ticket']}")
    expect(lines(console).first).to_contain_text("Datang. Nomor")
    expect(lines(console).last).to_contain_text("Menunggu di Skrining")
    fits(console)
    console.keyboard.press("Escape")
    expect(console.locator("#dialog")).to_be_hidden()

    console.locator("#call-next").click()
    console.locator("#start").click()
    console.locator("#finish").click()
    expect(console.locator("#undoable li")).to_contain_text(f"{visit['ticket']} diselesaikan")
    console.keyboard.press("z")
    expect(console.locator("#status")).to_have_attribute("data-status", "serving")
    console.keyboard.press("r")
    undone = console.locator("#story .undone")
    expect(undone).to_contain_text("Selesai di Skrining")
    expect(undone).to_contain_text("diurungkan")
    expect(lines(console).last).to_contain_text("semula: sedang dilayani di Skrining")
    expect(lines(console).last).to_contain_text("budi")
    console.locator("#dialog-close").click()
    expect(console.locator("#dialog")).to_be_hidden()


def test_the_desk_reads_and_keeps_it_after_they_have_left(
    chromium: Browser, server: Server, visit: dict[str, Any]
) -> None:
    client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
    path = f"{api}/visits/{visit['id']}"
    client.post(f"{path}/departures", json={"outcome": "batal", "reason": "pulang"}, timeout=10)
    context = window(chromium, PHONE)
    sign_in(context.new_page(), server, "sri")
    desk = opened(context, server, "/loket")
    desk.locator("#search").fill(visit["ticket"])
    expect(desk.locator("#hits li.on")).to_contain_text(visit["ticket"])
    desk.keyboard.press("Enter")
    desk.locator("#story-of-issued").click()
    expect(lines(desk).last).to_contain_text("Kunjungan berakhir: batal")
    expect(lines(desk).last).to_contain_text("“pulang”")
    fits(desk)
    with desk.expect_download() as download:
        desk.locator("#story-file").click()
    kept = download.value.path().read_text(encoding="utf-8-sig")
    assert list(csv.DictReader(kept.splitlines()))[-1]["hal"] == "ended"


def lines(page: Page) -> Any:
    return page.locator("#story li")


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    dialog = page.locator("#dialog")
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
