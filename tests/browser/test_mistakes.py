"""Wrong presses and wrong people, put right in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_desks import House
from tests.browser.test_whole_day import PC, TV, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

MAN = {"name": "Slamet Riyadi", "birth_date": "1981-03-01", "sex": "male"}
OLD_MAN = {"name": "Slamet Raharjo", "birth_date": "1950-01-01", "sex": "male"}


def test_a_wrong_press_is_taken_back_and_the_board_follows(
    chromium: Browser, server: Server
) -> None:
    client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
    client.post(f"{api}/stations/skrining/desks/1/opening", timeout=10)
    body = {"facts": {"birth_date": "1990-05-17", "sex": "female"}, "station": "loket"}
    ticket = client.post(f"{api}/visits", json=body, timeout=10).json()["ticket"]
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "budi")
    console = opened(context, server, "/pos/skrining")
    board = opened(window(chromium, TV), server, "/papan/utama")
    console.locator("#desks button").first.click()

    console.locator("#call-next").click()
    expect(board.locator("[data-station='skrining']")).to_contain_text(ticket)
    undoable = console.locator("#undoable li")
    expect(undoable).to_contain_text(f"{ticket} dipanggil")
    undoable.get_by_role("button").click()
    expect(console.locator("#waiting")).to_contain_text(ticket)
    expect(board.locator("[data-station='skrining'] .wait")).to_contain_text(ticket)
    expect(console.locator("#undo-part")).to_be_hidden()

    console.locator("#call-next").click()
    console.locator("#start").click()
    console.locator("#finish").click()
    expect(undoable).to_contain_text(f"{ticket} diselesaikan")
    console.keyboard.press("z")
    expect(console.locator("#status")).to_have_attribute("data-status", "serving")
    expect(console.locator("#ticket")).to_have_text(ticket)


def test_z_takes_back_what_this_desk_did(chromium: Browser, server: Server) -> None:
    house = House(server)
    house.desks("skrining/1", "skrining/2")
    mine, other = house.waiting_for_screening(2)
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "budi")
    console = opened(context, server, "/pos/skrining")
    console.locator("#desks [data-desk='1']").click()
    console.locator("#call-next").click()
    expect(console.locator("#ticket")).to_have_text(mine["ticket"])
    house.ask(
        "POST", "stations/skrining/calls", {"desk": "2", "visit": other["id"], "reason": "uji"}
    )
    undoable = console.locator("#undoable li")
    expect(undoable).to_have_count(2)
    expect(undoable.nth(0)).to_contain_text(mine["ticket"])
    expect(undoable.nth(1)).to_contain_text("meja 2")
    expect(undoable.nth(1).locator("kbd")).to_have_count(0)
    console.keyboard.press("z")
    expect(console.locator("#waiting")).to_contain_text(mine["ticket"])
    expect(undoable).to_have_count(1)
    console.keyboard.press("z")  # what is left is another desk's
    expect(console.locator("#desks [data-desk='2']")).to_contain_text(other["ticket"])


def test_the_desk_gives_a_visit_to_the_right_person(chromium: Browser, server: Server) -> None:
    client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
    old, _ = (
        client.post(f"{api}/patients", json=one, timeout=10).json()["patient"]
        for one in (OLD_MAN, MAN)
    )
    body = {"patient": old["id"], "station": "loket"}
    visit = client.post(f"{api}/visits", json=body, timeout=10).json()
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "sri")
    desk = opened(context, server, f"/loket?kunjungan={visit['id']}")
    expect(desk.locator("#called")).to_contain_text("atas nama orang lain")
    desk.locator("#search").fill("Slamet Riyadi")
    desk.locator("#hits li").first.click()
    expect(desk.locator("#issue")).to_contain_text(re.compile("Ganti orangnya.*" + visit["ticket"]))
    desk.locator("#issue").click()
    expect(desk.locator("#issued")).to_contain_text(MAN["name"])
    after = client.get(f"{api}/visits/{visit['id']}", timeout=10).json()
    assert after["facts"]["birth_date"] == MAN["birth_date"]
    assert after["ticket"] == visit["ticket"], "the number stays"


def test_the_counter_merges_two_numbers_and_voids_one(chromium: Browser, server: Server) -> None:
    client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
    first, second, third = (
        client.post(f"{api}/visits", json={}, timeout=10).json() for _ in range(3)
    )
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "sri")
    console = opened(context, server, "/pos/loket")

    def mistake(ticket: str, answer: str) -> None:
        row = console.locator(f"[data-ticket='{ticket}']")
        row.get_by_role("button", name="Lainnya").click()
        console.locator("[data-answer='mistake']").click()
        console.locator(f"[data-answer='{answer}']").click()

    mistake(second["ticket"], "merge")
    console.locator("#double").fill("z99")
    console.locator("#merge").click()
    expect(console.locator("#message")).to_contain_text("z99")
    mistake(second["ticket"], "merge")
    console.locator("#double").fill(first["ticket"].lower().replace("-", ""))
    console.keyboard.press("Enter")
    expect(console.locator(f"[data-ticket='{first['ticket']}']")).to_have_count(0)
    mistake(third["ticket"], "void")
    expect(console.locator("#waiting li")).to_have_count(1)
    assert client.get(f"{api}/visits/{first['id']}", timeout=10).json()["merged_into"]
    assert client.get(f"{api}/visits/{third['id']}", timeout=10).json()["voided"]
