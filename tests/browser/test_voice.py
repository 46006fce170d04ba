"""The voice of a waiting room in a real browser: each call once, in order, never two at once, however many screens hang there."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from flow.rulebook import shipped
from tests.browser.conftest import FLAGS, chromium_path
from tests.live.server import Server

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)

TV = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}

# Every sound of the page with its beginning and its end, in milliseconds; all of it so many times as fast.
LISTEN = """
window.heard = [];
window.sounds = [];
document.addEventListener("alur:announced", (event) => window.heard.push(event.detail));
const kept = (node, what) => {
  const sound = { what, from: performance.now(), to: null };
  window.sounds.push(sound);
  node.addEventListener("ended", () => { sound.to = performance.now(); });
};
const sooner = (node, at) => (at === undefined ? at : node.context.currentTime + (at - node.context.currentTime) / FAST);
const play = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...at) {
  this.playbackRate.value = FAST;
  kept(this, "words");
  return play.apply(this, at);
};
for (const name of ["start", "stop"]) {
  const real = OscillatorNode.prototype[name];
  OscillatorNode.prototype[name] = function (at) {
    if (name === "start") kept(this, "chime");
    return real.call(this, sooner(this, at));
  };
}
"""


class Desk:
    """A program that calls people to the loket."""

    def __init__(self, server: Server) -> None:
        self.api = f"{server.url}/api/v1"
        self.client = server.client(server.token("admin"))
        self.post("stations/loket/desks/1/opening")

    def post(self, path: str, body: object = None) -> Any:
        answer = self.client.post(f"{self.api}/{path}", json=body or {}, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def call(self) -> str:
        """Somebody comes, is called, and leaves: the next one can be called at once."""
        visit = self.post("visits")
        self.post("stations/loket/calls", {"desk": "1"})
        self.post(f"visits/{visit['id']}/departures", {"outcome": "batal"})
        return str(visit["ticket"])


def tv(browser: Browser, server: Server, fast: int = 1, size: dict[str, int] = TV) -> Page:
    """A board in a window of its own, connected."""
    context = browser.new_context(viewport=size, locale="id-ID")  # type: ignore[arg-type]
    context.add_init_script(f"const FAST = {fast};" + LISTEN)
    context.set_default_timeout(20_000)
    return board(context, server)


def board(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/papan/utama")
    expect(page.locator("html")).to_have_attribute("data-line", "live")
    return page


def spoken(*pages: Page) -> list[str]:
    return [
        call["ticket"]
        for page in pages
        for call in page.evaluate("window.heard")
        if call["isHeard"]
    ]


def until(true: Callable[[], bool], page: Page, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, (spoken(page), page.evaluate("window.sounds"))
        page.wait_for_timeout(100)


def has_said(page: Page, times: int) -> bool:
    """Whether words have been heard to their end so often."""
    words = page.evaluate(
        "window.sounds.filter((sound) => sound.what === 'words' && sound.to !== null)"
    )
    return len(words) >= times


def check_no_overlap(page: Page) -> None:
    """Words never sound together with other words or with a chime."""
    sounds = sorted(page.evaluate("window.sounds"), key=lambda sound: sound["from"])
    words = [sound for sound in sounds if sound["what"] == "words"]
    for one in words:
        others = [other for other in sounds if other is not one]
        together = [o for o in others if o["from"] < one["to"] - 1 and one["from"] < o["to"] - 1]
        assert together == [], one


def test_fifty_calls_in_a_minute_are_spoken_once_each_in_order_and_never_together(
    chromium: Browser, server: Server
) -> None:
    page, desk = tv(chromium, server, fast=30), Desk(server)
    began = time.monotonic()
    called = [desk.call() for _ in range(50)]
    assert time.monotonic() - began < 60
    until(lambda: has_said(page, 50), page, 60)
    assert spoken(page) == called
    check_no_overlap(page)
    sounds = [sound["what"] for sound in page.evaluate("window.sounds")]
    assert sounds == ["chime", "chime", "chime", "words"] * 50


def test_a_call_is_spoken_to_its_end_at_its_own_pace(chromium: Browser, server: Server) -> None:
    page, desk = tv(chromium, server), Desk(server)
    first, second = desk.call(), desk.call()
    until(lambda: has_said(page, 2), page)
    assert spoken(page) == [first, second]
    words = [one for one in page.evaluate("window.sounds") if one["what"] == "words"]
    assert len(words) == 2
    assert all(5_000 < one["to"] - one["from"] < 12_000 for one in words), "as long as the WAV"
    check_no_overlap(page)


def test_two_screens_in_one_room_say_each_call_once(chromium: Browser, server: Server) -> None:
    one, two = (tv(chromium, server, fast=10) for _ in range(2))
    desk = Desk(server)
    called = [desk.call() for _ in range(6)]
    until(lambda: has_said(one, 6) or has_said(two, 6), one)
    one.wait_for_timeout(1_500)
    assert sorted(spoken(one, two)) == called
    assert spoken(two) == [] or spoken(one) == [], "the voice does not wander"
    silent = two if spoken(one) else one
    expect(silent.locator("#voice")).to_have_text("suara dari layar lain")
    expect(silent.locator("#call")).to_contain_text(called[-1])


def test_when_the_speaking_screen_goes_the_other_goes_on(chromium: Browser, server: Server) -> None:
    one, two = (tv(chromium, server, fast=10) for _ in range(2))
    desk = Desk(server)
    first = desk.call()
    until(lambda: len(spoken(one, two)) == 1, one)
    speaking, other = (one, two) if spoken(one) else (two, one)
    speaking.context.close()
    later = [desk.call() for _ in range(2)]
    until(lambda: len(spoken(other)) == 2, other)
    assert spoken(other) == later
    assert first not in later


def test_the_voice_is_moved_to_another_screen_by_a_button(
    chromium: Browser, server: Server
) -> None:
    one = tv(chromium, server, fast=10)
    one.wait_for_timeout(500)
    two, desk = tv(chromium, server, fast=10), Desk(server)
    two.click("#voice-here")
    expect(one.locator("#voice")).to_have_text("suara dari layar lain")
    expect(two.locator("#voice-here")).to_be_hidden()
    ticket = desk.call()
    until(lambda: len(spoken(one, two)) == 1, two)
    assert spoken(two) == [ticket]


def test_what_was_missed_is_shown_and_not_shouted(chromium: Browser, server: Server) -> None:
    page, desk = tv(chromium, server, fast=30), Desk(server)
    page.context.set_offline(True)
    expect(page.locator("html")).to_have_attribute("data-line", "lost", timeout=40_000)
    for _ in range(5):
        desk.call()
    waiting = desk.post("visits")
    desk.post("stations/loket/calls", {"desk": "1"})
    page.context.set_offline(False)
    expect(page.locator("html")).to_have_attribute("data-line", "live", timeout=30_000)
    until(lambda: len(spoken(page)) == 1, page)
    page.wait_for_timeout(1_000)
    assert spoken(page) == [waiting["ticket"]], "the one that somebody is still waiting for"
    expect(page.locator("#recent li")).to_have_count(5)


def test_without_the_servers_voice_the_screen_says_what_it_uses(
    chromium: Browser, server: Server
) -> None:
    page, desk = tv(chromium, server, fast=10), Desk(server)
    page.route(re.compile("/suara/"), lambda route: route.fulfill(status=503))
    page.evaluate("speechSynthesis.getVoices = () => []")
    ticket = desk.call()
    expect(page.locator("#voice")).to_have_text("tidak ada suara untuk panggilan, hanya bel")
    assert spoken(page) == [ticket]
    assert [sound["what"] for sound in page.evaluate("window.sounds")] == ["chime"] * 3


def test_the_browsers_voice_comes_after_the_servers(chromium: Browser, server: Server) -> None:
    page, desk = tv(chromium, server, fast=10), Desk(server)
    page.route(
        re.compile("/suara/"), lambda route: route.fulfill(status=200, body="no sound at all")
    )
    page.evaluate(
        """() => {
          window.said = [];
          speechSynthesis.getVoices = () => [{ lang: "in-ID", localService: true, name: "Damayanti" }];
          window.SpeechSynthesisUtterance = function (text) { this.text = text; };
          speechSynthesis.speak = (words) => { window.said.push(words.text); setTimeout(() => words.onend(), 50); };
        }"""
    )
    desk.call()
    expect(page.locator("#voice")).to_have_text("suara dari peramban ini")
    (text,) = page.evaluate("window.said")
    assert text.startswith("Nomor antrean, A, nol, nol, satu. Silakan menuju ")


# By the rules of the house


def ruled(folder: Path, voice: str) -> Server:
    """The demo's rulebook with a voice of its own on the main board."""
    for name in ("typical", "demo"):
        shutil.copytree(shipped(name), folder / "rules" / name)
    screens = f"boards: {{utama: {{voice: {voice}}}}}\n"
    (folder / "rules" / "demo" / "screens.yaml").write_text(screens, encoding="utf-8")
    return Server(folder / "data", rules=folder / "rules" / "demo")


def test_a_call_is_repeated_and_said_in_both_languages(chromium: Browser, tmp_path: Path) -> None:
    with ruled(tmp_path, "{languages: [id, en], times: 2, zero: kosong}") as server:
        page, desk = tv(chromium, server, fast=10), Desk(server)
        desk.call()
        until(lambda: has_said(page, 2), page)
        (call,) = page.evaluate("window.heard")
        assert call["text"].startswith("Nomor antrean, A, kosong, kosong, satu. Silakan menuju ")
        assert " Ticket number, A, zero, zero, one. Please go to " in call["text"]
        page.evaluate("window.sounds = []")
        for _ in range(3):
            desk.call()
        until(lambda: has_said(page, 4), page)
        page.wait_for_timeout(2_500)
        words = [one for one in page.evaluate("window.sounds") if one["what"] == "words"]
        assert len(words) == 4, "once each while others wait, and the last one again"
        check_no_overlap(page)


def test_other_rules_do_not_cut_a_call_off(chromium: Browser, tmp_path: Path) -> None:
    with ruled(tmp_path, "{times: 1}") as server:
        page, desk = tv(chromium, server, fast=4), Desk(server)
        page.evaluate(
            """() => {
              const count = () => sessionStorage.setItem("ended", String(window.sounds.filter((s) => s.to).length));
              setInterval(count, 20);
            }"""
        )
        desk.call()
        desk.call()
        until(lambda: len(spoken(page)) == 1, page)
        ruled_anew = server.data.parent / "rules" / "demo" / "screens.yaml"
        ruled_anew.write_text("boards: {utama: {voice: {times: 2}}}\n", encoding="utf-8")
        draft = desk.client.get(f"{desk.api}/rulebook", timeout=10).json()["draft"]["digest"]
        with page.expect_event("load", timeout=30_000):
            desk.post("rulebook/publications", {"digest": draft})
        assert page.evaluate("sessionStorage.getItem('ended')") == "8", "two calls, to their end"
        expect(page.locator("html")).to_have_attribute("data-line", "live")


def test_in_quiet_hours_calls_are_shown(chromium: Browser, tmp_path: Path) -> None:
    with ruled(tmp_path, "{quiet: 00:00-24:00}") as server:
        page, desk = tv(chromium, server), Desk(server)
        expect(page.locator("#voice")).to_have_text("jam tenang sampai 24.00")
        ticket = desk.call()
        expect(page.locator("#call")).to_contain_text(ticket)
        assert page.evaluate("window.sounds") == []
        assert spoken(page) == []


# Until somebody has touched the screen


@pytest.fixture
def strict(chromium: Browser) -> Iterator[Browser]:
    """A browser as it comes: no sound before a touch."""
    flags = [flag for flag in FLAGS if "autoplay" not in flag]
    path = chromium_path(whole=True)
    browser = chromium.browser_type.launch(executable_path=path, args=flags)
    yield browser
    browser.close()


def test_one_tap_unlocks_the_sound_and_the_screen_says_so_until_then(
    strict: Browser, server: Server
) -> None:
    page, desk = tv(strict, server, fast=10), Desk(server)
    pill = page.locator("#sound")
    expect(pill).to_have_text("Ketuk layar untuk menyalakan suara")
    ticket = desk.call()
    expect(page.locator("#call")).to_contain_text(ticket)
    expect(pill).to_be_visible()
    assert spoken(page) == []
    covered = page.evaluate(
        """() => {
          const pill = document.getElementById("sound").getBoundingClientRect();
          return [...document.querySelectorAll("header, header *, main, aside")].filter((one) => {
            const box = one.getBoundingClientRect();
            return box.left < pill.right && pill.left < box.right && box.top < pill.bottom && pill.top < box.bottom;
          }).length;
        }"""
    )
    assert covered == 0, "it covers no name and no number"

    page.mouse.click(400, 400)
    expect(pill).to_be_hidden()
    later = desk.call()
    until(lambda: has_said(page, 1), page)
    assert spoken(page) == [later]


def test_a_visitors_phone_does_not_speak_by_a_touch(strict: Browser, server: Server) -> None:
    phone = tv(strict, server, size=PHONE)
    phone.mouse.click(200, 300)
    phone.wait_for_timeout(500)
    expect(phone.locator("#sound")).to_be_visible()
    phone.locator("#sound").click()
    expect(phone.locator("#sound")).to_be_hidden()
