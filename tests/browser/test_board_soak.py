"""A board that stays open while the server restarts again and again and the network drops at random: in the end it is the floor,
every call made while its line stood was said once, none twice, and it has not grown. `make soak` restarts it twenty times.
"""

import os
import time
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_voice import Desk, check_no_overlap, tv
from tests.live.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESTARTS = int(os.environ.get("ALUR_RESTARTS") or 3)
CALLS_BETWEEN = 2
FAST = 40  # the sounds; a morning of them in a minute
GROWTH_MAX = 1.5  # of the page's own memory, after everything that nobody holds is thrown away


def test_restarts_and_a_network_that_drops(chromium: Browser, server: Server) -> None:
    seed = int(os.environ.get("ALUR_SEED") or time.time_ns() % 1_000_000)
    print(f"ALUR_SEED={seed}")
    chance, desk = Random(seed), Desk(server)
    page = tv(chromium, server, FAST)
    while_live = [desk.call()]
    said(page, while_live[0])
    before = memory(page)
    for _ in range(RESTARTS):
        outage(chance, page, server, desk)
        expect(page.locator("html")).to_have_attribute("data-line", "live", timeout=30_000)
        for _ in range(CALLS_BETWEEN):
            ticket = desk.call()
            while_live.append(ticket)
            said(page, ticket)

    heard = page.evaluate("window.heard.map((call) => call.ticket)")
    assert sorted(set(heard)) == sorted(heard), "a call was said twice"
    assert set(while_live) <= set(heard)
    check_no_overlap(page)
    assert shown(page) == told(desk)
    assert memory(page) < before * GROWTH_MAX


def outage(chance: Random, page: Page, server: Server, desk: Desk) -> None:
    """A server killed and started, or the cable of this TV; sometimes both. Calls go on where there is a server."""
    if chance.random() < 0.4:
        page.context.set_offline(True)
        desk.call()
        page.wait_for_timeout(chance.uniform(0, 400))
    server.kill()
    page.wait_for_timeout(chance.uniform(0, 300))
    server.start()
    if chance.random() < 0.5:
        desk.call()
    page.context.set_offline(False)


def said(page: Page, ticket: str) -> None:
    page.wait_for_function(
        "(ticket) => window.heard.some((call) => call.ticket === ticket && call.isHeard)",
        arg=ticket,
    )


def memory(page: Page) -> int:
    """Bytes of the page's own heap."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return int(used)


def shown(page: Page) -> list[str]:
    """The calls that the board lists, the latest first."""
    return page.locator("#recent b").all_inner_texts()


def told(desk: Desk) -> list[str]:
    """The same from the floor."""
    answer: Any = desk.client.get(f"{desk.api}/boards/utama", timeout=10).json()
    once = dict.fromkeys(call["ticket"] for call in answer["calls"])
    return list(once)[:5]
