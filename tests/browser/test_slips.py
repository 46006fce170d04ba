"""Slips from the desk: a booking's on paper or by the browser, again from the list of any day, and one for each press."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.test_bookings import KARTO, booked_today, choose, today
from tests.browser.test_every_page import violations
from tests.browser.test_whole_day import PC, opened, sign_in, window
from tests.live.server import Server
from tests.printing import fake
from tests.printing.fake import PrinterOnTheNet
from tests.printing.roll import Roll

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ALUR_PICTURES")


@pytest.fixture
def printer() -> Iterator[PrinterOnTheNet]:
    with PrinterOnTheNet() as running:
        yield running


@pytest.fixture
def house(tmp_path: Path, printer: PrinterOnTheNet) -> Iterator[Server]:
    setting = f"kiosk={printer.address}?width=80;loket={printer.address}?width=58"
    with Server(tmp_path / "data", ALUR_PRINTER=setting) as server:
        server.account("sri", "registration")
        client = server.client(server.token("admin"))
        client.post(f"{server.url}/api/v1/day/opening", timeout=10)
        yield server


def at_the_desk(chromium: Browser, server: Server) -> Page:
    client = server.client(server.token("admin"))
    client.post(f"{server.url}/api/v1/patients", json=KARTO, timeout=10)
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "sri")
    return opened(context, server, "/loket")


def lose_the_first_answer(page: Page, path: str) -> list[str]:
    """The server does it, the line breaks before the answer; the keys that were sent."""
    keys: list[str] = []

    def lose(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            return route.continue_()
        route.fetch()
        return route.abort()

    page.route(path, lose)
    return keys


def seen(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def test_the_slip_of_a_booking_comes_out_once_though_the_answer_was_lost(
    chromium: Browser, house: Server, printer: PrinterOnTheNet
) -> None:
    desk = at_the_desk(chromium, house)
    choose(desk, KARTO["name"])
    desk.keyboard.press("F9")
    desk.locator("#booking-count").fill("3")
    desk.locator("#book-now").click()
    code = desk.locator("#booked [data-code]").first.text_content()
    keys = lose_the_first_answer(desk, "**/api/v1/bookings/*/slips")
    with desk.expect_response("**/api/v1/bookings/*/slips") as answer:
        desk.keyboard.press("Enter")
    assert answer.value.status == 201
    assert len(keys) == 2
    assert keys[0] == keys[1]
    roll = Roll(384).print(printer.printed)
    assert roll.texts.count("Janji kunjungan") == 1
    assert [found.text for found in zxingcpp.read_barcodes(roll.picture())] == [code]
    for later in desk.locator("#booked [data-code]").all_text_contents():
        assert any(later in line for line in roll.texts)
    assert desk.evaluate("window.printed") is None, "the browser printed too"

    printer.paper = fake.PAPER_OUT
    desk.locator("#print-booking").click()
    expect(desk.locator("#booking-paper")).to_contain_text("Kertas printer loket habis")
    seen(desk, "loket-janji-kertas-habis")
    assert violations(desk) == []


def test_a_number_comes_out_once_though_the_answer_was_lost(
    chromium: Browser, house: Server, printer: PrinterOnTheNet
) -> None:
    kiosk = at_the_desk(chromium, house)
    kiosk.goto(f"{house.url}/kios")
    keys = lose_the_first_answer(kiosk, "**/api/v1/visits/*/slips")
    kiosk.locator("[data-choice=gigi]").click()
    expect(kiosk.locator("#paper")).to_have_text("Silakan ambil karcis Anda.")
    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert Roll(576).print(printer.printed).texts.count("Nomor antrean") == 1


def test_a_booking_is_printed_again_from_the_list_of_another_day(
    chromium: Browser, house: Server, printer: PrinterOnTheNet
) -> None:
    desk = at_the_desk(chromium, house)
    choose(desk, KARTO["name"])
    desk.keyboard.press("F9")
    tomorrow = date.fromisoformat(today(desk)) + timedelta(days=1)
    desk.locator("#booking-day").fill(tomorrow.isoformat())
    desk.locator("#book-now").click()
    code = desk.locator("#booked [data-code]").text_content()
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    expect(desk.locator("#expected li[data-visit]")).to_have_count(0)
    desk.locator("#bookings-day").fill(tomorrow.isoformat())
    row = desk.locator("#expected li[data-visit]")
    expect(row).to_contain_text(KARTO["name"])
    expect(row.get_by_role("button", name="Hadir")).to_have_count(0)
    seen(desk, "loket-janji-besok")
    assert violations(desk) == []
    with desk.expect_response("**/api/v1/bookings/*/slips"):
        row.get_by_role("button", name="Cetak").click()
    roll = Roll(384).print(printer.printed)
    assert code in roll.texts
    printer.paper = fake.PAPER_OUT
    row.get_by_role("button", name="Cetak").click()
    expect(desk.locator("#message")).to_contain_text("Kertas printer loket habis")


def test_without_a_printer_the_browser_prints_it(chromium: Browser, server: Server) -> None:
    desk = at_the_desk(chromium, server)
    code = booked_today(desk, KARTO["name"])
    seen(desk, "loket-janji-hari-ini")
    desk.locator("#expected").get_by_role("button", name="Cetak").click()
    desk.wait_for_function("() => window.printed === 1")
    paper = desk.locator(".slip-paper")
    expect(paper).to_contain_text("Janji kunjungan")
    expect(paper).to_contain_text("Jam berapa saja")
    expect(paper).to_contain_text("Untuk Berobat umum")
    expect(paper).not_to_contain_text("Karto")
    desk.emulate_media(media="print")
    desk.set_viewport_size({"width": 220, "height": 620})
    seen(desk, "karcis-peramban-janji")
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(desk.screenshot())))
    assert found.text == code
