"""The counter's odd moments: a slip that was lost, a session that ended in the middle of typing."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_desks import House
from tests.browser.test_every_page import violations
from tests.browser.test_whole_day import PC, opened, register, sign_in, signed_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser


def look_up(desk: Page, ticket: str) -> None:
    desk.locator("#search").fill(ticket)
    expect(desk.locator("#hits li.on")).to_contain_text(ticket)
    desk.keyboard.press("Enter")
    expect(desk.locator("#issued .num")).to_have_text(ticket)


RIGHT = {"name": "Ayu Contoh", "birth_date": "2001-12-31", "sex": "female"}


def test_a_lost_slip_is_printed_again(chromium: Browser, server: Server) -> None:
    house = House(server)
    (visit,) = house.waiting_for_screening(1)
    desk = signed_in(chromium, server, "sri", "/loket")
    desk.keyboard.type("a1")
    expect(desk.locator("#hits li").first).to_contain_text("nomor hari ini")
    desk.keyboard.press("Enter")
    expect(desk.locator("#issued .num")).to_have_text(visit["ticket"])
    desk.keyboard.press("F7")
    desk.wait_for_function("() => window.printed === 1")
    desk.keyboard.type("a999")
    expect(desk.locator("#hits")).to_contain_text("Tidak ditemukan")


def test_who_did_not_come_is_let_in_again_and_a_press_is_taken_back(
    chromium: Browser, server: Server
) -> None:
    house = House(server)
    first, second = (house.ask("POST", "visits", {})["ticket"] for _ in range(2))
    desk = signed_in(chromium, server, "sri", "/loket")
    desk.click("[data-desk='1']")
    expect(desk.locator("#search")).to_be_focused()
    desk.keyboard.press("F8")
    expect(desk.locator("#called-ticket")).to_have_text(first)
    desk.click("#absences")
    expect(desk.locator("#away")).to_contain_text("Tidak hadir · 1")
    desk.get_by_role("button", name=f"Masukkan lagi {first}").click()
    expect(desk.locator(f"#waiting [data-ticket='{first}']")).to_be_visible()
    desk.keyboard.press("F8")
    expect(desk.locator("#called-ticket")).to_have_text(re.compile(f"{first}|{second}"))
    desk.click("#hold-called")
    expect(desk.locator("#away")).to_contain_text("Ditahan · 1")
    desk.get_by_role("button", name="Urungkan").click()
    expect(desk.locator("#called-ticket")).to_be_visible()
    expect(desk.locator("#away")).not_to_contain_text("Ditahan")


def test_a_registration_that_is_taken_back_can_be_done_again_at_the_desk(
    chromium: Browser, server: Server
) -> None:
    house = House(server)
    ticket = house.ask("POST", "visits", {})["ticket"]
    desk = signed_in(chromium, server, "sri", "/loket")
    desk.click("[data-desk='1']")
    desk.keyboard.press("F8")
    expect(desk.locator("#called-ticket")).to_have_text(ticket)
    register(desk)
    desk.get_by_role("button", name="Urungkan").click()
    expect(desk.locator("#called")).to_contain_text("sudah didaftarkan")
    desk.click("#finishes")
    expect(desk.locator("#called")).to_be_hidden()


def test_two_who_were_mixed_up_are_exchanged(chromium: Browser, server: Server) -> None:
    house = House(server)
    right = house.ask("POST", "patients", RIGHT)["patient"]["id"]
    desk = signed_in(chromium, server, "sri", "/loket")
    ticket, _ = register(desk)
    mine = house.ask("GET", f"visits?ticket={ticket}")["visits"][0]
    other = house.ask("POST", "visits", {"patient": right, "station": "loket"})
    desk.click("#wrong-person")
    expect(desk.locator("#called")).to_contain_text("terdaftar atas nama orang lain")
    desk.keyboard.type("ayu 31122001")
    expect(desk.locator("#hits li.on")).to_contain_text(f"sudah di dalam: {other['ticket']}")
    desk.keyboard.press("Enter")
    desk.click("#issue")
    expect(desk.locator("#dialog")).to_contain_text("Tukar keduanya")
    desk.click("[data-answer=exchange]")
    expect(desk.locator("#issued")).to_contain_text("Ayu Contoh")
    assert house.ask("GET", f"visits/{mine['id']}")["patient"] == right
    assert house.ask("GET", f"visits/{other['id']}")["patient"] == mine["patient"]


def test_the_wrong_person_and_a_number_too_many_are_put_right_where_they_happened(
    chromium: Browser, server: Server
) -> None:
    house = House(server)
    house.ask("POST", "patients", RIGHT)
    desk = signed_in(chromium, server, "sri", "/loket")
    ticket, _ = register(desk)
    desk.click("#wrong-person")
    expect(desk.locator("#called")).to_contain_text("terdaftar atas nama orang lain")
    expect(desk.locator("#route-title")).to_have_text(f"Perbaiki {ticket}")
    desk.keyboard.type("ayu 31122001")
    expect(desk.locator("#hits li.on")).to_contain_text("Ayu")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")  # one step back, not out of the correction
    expect(desk.locator("#called")).to_contain_text("terdaftar atas nama orang lain")
    desk.keyboard.type("ayu 31122001")
    expect(desk.locator("#hits li.on")).to_contain_text("Ayu")
    desk.keyboard.press("Enter")
    expect(desk.locator("#issue")).to_contain_text("Ganti orangnya")
    expect(desk.locator("#route-title")).to_have_text(f"Perbaiki {ticket}")
    expect(desk.locator("#issue")).to_be_enabled()
    desk.keyboard.press("Enter")
    expect(desk.locator("#issued")).to_contain_text("Ayu Contoh")
    expect(desk.locator("#number h2")).to_have_text("Sudah diperbaiki")

    desk.keyboard.type("ayu")
    expect(desk.locator("#hits li.on")).to_contain_text(f"sudah di dalam: {ticket}")
    desk.keyboard.press("Enter")
    expect(desk.locator("#here-already")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#issued .num")).to_have_text(ticket)
    expect(desk.locator("#issued")).to_contain_text("Ayu Contoh")
    expect(desk.locator("#issued")).to_contain_text("Ruang 1")
    desk.click("#cancel-number")
    desk.click("[data-answer=cancel]")
    expect(desk.locator("#issued")).to_have_count(0)
    desk.keyboard.type("ayu")
    expect(desk.locator("#hits li.on")).to_contain_text("Ayu")
    expect(desk.locator("#hits li.on")).not_to_contain_text("sudah di dalam")


def test_who_has_gone_home_takes_nobody_along(chromium: Browser, server: Server) -> None:
    house = House(server)
    gone, going = house.waiting_for_screening(2)
    house.ask("POST", f"visits/{gone['id']}/departures", {"outcome": "pulang"})
    desk = signed_in(chromium, server, "sri", "/loket")
    look_up(desk, gone["ticket"])
    expect(desk.locator("#over")).to_contain_text(f"Kunjungan {gone['ticket']} sudah berakhir")
    expect(desk.locator("#next-of-family")).to_have_count(0)
    desk.keyboard.press("F6")
    expect(desk.locator("#message")).to_contain_text("Keluarganya didaftarkan seperti biasa")
    expect(desk.locator("#family")).to_be_hidden()

    look_up(desk, going["ticket"])
    expect(desk.locator("#next-of-family")).to_be_visible()
    house.ask("POST", f"visits/{going['id']}/departures", {"outcome": "pulang"})
    desk.keyboard.press("F6")
    expect(desk.locator("#message")).to_contain_text(going["ticket"])
    expect(desk.locator("#family")).to_be_hidden()

    unknown = house.ask("POST", "visits", {})
    house.ask("POST", f"visits/{unknown['id']}/departures", {"outcome": "batal"})
    desk.goto(f"{server.url}/loket?kunjungan={unknown['id']}")
    expect(desk.locator("#message")).to_contain_text("beri nomor baru")
    expect(desk.locator("#called")).to_be_hidden()


def test_who_has_gone_home_may_still_have_been_somebody_else(
    chromium: Browser, server: Server
) -> None:
    """Only what is on record is put right: nobody is called, nothing is routed any more."""
    house = House(server)
    right = house.ask("POST", "patients", RIGHT)["patient"]["id"]
    wrong = house.ask("POST", "patients", {**RIGHT, "name": "Siti Kusuma"})["patient"]["id"]
    gone = house.ask("POST", "visits", {"patient": wrong, "station": "loket"})
    house.ask("POST", f"visits/{gone['id']}/departures", {"outcome": "pulang"})
    desk = signed_in(chromium, server, "sri", "/loket")
    look_up(desk, gone["ticket"])
    desk.click("#wrong-person")
    expect(desk.locator("#called")).to_contain_text("terdaftar atas nama orang lain")
    desk.keyboard.type("ayu 31122001")
    expect(desk.locator("#hits li.on")).to_contain_text("Ayu")
    desk.keyboard.press("Enter")
    expect(desk.locator("#issue")).to_contain_text("Ganti orangnya")
    expect(desk.locator("#issue")).to_be_enabled()
    desk.click("#issue")
    expect(desk.locator("#called")).to_be_hidden()
    after = house.ask("GET", f"visits/{gone['id']}")
    assert (after["patient"], after["outcome"]) == (right, "pulang")


def test_what_may_be_done_with_a_number_comes_next_by_tab(
    chromium: Browser, server: Server
) -> None:
    """In the order of the picture: the search box, the number and its buttons, and then the line."""
    house = House(server)
    (visit,) = house.waiting_for_screening(1)
    house.ask("POST", "visits", {})
    desk = signed_in(chromium, server, "sri", "/loket")
    look_up(desk, visit["ticket"])
    expect(desk.locator("#search")).to_be_focused()
    reached = []
    for _ in range(6):
        desk.keyboard.press("Tab")
        reached.append(desk.evaluate("() => document.activeElement.id"))
    assert reached[0] == "print-again"
    assert reached[2:] == ["story-of-issued", "next-of-family", "cancel-number", "call-next"]
    boxes = [desk.locator(name).bounding_box() for name in ("#search", "#number", "#waiting")]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(tops)
    assert desk.locator("[tabindex]:not([tabindex='-1']):not([tabindex='0'])").count() == 0


def test_the_marks_of_the_clusters_are_explained_where_they_are_seen(
    chromium: Browser, server: Server
) -> None:
    desk = signed_in(chromium, server, "sri", "/loket")
    console = window(chromium, PC)
    sign_in(console.new_page(), server, "budi")
    for page in (desk, opened(console, server, "/pos/k2-ibu")):
        expect(page.locator("#clusters")).to_be_hidden()
        page.locator(".legend summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#clusters")).to_contain_text("Ibu dan anak")
        page.keyboard.press("Space")
        expect(page.locator("#clusters")).to_be_hidden()
        expect(page.locator("#message")).to_be_hidden()
        assert violations(page) == []


def test_a_man_is_asked_and_told_nothing_of_pregnancy(chromium: Browser, server: Server) -> None:
    house = House(server)
    house.ask("POST", "patients", RIGHT)
    house.ask("POST", "patients", {**RIGHT, "name": "Joko Contoh", "sex": "male"})
    desk = signed_in(chromium, server, "sri", "/loket")
    for name, is_offered in (("Ayu", True), ("Joko", False)):
        desk.locator("#search").fill(name)
        expect(desk.locator("#hits li.on")).to_contain_text(name)
        desk.keyboard.press("Enter")
        expect(desk.locator("#route .otherwise")).to_be_visible()
        for asked in ("[data-fact=pregnant]", "[data-fact=service][data-value=anc]"):
            expect(desk.locator(asked)).to_have_count(int(is_offered))
        told = desk.locator("#route .otherwise").inner_text()
        assert ("amil" in told) == is_offered, told
        desk.keyboard.press("Escape")


def test_who_is_called_takes_the_place_of_the_number_before(
    chromium: Browser, server: Server
) -> None:
    house = House(server)
    first, second = (house.ask("POST", "visits", {})["ticket"] for _ in range(2))
    desk = signed_in(chromium, server, "sri", "/loket")
    desk.click("[data-desk='1']")
    register(desk)
    desk.keyboard.press("F8")
    expect(desk.locator("#called-ticket")).to_have_text(first)
    expect(desk.locator("#issued")).to_have_count(0)
    printed = desk.evaluate("() => window.printed || 0")
    desk.keyboard.press("F7")  # whose slip?
    register(desk, name="Ayu Contoh")
    expect(desk.locator("#issued .num")).to_have_text(first)
    desk.wait_for_function("was => window.printed === was + 1", arg=printed)
    house.ask("POST", "stations/loket/desks/2/opening")
    house.ask("POST", "stations/loket/calls", {"desk": "2"})
    expect(desk.locator(f"#waiting [data-ticket='{second}']")).to_have_count(0)
    expect(desk.locator("#issued .num")).to_have_text(first)  # another desk's call changes nothing


def test_nothing_typed_is_lost_by_a_key(chromium: Browser, server: Server) -> None:
    desk = signed_in(chromium, server, "sri", "/loket")
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.type("dewi 20031999")
    expect(desk.locator("#search")).to_have_value("dewi 20031999")
    desk.keyboard.press("F2")
    expect(desk.locator("#person-name")).to_have_value("dewi")
    expect(desk.locator("#person-birth_date")).to_have_value("20-03-1999")
    desk.locator("[data-sex=female]").focus()
    desk.keyboard.press("Enter")  # an answer, not the end
    expect(desk.locator("[data-sex=female]")).to_have_attribute("aria-checked", "true")
    desk.locator("[data-fact=pregnant]").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-fact=pregnant]")).to_have_attribute("aria-pressed", "true")
    desk.keyboard.press("Escape")
    expect(desk.locator("#patient")).to_be_hidden()
    desk.click("#remedy")
    expect(desk.locator("#person-birth_date")).to_have_value("20-03-1999")
    expect(desk.locator("[data-fact=pregnant]")).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("#issue")).to_be_enabled()


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
