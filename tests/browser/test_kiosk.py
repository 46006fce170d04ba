"""The kiosk as people at the door meet it: numbers on paper, codes and cards, no paper, no server, nobody there; and no way out."""

import os
import re
from collections.abc import Iterator
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_every_page import violations
from tests.browser.test_whole_day import PC, sign_in, window
from tests.live.server import Server
from tests.printing import fake
from tests.printing.fake import PrinterOnTheNet
from tests.printing.roll import Roll

pytestmark = pytest.mark.browser

PORTRAIT = {"width": 1080, "height": 1920}
NIK = "3204117008910002"
SITI = {"name": "Siti Nur Aminah", "birth_date": "1991-08-30", "sex": "female", "nik": NIK}
PICTURES = os.environ.get("ALUR_PICTURES")


@pytest.fixture(scope="module")
def printer() -> Iterator[PrinterOnTheNet]:
    with PrinterOnTheNet() as running:
        yield running


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, printer: PrinterOnTheNet) -> Iterator[Server]:
    setting = f"kiosk={printer.address}?width=80"
    data = tmp_path_factory.mktemp("kios") / "data"
    with Server(data, ALUR_PRINTER=setting, ALUR_KIOSK_CARDS="1") as server:
        server.account("sri", "registration")
        server.account("dewi", "admin")
        yield server


@pytest.fixture
def kiosk(chromium: Browser, house: Server, printer: PrinterOnTheNet) -> Iterator[Page]:
    printer.paper = printer.cause = fake.FINE
    printer.printed = b""
    page = at_the_door(chromium, house)
    yield page
    page.context.close()


def at_the_door(chromium: Browser, server: Server, size: dict[str, int] = PC) -> Page:
    page = window(chromium, size).new_page()
    sign_in(page, server, "sri")
    page.clock.install()
    page.goto(f"{server.url}/kios")
    expect(page.locator("html")).to_have_attribute("data-view", "start")
    return page


def ask(server: Server, method: str, path: str, body: object = None) -> dict[str, object]:
    client = server.client(server.token("admin"))
    answer = client.request(method, f"{server.url}/api/v1/{path}", json=body or {}, timeout=15)
    assert answer.ok, answer.text
    return dict(answer.json())


def scan(page: Page, code: str) -> None:
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def seen(page: Page, name: str) -> None:
    """Kept as a picture, open to everybody, and nothing to scroll."""
    page.wait_for_timeout(80)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/kios-{name}.png")
    assert violations(page) == [], name
    height = page.evaluate("document.documentElement.scrollHeight - window.innerHeight")
    assert height <= 0, f"{name}: {height} px stand below the screen"


def test_one_touch_prints_one_number(kiosk: Page, printer: PrinterOnTheNet) -> None:
    seen(kiosk, "awal")
    kiosk.locator("[data-choice=gigi]").click()
    expect(kiosk.locator("#paper")).to_have_text("Silakan ambil karcis Anda.")
    expect(kiosk.locator("#ahead")).to_have_text(re.compile("sebelum Anda|Anda berikutnya"))
    seen(kiosk, "nomor")
    number = kiosk.locator("#number")
    roll = Roll(576).print(printer.printed)
    assert number.inner_text() in roll.texts
    visit = number.get_attribute("data-visit")
    [code] = zxingcpp.read_barcodes(roll.picture())
    assert code.text.endswith(f"/tiket/{visit}")
    assert kiosk.evaluate("window.printed") is None, "the browser printed too"
    kiosk.clock.run_for(16_000)
    expect(kiosk.locator("#start")).to_be_visible()


def test_who_coughs_for_long_is_asked_for_a_mask(
    kiosk: Page, printer: PrinterOnTheNet, house: Server
) -> None:
    """The rulebook's sentence: with the number, on the slip, on the phone; in the language that was chosen."""
    kiosk.locator("[data-choice=batuk]").click()
    expect(kiosk.locator("#paper")).to_have_text("Silakan ambil karcis Anda.")
    expect(kiosk.locator("#issued .told")).to_contain_text("Mohon pakai masker")
    seen(kiosk, "batuk")
    assert "Mohon pakai masker" in " ".join(Roll(576).print(printer.printed).texts)
    phone = kiosk.context.new_page()
    visit = kiosk.locator("#number").get_attribute("data-visit")
    phone.goto(f"{house.url}/tiket/{visit}")
    expect(phone.locator("#notices")).to_contain_text("petugas memberikannya")

    printer.paper = fake.PAPER_OUT
    kiosk.click("#again")
    kiosk.click("#other-language")
    kiosk.locator("[data-choice=batuk]").click()
    expect(kiosk.locator("#issued .told")).to_contain_text("Please wear a mask")
    expect(kiosk.locator("#paper")).to_have_text(re.compile("Please photograph"))
    seen(kiosk, "batuk-kertas-habis")
    kiosk.click("#again")
    kiosk.locator("[data-choice=gigi]").click()
    expect(kiosk.locator("#number")).to_be_visible()
    expect(kiosk.locator("#issued .told")).to_have_count(0)


def test_without_paper_the_number_is_there_to_photograph(
    kiosk: Page, printer: PrinterOnTheNet, house: Server
) -> None:
    printer.paper = fake.PAPER_OUT
    kiosk.locator("[data-choice=umum]").click()
    expect(kiosk.locator("#paper")).to_have_text("Kertas habis. Silakan foto nomor ini.")
    seen(kiosk, "kertas-habis")
    number = kiosk.locator("#number")
    photo = Image.open(BytesIO(kiosk.screenshot()))
    [code] = zxingcpp.read_barcodes(photo)
    assert code.text.endswith(f"/tiket/{number.get_attribute('data-visit')}")
    kiosk.clock.run_for(30_000)
    expect(number).to_be_visible()

    desk = kiosk.context.new_page()
    desk.goto(f"{house.url}/loket")
    note = desk.locator("#printers")
    expect(note).to_contain_text("Kertas printer kiosk habis. Isi kertas")
    if PICTURES:
        desk.screenshot(path=f"{PICTURES}/loket-kertas-habis.png")
    assert violations(desk) == []
    desk.close()
    kiosk.clock.run_for(20_000)
    expect(kiosk.locator("#start")).to_be_visible()


def test_a_code_is_typed_by_touch(kiosk: Page, house: Server) -> None:
    day = str(ask(house, "GET", "healthz")["day"])
    booked = ask(house, "POST", "bookings", {"days": [day], "facts": {"service": "gigi"}})
    code = booked["bookings"][0]["code"]  # type: ignore[index]
    kiosk.locator("#have-booking").click()
    for letter in code[:5]:
        kiosk.get_by_role("button", name=letter, exact=True).click()
    seen(kiosk, "ketik-kode")
    kiosk.locator("#erase").click()
    for letter in code[4:]:
        kiosk.get_by_role("button", name=letter, exact=True).click()
    expect(kiosk.locator("#issued")).to_contain_text("Janji Anda sudah dicatat")


def test_a_wrong_code_is_said_kindly_and_forgotten(kiosk: Page) -> None:
    kiosk.locator("#have-booking").click()
    for _ in range(6):
        kiosk.get_by_role("button", name="Z", exact=True).click()
    expect(kiosk.locator("#message")).to_contain_text("ZZZZZZ tidak ada untuk hari ini")
    expect(kiosk.locator("#message")).to_contain_text("Periksa hurufnya")
    expect(kiosk.locator("#typed")).to_have_text("ZZZZZZ")
    seen(kiosk, "kode-salah")
    kiosk.locator("#erase").click()
    expect(kiosk.locator("#typed")).to_have_text("ZZZZZ ")
    kiosk.get_by_role("button", name="Y", exact=True).click()
    expect(kiosk.locator("#message")).to_contain_text("ZZZZZY tidak ada untuk hari ini")
    kiosk.get_by_role("button", name="X", exact=True).click()
    expect(kiosk.locator("#typed")).to_have_text("X     ", use_inner_text=False)
    expect(kiosk.locator("#message")).to_be_hidden()
    kiosk.clock.run_for(16_000)
    expect(kiosk.locator("#message")).to_be_hidden()
    expect(kiosk.locator("#start")).to_be_visible()


def test_a_card_registers_whoever_holds_it(kiosk: Page, house: Server) -> None:
    ask(house, "POST", "patients", SITI)
    scan(kiosk, NIK)
    expect(kiosk.locator("#question")).to_have_text("Siti A***, apa keperluan Anda hari ini?")
    seen(kiosk, "kartu")
    assert "Aminah" not in kiosk.content()

    kiosk.locator("#not-me").click()
    expect(kiosk.locator("#question")).to_have_text("Apa keperluan Anda hari ini?")
    scan(kiosk, NIK)
    expect(kiosk.locator("#question")).to_contain_text("Siti A***")
    kiosk.clock.run_for(31_000)
    expect(kiosk.locator("#question")).to_have_text("Apa keperluan Anda hari ini?")
    expect(kiosk.locator("#start")).to_be_visible()

    scan(kiosk, NIK)
    expect(kiosk.locator("#question")).to_contain_text("Siti A***")
    kiosk.locator("[data-choice=umum]").click()
    expect(kiosk.locator("#number")).to_be_visible()
    visit = kiosk.locator("#number").get_attribute("data-visit")
    assert ask(house, "GET", f"visits/{visit}")["patient"]

    kiosk.locator("#again").click()
    scan(kiosk, NIK)
    kiosk.locator("[data-choice=umum]").click()
    expect(kiosk.locator("#message")).to_contain_text("Anda sudah punya nomor hari ini")


def test_a_choice_that_does_not_fit_to_the_card_is_left_to_the_counter(
    kiosk: Page, house: Server
) -> None:
    budi = {
        "name": "Budi Santoso",
        "birth_date": "1985-03-01",
        "sex": "male",
        "bpjs": "0001234567890",
    }
    ask(house, "POST", "patients", budi)
    scan(kiosk, "0001234567890")
    expect(kiosk.locator("#question")).to_contain_text("Budi S***")
    kiosk.locator("[data-choice=hamil]").click()
    expect(kiosk.locator("#issued")).to_contain_text("panggilan ke loket")
    visit = kiosk.locator("#number").get_attribute("data-visit")
    assert ask(house, "GET", f"visits/{visit}")["patient"] is None


def test_a_card_that_is_not_on_record_leads_to_the_choices(kiosk: Page) -> None:
    scan(kiosk, "3204110000000000")
    expect(kiosk.locator("#message")).to_contain_text("belum tercatat di sini")
    seen(kiosk, "kartu-baru")
    kiosk.locator("[data-choice=umum]").click()
    expect(kiosk.locator("#number")).to_be_visible()


def test_it_speaks_english_by_one_touch_and_indonesian_to_the_next(
    kiosk: Page, printer: PrinterOnTheNet
) -> None:
    kiosk.evaluate("window.sameWindow = true")
    other = kiosk.locator("#other-language")
    expect(other).to_have_text("English")
    size = other.bounding_box()
    assert size
    assert min(size["width"], size["height"]) >= 56
    other.click()
    expect(kiosk.locator("html")).to_have_attribute("lang", "en")
    expect(kiosk.locator("#question")).to_have_text("What brings you here today?")
    expect(kiosk.locator("[data-choice=hamil]")).to_have_text("Pregnancy")
    expect(other).to_have_text("Bahasa Indonesia")
    seen(kiosk, "english")

    kiosk.locator("#have-booking").click()
    seen(kiosk, "english-kode")
    kiosk.get_by_role("button", name="7", exact=True).click()
    expect(kiosk.get_by_role("img", name="Code: 7")).to_be_visible()
    other.click()
    expect(kiosk.get_by_role("img", name="Kode: 7")).to_be_visible()
    other.click()
    kiosk.locator("#back").click()

    kiosk.locator("[data-choice=gigi]").click()
    expect(kiosk.locator("#paper")).to_have_text("Please take your slip.")
    expect(kiosk.locator("#issued .label")).to_have_text("Dental care")
    expect(other).to_be_hidden()
    seen(kiosk, "english-nomor")
    assert "Queue number" in Roll(576).print(printer.printed).texts
    kiosk.clock.run_for(16_000)
    indonesian(kiosk)
    assert kiosk.evaluate("window.sameWindow") is True


def test_nobody_there_brings_back_indonesian(kiosk: Page) -> None:
    other = kiosk.locator("#other-language")
    other.click()
    kiosk.clock.run_for(20_000)
    kiosk.mouse.click(20, 500)
    kiosk.clock.run_for(20_000)
    expect(kiosk.locator("html")).to_have_attribute("lang", "en")
    kiosk.clock.run_for(11_000)
    indonesian(kiosk)

    other.click()
    kiosk.locator("[data-choice=umum]").click()
    expect(kiosk.locator("#number")).to_be_visible()
    kiosk.locator("#again").click()
    indonesian(kiosk)


def indonesian(kiosk: Page) -> None:
    expect(kiosk.locator("html")).to_have_attribute("lang", "id")
    expect(kiosk.locator("#question")).to_have_text("Apa keperluan Anda hari ini?")
    expect(kiosk.locator("[data-choice=hamil]")).to_have_text("Ibu hamil")
    expect(kiosk.locator("#other-language")).to_have_text("English")
    assert "Ambil nomor antrean" in kiosk.title()


def test_nobody_there_dims_it_and_a_touch_wakes_it(kiosk: Page) -> None:
    kiosk.locator("#have-booking").click()
    kiosk.clock.run_for(31_000)
    expect(kiosk.locator("#start")).to_be_visible()
    kiosk.clock.run_for(100_000)
    expect(kiosk.locator("#idle")).to_be_visible()
    seen(kiosk, "diam")
    kiosk.mouse.click(300, 400)
    expect(kiosk.locator("#idle")).to_be_hidden()
    expect(kiosk.locator("#number")).to_have_count(0)
    expect(kiosk.locator("#start")).to_be_visible()


def test_it_cannot_be_left(kiosk: Page, house: Server) -> None:
    assert kiosk.locator("a").count() == 0
    kiosk.evaluate(
        """() => {
            window.blocked = [];
            for (const kind of ["keydown", "contextmenu", "selectstart", "wheel"])
                window.addEventListener(kind, (event) => window.blocked.push([kind, event.key, event.defaultPrevented]));
        }"""
    )
    for key in (
        "F1",
        "F5",
        "F11",
        "F12",
        "Alt+ArrowLeft",
        "Alt+Home",
        "Control+r",
        "Control+p",
        "Escape",
    ):
        kiosk.keyboard.press(key)
    kiosk.mouse.click(300, 20, button="right")
    kiosk.keyboard.down("Control")
    kiosk.mouse.wheel(0, 120)
    kiosk.keyboard.up("Control")
    kiosk.wait_for_timeout(100)
    events = [e for e in kiosk.evaluate("window.blocked") if e[1] not in ("Alt", "Control")]
    assert len(events) >= 11
    assert [one for one in events if not one[2]] == []
    kiosk.mouse.dblclick(600, 80)
    assert kiosk.evaluate("String(window.getSelection())") == ""
    kiosk.evaluate("window.sameWindow = true")
    for _ in range(3):
        kiosk.evaluate("window.history.back()")
        kiosk.wait_for_timeout(50)
    assert kiosk.url == f"{house.url}/kios"
    assert kiosk.evaluate("window.sameWindow") is True
    kiosk.reload()
    expect(kiosk.locator("#start")).to_be_visible()


def test_the_choices_fit_on_an_upright_screen(chromium: Browser, house: Server) -> None:
    kiosk = at_the_door(chromium, house, PORTRAIT)
    seen(kiosk, "tegak")
    kiosk.locator("#have-booking").click()
    seen(kiosk, "tegak-kode")
    kiosk.context.close()


def test_it_comes_back_by_itself_after_the_server_did(kiosk: Page, house: Server) -> None:
    kiosk.locator("[data-choice=umum]").click()
    expect(kiosk.locator("#number")).to_be_visible()
    house.kill()
    kiosk.clock.run_for(6_000)
    expect(kiosk.locator("#number")).to_be_visible()
    kiosk.locator("#again").click()
    kiosk.clock.run_for(6_000)
    expect(kiosk.locator("#away")).to_contain_text("Sebentar…")
    seen(kiosk, "sebentar")
    house.start()
    kiosk.clock.run_for(6_000)
    expect(kiosk.locator("#start")).to_be_visible()
    kiosk.locator("[data-choice=umum]").click()
    expect(kiosk.locator("#number")).to_have_text(re.compile(r"[A-Z]-\d{3}"))


def test_a_day_that_is_over_says_so(kiosk: Page, house: Server) -> None:
    ask(house, "DELETE", "day/opening")
    kiosk.clock.run_for(6_000)
    expect(kiosk.locator("#closed")).to_contain_text("Pendaftaran sedang tutup")
    seen(kiosk, "tutup")
    scan(kiosk, "AAAAAA")
    expect(kiosk.locator("#closed")).to_be_visible()
