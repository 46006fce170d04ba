"""One patient's whole day in real windows: registered in one, called in the second, seen and heard on the third.

No reload anywhere.
"""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live.server import PASSWORD, Server

pytestmark = pytest.mark.browser

LISTEN = """
window.heard = [];
window.tones = 0;
document.addEventListener("alur:announced", (event) => window.heard.push(event.detail));
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) { window.tones += 1; return start.apply(this, at); };
window.print = () => { window.printed = (window.printed || 0) + 1; };
"""
expect.set_options(timeout=15_000)  # the machine may be busy; nothing here is a measurement

PC = {"width": 1366, "height": 768}
TV = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}


def test_from_the_door_to_the_way_home(chromium: Browser, server: Server) -> None:
    desk = signed_in(chromium, server, "sri", "/loket")
    staff = window(chromium, PC)
    sign_in(staff.new_page(), server, "budi")
    consoles = {
        code: opened(staff, server, f"/pos/{code}")
        for code in ("skrining", "k3-dewasa", "lab", "farmasi")
    }
    main, support = (
        opened(window(chromium, TV), server, f"/papan/{code}") for code in ("utama", "penunjang")
    )
    pages = [desk, main, support, *consoles.values()]
    for page in pages:
        page.evaluate("window.sameWindow = true")

    ticket, visit = register(desk)
    phone = opened(window(chromium, PHONE), server, f"/tiket/{visit}")
    expect(phone.locator("#number")).to_have_text(ticket)
    expect(phone.locator("#me")).to_have_attribute("data-status", "waiting")

    call(consoles["skrining"], ticket)
    seen_and_heard(main, "skrining", ticket)
    expect(phone.locator("#me")).to_have_attribute("data-status", "called")
    finish(consoles["skrining"])

    call(consoles["k3-dewasa"], ticket)
    seen_and_heard(main, "k3-dewasa", ticket)
    finish(consoles["k3-dewasa"], orders=("lab",), review=True)

    call(consoles["lab"], ticket)
    seen_and_heard(support, "lab", ticket)
    finish(consoles["lab"])

    call(consoles["k3-dewasa"], ticket)
    seen_and_heard(main, "k3-dewasa", ticket, times=2)
    finish(consoles["k3-dewasa"], orders=("farmasi",))

    call(consoles["farmasi"], ticket)
    seen_and_heard(support, "farmasi", ticket)
    finish(consoles["farmasi"])

    expect(phone.locator("#me")).to_have_attribute("data-status", "over")
    expect(phone.locator("#me")).to_contain_text("pulang")
    for board in (main, support):
        expect(board.locator(f".one[data-ticket='{ticket}']")).to_have_count(0)
    for page in pages:
        assert page.evaluate("window.sameWindow") is True, "no page was loaded a second time"
    assert desk.evaluate("window.printed") == 1
    assert server.alur("verify").stderr == ""


def test_a_board_says_that_it_lost_its_line_and_heals(chromium: Browser, server: Server) -> None:
    board = opened(window(chromium, TV), server, "/papan/utama")
    server.kill()
    expect(board.locator("html")).to_have_attribute("data-line", "lost", timeout=20_000)
    expect(board.locator("#connection")).to_contain_text("terputus")

    server.start()
    expect(board.locator("html")).to_have_attribute("data-line", "live", timeout=30_000)
    client = server.client(server.token("admin"))
    api = f"{server.url}/api/v1"
    client.post(f"{api}/stations/loket/desks/1/opening", timeout=10)
    ticket = client.post(f"{api}/visits", json={}, timeout=10).json()["ticket"]
    client.post(f"{api}/stations/loket/calls", json={"desk": "1"}, timeout=10)
    seen_and_heard(board, "loket", ticket)


def test_the_kiosk_gives_a_number_by_touch(chromium: Browser, server: Server) -> None:
    context = window(chromium, PC)
    kiosk = context.new_page()
    sign_in(kiosk, server, "sri")
    kiosk.goto(f"{server.url}/kios")
    kiosk.locator("[data-choice]").first.click()
    expect(kiosk.locator("#number")).to_have_text("A-001")


# Windows


def window(browser: Browser, size: dict[str, int]) -> BrowserContext:
    context = browser.new_context(viewport=size, locale="id-ID")  # type: ignore[arg-type]
    context.add_init_script(LISTEN)
    context.set_default_timeout(15_000)
    return context


def opened(context: BrowserContext, server: Server, path: str) -> Page:
    """The page, connected."""
    page = context.new_page()
    page.goto(f"{server.url}{path}")
    expect(page.locator("html")).to_have_attribute("data-line", "live")
    return page


def sign_in(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.url}/masuk")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("#sign-in button[type=submit]")
    page.wait_for_url(f"{server.url}/")


def signed_in(browser: Browser, server: Server, name: str, path: str) -> Page:
    context = window(browser, PC)
    sign_in(context.new_page(), server, name)
    return opened(context, server, path)


# What people do


def register(desk: Page, name: str = "Pasien Contoh") -> tuple[str, str]:
    """A new patient at the counter: entered, routed, issued. The ticket and the visit."""
    desk.keyboard.press("F2")
    desk.fill("#person-name", name)
    desk.fill("#person-birth_date", "1980-05-05")
    desk.click("[data-sex=male]")
    expect(desk.locator("#route li[data-station='k3-dewasa']")).to_be_visible()
    expect(desk.locator("#route .otherwise")).to_contain_text("umur 60 tahun → Poli lansia")
    desk.click("#issue")
    issued = desk.locator("#issued[data-visit]")
    expect(issued).to_be_visible()
    visit = issued.get_attribute("data-visit")
    assert visit
    return issued.locator(".num").inner_text(), visit


def call(console: Page, ticket: str) -> None:
    """Open the desk if it is not, press the big button with the space bar, and see who is called."""
    desk = console.locator("#desks [data-desk='1']")
    if desk.get_attribute("data-open") == "false":
        desk.click()
    expect(console.locator(f"#waiting li[data-ticket='{ticket}']")).to_be_visible()
    console.locator("#call-next").wait_for()
    console.keyboard.press("Space")
    expect(console.locator("#ticket")).to_have_text(ticket)


def finish(console: Page, orders: tuple[str, ...] = (), *, review: bool = False) -> None:
    """Start, order, finish."""
    console.click("#start")
    for order in orders:
        console.click(f"[data-order='{order}']")
    if review:
        console.locator("#review").check()
    console.click("#finish")
    expect(console.locator("#call-next")).to_be_visible()


DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def seen_and_heard(board: Page, station: str, ticket: str, times: int = 1) -> None:
    """The number stands at its station, and the speaker has said it with sound: `times` so far, each call once."""
    shown = board.locator(f"[data-station='{station}'] .one[data-ticket='{ticket}']")
    expect(shown).to_be_visible()
    place = board.locator(f"[data-station='{station}'] h2").inner_text()
    spelled = ", ".join(
        DIGITS[int(sign)] if sign.isdigit() else sign for sign in ticket if sign != "-"
    )
    spoken = f"Nomor antrean, {spelled}. Silakan menuju {place.splitlines()[-1]}"
    board.wait_for_function(
        """([spoken, times]) =>
            window.heard.filter((call) => call.isHeard && call.text.startsWith(spoken)).length === times""",
        arg=[spoken, times],
    )
    positions = board.evaluate("window.heard.map((call) => call.position)")
    assert len(positions) == len(set(positions)), "a call is announced once"
    board.wait_for_function("(tones) => window.tones >= tones", arg=3 * len(positions))
