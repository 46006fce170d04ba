"""The panel of a TV: words in turn, the house's pictures and videos, which wait while somebody is called; and nothing burns in."""

import base64

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_desks import House
from tests.browser.test_whole_day import PC, TV, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

A_SECOND_OF_FILM = """() => new Promise((done) => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 160, height: 90});
    const pen = canvas.getContext("2d");
    const drawing = setInterval(() => { pen.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`; pen.fillRect(0, 0, 160, 90); }, 40);
    const recorder = new MediaRecorder(canvas.captureStream(25), {mimeType: "video/webm"});
    recorder.ondataavailable = ({data}) => {
        clearInterval(drawing);
        const reader = new FileReader();
        reader.onload = () => done(reader.result.split(",")[1]);
        reader.readAsDataURL(data);
    };
    recorder.start();
    setTimeout(() => recorder.stop(), 1000);
})"""

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture
def admin(chromium: Browser, server: Server) -> Page:
    server.account("dewi", "admin")
    page = window(chromium, PC).new_page()
    sign_in(page, server, "dewi")
    return page


@pytest.fixture
def board(chromium: Browser, server: Server) -> Page:
    page = window(chromium, TV).new_page()
    page.clock.install()
    page.goto(f"{server.url}/papan/utama")
    expect(page.locator("html")).to_have_attribute("data-line", "live")
    return page


def upload(admin: Page, server: Server, name: str, kind: str, content: bytes) -> None:
    admin.goto(f"{server.url}/admin/media")
    admin.set_input_files("#add [name=file]", {"name": name, "mimeType": kind, "buffer": content})
    admin.fill("#add [name=title]", name)
    admin.click("#add button[type=submit]")
    expect(admin.locator(f"[data-media='{name}']")).to_be_visible()


def after(board: Page, seconds: int) -> None:
    board.clock.fast_forward(seconds * 1000)


def test_words_pictures_and_films_take_turns_and_wait_for_a_call(
    board: Page, admin: Page, server: Server
) -> None:
    first = board.locator("#info-words").inner_text()
    after(board, 20)
    expect(board.locator("#info-words")).not_to_have_text(first)

    film = base64.b64decode(admin.evaluate(A_SECOND_OF_FILM))
    with board.expect_response("**/api/v1/boards/utama/media"):
        upload(admin, server, "cuci-tangan", "image/png", admin.screenshot())
    with board.expect_response("**/api/v1/boards/utama/media"):
        upload(admin, server, "senam", "video/webm", film)
    after(board, 20)
    picture = board.locator("#info-piece img")
    expect(picture).to_be_visible()
    board.wait_for_function("() => document.querySelector('#info-piece img').naturalWidth > 0")
    after(board, 12)
    assert board.evaluate("document.querySelector('#info-piece video').muted") is True

    house = House(server)
    house.desks("skrining/1")
    (visit,) = house.waiting_for_screening(1)
    house.ask("POST", "stations/skrining/calls", {"desk": "1"})
    expect(board.locator(f"[data-call-ticket='{visit['ticket']}']")).to_be_visible()
    expect(board.locator("#info")).to_be_hidden()


def test_the_picture_moves_a_little_every_minute(board: Page) -> None:
    where = "document.body.style.transform"
    after(board, 61)
    board.wait_for_function(f"() => {where} !== ''")
    before = board.evaluate(where)
    after(board, 61)
    board.wait_for_function(f"(before) => {where} !== before", arg=before)


def test_the_order_is_changed_by_keyboard(admin: Page, server: Server) -> None:
    for name in ("satu", "dua", "tiga"):
        upload(admin, server, name, "image/png", PIXEL)

    def order() -> list[str | None]:
        return [one.get_attribute("data-media") for one in admin.locator(".piece").all()]

    def press(name: str) -> None:
        """A page takes its focus with the first picture, which may come after the page has loaded."""
        expect(admin.get_by_role("button", name=name)).to_be_focused()
        with admin.expect_navigation():
            admin.keyboard.press("Enter")

    admin.get_by_role("button", name="Lebih awal: tiga").focus()
    press("Lebih awal: tiga")
    press("Lebih awal: tiga")
    assert order() == ["tiga", "satu", "dua"]
    press("Lebih akhir: tiga")
    assert order() == ["satu", "tiga", "dua"]
    press("Lebih akhir: tiga")
    expect(admin.get_by_role("button", name="Lebih awal: tiga")).to_be_focused()
    assert order() == ["satu", "dua", "tiga"]


def test_a_medium_is_for_all_boards_or_for_chosen_ones(admin: Page, server: Server) -> None:
    upload(admin, server, "semua", "image/png", PIXEL)
    upload(admin, server, "farmasi", "image/png", PIXEL)
    piece = admin.locator("[data-media=farmasi]")
    piece.get_by_label("Ruang tunggu penunjang").press("Space")
    piece.get_by_role("button", name="Ubah").press("Enter")
    expect(admin.locator(".note.done")).to_contain_text("farmasi sudah diubah")

    def on(board: str) -> list[str]:
        found = admin.request.get(f"{server.url}/api/v1/boards/{board}/media").json()["media"]
        return [str(one["title"]) for one in found]

    assert (on("utama"), on("penunjang")) == (["semua"], ["semua", "farmasi"])
