"""A television of 2017: what came into browsers later is taken away before the page begins, and the board works all the same."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_desks import House
from tests.browser.test_whole_day import TV, opened, seen_and_heard, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

SINCE_2018 = """
for (const [place, names] of [
    [Array.prototype, ["flat", "flatMap", "at", "findLast", "findLastIndex", "toSorted", "toReversed", "with"]],
    [Object, ["fromEntries", "hasOwn", "groupBy"]],
    [String.prototype, ["matchAll", "replaceAll", "trimStart", "trimEnd", "at"]],
    [Promise, ["allSettled", "any", "withResolvers"]],
    [Promise.prototype, ["finally"]],
    [Element.prototype, ["replaceChildren", "toggleAttribute", "getAnimations", "checkVisibility"]],
    [Document.prototype, ["replaceChildren"]],
    [DocumentFragment.prototype, ["replaceChildren"]],
    [Intl, ["RelativeTimeFormat", "ListFormat", "Segmenter", "DisplayNames"]],
    [window, ["ResizeObserver", "AbortController", "queueMicrotask", "structuredClone", "reportError", "scheduler",
              "BroadcastChannel", "CompressionStream", "PaintWorklet", "HTMLDialogElement"]],
    [crypto, ["randomUUID"]],
    [CSS, ["registerProperty"]],
]) for (const name of names) delete place[name];
delete Crypto.prototype.randomUUID;
"""


@pytest.fixture
def board(chromium: Browser, server: Server) -> Page:
    context = window(chromium, TV)
    context.add_init_script(SINCE_2018)
    page = opened(context, server, "/papan/utama")
    assert page.evaluate("typeof [].flat + typeof Object.fromEntries") == "undefinedundefined"
    return page


def test_calls_are_shown_and_said(board: Page, server: Server) -> None:
    house = House(server)
    house.desks("skrining/1")
    first, second = house.waiting_for_screening(2)
    for visit in (first, second):
        house.ask("POST", "stations/skrining/calls", {"desk": "1"})
        seen_and_heard(board, "skrining", visit["ticket"], times=1)
        house.ask("POST", f"visits/{visit['id']}/starts")
        house.ask("POST", f"visits/{visit['id']}/finishes")


def test_a_line_that_breaks_is_found_again(board: Page, server: Server) -> None:
    server.kill()
    expect(board.locator("html")).to_have_attribute("data-line", "lost", timeout=20_000)
    server.start()
    expect(board.locator("html")).to_have_attribute("data-line", "live", timeout=30_000)


def test_its_styles_ask_for_nothing_that_came_later(server: Server) -> None:
    """A declaration that is not understood is skipped: what follows must not depend on it."""
    later = r"(?<![\w-])aspect-ratio:|inset:|:is\(|:where\(|:has\(|@layer|@container|(?<![\w-])(?:clamp|min|max|gap)[(:]"
    client = server.client(server.token("viewer"))
    for sheet in ("alur", "board"):
        text = client.get(f"{server.url}/static/built/{sheet}.css", timeout=10).text
        assert re.findall(later, text) == [], sheet
