"""Every page in the states in which it is seen, light and dark: open to everybody (WCAG 2.2 AA by axe), light to load, from here.

Pictures of all of them are kept where ALUR_PICTURES says.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

import web
from tests.browser.test_archive import old_days
from tests.browser.test_desks import WOMAN, House, at
from tests.browser.test_whole_day import PC, PHONE, TV, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

AXE = Path(web.__file__).parent / "client" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("ALUR_PICTURES")

State = Callable[[Page], object]


@dataclass(frozen=True)
class Seen:
    """A page in one state. `requests` (the line's own not counted) and `kilobytes` are the most that its first load may cost."""

    path: str
    size: dict[str, int]
    signed_in: bool = True
    state: State = lambda page: None
    requests: int = 8
    kilobytes: int = 120
    status: int = 200
    is_dark_too: bool = True


def chosen(page: Page) -> None:
    page.locator("#search").fill("Siti Aminah")
    page.locator("#hits li").first.click()
    expect(page.locator("#issue")).to_be_enabled()


def asked_to_book(page: Page) -> None:
    chosen(page)
    page.keyboard.press("F9")
    expect(page.locator("#booking-slot option").nth(1)).to_be_attached()


def entered(page: Page) -> None:
    page.keyboard.press("F2")
    page.locator("#person-name").fill("Siti Aminah")
    page.locator("#person-nik").fill("3204")
    page.locator("#person-birth_date").focus()


def other_ways(page: Page) -> None:
    at(page, "1")
    page.locator("#now").get_by_role("button", name="Lainnya").or_(
        page.locator("#more")
    ).first.click()
    expect(page.locator("dialog")).to_be_visible()


def asked_for_code(page: Page) -> None:
    page.locator("#have-booking").click()
    page.locator(".key").first.click()


def drawn(page: Page) -> None:
    page.locator("[data-choice]").first.click()
    expect(page.locator("#number")).to_be_visible()


def days_opened(page: Page) -> None:
    for summary in page.locator("#days summary").all():
        summary.click()


def last_move(page: Page) -> None:
    page.locator("a[href^='/admin/arsip/']:not([href*=berkas])").last.click()
    expect(page.locator("#result")).to_be_visible()


PAGES = {
    "masuk": Seen("/masuk", PC, signed_in=False),
    "depan": Seen("/", PC),
    "gaya": Seen("/gaya", PC),
    "tidak-ada": Seen("/tidak-ada", PC, signed_in=False, status=404),
    "loket": Seen("/loket", PC),
    "loket-dipilih": Seen("/loket", PC, state=chosen),
    "loket-janji": Seen("/loket", PC, state=asked_to_book),
    "loket-baru": Seen("/loket", PC, state=entered),
    "pos": Seen("/pos", PC),
    "konsol": Seen("/pos/k3-dewasa", PC, state=lambda page: at(page, "1")),
    "konsol-antre": Seen("/pos/skrining", PC, state=lambda page: at(page, "2")),
    "konsol-telepon": Seen("/pos/k3-dewasa", PHONE, state=lambda page: at(page, "1")),
    "aturan": Seen("/aturan", PC, requests=9, kilobytes=130),
    "lantai": Seen("/lantai", PC),
    **{
        f"admin-{part}": Seen(f"/admin/{part}", PC, kilobytes=130)
        for part in (
            *("hari", "pos", "orang", "program"),
            *("jejak", "perangkat", "media", "impor", "arsip"),
        )
    },
    "admin-arsip-hari": Seen("/admin/arsip", PC, state=days_opened, kilobytes=130),
    "admin-arsip-berkas": Seen("/admin/arsip/berkas/{file}", PC, kilobytes=130),
    "admin-arsip-selesai": Seen("/admin/arsip", PHONE, state=last_move, kilobytes=130),
    "tv": Seen("/tv", TV, signed_in=False, is_dark_too=False),
    "papan-daftar": Seen("/papan", PC, signed_in=False),
    "papan": Seen("/papan/utama", TV, signed_in=False, is_dark_too=False),
    "kios": Seen("/kios", PC, is_dark_too=False),
    "kios-kode": Seen("/kios", PC, state=asked_for_code, is_dark_too=False),
    "kios-nomor": Seen("/kios", PC, state=drawn, is_dark_too=False),
    "kios-telepon": Seen("/kios", PHONE, is_dark_too=False),
    "tiket": Seen("/tiket/{visit}", PHONE, signed_in=False, kilobytes=60),
    "tiket-hilang": Seen("/tiket/tidak-ada", PHONE, signed_in=False, status=404),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    data = tmp_path_factory.mktemp("rumah") / "data"
    old_days(data, days=3, tickets=4)
    with Server(data) as server:
        yield server, a_morning(server)


def a_morning(server: Server) -> str:
    """Under way: somebody is served, somebody called, many wait. The visit whose phone we look at."""
    server.account("sri", "admin")
    others = House(server)
    patient = {"name": "Siti Aminah", "birth_date": "1991-08-30", "sex": "female"}
    others.ask("POST", "patients", patient)
    others.desks("skrining/1", "skrining/2", "k3-dewasa/1", "loket/1")
    others.at_doctor()
    others.waiting_for_screening(9)
    others.ask("POST", "stations/skrining/calls", {"desk": "1"})
    mine = others.ask("POST", "visits", {"facts": WOMAN, "station": "loket"})
    others.ask("POST", "visits")
    return str(mine["id"])


@pytest.fixture(scope="module")
def contexts(chromium: Browser, house: tuple[Server, str]) -> dict[bool, BrowserContext]:
    signed_in = window(chromium, PC)
    page = signed_in.new_page()
    sign_in(page, house[0], "sri")
    archive_a_day(page, house[0])
    return {True: signed_in, False: window(chromium, PC)}


def archive_a_day(page: Page, server: Server) -> None:
    """The oldest; its file is looked at."""
    page.goto(f"{server.url}/admin/arsip")
    days_opened(page)
    page.locator("#days [name=day]").last.check()
    page.locator("#days [value=chosen]").click()
    expect(page.locator("#result")).to_be_visible()


def address(seen: Seen, server: Server, visit: str) -> str:
    """Where the page is, with this visit and the file of the archive."""
    file = next(path.name for path in (server.data / "archive").glob("*.gz"))
    return server.url + seen.path.format(visit=visit, file=file)


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_it(
    name: str, house: tuple[Server, str], contexts: dict[bool, BrowserContext]
) -> None:
    seen, (server, visit) = PAGES[name], house
    page = contexts[seen.signed_in].new_page()
    page.set_viewport_size(seen.size)  # type: ignore[arg-type]
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))
    answer = page.goto(address(seen, server, visit), wait_until="networkidle")
    assert answer is not None
    assert answer.status == seen.status
    cost = sum(one.request.sizes()["responseBodySize"] for one in loaded if one.ok) / 1000
    assert {one.url.startswith(server.url) for one in loaded} == {True}, "from elsewhere"
    files = [one.url for one in loaded if "/socket.io/" not in one.url]
    assert len(files) <= seen.requests, files
    assert cost <= seen.kilobytes, f"{cost:.0f} kB"

    seen.state(page)
    for look in ("light", "dark") if seen.is_dark_too else ("light",):
        page.emulate_media(color_scheme=look)  # type: ignore[arg-type]
        page.wait_for_timeout(50)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{look}.png")
        assert violations(page) == [], look
    page.close()


def violations(page: Page) -> list[str]:
    """What axe finds, each with the elements and what is wrong with them."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
