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
            self.ask("POST", f"stations/{station}/calls", {"desk": "1", "visit": visit["id"]})
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
