"""A line changes its order by itself, before the eyes of those who look at it."""

import re
import time

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_whole_day import PC, PHONE, TV, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

LATER = 2  # seconds between the two; the second one's waiting counts twice


def test_waiting_that_counts_more_moves_ahead_on_every_screen(
    chromium: Browser, server: Server
) -> None:
    client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
    client.post(f"{api}/stations/skrining/desks/1/opening", timeout=10)

    def registered(birth_date: str) -> dict[str, str]:
        body = {"facts": {"birth_date": birth_date, "sex": "female"}, "station": "loket"}
        answer: dict[str, str] = client.post(f"{api}/visits", json=body, timeout=10).json()
        return answer

    context = window(chromium, PC)
    sign_in(context.new_page(), server, "budi")
    console = opened(context, server, "/pos/skrining")
    board = opened(window(chromium, TV), server, "/papan/utama")
    young = registered("1990-05-17")
    phone = opened(window(chromium, PHONE), server, f"/tiket/{young['id']}")
    time.sleep(LATER)
    old = registered("1950-05-17")

    lines = (console.locator("#waiting"), board.locator("[data-station='skrining'] .wait"))
    for line in lines:
        expect(line).to_contain_text(re.compile(f"{young['ticket']}.*{old['ticket']}", re.DOTALL))
    expect(phone.locator("#me")).to_contain_text("berikutnya")
    queue = client.get(f"{api}/stations/skrining/queue", timeout=10).json()
    assert queue["turns_at"] is not None

    for line in lines:
        expect(line).to_contain_text(re.compile(f"{old['ticket']}.*{young['ticket']}", re.DOTALL))
    expect(phone.locator("#me")).to_contain_text("1")
    after = client.get(f"{api}/stations/skrining/queue", timeout=10).json()
    assert after["position"] == queue["position"], "nothing has happened meanwhile"
