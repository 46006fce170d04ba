"""Each screen as it is really seen: nobody there yet, ninety people waiting, in mid-call, an error, the line lost.

Each says what it has to say, nothing runs out of the picture, axe finds nothing. Pictures are kept where ALUR_PICTURES says.
"""

import os
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_desks import House, at
from tests.browser.test_every_page import violations
from tests.browser.test_tv_words import BEYOND
from tests.browser.test_whole_day import PC, PHONE, TV, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ALUR_PICTURES")
WAITING = 90  # at 07:05

PATHS = {
    "loket": ("/loket", PC),
    "konsol": ("/pos/skrining", PC),
    "konsol-telepon": ("/pos/skrining", PHONE),
    "papan": ("/papan/utama", TV),
    "lantai": ("/lantai", PC),
}
TALL = {"width": 1080, "height": 1920}


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("rumah") / "data") as running:
        running.account("sri", "admin")
        yield running


@pytest.fixture
def screens(chromium: Browser, server: Server) -> dict[str, Page]:
    """All screens of the house, each in its own size; the kiosk is no line's screen."""
    shown = {}
    for name, (path, size) in PATHS.items():
        context = window(chromium, size)
        sign_in(context.new_page(), server, "sri")
        shown[name] = opened(context, server, path)
    context = window(chromium, TALL)
    sign_in(context.new_page(), server, "sri")
    shown["kios"] = context.new_page()
    shown["kios"].goto(f"{server.url}/kios")
    return shown


def test_every_screen_in_every_state(
    chromium: Browser, server: Server, screens: dict[str, Page]
) -> None:
    house = House(server)
    seen(
        "kosong",
        screens,
        {
            "loket": "Menunggu di loket · 0",
            "konsol": "Pilih meja Anda di atas",
            "konsol-telepon": "Pilih meja Anda di atas",
            "papan": "tutup",
            "lantai": "0 pasien di dalam",
            "kios": "Apa keperluan Anda hari ini?",
        },
    )

    house.desks("loket/1", "skrining/1", "skrining/2", "k3-dewasa/1")
    visits = house.waiting_for_screening(WAITING)
    for _ in range(20):
        house.ask("POST", "visits", {"facts": {"service": "gigi"}})
    ticket = opened(window(chromium, PHONE), server, f"/tiket/{visits[3]['id']}")
    screens["tiket"] = ticket
    for name in ("konsol", "konsol-telepon"):
        at(screens[name], "1" if name == "konsol" else "2")
    screens["loket"].click("[data-desk='1']")
    seen(
        "ramai",
        screens,
        {
            "loket": "Menunggu di loket · 20",
            "konsol": f"Menunggu · {WAITING}",
            "konsol-telepon": f"Menunggu · {WAITING}",
            "papan": "berikutnya",
            "lantai": f"{WAITING + 20} pasien di dalam",
            "kios": "Apa keperluan Anda hari ini?",
            "tiket": visits[3]["ticket"],
        },
    )

    for name in ("konsol", "konsol-telepon"):
        screens[name].locator("#call-next").click()
        expect(screens[name].locator("#ticket")).to_be_visible()
    screens["loket"].keyboard.press("F8")
    house.ask("POST", f"visits/{visits[0]['id']}/starts")
    seen(
        "dipanggil",
        screens,
        {
            "loket": "di meja ini: cari pasiennya",
            "konsol": "Sedang dilayani",
            "konsol-telepon": "Dipanggil",
            "papan": "silakan menuju",
            "lantai": visits[0]["ticket"],
            "tiket": visits[3]["ticket"],
        },
    )

    screens["loket"].keyboard.press("F8")
    screens["konsol"].keyboard.press("p")
    seen(
        "galat",
        {name: screens[name] for name in ("loket", "konsol")},
        {"loket": "masih menangani", "konsol": "Pindahkan"},
    )
    screens["konsol"].keyboard.press("Escape")

    server.kill()
    for page in screens.values():
        if page is not screens["kios"]:
            expect(page.locator("html")).to_have_attribute("data-line", "lost", timeout=30_000)
    lost = {name: "terputus" for name in screens if name != "kios"}
    seen("putus", screens, lost | {"kios": "Sebentar"})


def seen(state: str, screens: Mapping[str, Page], words: Mapping[str, str]) -> None:
    """Each screen says its words, whole, and can be used by everybody."""
    for name, said in words.items():
        page = screens[name]
        page.wait_for_function("(said) => document.body.innerText.includes(said)", arg=said)
        page.wait_for_timeout(300)  # what moves in has come
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{state}.png")
        if name == "papan":  # it moves a little, so that nothing burns in
            assert page.evaluate(BEYOND) == [], state
        else:
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, f"{name} {state} runs out of the picture"
        assert violations(page) == [], f"{name} {state}"
