"""Two people open one desk: both are told who else is there, nothing moves, and nobody is locked out. In two real windows."""

import os
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.test_desks import House, at
from tests.browser.test_every_page import violations
from tests.browser.test_whole_day import PC, PHONE, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ALUR_PICTURES")
NETBOOK = {"width": 1366, "height": 650}
BUDI = re.compile(r"^Meja 1 juga dibuka oleh budi sejak \d\d\.\d\d\.$")
ANI = re.compile(r"^Meja 1 juga dibuka oleh ani sejak \d\d\.\d\d\.$")


LISTEN = """() => {
    window.said = [];
    const box = document.getElementById("company");
    const hear = new MutationObserver(() => window.said.push(box.textContent));
    hear.observe(box, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def house(server: Server) -> House:
    server.account("ani", "station")
    house = House(server)
    house.desks("loket/1", "skrining/1", "k3-dewasa/1")
    return house


def staff(
    chromium: Browser, server: Server, name: str, size: dict[str, int] = PC
) -> BrowserContext:
    context = window(chromium, size)
    sign_in(context.new_page(), server, name)
    return context


def company(page: Page) -> Locator:
    return page.locator("#company")


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/berdua-{name}.png")


def place(page: Page, button: str) -> list[float]:
    """Where it stands on its page, however far that is scrolled."""
    expect(page.locator(button)).to_be_visible()
    where: list[float] = page.evaluate(
        """one => {
            const button = document.querySelector(one), box = button.getBoundingClientRect();
            const stays = getComputedStyle(button).position === "fixed"; // in the window, wherever the page is
            const [x, y] = stays ? [0, 0] : [window.scrollX, window.scrollY];
            return [box.left + x, box.top + y, box.width, box.height].map(Math.round);
        }""",
        button,
    )
    return where


@pytest.mark.parametrize(
    ("size", "name"), [(PC, "konsol"), (NETBOOK, "netbook"), (PHONE, "telepon")]
)
def test_both_are_told_and_the_big_button_stays(
    chromium: Browser, server: Server, house: House, size: dict[str, int], name: str
) -> None:
    visit = house.at_doctor()
    first = at(opened(staff(chromium, server, "budi", size), server, "/pos/k3-dewasa"), "1")
    expect(first.locator("#ticket")).to_have_text(visit["ticket"])
    expect(first.locator("#finish-and-call")).to_be_enabled()
    expect(company(first)).to_have_text("")
    before = place(first, "#finish-and-call"), place(first, "[data-order='lab']")
    first.locator("#outcome").focus()

    second = at(opened(staff(chromium, server, "ani", size), server, "/pos/k3-dewasa"), "1")
    expect(company(second)).to_have_text(BUDI)
    expect(company(first)).to_have_text(ANI)
    assert (place(first, "#finish-and-call"), place(first, "[data-order='lab']")) == before
    expect(first.locator("#outcome")).to_be_focused()
    expect(company(first)).to_have_attribute("role", "status")
    assert violations(first) == []
    picture(first, name)

    second.locator("[data-order='lab']").click()
    second.locator("#finish").click()
    expect(first.locator("#call-next")).to_be_visible()


def test_who_goes_is_gone_and_the_server_comes_back(
    chromium: Browser, server: Server, house: House
) -> None:
    first = at(opened(staff(chromium, server, "budi"), server, "/pos/skrining"), "1")
    second = at(opened(staff(chromium, server, "ani"), server, "/pos/skrining"), "1")
    expect(company(first)).to_have_text(ANI)
    picture(first, "konsol-kosong")
    since = company(second).text_content()

    server.kill()
    expect(company(first)).to_have_text("", timeout=20_000)
    server.start()
    expect(company(first)).to_have_text(ANI, timeout=30_000)
    expect(company(second)).to_have_text(since or "")

    second.close()
    expect(company(first)).to_have_text("", timeout=10_000)


def test_a_reload_is_no_second_screen(chromium: Browser, server: Server, house: House) -> None:
    first = at(opened(staff(chromium, server, "budi"), server, "/pos/skrining"), "1")
    second = at(opened(staff(chromium, server, "ani"), server, "/pos/skrining"), "1")
    expect(company(first)).to_have_text(ANI)
    first.evaluate(LISTEN)
    second.reload()
    expect(company(second)).to_have_text(BUDI)
    first.wait_for_timeout(3_000)  # longer than who has left is still shown
    assert first.evaluate("window.said") == [], "nothing is said of a reload"
    expect(company(first)).to_have_text(ANI)


def test_one_person_on_two_screens_and_who_moves_on(
    chromium: Browser, server: Server, house: House
) -> None:
    house.desks("k3-dewasa/2")
    budi = staff(chromium, server, "budi")
    first = at(opened(budi, server, "/pos/k3-dewasa"), "1")
    second = at(opened(budi, server, "/pos/k3-dewasa"), "1")
    for page in (first, second):
        expect(company(page)).to_have_text("Anda membuka meja ini di layar lain juga.")
    picture(first, "sendiri")
    at(second, "2")
    expect(company(second)).to_have_text("")
    expect(company(first)).to_have_text("", timeout=10_000)


def test_the_counter_tells_it_too_in_english(
    chromium: Browser, server: Server, house: House
) -> None:
    sri = opened(staff(chromium, server, "sri"), server, "/loket?lang=en")
    sri.locator("#desks [data-desk='1']").click()
    sri.keyboard.press("F2")
    expect(sri.locator("#person-name")).to_be_focused()
    before = place(sri, "#issue")
    budi = at(opened(staff(chromium, server, "budi"), server, "/pos/loket"), "1")
    expect(company(sri)).to_have_text(re.compile(r"^Also at desk 1: budi since \d\d:\d\d\.$"))
    expect(company(budi)).to_contain_text("Meja 1 juga dibuka oleh sri sejak")
    assert place(sri, "#issue") == before
    expect(sri.locator("#person-name")).to_be_focused()
    assert violations(sri) == []
    picture(sri, "loket")


def test_who_serves_a_desk_from_another_room_is_there_too(
    chromium: Browser, server: Server, house: House
) -> None:
    first = at(opened(staff(chromium, server, "budi"), server, "/pos/k3-dewasa"), "1")
    first.locator("#serve-other").click()
    first.locator("[data-answer='skrining-1']").click()
    second = at(opened(staff(chromium, server, "ani"), server, "/pos/skrining"), "1")
    expect(company(second)).to_have_text(BUDI)
    expect(company(first)).to_contain_text(": Meja 1 juga dibuka oleh ani sejak")
    picture(first, "dua-ruang")
    first.locator("#leave-other").click()
    expect(company(first)).to_have_text("")
    expect(company(second)).to_have_text("", timeout=10_000)
