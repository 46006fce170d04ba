"""The live floor in a real browser: a line without staff is seen at once, moves by itself, and a number is found."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_desks import House
from tests.browser.test_whole_day import PC, PHONE, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser


def test_a_morning_on_one_page(chromium: Browser, server: Server) -> None:
    house = House(server)
    house.desks("loket/1", "lab/1")
    first, *_ = house.waiting_for_screening(9)

    context = window(chromium, PC)
    sign_in(context.new_page(), server, "budi")
    floor = opened(context, server, "/lantai")
    screening = floor.locator("[data-station='skrining']")
    expect(screening).to_have_attribute("data-state", "unstaffed")
    expect(floor.locator("[data-eye='skrining']")).to_contain_text("9 menunggu, tidak ada petugas")
    longest, ink = screening.locator(".longest"), "one => getComputedStyle(one).color"
    expect(longest).to_have_text("0 dari 30 menit")
    assert longest.evaluate(ink) != screening.locator(".words").evaluate(ink), "nobody waits long"
    expect(floor.locator("[data-station='lab']")).to_contain_text("siap menerima pasien")
    assert floor.locator("#stations [data-station]").count() == 15
    assert floor.evaluate("document.documentElement.scrollHeight") <= PC["height"]

    house.desks("skrining/1")
    called = house.ask(
        "POST", "stations/skrining/calls", {"desk": "1", "visit": first["id"], "reason": "uji"}
    )["visit"]
    expect(screening.locator("[data-desk='1']")).to_contain_text(called["ticket"])
    expect(floor.locator("[data-eye='skrining']")).to_have_count(0)

    floor.fill("#number", called["ticket"].lower().replace("-", ""))
    floor.press("#number", "Enter")
    expect(floor.locator("#found")).to_contain_text("dipanggil ke Skrining, meja 1")
    expect(screening).to_have_class("st lk busy sought")

    house.ask("POST", f"visits/{called['id']}/departures", {"outcome": "batal"})
    floor.press("#number", "Enter")
    expect(floor.locator("#found")).to_have_text(f"{called['ticket']} sudah keluar.")
    floor.fill("#number", "Z-999")
    floor.press("#number", "Enter")
    expect(floor.locator("#message")).to_contain_text("tidak ada nomor Z-999")

    screening.click()
    expect(floor.locator("#dialog li")).to_have_count(8)


def test_on_a_phone_nothing_is_beside_the_screen(chromium: Browser, server: Server) -> None:
    context = window(chromium, PHONE)
    sign_in(context.new_page(), server, "budi")
    floor = opened(context, server, "/lantai")
    assert floor.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
