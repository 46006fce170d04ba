"""The patient's phone: how long about, a bell that was asked for, and the languages of the house."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_desks import House
from tests.browser.test_whole_day import PHONE, opened, window
from tests.live.server import Server

pytestmark = pytest.mark.browser


def test_it_tells_how_long_and_rings_when_it_is_ones_turn(
    chromium: Browser, server: Server
) -> None:
    house = House(server)
    house.desks("skrining/1")
    *others, mine = house.waiting_for_screening(5)
    for visit in others[:3]:
        house.ask("POST", "stations/skrining/calls", {"desk": "1"})
        house.ask("POST", f"visits/{visit['id']}/starts")
        house.ask("POST", f"visits/{visit['id']}/finishes")
    context = window(chromium, PHONE)
    context.grant_permissions(["notifications"], origin=server.url)
    phone = opened(context, server, f"/tiket/{mine['id']}")
    expect(phone.locator("#where")).to_have_text("1 orang lagi sebelum Anda")
    expect(phone.locator("#wait")).to_have_text("kurang dari 5 menit")
    phone.click("#bell")
    expect(phone.locator("#bell")).to_contain_text("Bunyi menyala")
    phone.wait_for_function("() => navigator.serviceWorker.ready.then(() => true)")
    before = phone.evaluate("window.tones")
    house.ask(
        "POST", "stations/skrining/calls", {"desk": "1", "visit": mine["id"], "reason": "uji"}
    )
    phone.wait_for_function("(before) => window.tones > before", arg=before)
    assert "Giliran Anda" in phone.title()
    house.ask("POST", f"visits/{mine['id']}/starts")
    expect(phone.locator("#me")).to_have_attribute("data-status", "serving")
    assert "Giliran Anda" not in phone.title()


def test_it_speaks_javanese_with_what_changes_too(chromium: Browser, server: Server) -> None:
    house = House(server)
    (mine,) = house.waiting_for_screening(1)
    phone = opened(window(chromium, PHONE), server, f"/tiket/{mine['id']}?lang=jv")
    expect(phone.locator("#where")).to_have_text("Salajengipun panjenengan")
    expect(phone.locator(".connection")).to_have_text("nyambung")
