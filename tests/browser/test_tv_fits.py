"""Every shipped board on a busy morning: each number whole and large enough, however many rooms and however the screen is held."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from flow.rulebook import shipped
from tests.browser.test_desks import WOMAN, House
from tests.browser.test_whole_day import TV, opened, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ALUR_PICTURES")
HOUSES = ("typical", "kecil", "pustu", "rawat-inap", "besar")
SCREENS = {
    "tv": TV,
    "flat": {"width": 1366, "height": 640},
    "upright": {"width": 1080, "height": 1920},
}
TWO_AT_DESKS = 2
WAITING = 9
PARTS = {
    "at desks": ".st .one b",
    "waiting": ".st .wait .num",
    "called": "#recent b",
    "desk": ".st .one small",
}
LEAST_REM = {"at desks": 4.0, "waiting": 2.6, "called": 2.6, "desk": 1.7}
"""In 1/120 of the screen's width."""

CUT = """() => [...document.querySelectorAll(".st")].flatMap((card) => {
    const edge = card.getBoundingClientRect(), main = card.parentNode.getBoundingClientRect();
    const parts = [...card.querySelectorAll("h2, .none, .one b, .one small, .wait .num, .more:not([hidden]), .wait em")];
    const beyond = parts.filter((one) => {
        const box = one.getBoundingClientRect();
        const line = one.closest(".wait, .one, .head").getBoundingClientRect();
        return box.right > edge.right + 1 || box.bottom > Math.min(edge.bottom, line.bottom + 12) + 1 || box.top < edge.top - 1;
    }).map((one) => `${card.dataset.station}: ${one.textContent} is cut off`);
    const covered = parts.filter((one) => parts.some((other) => {
        if (one === other) return false;
        const a = one.getBoundingClientRect(), b = other.getBoundingClientRect(), slack = 0.12 * (a.height + b.height);
        return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - slack && b.top < a.bottom - slack;
    })).map((one) => `${card.dataset.station}: ${one.textContent} is covered`);
    return [...beyond, ...covered, ...(edge.bottom > main.bottom + 1 ? [`${card.dataset.station} ends below the board`] : [])];
})"""

SIZES = """(parts) => Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, Math.min(
    ...[...document.querySelectorAll(part)].map((one) => parseFloat(getComputedStyle(one).fontSize)
        / parseFloat(getComputedStyle(document.documentElement).fontSize)))]))"""

COUNTED = """() => [...document.querySelectorAll(".st")].map((card) => [card.dataset.station,
    card.querySelectorAll(".wait .num").length + Number((card.querySelector(".more") || {dataset: {count: 0}}).dataset.count)])"""


def shown_at_once(page: Page) -> list[str]:
    return page.locator(".st").evaluate_all("(cards) => cards.map((one) => one.dataset.station)")


def busy(house: House, stations: list[str], waiting: int) -> None:
    """At each of these stations somebody at two desks, where it has them, and others who wait."""
    desks = {
        one["code"]: list(one["desks"])[:TWO_AT_DESKS]
        for one in house.ask("GET", "stations")["stations"]
    }
    for station in stations:
        house.desks(*(f"{station}/{desk}" for desk in desks[station]))
        for number in range(len(desks[station]) + waiting):
            visit = arrived(house)
            came_to = next(
                stop["station"] for stop in visit["stops"] if stop["status"] == "waiting"
            )
            if station != came_to:
                house.ask(
                    "POST",
                    f"visits/{visit['id']}/transfers",
                    {"station": came_to, "to": station, "reason": "uji"},
                )
            if number < len(desks[station]):
                about = {"desk": desks[station][number], "visit": visit["id"], "reason": "uji"}
                house.ask("POST", f"stations/{station}/calls", about)


def arrived(house: House) -> Any:
    """Somebody who is registered and waits beyond the counter: who is not could be sent to no other one, and which counter is
    open depends on the hour.
    """
    counters = [one["code"] for one in house.ask("GET", "stations")["stations"] if one["registers"]]
    about = {"facts": WOMAN | {"service": "umum"}, "station": counters[0]}
    return house.ask("POST", "visits", about)


@pytest.mark.parametrize("name", HOUSES)
def test_every_shipped_board(chromium: Browser, tmp_path: Path, name: str) -> None:
    with Server(tmp_path / "data", rules=shipped(name)) as server:
        house = House(server)
        if not house.ask("GET", "stations")["day_open"]:
            house.ask("POST", "day/opening")
        busied: set[str] = set()
        for code, stations in boards(chromium, server).items():
            busy(house, [one for one in stations if one not in busied], WAITING)
            busied |= set(stations)
            for size, screen in SCREENS.items():
                context = window(chromium, screen)
                context.clock.install()
                page = opened(context, server, f"/papan/{code}")
                everything_is_readable(page, stations, f"{name}-{code}-{size}")
                context.close()


def boards(chromium: Browser, server: Server) -> dict[str, list[str]]:
    """The boards of the house, and their stations."""
    page = window(chromium, TV).new_page()
    page.goto(f"{server.url}/papan")
    found = {}
    for code in page.locator("[data-board]").evaluate_all(
        "(all) => all.map((one) => one.dataset.board)"
    ):
        page.goto(f"{server.url}/papan/{code}")
        found[code] = page.evaluate(
            "() => JSON.parse(document.getElementById('page').textContent).stations"
        )
    return found


def everything_is_readable(page: Page, stations: list[str], name: str) -> None:
    seen: list[str] = []
    while not set(stations) <= set(seen):
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/papan-{name}-{len(seen)}.png")
        at_once = shown_at_once(page)
        assert not set(at_once) & set(seen), f"{name}: {seen} and then {at_once}"
        assert page.evaluate(CUT) == [], name
        sizes = page.evaluate(SIZES, PARTS)
        assert {
            part: size for part, size in sizes.items() if round(size, 2) < LEAST_REM[part]
        } == {}, name
        assert {
            station: count for station, count in page.evaluate(COUNTED) if count != WAITING
        } == {}, name
        seen += at_once
        page.clock.run_for(13_000)


def test_who_is_called_is_shown_at_once(chromium: Browser, tmp_path: Path) -> None:
    """On a board of two pages; a page on which no room is in use is not turned to."""
    with Server(tmp_path / "data", rules=shipped("besar")) as server:
        house = House(server)
        if not house.ask("GET", "stations")["day_open"]:
            house.ask("POST", "day/opening")
        context = window(chromium, TV)
        context.clock.install()
        page = opened(context, server, "/papan/lantai-2")
        expect(page.locator("#leaf")).to_have_text("1/2")
        context.clock.run_for(30_000)
        expect(page.locator("#leaf")).to_have_text("1/2")
        busy(house, ["gizi"], 0)
        expect(page.locator("[data-station=gizi].called")).to_be_visible()
        expect(page.locator("#leaf")).to_have_text("2/2")


def test_who_is_next_and_who_is_not_yet_are_both_named(chromium: Browser, server: Server) -> None:
    """Seven wait, an eighth is at the laboratory meanwhile; then somebody is called and one line is left for them."""
    house = House(server)
    house.desks("skrining/1", "k3-dewasa/1", "lab/1", "gigi/1")
    elsewhere = house.at_doctor()
    house.ask("POST", f"visits/{elsewhere['id']}/finishes", {"orders": ["lab", "gigi"]})
    house.ask("POST", "stations/lab/calls", {"desk": "1"})
    for visit in house.waiting_for_screening(8):
        about = {"station": "skrining", "to": "gigi", "reason": "uji"}
        house.ask("POST", f"visits/{visit['id']}/transfers", about)
    page = opened(window(chromium, TV), server, "/papan/penunjang")
    line = page.locator("[data-station=gigi] .wait")
    for is_called in (False, True):
        if is_called:
            house.ask("POST", "stations/gigi/calls", {"desk": "1"})
            expect(page.locator("[data-station=gigi] .one")).to_be_visible()
        expect(line).to_contain_text("berikutnya")
        expect(line).to_contain_text("lagi")
        expect(line.locator(".busy")).to_have_text(f"nanti{elsewhere['ticket']}")
        assert page.evaluate(CUT) == []
        assert dict(page.evaluate(COUNTED))["gigi"] == 9 - is_called
