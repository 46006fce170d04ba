"""A mother and her twins in a real browser: registered one after the other by keyboard, called together, heard together."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_whole_day import PC, PHONE, TV, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

PEOPLE = (
    {"name": "Rina Marlina", "birth_date": "1998-05-02", "sex": "female"},
    {"name": "Alif Marlina", "birth_date": "2022-01-15", "sex": "male"},
    {"name": "Bela Marlina", "birth_date": "2022-01-15", "sex": "female"},
)


def register(desk: Page, name: str) -> str:
    """By keyboard alone; the number."""
    desk.locator("#search").fill(name)
    expect(desk.locator("#hits li")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.locator("#issue")).to_be_enabled()
    desk.keyboard.press("Enter")
    expect(desk.locator("#issued")).to_contain_text(name)
    return desk.locator("#issued b").inner_text()


def test_a_family_is_registered_called_and_heard_together(
    chromium: Browser, server: Server
) -> None:
    client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
    for person in PEOPLE:
        client.post(f"{api}/patients", json=person, timeout=10)
    client.post(f"{api}/stations/skrining/desks/1/opening", timeout=10)
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "sri")
    desk = opened(context, server, "/loket")
    mother = register(desk, PEOPLE[0]["name"])
    visit = desk.locator("#issued").get_attribute("data-visit")
    numbers = []
    for child in PEOPLE[1:]:
        desk.keyboard.press("F6")
        expect(desk.locator("#family")).to_contain_text("Anggota keluarga")
        numbers.append(register(desk, child["name"]))
        expect(desk.locator("#family")).to_be_hidden()

    board = opened(window(chromium, TV), server, "/papan/utama")
    phone = opened(window(chromium, PHONE), server, f"/tiket/{visit}")
    expect(phone.locator("#family")).to_have_text(f"Dipanggil bersama {', '.join(numbers)}")
    staff = window(chromium, PC)
    sign_in(staff.new_page(), server, "budi")
    console = opened(staff, server, "/pos/skrining")
    console.locator("#desks button").first.click()
    expect(console.locator(f"[data-ticket='{mother}']")).to_contain_text(f"keluarga: {numbers[0]}")
    console.locator("#call-next").click()
    tile = board.locator("[data-station='skrining'] .now")
    expect(tile).to_contain_text(f"{mother}+ {', '.join(numbers)}")
    expect(console.locator("#waiting li.next")).to_have_attribute("data-ticket", numbers[0])
    expect(board.locator("#call")).to_contain_text(f"bersama {', '.join(numbers)}")
    expect(board.locator("body")).to_have_attribute("data-announced", spoken(mother, *numbers))
    row = console.locator(f"[data-ticket='{numbers[0]}']")
    expect(row).to_contain_text(f"Bersama {mother} di meja 1")

    row.get_by_role("button", name="Lainnya").click()
    console.locator("[data-answer='family']").click()
    console.locator("[data-answer='unlink']").click()
    expect(tile).to_contain_text(mother)
    expect(row).not_to_contain_text("Bersama")
    row.get_by_role("button", name="Lainnya").click()
    console.locator("[data-answer='family']").click()
    console.locator("#companion").fill(mother)
    console.keyboard.press("Enter")
    expect(row).to_contain_text("keluarga:")


def spoken(*numbers: str) -> re.Pattern[str]:
    """What the voice says of the call, wherever it sends them."""
    return re.compile("^Nomor antrean, " + ", bersama ".join(map(spelled, numbers)) + "\\. ")


def spelled(number: str) -> str:
    digits = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
    return ", ".join(digits[int(one)] if one.isdigit() else one for one in number if one != "-")
