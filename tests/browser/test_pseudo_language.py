"""No word is hard-wired: in a language of ⟦brackets⟧ every word on every page stands in some."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_archive import old_days
from tests.browser.test_every_page import PAGES, a_morning, address, archive_a_day
from tests.browser.test_whole_day import PC, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

SAME_EVERYWHERE = {
    *("NIK", "BPJS", "RM", "Enter", "Esc", "ID", "EN", "kB", "AM", "PM"),
    *("K1", "K2", "K3", "K4", "LK", "TB", "UGD", "TV", "Alur"),
    *("Siti", "Aminah"),  # a name
}
"""Cards and keys have one name, people too."""

ALL_WORDS = """() => {
    const said = [], spared = "[translate=no], a[lang]";
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const place = node.parentElement;
        if (place.closest(`script, style, noscript, code, time, ${spared}`) || !place.getClientRects().length) continue;
        said.push(node.data.trim());
    }
    for (const name of ["placeholder", "title", "aria-label", "alt"])
        for (const one of document.querySelectorAll(`[${name}]`)) if (!one.matches(spared)) said.push(one.getAttribute(name));
    said.push(document.title);
    return said.filter(Boolean);
}"""


class Pseudo(Server):
    """The same server in the language of brackets."""

    @property
    def program(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("-m", "tests.live.pseudo", str(self.data / "translations"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    data = tmp_path_factory.mktemp("rumah") / "data"
    old_days(data, days=3, tickets=4)
    with Pseudo(data) as server:
        yield server, a_morning(server)


def test_every_word_comes_from_a_catalogue(chromium: Browser, house: tuple[Server, str]) -> None:
    server, visit = house
    signed_in, stranger = window(chromium, PC), window(chromium, PC)
    page = signed_in.new_page()
    sign_in(page, server, "sri")
    archive_a_day(page, server)
    found: dict[str, list[str]] = {}
    for name, seen in PAGES.items():
        page = (signed_in if seen.signed_in else stranger).new_page()
        page.set_viewport_size(seen.size)  # type: ignore[arg-type]
        page.goto(f"{address(seen, server, visit)}?lang=en", wait_until="networkidle")
        seen.state(page)
        found[name] = hard_wired(page)
        page.close()
    assert {name: words for name, words in found.items() if words} == {}


def hard_wired(page: Page) -> list[str]:
    texts = page.evaluate(ALL_WORDS)
    assert any("⟦" in text for text in texts), "the page is not in the language of brackets"
    return [text for text in texts if words_outside(text) - SAME_EVERYWHERE]


def words_outside(text: str) -> set[str]:
    """The words of two letters or more that stand in no brackets; addresses and ticket codes are none."""
    before = None
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    text = re.sub(r"https?://\S+|\b[A-Z]{1,3}-\d+\b", " ", text)
    return set(re.findall(r"[^\W\d_]{2,}", text))
