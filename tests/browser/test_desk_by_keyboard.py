"""The desk without a mouse, and how long it takes: the keystroke-level model on the keys that were really pressed.

Seconds here are a clerk's, not the machine's: each key and each decision has its time in the model (Card, Moran and Newell,
"The keystroke-level model for user performance time with interactive systems", Communications of the ACM 23:7, 1980). What the
machine adds is measured by `make bench`.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_whole_day import signed_in
from tests.live.server import Server

pytestmark = pytest.mark.browser

KEY_SECONDS = 0.28  # K of the model for somebody who types 40 words a minute
THOUGHT_SECONDS = 1.35  # M: to look, to decide, to read the next line on a card
KNOWN_SECONDS_MAX = 10
NEW_SECONDS_MAX = 40

KNOWN = (
    {"name": "Siti Contoh", "birth_date": "1990-08-15", "sex": "female", "record": "004512"},
    {"name": "Wayan Contoh", "birth_date": "1955-01-02", "sex": "male"},
    {"name": "Ayu Contoh", "birth_date": "2001-12-31", "sex": "female"},
    {"name": "Budi Contoh", "birth_date": "1990-08-15", "sex": "male", "nik": "3201011508900001"},
)


@dataclass
class Clerk:
    """Hands on a keyboard; `seconds` is what the model says they have needed."""

    desk: Page
    seconds: float = 0

    def types(self, text: str) -> None:
        """Something that is read off a card or heard, then typed."""
        self.seconds += THOUGHT_SECONDS + KEY_SECONDS * len(text)
        self.desk.keyboard.type(text)

    def presses(self, *keys: str) -> None:
        """One decision, carried out with these keys."""
        self.seconds += THOUGHT_SECONDS + KEY_SECONDS * len(keys)
        for key in keys:
            self.desk.keyboard.press(key)

    def scans(self, code: str) -> None:
        """A scanner's keystrokes: the card is held before it."""
        self.seconds += THOUGHT_SECONDS
        self.desk.keyboard.type(code)


@pytest.fixture
def clerk(chromium: Browser, server: Server) -> Clerk:
    admin = server.client(server.token("admin"))
    for known in KNOWN:
        told = admin.post(f"{server.url}/api/v1/patients", json=known, timeout=10)
        assert told.status_code == 201
    return Clerk(signed_in(chromium, server, "sri", "/loket"))


def test_a_known_patient_by_what_they_say_or_have_with_them(clerk: Clerk) -> None:
    for said, name in (("004512", "Siti"), ("wayan con", "Wayan"), ("ayu 31122001", "Ayu")):
        clerk.seconds = 0
        clerk.types(said)
        expect(clerk.desk.locator("#hits li.on")).to_contain_text(name)
        clerk.presses("Enter")
        issue(clerk, KNOWN_SECONDS_MAX)

    clerk.seconds = 0
    clerk.scans(KNOWN[-1]["nik"])
    expect(clerk.desk.locator("#chosen")).to_contain_text("Budi")
    issue(clerk, KNOWN_SECONDS_MAX)


def test_a_new_patient_with_card_and_insurance(clerk: Clerk) -> None:
    clerk.presses("F2")
    clerk.types("Dewi Sartika Contoh")
    clerk.presses("Tab")
    clerk.types("3201016003950007")
    clerk.presses("Tab", "Tab", "Tab")  # birth date and sex are proposed
    clerk.types("0001234567890")
    expect(clerk.desk.locator("#person-birth_date")).to_have_value("20-03-1995")
    expect(clerk.desk.locator("[data-sex=female]")).to_have_attribute("aria-checked", "true")
    issue(clerk, NEW_SECONDS_MAX)


def test_a_new_patient_without_a_card_who_is_pregnant_and_coughs(clerk: Clerk) -> None:
    desk = clerk.desk
    clerk.presses("F2")
    clerk.types("Rina Contoh")
    clerk.presses("Tab", "Tab")
    clerk.types("20031999")
    clerk.presses("Tab", "Space")
    expect(desk.locator("[data-sex=female]")).to_be_focused()
    clerk.presses(*["Tab"] * 5)  # past what she does not have, to what matters
    expect(desk.locator("[data-fact=pregnant]")).to_be_focused()
    clerk.presses("Space")
    expect(desk.locator("[data-fact=pregnant]")).to_have_attribute("aria-pressed", "true")
    clerk.presses("Tab", "Tab")
    expect(desk.locator("#fact-cough_weeks")).to_be_focused()
    clerk.presses("ArrowUp", "ArrowUp")
    expect(desk.locator("#fact-cough_weeks")).to_have_value("2")
    expect(desk.locator("#route li").nth(1)).to_be_visible()
    issue(clerk, NEW_SECONDS_MAX)


def test_the_arrows_choose_within_a_group_and_tab_leaves_it(clerk: Clerk) -> None:
    desk = clerk.desk
    clerk.scans(KNOWN[-1]["nik"])
    expect(desk.locator("[data-fact=triage][data-value=none]")).to_be_focused()
    clerk.presses("ArrowRight", "ArrowLeft", *["Tab"] * 5)
    expect(desk.locator("[data-fact=triage][data-value=none]")).to_have_attribute(
        "aria-checked", "true"
    )
    expect(desk.locator("[data-fact=service][data-value=umum]")).to_be_focused()
    clerk.presses("ArrowRight")
    expect(desk.locator("[data-fact=service][data-value=gigi]")).to_have_attribute(
        "aria-checked", "true"
    )
    expect(desk.locator("#route li[data-station=gigi]")).to_be_visible()
    clerk.presses(*["Shift+Tab"] * 5)
    expect(desk.locator("[data-fact=triage][data-value=none]")).to_be_focused()


def issue(clerk: Clerk, seconds_max: float) -> None:
    """The route is there, Enter issues the number; within the time that a clerk has."""
    expect(clerk.desk.locator("#issue")).to_be_enabled()
    clerk.presses("Enter")
    expect(clerk.desk.locator("#issued[data-visit]")).to_be_visible()
    assert clerk.seconds < seconds_max
