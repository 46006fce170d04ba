"""Booking and coming, at the desk in a real browser, with the keyboard and with what a scanner types."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_whole_day import PC, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

KARTO = {"name": "Karto Wibowo", "birth_date": "1979-02-14", "sex": "male"}
SITI = {"name": "Siti Aminah", "birth_date": "1991-08-30", "sex": "female"}


@pytest.fixture
def desk(chromium: Browser, server: Server) -> Page:
    api, client = f"{server.url}/api/v1", server.client(server.token("admin"))
    for person in (KARTO, SITI):
        client.post(f"{api}/patients", json=person, timeout=10)
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "sri")
    return opened(context, server, "/loket")


def choose(desk: Page, name: str) -> None:
    desk.locator("#search").fill(name)
    desk.locator("#hits li").first.click()
    expect(desk.locator("#chosen")).to_contain_text(name)


def today(desk: Page) -> str:
    """The facility's day, as the dialog proposes it at the earliest."""
    return str(desk.locator("#booking-day").get_attribute("min"))


def booked_today(desk: Page, name: str) -> str:
    """Book for today; the code."""
    choose(desk, name)
    desk.keyboard.press("F9")
    desk.locator("#booking-day").fill(today(desk))
    desk.locator("#book-now").click()
    code: Any = desk.locator("#booked [data-code]").text_content()
    desk.locator("#dialog-close").click()
    desk.keyboard.press("Escape")
    expect(desk.locator("#expected")).to_contain_text(name)
    return str(code)


def test_the_desk_books_and_lets_in_by_a_button(desk: Page) -> None:
    code = booked_today(desk, KARTO["name"])
    assert re.fullmatch("[2-9A-Z]{6}", code)
    expect(desk.locator("#expected-count")).to_have_text("1")
    desk.locator("#expected").get_by_role("button", name="Hadir").click()
    expect(desk.locator("#issued")).to_contain_text(KARTO["name"])
    expect(desk.locator("#issued .num")).to_have_text(re.compile("[A-Z]+-001"))
    expect(desk.locator("#expected-count")).to_have_text("0")


def test_a_scanner_types_the_code(desk: Page) -> None:
    code = booked_today(desk, SITI["name"])
    desk.keyboard.press("F9")
    desk.keyboard.type("aaaaaa")
    desk.keyboard.press("Enter")
    expect(desk.locator("#message")).to_contain_text("Tidak ada janji AAAAAA")
    desk.keyboard.press("F9")
    desk.keyboard.type(code.lower())
    desk.keyboard.press("Enter")
    expect(desk.locator("#issued")).to_contain_text(SITI["name"])
    expect(desk.locator("#message")).to_be_hidden()


def test_three_days_in_a_row_by_the_keyboard_and_one_called_off(desk: Page) -> None:
    choose(desk, KARTO["name"])
    desk.keyboard.press("F9")
    desk.locator("#booking-day").fill(today(desk))
    desk.locator("#booking-count").fill("3")
    desk.keyboard.press("Enter")
    expect(desk.locator("#booked [data-code]")).to_have_count(3)
    desk.keyboard.press("Escape")
    expect(desk.locator("#expected li[data-visit]")).to_have_count(1)
    desk.locator("#search").fill(KARTO["name"])
    expect(desk.locator("#hits li.on")).to_contain_text("punya janji hari ini")
    desk.locator("#search").press("Enter")
    expect(desk.locator("#here-already")).to_be_focused()
    expect(desk.locator("#issue")).to_be_hidden()
    desk.keyboard.press("F9")
    desk.locator("#booking-day").fill(today(desk))
    desk.keyboard.press("Enter")
    expect(desk.locator("#booking-flaw")).to_contain_text("sudah punya janji")
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    desk.locator("#expected").get_by_role("button", name="Batalkan").click()
    desk.locator("[data-answer='cancel-0']").click()
    expect(desk.locator("#expected li[data-visit]")).to_have_count(0)


def test_the_kiosk_lets_in_who_shows_the_code(desk: Page, server: Server) -> None:
    code = booked_today(desk, SITI["name"])
    kiosk = desk.context.new_page()
    kiosk.goto(f"{server.url}/kios")
    kiosk.keyboard.type("AAAAAA")
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator("#message")).to_contain_text("tidak ada untuk hari ini")
    kiosk.keyboard.type(code)
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator("#number")).to_have_text(re.compile("[A-Z]+-001"))
    expect(kiosk.locator("#issued")).to_contain_text("Silakan tunggu panggilan.")


def test_what_happens_to_bookings_elsewhere_is_seen_at_once(desk: Page, server: Server) -> None:
    api, client = f"{server.url}/api/v1", server.client(server.token("admin"))
    expect(desk.locator("#expected")).to_contain_text("Belum ada janji")
    found = client.get(f"{api}/patients", params={"q": "karto"}, timeout=10).json()["patients"]
    booking = {"patient": found[0]["id"], "days": [desk.locator("#bookings-day").input_value()]}
    (made,) = client.post(f"{api}/bookings", json=booking, timeout=10).json()["bookings"]
    expect(desk.locator("#expected-count")).to_have_text("1", timeout=5_000)
    expect(desk.locator("#expected li").first).to_contain_text("kapan saja")
    here = {"visit": made["visit"], "station": "loket"}
    client.post(f"{api}/bookings/check-ins", json=here, timeout=10)
    expect(desk.locator("#expected-count")).to_have_text("0", timeout=5_000)
