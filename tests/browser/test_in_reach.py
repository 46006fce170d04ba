"""What matters most is in sight and in reach: on a PC, a netbook and a phone."""

import os

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_desks import House, at
from tests.browser.test_whole_day import PC, opened, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ALUR_PICTURES")
NETBOOK = {"width": 1366, "height": 640}
SMALL_PHONE = {"width": 360, "height": 740}

IN_SIGHT = """(part) => {
    const box = part.getBoundingClientRect(), x = (box.left + box.right) / 2;
    return [box.top + 3, box.bottom - 3].every((y) => part.contains(document.elementFromPoint(x, y)))
        && box.left >= 0 && box.right <= window.innerWidth + 1;
}"""
"""Nothing covers it, nothing cuts it off."""


@pytest.fixture
def house(server: Server) -> House:
    house = House(server)
    house.desks("skrining/1", "k3-dewasa/1")
    return house


def console(chromium: Browser, server: Server, size: dict[str, int]) -> Page:
    context = window(chromium, size)
    sign_in(context.new_page(), server, "budi")
    return at(opened(context, server, "/pos/k3-dewasa"), "1")


def in_sight(part: Locator, name: str) -> None:
    if PICTURES:
        part.page.screenshot(path=f"{PICTURES}/jangkauan-{name}.png")
    expect(part).to_be_visible()
    seen = any(part.evaluate(IN_SIGHT) or part.page.wait_for_timeout(100) for _ in range(20))
    assert seen, f"{name} is covered or cut off"


@pytest.mark.parametrize("size", [PC, NETBOOK], ids=["pc", "netbook"])
def test_where_the_patient_goes_next_stays_in_sight(
    chromium: Browser, server: Server, house: House, size: dict[str, int]
) -> None:
    house.at_doctor()
    page = console(chromium, server, size)
    for key in "12":
        page.keyboard.press(key)
    expect(page.locator(".chip.on")).to_have_count(2)
    in_sight(page.locator(".finish .next b"), f"berikutnya-{size['height']}")


def test_each_order_has_its_key(chromium: Browser, server: Server, house: House) -> None:
    house.at_doctor()
    page = console(chromium, server, PC)
    chips = page.locator(".chip")
    keys = chips.locator("kbd").all_inner_texts()
    assert len(set(keys)) == chips.count() > 9
    others = page.locator("#actions kbd").all_inner_texts()
    assert not set(keys) & set(others)
    for number, key in enumerate(keys):
        page.keyboard.press(key.lower())
        expect(chips.nth(number)).to_have_attribute("aria-pressed", "true")


def test_the_big_button_is_under_the_thumb(chromium: Browser, server: Server, house: House) -> None:
    house.at_doctor()
    house.waiting_for_screening(3)
    page = console(chromium, server, SMALL_PHONE)
    page.evaluate("() => window.scrollTo(0, 0)")
    in_sight(page.locator("#finish-and-call"), "tombol-telepon")
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    in_sight(page.locator("#push-button"), "akhir-telepon")


def test_a_phone_is_not_told_of_a_space_bar(
    chromium: Browser, server: Server, house: House
) -> None:
    (visit,) = house.waiting_for_screening(1)
    context = chromium.new_context(viewport=SMALL_PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    sign_in(context.new_page(), server, "budi")
    page = at(opened(context, server, "/pos/skrining"), "1")
    expect(page.locator("#waiting li")).to_have_attribute("data-ticket", visit["ticket"])
    expect(page.locator("#now .idle")).to_contain_text("Sentuh tombol")


def test_the_desk_of_a_known_patient_fits_a_phone(
    chromium: Browser, server: Server, house: House
) -> None:
    context = window(chromium, SMALL_PHONE)
    sign_in(context.new_page(), server, "sri")
    page = opened(context, server, "/loket")
    patient = {"name": "Siti Aminah", "birth_date": "1991-08-30", "sex": "female"}
    siti = house.ask("POST", "patients", patient)["patient"]
    facts = {key: patient[key] for key in ("birth_date", "sex")}
    house.ask("POST", "visits", {"patient": siti["id"], "facts": facts, "station": "loket"})
    page.locator("#search").fill("Siti Aminah")
    page.locator("#hits li").first.click()
    expect(page.locator("#chosen")).to_be_visible()
    buttons = page.locator("#chosen .btn")
    expect(buttons.filter(has_text="Ganti")).to_be_visible()
    for button in buttons.all():
        button.scroll_into_view_if_needed()
        in_sight(button, "pasien-telepon")


def test_the_phone_names_the_room_above_all(
    chromium: Browser, server: Server, house: House
) -> None:
    (mine,) = house.waiting_for_screening(1)
    page = opened(window(chromium, SMALL_PHONE), server, f"/tiket/{mine['id']}")
    expect(page.locator("#stay")).to_have_text("Tunggu di Ruang tunggu utama")
    in_sight(page.locator("#stay"), "tiket-menunggu")
    house.ask("POST", "stations/skrining/calls", {"desk": "1"})
    expect(page.locator("#why")).to_have_text("Ruang 1, meja 1")
    in_sight(page.locator("#why"), "tiket-dipanggil")
    place, words = (
        page.locator(part).evaluate(
            "(one) => [parseFloat(getComputedStyle(one).fontSize), Number(getComputedStyle(one).fontWeight)]"
        )
        for part in ("#why", "#where")
    )
    assert place[0] > words[0]
    assert place[1] > words[1]


def test_anybody_who_waits_is_found_by_number_and_called(
    chromium: Browser, server: Server, house: House
) -> None:
    """Seventy wait; the console is told of sixty."""
    visits = house.waiting_for_screening(70)
    late = visits[67]
    context = window(chromium, PC)
    sign_in(context.new_page(), server, "budi")
    page = at(opened(context, server, "/pos/skrining"), "1")
    rows = page.locator("#waiting li[data-ticket]")
    expect(rows).to_have_count(60)
    page.keyboard.press("c")
    page.keyboard.type(late["ticket"].replace("-", "").lower())
    expect(rows).to_have_count(1)
    expect(rows).to_have_attribute("data-ticket", late["ticket"])
    in_sight(rows.locator(".num"), "cari")
    page.keyboard.press("Enter")
    page.locator("#reason").fill("anak demam tinggi")
    page.keyboard.press("Enter")
    expect(page.locator("#ticket")).to_have_text(late["ticket"])
    expect(page.locator("#seek")).to_have_value("")

    expect(rows).to_have_count(60)
    page.locator("#show-more").click()
    expect(rows).to_have_count(69)
    expect(page.locator("#show-more")).to_have_count(0)
    house.ask("POST", f"visits/{visits[69]['id']}/departures", {"outcome": "batal"})
    expect(rows).to_have_count(68)
    page.keyboard.press("c")
    page.keyboard.type("999")
    expect(page.locator("#waiting .more")).to_have_text("Nomor 999 tidak menunggu di sini.")
    page.keyboard.press("Escape")
    expect(rows).to_have_count(68)
