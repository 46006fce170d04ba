"""What a TV says of its rooms: who is next and who is not yet, a room without staff, and a call that fits its card."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.test_desks import WOMAN, House
from tests.browser.test_whole_day import TV, opened, window
from tests.live.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def house(server: Server) -> House:
    return House(server)


def tv(chromium: Browser, server: Server, board: str) -> Page:
    return opened(window(chromium, TV), server, f"/papan/{board}")


def room(screen: Page, station: str) -> Locator:
    return screen.locator(f"[data-station='{station}']")


def test_a_room_without_staff_says_so_calmly(
    chromium: Browser, server: Server, house: House
) -> None:
    house.desks("skrining/1")
    screen = tv(chromium, server, "utama")
    expect(room(screen, "k3-dewasa").locator(".none")).to_have_text("tutup")
    (visit,) = house.waiting_for_screening(1)
    house.ask("DELETE", "stations/skrining/desks/1/opening")
    skrining = room(screen, "skrining")
    expect(skrining.locator(".none")).to_have_text("menunggu petugas")
    expect(skrining.locator(".wait")).to_have_text(f"antrean{visit['ticket']}")
    house.desks("skrining/1")
    expect(skrining.locator(".wait")).to_have_text(f"berikutnya{visit['ticket']}")
    house.ask("POST", "stations/skrining/desks/1/pause")
    expect(skrining.locator(".none")).to_have_text("istirahat sebentar")


def test_who_is_elsewhere_or_beside_is_not_next(
    chromium: Browser, server: Server, house: House
) -> None:
    house.desks("skrining/1", "k3-dewasa/1", "lab/1", "gigi/1")
    visit = house.at_doctor()
    house.ask("POST", f"visits/{visit['id']}/finishes", {"orders": ["lab", "gigi"]})
    house.ask("POST", "stations/lab/calls", {"desk": "1"})
    screen = tv(chromium, server, "penunjang")
    expect(room(screen, "gigi").locator(".wait")).to_have_text(f"nanti{visit['ticket']}")

    mother, child, other = house.waiting_for_screening(3)
    house.ask("POST", f"visits/{mother['id']}/family", {"with": [child["id"]], "together": True})
    house.ask(
        "POST", "stations/skrining/calls", {"desk": "1", "visit": mother["id"], "reason": "uji"}
    )
    main = tv(chromium, server, "utama")
    expect(room(main, "skrining").locator(".now")).to_contain_text(f"+ {child['ticket']}")
    expect(room(main, "skrining").locator(".wait")).to_have_text(f"berikutnya{other['ticket']}")


def test_two_desks_are_named_alike_and_a_call_fits_its_card(
    chromium: Browser, server: Server, house: House
) -> None:
    house.desks("skrining/1", "lab/1", "lab/2")
    screen = tv(chromium, server, "penunjang")
    visits = [
        house.ask("POST", "visits", {"facts": WOMAN | {"service": "lab"}, "station": "loket"})
        for _ in range(6)
    ]
    for visit in visits:
        about = {"desk": "1", "visit": visit["id"], "reason": "uji"}
        house.ask("POST", "stations/skrining/calls", about)
        house.ask("POST", f"visits/{visit['id']}/starts")
        house.ask("POST", f"visits/{visit['id']}/finishes")
    for visit in visits[:4]:
        house.ask(
            "POST", "stations/lab/calls", {"desk": "1", "visit": visit["id"], "reason": "uji"}
        )
        house.ask("POST", f"visits/{visit['id']}/absences")
    house.ask("POST", f"visits/{visits[4]['id']}/family", {"with": [visits[5]["id"]]})
    for desk, visit in (("1", visits[3]), ("2", visits[4])):
        house.ask(
            "POST", "stations/lab/calls", {"desk": desk, "visit": visit["id"], "reason": "uji"}
        )
    desks = room(screen, "lab").locator(".one small")
    expect(desks).to_have_text(["meja 2", "meja 1"])
    expect(screen.locator("#recent li")).to_have_count(5)
    card = screen.locator("#call")
    expect(card).to_contain_text("Laboratorium")
    assert card.evaluate("(card) => card.scrollHeight <= card.clientHeight")


BEYOND = """() => [...document.querySelectorAll(".st")].flatMap((card) => {
    const edge = card.getBoundingClientRect();
    return [...card.querySelectorAll("h2, .one b, .one small")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && (box.right > edge.right + 1 || box.bottom > edge.bottom + 1 || box.top < edge.top - 1);
    }).map((one) => `${document.querySelectorAll(".st").length} rooms: ${one.textContent}`);
})"""


def test_two_busy_desks_fit_whatever_the_number_of_rooms(
    chromium: Browser, server: Server, house: House
) -> None:
    house.desks("skrining/1", "skrining/2")
    for desk, visit in zip(("1", "2"), house.waiting_for_screening(2), strict=True):
        house.ask(
            "POST", "stations/skrining/calls", {"desk": desk, "visit": visit["id"], "reason": "uji"}
        )
    cut_off = []
    for count in range(1, 9):
        context = window(chromium, TV)
        context.route("**/papan/utama", so_many_rooms(count))
        screen = opened(context, server, "/papan/utama")
        expect(screen.locator(".st .one b")).to_have_count(2 * count)
        cut_off += screen.evaluate(BEYOND)
        context.close()
    assert cut_off == []


def so_many_rooms(count: int) -> Callable[[Route], None]:
    """The page of a board with the same room so many times."""
    rooms = json.dumps(["skrining"] * count)

    def answer(route: Route) -> None:
        page = route.fetch()
        body = re.sub(r'"stations":\s*\[[^]]*\]', f'"stations": {rooms}', page.text())
        route.fulfill(response=page, body=body)

    return answer


def test_what_is_stale_tells_its_age(chromium: Browser, server: Server) -> None:
    context = window(chromium, TV)
    context.clock.install()
    screen = opened(context, server, "/papan/utama")
    server.kill()
    expect(screen.locator("html")).to_have_attribute("data-line", "lost", timeout=30_000)
    pill = screen.locator("#connection")
    for passed, words in (
        ("11:00", r"pukul \d\d\.\d\d, 1[12] menit lalu$"),
        ("24:00:00", r"data \d+ \w+ \d{4} pukul \d\d\.\d\d$"),
    ):
        context.clock.fast_forward(passed)
        expect(pill).to_have_text(re.compile(words))
        card = screen.locator("footer")
        assert card.evaluate("(card) => card.scrollWidth <= card.clientWidth")
