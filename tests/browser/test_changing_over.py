"""One PC, two people in a day: who is signed in is seen, the next one goes on there, nothing typed is lost unasked."""

import os

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_desks import House, at
from tests.browser.test_every_page import violations
from tests.browser.test_whole_day import PC, PHONE, opened, sign_in, window
from tests.live.server import PASSWORD, Server

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ALUR_PICTURES")
SMALL = {"width": 360, "height": 740}
QUESTION = "#dialog[open]"


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/ganti-{name}.png")


def come(page: Page, name: str) -> None:
    """The next one signs in on the form that is shown."""
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")


def staff(chromium: Browser, server: Server, name: str, size: dict[str, int], path: str) -> Page:
    context = window(chromium, size)
    sign_in(context.new_page(), server, name)
    return opened(context, server, path)


def fits(page: Page) -> bool:
    """Nothing of the page lies beyond its right edge."""
    fitting: bool = page.evaluate(
        "() => document.documentElement.scrollWidth <= window.innerWidth"
        " && [...document.querySelectorAll('.bar *')].every((one) => one.getBoundingClientRect().right <= window.innerWidth)"
    )
    return fitting


def test_a_console_by_keyboard(chromium: Browser, server: Server) -> None:
    server.account("ani", "station")
    house = House(server)
    house.desks("skrining/1", "k3-dewasa/1")
    visit = house.at_doctor()
    console = at(staff(chromium, server, "budi", PC, "/pos/k3-dewasa"), "1")
    expect(console.locator("#officer")).to_have_text("budi")
    console.locator("[data-order='lab']").click()
    console.locator("#change-over").focus()
    console.keyboard.press("Space")
    expect(console.locator(QUESTION)).to_contain_text("budi")
    expect(console.locator(f"{QUESTION} .warn")).to_have_count(0)
    assert violations(console) == []
    console.keyboard.press("Escape")
    expect(console.locator(QUESTION)).to_have_count(0)
    expect(console.locator("#ticket")).to_have_text(visit["ticket"])

    console.locator("#change-over").focus()
    console.keyboard.press("Enter")
    expect(console.locator(QUESTION)).to_be_visible()
    picture(console, "konsol")
    console.keyboard.press("Enter")
    come(console, "ani")
    console.wait_for_url(f"{server.url}/pos/k3-dewasa")
    expect(console.locator("#officer")).to_have_text("ani")
    expect(console.locator("#ticket")).to_have_text(visit["ticket"])
    expect(console.locator("[data-order='lab']")).to_have_attribute("aria-pressed", "true")


def test_what_is_typed_at_the_desk_is_not_lost_unasked(chromium: Browser, server: Server) -> None:
    desk = staff(chromium, server, "sri", PC, "/loket")
    desk.keyboard.press("F2")
    desk.fill("#person-name", "Siti Aminah")
    desk.locator("#change-over").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(f"{QUESTION} .warn")).to_contain_text("akan hilang")
    expect(desk.locator("#dialog-close")).to_be_focused()
    picture(desk, "loket-diketik")
    desk.keyboard.press("Enter")
    expect(desk.locator("#person-name")).to_have_value("Siti Aminah")

    server.kill()
    desk.locator("#change-over").focus()
    desk.keyboard.press("Enter")
    desk.locator("#change-over-now").click()
    expect(desk.locator("#message")).to_contain_text("Server tidak terjangkau")
    expect(desk.locator("#person-name")).to_have_value("Siti Aminah")
    server.start()


def test_the_name_is_that_of_who_presses(chromium: Browser, server: Server) -> None:
    """Somebody signs in in another tab: the first press here is theirs, and the page says so."""
    server.account("ani", "registration")
    desk = staff(chromium, server, "sri", PC, "/loket")
    sign_in(desk.context.new_page(), server, "ani")
    desk.keyboard.press("F4")
    expect(desk.locator("#issued-number, .issued .num").first).to_be_visible()
    expect(desk.locator("#officer")).to_have_text("ani")


@pytest.mark.parametrize(
    ("name", "path", "button"),
    [("sri", "/loket", "#call-next"), ("budi", "/pos/k3-dewasa", "#actions .btn.main")],
)
@pytest.mark.parametrize("size", [PC, {"width": 1024, "height": 650}, PHONE, SMALL])
def test_it_takes_no_room(
    chromium: Browser, server: Server, name: str, path: str, button: str, size: dict[str, int]
) -> None:
    House(server).desks("k3-dewasa/1", "loket/1")
    page = at(staff(chromium, server, name, size, path), "1")
    expect(page.locator("#change-over")).to_be_visible()
    where = "one => Math.round(document.querySelector(one).getBoundingClientRect().top + window.scrollY)"
    expect(page.locator(button)).to_be_visible()
    there = page.evaluate(where, button)
    picture(page, f"{path.strip('/').replace('/', '-')}-{size['width']}")
    assert fits(page)
    box = page.locator("#change-over").bounding_box()
    assert box
    assert box["height"] >= 36
    page.evaluate("() => { document.querySelector('.officer').hidden = true; }")
    assert page.evaluate(where, button) == there


def test_by_touch_on_a_page_without_a_script(chromium: Browser, server: Server) -> None:
    server.account("dewi", "admin")
    context = chromium.new_context(viewport=SMALL, has_touch=True)
    page = context.new_page()
    sign_in(page, server, "dewi")
    page.goto(f"{server.url}/admin/orang")
    expect(page.locator("#officer")).to_have_text("dewi")
    page.locator("#change-over").tap()
    expect(page.locator(".officer")).to_contain_text("hilang")
    picture(page, "admin")
    assert fits(page)
    assert violations(page) == []
    page.locator("#change-over-now").tap()
    come(page, "dewi")
    page.wait_for_url(f"{server.url}/admin/orang")
