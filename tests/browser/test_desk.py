"""The counter's odd moments: a slip that was lost, a session that ended in the middle of typing."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_desks import House
from tests.browser.test_whole_day import sign_in, signed_in
from tests.live.server import Server

pytestmark = pytest.mark.browser


def test_a_lost_slip_is_printed_again(chromium: Browser, server: Server) -> None:
    house = House(server)
    (visit,) = house.waiting_for_screening(1)
    desk = signed_in(chromium, server, "sri", "/loket")
    desk.keyboard.type("a1")
    expect(desk.locator("#hits li").first).to_contain_text("nomor hari ini")
    desk.keyboard.press("Enter")
    expect(desk.locator("#issued .num")).to_have_text(visit["ticket"])
    desk.get_by_role("button", name="Cetak lagi").click()
    desk.wait_for_function("() => window.printed === 1")
    desk.keyboard.type("a999")
    expect(desk.locator("#hits")).to_contain_text("Tidak ditemukan")


def test_who_signs_in_again_in_another_tab_goes_on_with_what_was_typed(
    chromium: Browser, server: Server
) -> None:
    desk = signed_in(chromium, server, "sri", "/loket")
    cookie = next(one for one in desk.context.cookies() if one["name"] == "alur")
    desk.context.clear_cookies()
    desk.keyboard.press("F2")
    desk.fill("#person-name", "Pasien Contoh")
    desk.fill("#person-birth_date", "1980-05-05")
    desk.click("[data-sex=male]")
    expect(desk.locator("#message")).to_contain_text("Sesi Anda sudah berakhir")
    with desk.context.expect_page() as opened:
        desk.click("#sign-in-again")
    sign_in(opened.value, server, "sri")
    assert cookie != next(one for one in desk.context.cookies() if one["name"] == "alur")
    expect(desk.locator("#person-name")).to_have_value("Pasien Contoh")
    desk.fill("#person-name", "Pasien Contoh Dua")
    expect(desk.locator("#issue")).to_be_enabled()
    desk.click("#issue")
    expect(desk.locator("#issued")).to_contain_text("Pasien Contoh Dua")
