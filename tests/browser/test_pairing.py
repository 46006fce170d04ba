"""A TV in a real browser: nobody touches it, and it shows what the admin's page says, also after a power cut."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_whole_day import PC, TV, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser


def test_a_tv_without_a_keyboard(chromium: Browser, server: Server) -> None:
    hung = window(chromium, TV)
    tv = hung.new_page()
    tv.goto(f"{server.url}/tv")
    code = tv.locator("#code").inner_text().replace(" ", "").replace("\n", "")
    assert len(code) == 6
    height = tv.locator("#code").evaluate("(code) => parseFloat(getComputedStyle(code).fontSize)")
    assert height > 250, "readable from the door"

    server.account("dewi", "admin")
    admin = window(chromium, PC).new_page()
    sign_in(admin, server, "dewi")
    admin.goto(f"{server.url}/admin/perangkat")
    admin.fill("#pair [name=code]", code.lower())
    admin.fill("#pair [name=name]", "TV lobi")
    admin.select_option("#pair [name=board]", "utama")
    admin.click("#pair button")
    expect(admin.locator("tr[data-tv='TV lobi']")).to_contain_text("menyala")

    expect(tv.locator("[data-station='loket']")).to_be_visible()
    expect(tv.locator("html")).to_have_attribute("data-line", "live")

    row = admin.locator("tr[data-tv='TV lobi']")
    row.locator("select").select_option("penunjang")
    row.get_by_role("button", name="Ubah").click()
    expect(tv.locator("[data-station='lab']")).to_be_visible()

    server.kill()
    server.start()
    expect(tv.locator("html")).to_have_attribute("data-line", "live", timeout=30_000)
    tv.close()
    again = hung.new_page()  # switched off and on
    again.goto(f"{server.url}/tv")
    expect(again.locator("[data-station='lab']")).to_be_visible()

    admin.goto(f"{server.url}/admin/perangkat")
    admin.get_by_text("Lepas", exact=True).click()
    admin.get_by_role("button", name="Ya, lepas").click()
    expect(again.locator("#code")).to_be_visible()


def test_a_tablet_becomes_the_kiosk(chromium: Browser, server: Server) -> None:
    tablet = window(chromium, TV).new_page()
    tablet.goto(f"{server.url}/tv")
    code = tablet.locator("#code").inner_text()
    server.account("dewi", "admin")
    admin = window(chromium, PC).new_page()
    sign_in(admin, server, "dewi")
    admin.goto(f"{server.url}/admin/perangkat")
    admin.fill("#pair [name=code]", code)
    admin.fill("#pair [name=name]", "Kios pintu")
    admin.select_option("#pair [name=board]", "@kios")
    admin.click("#pair button")
    tablet.locator("[data-choice]").first.click()
    expect(tablet.locator("#number")).to_have_text("A-001")
