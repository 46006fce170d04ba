"""An import in a real browser: its mistakes are seen before, its progress moves by itself, and it can be cancelled."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_whole_day import PC, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

ROWS = 1_500


def test_a_long_list_moves_and_is_cancelled(
    chromium: Browser, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "warga.csv"
    rows = "".join(f"Pasien {'abcdefghij'[n % 10]} {n};1980-01-02;L\n" for n in range(ROWS))
    path.write_text(f"nama;tgl lahir;jk\nAsep;besok;L\n{rows}", encoding="utf-8")
    server.account("dewi", "admin")
    page = window(chromium, PC).new_page()
    sign_in(page, server, "dewi")
    page.goto(f"{server.url}/admin/impor")
    page.set_input_files("#upload [name=file]", path)
    page.click("#upload button")
    expect(page.locator("tr[data-row='2']")).to_contain_text("'besok' tidak terbaca")

    page.click("#columns [name=run]")
    expect(page.locator("#told")).to_contain_text(f"dari {ROWS + 1} baris")
    page.evaluate("window.sameWindow = true")
    page.wait_for_function("() => Number(document.getElementById('added').textContent) >= 75")
    assert page.evaluate("window.sameWindow") is True, "told, not loaded anew"
    page.click("#cancel button")
    expect(page.locator("#result")).to_have_attribute("data-status", "cancelled")
    added = int(page.locator("#added").inner_text())
    assert 75 <= added < ROWS

    page.locator("#columns [name=run]").click()
    expect(page.locator("#result")).to_have_attribute("data-status", "done", timeout=90_000)
    assert int(page.locator("#known").inner_text()) == added
    assert int(page.locator("#added").inner_text()) == ROWS - added
    with page.expect_download() as download:
        page.click("#file")
    assert "besok" in download.value.path().read_text(encoding="utf-8")
