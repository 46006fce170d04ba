"""Breaks, other desks, two rooms, what was forgotten: a console in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_whole_day import PC, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

WOMAN = {"birth_date": "1990-05-17", "sex": "female"}


@pytest.fixture
def staff(chromium: Browser, server: Server) -> BrowserContext:
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "budi")
    return context


class House:
    """What others do over the API while somebody looks at a console."""

    def __init__(self, server: Server) -> None:
        self._client, self._api = server.client(server.token("admin")), f"{server.url}/api/v1"

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._client.request(method, f"{self._api}/{path}", json=body or {}, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def desks(self, *desks: str) -> None:
        for one in desks:
            station, desk = one.split("/")
            self.ask("POST", f"stations/{station}/desks/{desk}/opening")

    def waiting_for_screening(self, count: int) -> list[Any]:
        body = {"facts": WOMAN, "station": "loket"}
        return [self.ask("POST", "visits", body) for _ in range(count)]

    def at_doctor(self) -> Any:
        """Somebody who is being served at k3-dewasa, desk 1."""
        (visit,) = self.waiting_for_screening(1)
        for station in ("skrining", "k3-dewasa"):
            self.ask(
                "POST",
                f"stations/{station}/calls",
                {"desk": "1", "visit": visit["id"], "reason": "uji"},
            )
            self.ask("POST", f"visits/{visit['id']}/starts")
            if station == "skrining":
                self.ask("POST", f"visits/{visit['id']}/finishes")
        return visit


def at(console: Page, desk: str) -> Page:
    console.locator(f"#desks [data-desk='{desk}']").click()
    return console


def test_a_break_another_desk_and_this_doctor(staff: BrowserContext, server: Server) -> None:
    house = House(server)
    house.desks("skrining/1", "k3-dewasa/1", "k3-dewasa/2")
    visit = house.at_doctor()
    console = at(opened(staff, server, "/pos/k3-dewasa"), "1")
    expect(console.locator("#ticket")).to_have_text(visit["ticket"])

    console.keyboard.press("m")
    console.locator("[data-answer='desk-2']").click()
    expect(console.locator("#desks [data-desk='2']")).to_contain_text(visit["ticket"])

    console.locator("#pause").click()
    expect(console.locator("#now .idle")).to_contain_text("istirahat")
    expect(console.locator("#desks [data-desk='1']")).to_contain_text("istirahat")
    console.locator("#end-pause").click()
    expect(console.locator("#pause")).to_be_visible()

    (other,) = house.waiting_for_screening(1)
    house.ask("POST", "stations/skrining/calls", {"desk": "1"})
    house.ask("POST", f"visits/{other['id']}/starts")
    house.ask("POST", f"visits/{other['id']}/finishes")
    row = console.locator(f"[data-ticket='{other['ticket']}']")
    row.get_by_role("button", name="Lainnya").click()
    console.locator("[data-answer='own-desk']").click()
    console.locator("[data-answer='own-2']").click()
    expect(row).to_contain_text("hanya meja 2")
    expect(console.locator("#call-next")).to_be_disabled()


def test_out_of_turn_has_its_reason(staff: BrowserContext, server: Server) -> None:
    house = House(server)
    house.desks("skrining/1")
    first, second = house.waiting_for_screening(2)
    console = at(opened(staff, server, "/pos/skrining"), "1")
    row = console.locator(f"[data-ticket='{second['ticket']}']")
    row.get_by_role("button", name="Panggil").click()
    console.locator("#reason").fill("anak demam tinggi")
    console.keyboard.press("Enter")
    expect(console.locator("#ticket")).to_have_text(second["ticket"])
    expect(console.locator(f"[data-ticket='{first['ticket']}']")).to_be_visible()


def test_what_was_forgotten_and_what_is_done_here(staff: BrowserContext, server: Server) -> None:
    house = House(server)
    house.desks("skrining/1", "k3-dewasa/1", "lab/1")
    visit = house.at_doctor()
    console = at(opened(staff, server, "/pos/k3-dewasa"), "1")
    console.locator("[data-order='lab']").click()
    console.locator("#done-here-lab").check()
    console.locator("#finish").click()
    expect(console.locator(f"[data-ticket='{visit['ticket']}']")).to_contain_text("hasil")

    console.locator(f"[data-served='{visit['id']}'] button").click()
    console.locator("[data-answer='add-order']").click()
    console.locator("#dialog [data-order='gigi']").click()
    console.locator("#save-orders").click()
    stations = {
        s["station"]: s["status"] for s in house.ask("GET", f"visits/{visit['id']}")["stops"]
    }
    assert stations["lab"] == "done", stations

    expect(console.locator("#dialog")).to_be_hidden()
    console.locator(f"[data-served='{visit['id']}'] button").click()
    console.locator("[data-answer='cancel-order']").click()
    console.locator("[data-answer='cancel-gigi']").click()
    expect(console.locator("#message")).to_be_hidden()


def test_of_two_orders_at_one_station_one_is_cancelled(
    staff: BrowserContext, server: Server
) -> None:
    house = House(server)
    house.desks("skrining/1", "k3-dewasa/1", "lab/1")
    visit = house.at_doctor()
    console = at(opened(staff, server, "/pos/k3-dewasa"), "1")
    console.locator("[data-order='lab']").click()
    console.locator("[data-order='dahak']").click()
    console.locator("#finish").click()
    console.locator(f"[data-served='{visit['id']}'] button").click()
    console.locator("[data-answer='cancel-order']").click()
    sputum = console.locator("[data-answer='cancel-lab-dahak']")
    expect(sputum).to_contain_text("Dahak dua kali")
    sputum.click()
    expect(console.locator("#dialog")).to_be_hidden()
    expect(console.locator("#message")).to_be_hidden()
    stops = [
        (s["status"], [one["code"] for one in s["orders"]])
        for s in house.ask("GET", f"visits/{visit['id']}")["stops"]
        if s["station"] == "lab"
    ]
    assert stops == [("waiting", ["lab"]), ("skipped", ["dahak"])]


def test_one_person_serves_two_rooms(staff: BrowserContext, server: Server) -> None:
    house = House(server)
    house.desks("skrining/1")
    (visit,) = house.waiting_for_screening(1)
    console = at(opened(staff, server, "/pos/k3-dewasa"), "1")
    console.locator("#serve-other").click()
    console.locator("[data-answer='skrining-1']").click()
    expect(console.locator("#other")).to_contain_text("Skrining")
    expect(console.locator("#call-next")).to_be_enabled()
    console.keyboard.press(" ")
    expect(console).to_have_url(f"{server.url}/pos/skrining")
    expect(console.locator("#ticket")).to_have_text(visit["ticket"])
    expect(console.locator("#other")).to_contain_text("dewasa")
    console.locator("#leave-other").click()
    expect(console.locator("#serve-other")).to_be_visible()


def test_who_would_come_in_the_other_room_is_said(staff: BrowserContext, server: Server) -> None:
    house = House(server)
    house.desks("skrining/1")
    console = at(opened(staff, server, "/pos/k3-dewasa"), "1")
    console.locator("#serve-other").click()
    console.locator("[data-answer='skrining-1']").click()
    expect(console.locator("#now .idle")).to_contain_text("di sini maupun di Skrining")
    expect(console.locator("#call-next")).to_be_disabled()
    (visit,) = house.waiting_for_screening(1)
    expect(console.locator("#now .idle")).to_contain_text(f"Berikutnya {visit['ticket']} di Skrin")
    expect(console.locator("#other")).to_contain_text("1 menunggu")
    expect(console.locator("#call-next")).to_be_enabled()


def test_death_is_asked_about_once_and_said_everywhere(
    staff: BrowserContext, server: Server
) -> None:
    house = House(server)
    house.desks("k3-dewasa/1", "skrining/1")
    visit = house.at_doctor()
    console = at(opened(staff, server, "/pos/k3-dewasa"), "1")
    console.locator("#outcome").select_option("rujuk")
    console.locator("#destination").select_option("rsud")
    expect(console.locator("#finish-and-call")).to_contain_text("Selesai: dirujuk ke RSUD")
    console.locator("#outcome").select_option("meninggal")
    expect(console.locator("#finish-and-call")).to_contain_text("Selesai: meninggal, lalu")
    expect(console.locator("#finish")).to_contain_text("Selesai: meninggal")
    expect(console.locator(".next b")).to_have_text("meninggal")
    console.locator("#finish").click()
    expect(console.locator("#dialog-close")).to_be_focused()
    console.keyboard.press("Enter")
    expect(console.locator("#status")).to_have_attribute("data-status", "serving")
    console.locator("#ticket").click()
    console.keyboard.press("s")
    console.locator("[data-answer='died']").click()
    expect(console.locator("#undoable")).to_contain_text("diselesaikan: meninggal")
    assert house.ask("GET", f"visits/{visit['id']}")["outcome"] == "meninggal"


def test_an_undo_finds_what_was_chosen(staff: BrowserContext, server: Server) -> None:
    house = House(server)
    house.desks("k3-dewasa/1", "skrining/1")
    house.at_doctor()
    console = at(opened(staff, server, "/pos/k3-dewasa"), "1")
    console.keyboard.press("1")
    console.locator("[data-order='farmasi']").click()
    chosen = console.locator(".chip.on")
    expect(chosen).to_have_count(2)
    expect(console.locator("#review")).to_be_checked()
    console.locator("#review").uncheck()
    console.locator("#finish").click()
    expect(console.locator("#undoable")).to_contain_text("diselesaikan")
    expect(console.locator("#actions .busy")).to_have_count(0)
    console.keyboard.press("z")
    expect(chosen).to_have_count(2)
    expect(console.locator("#review")).not_to_be_checked()
    console.reload()
    expect(chosen).to_have_count(2)


def test_who_is_called_and_who_is_apart_is_in_sight(staff: BrowserContext, server: Server) -> None:
    house = House(server)
    house.desks("skrining/1")
    house.waiting_for_screening(9)
    console = at(opened(staff, server, "/pos/skrining"), "1")
    console.keyboard.press(" ")
    expect(console.locator("#absent-in")).to_contain_text("otomatis tidak hadir dalam 02:")
    console.keyboard.press("t")
    expect(console.locator("#call-next")).to_be_enabled()
    console.keyboard.press(" ")
    expect(console.locator("#start")).to_be_visible()
    console.keyboard.press("h")
    expect(console.locator("#to-held")).to_be_in_viewport()
    expect(console.locator("#to-absent")).to_contain_text("Tidak hadir · 1")
    expect(console.locator("#held li")).not_to_be_in_viewport()
    console.keyboard.press("j")
    expect(console.locator("#held li button").first).to_be_focused()
    expect(console.locator("#held li")).to_be_in_viewport()
    expect(console.locator("#to-held")).to_be_in_viewport()

    ticket = console.locator("#held li").first.get_attribute("data-ticket")
    console.keyboard.press("Enter")
    row = console.locator(f"#waiting [data-ticket='{ticket}']")
    expect(row).to_be_in_viewport()
    expect(row.locator("button").first).to_be_focused()


def test_a_closed_desk_says_so(staff: BrowserContext, server: Server) -> None:
    House(server).desks("skrining/1")
    console = at(opened(staff, server, "/pos/skrining"), "1")
    console.locator("#close-desk").click()
    expect(console.locator("#desks [data-desk='1']")).to_have_text("Meja 1 · tutup")
    console.locator("#open-desk").click()
    expect(console.locator("#desks [data-desk='1']")).to_have_text("Meja 1")


def test_the_buttons_of_a_long_dialog_cover_nothing(staff: BrowserContext, server: Server) -> None:
    house = House(server)
    house.desks("k3-dewasa/1", "skrining/1")
    house.at_doctor()
    console = at(opened(staff, server, "/pos/k3-dewasa"), "1")
    console.keyboard.press("d")
    expect(console.locator("#dialog fieldset button").first).to_be_focused()
    expect(console.locator("#save-facts")).to_be_in_viewport(ratio=1)
    expect(console.locator("#dialog-close")).to_be_in_viewport(ratio=1)
    last = console.locator("#dialog fieldset").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)
    below, above = last.bounding_box(), console.locator("#save-facts").bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] + below["height"] <= above["y"]


def test_a_push_button_is_taught_once_and_means_the_big_one(
    staff: BrowserContext, server: Server
) -> None:
    house = House(server)
    house.desks("skrining/1")
    (visit,) = house.waiting_for_screening(1)
    console = at(opened(staff, server, "/pos/skrining"), "1")
    console.click("#push-button")
    expect(console.locator("dialog")).to_be_visible()
    console.keyboard.press("PageDown")
    expect(console.locator("dialog")).to_be_hidden()
    expect(console.locator("#call-next")).to_be_enabled()
    console.keyboard.press("PageDown")
    expect(console.locator("#ticket")).to_have_text(visit["ticket"])
    console.reload()
    at(console, "1")
    expect(console.locator("#start")).to_be_visible()
    console.keyboard.press("PageDown")
    expect(console.locator("#finish")).to_be_visible()
    console.click("#push-button")
    console.click("#forget-button")
    console.keyboard.press("PageDown")
    expect(console.locator("#finish")).to_be_visible()
