"""A new patient's form at the desk: nothing typed is lost, dates as they are typed, and who is on record already."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_whole_day import sign_in, signed_in
from tests.live.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(chromium: Browser, server: Server) -> Page:
    return signed_in(chromium, server, "sri", "/loket")


def begun(desk: Page, name: str = "Dewi Contoh", born: str = "20031999") -> None:
    """The form as far as a clerk has come."""
    desk.keyboard.press("F2")
    desk.fill("#person-name", name)
    desk.fill("#person-birth_date", born)
    desk.click("[data-sex=female]")
    expect(desk.locator("#issue")).to_be_enabled()


def test_f2_on_an_open_form_empties_nothing(desk: Page) -> None:
    begun(desk)
    desk.keyboard.press("F2")
    expect(desk.locator("#person-name")).to_have_value("Dewi Contoh")
    expect(desk.locator("#message")).to_contain_text("masih terbuka")
    desk.keyboard.press("Escape")
    expect(desk.locator("#patient")).to_be_hidden()


def test_a_letter_in_the_search_box_does_not_end_a_form_for_good(desk: Page) -> None:
    begun(desk)
    desk.locator("#search").press("a")
    expect(desk.locator("#patient")).to_be_hidden()
    desk.click("#remedy")
    expect(desk.locator("#person-name")).to_have_value("Dewi Contoh")


def test_a_form_outlives_a_reload_and_not_its_clerk(desk: Page, server: Server) -> None:
    begun(desk)
    desk.locator("[data-fact=pregnant]").click()
    desk.reload()
    expect(desk.locator("#message")).to_contain_text("masih ada")
    expect(desk.locator("#person-name")).to_have_value("Dewi Contoh")
    expect(desk.locator("[data-sex=female]")).to_have_attribute("aria-checked", "true")
    expect(desk.locator("[data-fact=pregnant]")).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("#issue")).to_be_enabled()

    server.account("rina", "registration")
    sign_in(desk, server, "rina")
    desk.goto(f"{server.url}/loket")
    expect(desk.locator("html")).to_have_attribute("data-line", "live")
    expect(desk.locator("#patient")).to_be_hidden()
    assert "Dewi" not in desk.evaluate("() => JSON.stringify(sessionStorage)")


def test_an_issued_number_leaves_no_form_behind(desk: Page) -> None:
    begun(desk)
    desk.keyboard.press("Enter")
    expect(desk.locator("#issued")).to_contain_text("Dewi Contoh")
    desk.reload()
    expect(desk.locator("html")).to_have_attribute("data-line", "live")
    expect(desk.locator("#patient")).to_be_hidden()
    assert "Dewi" not in desk.evaluate("() => JSON.stringify(sessionStorage)")


def test_a_reload_keeps_the_number_that_is_being_registered(desk: Page, server: Server) -> None:
    client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
    ticket = client.post(f"{api}/visits", json={}, timeout=10).json()["ticket"]
    desk.click("[data-desk='1']")
    desk.keyboard.press("F8")
    expect(desk.locator("#called-ticket")).to_have_text(ticket)
    begun(desk)
    desk.reload()
    expect(desk.locator("#person-name")).to_have_value("Dewi Contoh")
    expect(desk.locator("#issue")).to_contain_text("Daftarkan")
    expect(desk.locator("#issue")).to_be_enabled()
    desk.keyboard.press("Enter")
    expect(desk.locator("#issued .num")).to_have_text(ticket)


def test_who_signs_in_again_is_sent_back_to_the_tab_they_came_from(
    desk: Page, server: Server
) -> None:
    desk.context.clear_cookies()
    begun_without_a_session(desk)
    with desk.context.expect_page() as opened:
        desk.click("#sign-in-again")
    tab = opened.value
    tab.fill("#name", "sri")
    tab.fill("#password", "cukup-panjang-1")
    tab.click("#sign-in button[type=submit]")
    expect(tab.locator("#signed-in")).to_contain_text("Anda sudah masuk")
    expect(tab.locator("#signed-in")).to_contain_text("kembali ke tab")
    expect(desk.locator("#person-name")).to_have_value("Dewi Contoh")


def begun_without_a_session(desk: Page) -> None:
    desk.keyboard.press("F2")
    desk.fill("#person-name", "Dewi Contoh")
    expect(desk.locator("#sign-in-again")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31022000", "Tanggal ini tidak ada"),
        ("01012099", "Belum lahir"),
        ("01011850", "lebih dari 130 tahun"),
    ],
)
def test_an_impossible_birth_date_is_told_beside_the_field_as_it_is_typed(
    desk: Page, typed: str, said: str
) -> None:
    desk.keyboard.press("F2")
    desk.keyboard.type("Dewi Contoh")
    desk.locator("#person-birth_date").press_sequentially(typed)
    beside = desk.locator(".field.birth_date .flaw")
    expect(beside).to_contain_text(said)
    expect(desk.locator("#person-birth_date")).to_have_attribute("aria-invalid", "true")
    expect(desk.locator("#issue")).to_be_enabled()  # the route of somebody of unknown age
    expect(desk.locator("#message")).to_be_hidden()
    desk.keyboard.press("Enter")
    expect(desk.locator("#message")).to_contain_text(said)
    desk.fill("#person-birth_date", "20031999")
    expect(beside).to_be_empty()


def test_a_date_that_cannot_be_read_is_told_when_the_field_is_left(desk: Page) -> None:
    desk.keyboard.press("F2")
    desk.locator("#person-birth_date").press_sequentially("kemarin")
    beside = desk.locator(".field.birth_date .flaw")
    expect(beside).to_be_empty()
    desk.keyboard.press("Tab")
    expect(beside).to_contain_text("28031999")


def test_a_birth_date_as_it_is_typed_and_as_it_is_read(desk: Page) -> None:
    desk.keyboard.press("F2")
    born = desk.locator("#person-birth_date")
    for typed in ("050287", "5/2/87", "5 feb 1987", "5 Februari 87", "05.02.1987", "05-FEB-1987"):
        born.fill("")
        expect(desk.locator("#patient .told")).not_to_contain_text("tahun")
        born.press_sequentially(typed)
        expect(desk.locator("#patient .told")).to_contain_text("tahun")
        desk.keyboard.press("Tab")
        expect(born).to_have_value("05-02-1987")


@pytest.mark.parametrize(
    ("searched", "name", "born"),
    [
        ("dewi contoh 05/02/87", "dewi contoh", "05-02-1987"),
        ("dewi 5 feb 1987", "dewi", "05-02-1987"),
        ("dewi 050287", "dewi", "05-02-1987"),
        ("dewi 1987", "dewi", ""),
    ],
)
def test_what_was_searched_for_is_taken_into_the_form(
    desk: Page, searched: str, name: str, born: str
) -> None:
    desk.keyboard.type(searched)
    desk.keyboard.press("F2")
    expect(desk.locator("#person-name")).to_have_value(name)
    expect(desk.locator("#person-birth_date")).to_have_value(born)


SITI = {
    "name": "Siti Kusuma",
    "birth_date": "1987-02-05",
    "sex": "female",
    "nik": "3201014502870010",
    "record": "001073",
    "address": "Jl. Melati 3",
}


@pytest.fixture
def siti(server: Server) -> str:
    client, api = server.client(server.token("admin")), f"{server.url}/api/v1"
    return str(client.post(f"{api}/patients", json=SITI, timeout=10).json()["patient"]["id"])


@pytest.mark.parametrize(
    ("name", "born"), [("Siti Kusumah", "05021987"), ("siti kusuma", "05021978")]
)
def test_one_key_takes_who_is_on_record_already(
    desk: Page, siti: str, name: str, born: str
) -> None:
    begun(desk, name, born)
    desk.locator("[data-fact=pregnant]").click()
    card = desk.locator(f"#alike [data-patient='{siti}']")
    for told in ("Siti Kusuma", "RM 001073", "05-02-1987", "NIK …0010", "Jl. Melati 3", "mirip"):
        expect(card).to_contain_text(told)
    desk.keyboard.press("F3")
    expect(desk.locator("#chosen")).to_contain_text("Siti Kusuma")
    expect(desk.locator("#alike")).to_be_hidden()
    expect(desk.locator("[data-fact=pregnant]")).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("#remedy")).to_be_visible()
    expect(desk.locator("#issue")).to_be_enabled()
    desk.locator("#issue").click()
    expect(desk.locator("#issued")).to_contain_text("Siti Kusuma")


def test_somebody_else_goes_on_as_a_new_patient(desk: Page, siti: str) -> None:
    begun(desk, "Siti Kusuma")
    desk.fill("#person-birth_date", "05021987")
    desk.locator("#person-birth_date").press("Enter")  # before the card was seen
    expect(desk.locator("#message")).to_contain_text("Periksa dulu")
    expect(desk.locator("#issued")).to_have_count(0)
    expect(desk.locator("#is-new")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#issued")).to_contain_text("Siti Kusuma")


def test_a_number_of_somebody_else_shows_whose_it_is(desk: Page, siti: str) -> None:
    begun(desk, "Ratna Contoh")
    desk.fill("#person-nik", SITI["nik"])
    expect(desk.locator(f"#alike [data-patient='{siti}']")).to_contain_text("NIK sama")
    expect(desk.locator("#is-new")).to_have_count(0)
    desk.locator("#person-name").press("Enter")
    expect(desk.locator("#alike [data-take]")).to_be_focused()
    desk.fill("#person-nik", "3201016003990007")
    expect(desk.locator("#alike")).to_be_hidden()
    desk.locator("#person-name").press("Enter")
    expect(desk.locator("#issued")).to_contain_text("Ratna Contoh")


def test_what_came_from_a_nik_follows_its_correction(desk: Page) -> None:
    born, told = desk.locator("#person-birth_date"), desk.locator("#patient .told")
    desk.keyboard.press("F2")
    desk.locator("#person-nik").press_sequentially("3201014502870099")
    expect(born).to_have_value("05-02-1987")
    desk.fill("#person-nik", "")
    desk.locator("#person-nik").press_sequentially("3201010602870099")
    expect(born).to_have_value("06-02-1987")
    expect(desk.locator("[data-sex=male]")).to_have_attribute("aria-checked", "true")
    expect(told).not_to_contain_text("berbeda")


def test_what_the_clerk_has_said_stays(desk: Page) -> None:
    born, told = desk.locator("#person-birth_date"), desk.locator("#patient .told")
    desk.keyboard.press("F2")
    desk.locator("#person-nik").press_sequentially("3201014502870099")
    desk.click("[data-sex=female]")
    desk.fill("#person-birth_date", "07021987")
    desk.fill("#person-nik", "3201010602870099")
    expect(born).to_have_value("07-02-1987")
    expect(desk.locator("[data-sex=female]")).to_have_attribute("aria-checked", "true")
    expect(told).to_contain_text("berbeda dari NIK")


@pytest.mark.parametrize("height", [640, 768])
def test_pregnancy_and_cough_are_asked_in_sight(desk: Page, height: int) -> None:
    desk.set_viewport_size({"width": 1366, "height": height})
    begun(desk)
    for asked in ("[data-fact=pregnant]", "#fact-cough_weeks"):
        box = desk.locator(asked).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height


def test_what_is_seldom_asked_stands_behind_a_button(desk: Page) -> None:
    begun(desk)
    expect(desk.locator("#person-address")).to_be_hidden()
    desk.locator("#person-more").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#person-record")).to_be_focused()
    desk.fill("#person-address", "Jl. Melati 3")
    desk.reload()
    expect(desk.locator("#person-address")).to_have_value("Jl. Melati 3")
    expect(desk.locator("#person-address")).to_be_visible()
