"""Referred and handed on, in a real browser: the console asks where to and why."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from flow.rulebook import shipped
from tests.browser.test_whole_day import PC, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser


def test_the_console_asks_where_to_and_why(chromium: Browser, server: Server) -> None:
    client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
    client.post(f"{api}/stations/skrining/desks/1/opening", timeout=10)
    body = {"facts": {"birth_date": "1990-05-17", "sex": "female"}, "station": "loket"}
    first, second = (client.post(f"{api}/visits", json=body, timeout=10).json() for _ in range(2))
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "budi")
    console = opened(context, server, "/pos/skrining")
    console.locator("#desks button").first.click()
    console.locator("#call-next").click()
    console.locator("#start").click()
    console.locator("#outcome").select_option("rujuk")
    console.locator("#finish").click()
    expect(console.locator("#message")).to_contain_text("perlu tujuan")
    console.locator("#destination").select_option("rsud")
    console.locator("#handing-reason").fill("Nyeri dada")
    console.locator("#finish").click()
    expect(console.locator("#call-next")).to_be_visible()
    gone = client.get(f"{api}/visits/{first['id']}", timeout=10).json()
    assert (gone["destination"]["code"], gone["reason"]) == ("rsud", "Nyeri dada")

    row = console.locator(f"[data-ticket='{second['ticket']}']")
    row.get_by_role("button", name="Lainnya").click()
    console.locator("[data-answer='depart']").click()
    console.locator("[data-answer='diserahkan']").click()
    console.locator("#destination").select_option("posyandu-mawar")
    console.locator("#hand-on").click()
    expect(console.locator("#handing-reason")).to_be_focused()
    console.locator("#handing-reason").fill("Kontrol gizi")
    console.keyboard.press("Enter")
    expect(row).to_have_count(0)
    gone = client.get(f"{api}/visits/{second['id']}", timeout=10).json()
    assert (gone["outcome"], gone["destination"]["kind"]) == ("diserahkan", "posyandu")


def test_where_the_rules_name_no_house_the_console_asks_why_all_the_same(
    chromium: Browser, tmp_path: Path
) -> None:
    with Server(tmp_path / "data", shipped("rawat-inap")) as server:
        server.account("budi", "station")
        client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
        client.post(f"{api}/stations/ugd/desks/1/opening", timeout=10)
        body = {"emergency": True, "facts": {"triage": "red"}}
        first, second = (
            client.post(f"{api}/visits", json=body, timeout=10).json() for _ in range(2)
        )
        context = window(chromium, PC)
        sign_in(context.new_page(), server, "budi")
        console = opened(context, server, "/pos/ugd")
        console.locator("#desks button").first.click()
        console.locator("#call-next").click()
        console.locator("#start").click()
        console.locator("#outcome").select_option("dirujuk_balik")
        expect(console.locator("#destination")).to_have_count(0)
        console.locator("#finish").click()
        expect(console.locator("#message")).to_contain_text("Tulis mengapa pasien dirujuk")
        console.locator("#handing-reason").fill("Kontrol")
        console.locator("#finish").click()
        expect(console.locator("#call-next")).to_be_visible()
        gone = client.get(f"{api}/visits/{first['id']}", timeout=10).json()
        assert (gone["outcome"], gone["reason"]) == ("dirujuk_balik", "Kontrol")

        row = console.locator("[data-ticket='Darurat 2']")
        row.get_by_role("button", name="Lainnya").click()
        console.locator("[data-answer='depart']").click()
        console.locator("[data-answer='rujuk']").click()
        console.locator("#hand-on").click()
        expect(console.locator("#handing-reason")).to_be_focused()
        console.locator("#handing-reason").fill("Jantung")
        console.keyboard.press("Enter")
        expect(row).to_have_count(0)
        gone = client.get(f"{api}/visits/{second['id']}", timeout=10).json()
        assert (gone["outcome"], gone["reason"]) == ("rujuk", "Jantung")
