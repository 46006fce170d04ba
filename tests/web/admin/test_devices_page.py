"""A TV without a keyboard: it shows a code, an admin types it, and it shows its board from then on."""

import re

from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from tests.live.server import free_port
from tests.web.admin.conftest import Dewi
from tests.web.api.test_slips import with_printers
from tests.web.conftest import Web
from web.device import COOKIE
from web.tv import COOKIE_SECONDS


def code(tv: FlaskClient) -> str:
    page = tv.get("/tv").text
    (spelled,) = re.findall(r'id="code"[^>]*aria-label="([^"]+)"', page)
    return spelled.replace(" ", "")


def line(web: Web, tv: FlaskClient) -> SocketIOTestClient:
    client: SocketIOTestClient = web.app.extensions["socketio"].test_client(
        web.app, flask_test_client=tv
    )
    return client


def ask(client: SocketIOTestClient) -> dict[str, object]:
    answer: dict[str, object] = client.emit("watch", {"screen": "tv", "code": ""}, callback=True)
    return answer


def told(client: SocketIOTestClient) -> int:
    return sum(news["name"] == "tv" for news in client.get_received())


def test_a_tv_is_paired_moved_and_let_go(web: Web, dewi: Dewi) -> None:
    tv = web.app.test_client()
    shown = code(tv)
    assert code(tv) == shown, "the same TV, the same code"
    socket = line(web, tv)
    assert ask(socket) == {"board": None, "waiting": True}

    typed = f"{shown[:3]} {shown[3:].lower()}"
    page = dewi.press("/admin/perangkat", code=typed, name="TV lobi", board="utama")
    assert "TV lobi sekarang menampilkan papannya." in page
    assert told(socket) == 1
    assert ask(socket) == {"board": "utama", "waiting": False}
    assert 'id="stations"' in tv.get("/tv").text
    assert "menyala" in dewi.see("/admin/perangkat")

    (id_,) = re.findall(r'action="/admin/perangkat/(\w+)/lepas"', page)
    dewi.press(f"/admin/perangkat/{id_}", name="TV lorong", board="penunjang")
    assert told(socket) == 1
    assert ask(socket)["board"] == "penunjang"

    dewi.press(f"/admin/perangkat/{id_}/lepas")
    assert told(socket) == 1
    assert ask(socket) == {}
    assert code(tv) != shown, "a stranger again"


def test_other_tvs_are_left_in_peace(web: Web, dewi: Dewi) -> None:
    lobby, hall = web.app.test_client(), web.app.test_client()
    shown, _ = code(lobby), code(hall)
    other = line(web, hall)
    ask(other)
    dewi.press("/admin/perangkat", code=shown, name="TV lobi", board="utama")
    assert told(other) == 0
    assert ask(other) == {"board": None, "waiting": True}


def test_its_secret_is_its_own(web: Web) -> None:
    answer = web.app.test_client().get("/tv")
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert cookie.split("=")[1].split(";")[0] not in answer.text


def test_its_pairing_lasts_from_one_load_to_the_next(web: Web) -> None:
    tv = web.app.test_client()
    kept = [tv.get("/tv").headers["Set-Cookie"] for _ in range(2)]
    assert kept[0].split(";")[0] == kept[1].split(";")[0]
    assert all(f"Max-Age={COOKIE_SECONDS}" in one for one in kept)


def test_what_cannot_be_is_said(web: Web, dewi: Dewi) -> None:
    shown = code(web.app.test_client())
    assert "Tidak ada TV" in dewi.press("/admin/perangkat", code="TEBAK2", name="x", board="utama")
    assert "Pilih salah satu:" in dewi.press(
        "/admin/perangkat", code=shown, name="x", board="tidak-ada"
    )
    assert "Beri TV ini nama" in dewi.press("/admin/perangkat", code=shown, name=" ", board="utama")
    assert "tidak terdaftar" in dewi.press("/admin/perangkat/hilang/lepas")


def test_a_wrong_code_keeps_what_was_typed_beside_it(dewi: Dewi) -> None:
    page = dewi.press("/admin/perangkat", code="TEBAK2", name="TV lorong", board="penunjang")
    assert "Tidak ada TV" in page
    for kept in ('value="TEBAK2"', 'value="TV lorong"', 'value="penunjang" selected'):
        assert kept in page
    assert re.search(r'name="code"[^>]* autofocus', page), "the next thing to type"


def test_tvs_the_kiosk_and_printers_are_found_in_one_place(web: Web, dewi: Dewi) -> None:
    page = dewi.see("/admin/perangkat")
    assert "TV, kios, dan printer" in page
    assert "ALUR_PRINTER" in page, "how one is added"
    with_printers(web, f"network:127.0.0.1:{free_port()}")
    page = dewi.see("/admin/perangkat")
    assert "data-printer=" in page
    assert "127.0.0.1:" in page
    assert "tidak menjawab" in page
    assert 'class="badge alarm"' in page


def test_where_a_waiting_target_is_written_is_said_once(dewi: Dewi) -> None:
    page = dewi.see("/admin/pos")
    assert page.count("Angka contoh") == 1
    assert "stations.yaml" in page


def test_a_tv_whose_board_is_gone_says_where_to_choose_another(web: Web, dewi: Dewi) -> None:
    tv = web.app.test_client()
    web.house.devices.pair(code(tv), "TV lobi", "papan-lama")
    page = tv.get("/tv")
    assert page.status_code == 200
    assert "tidak ada lagi di buku aturan" in page.text
    assert "papan papan-lama tidak ada lagi" in dewi.see("/admin/perangkat")


def test_strangers_cannot_fill_the_house_with_tvs(web: Web) -> None:
    answers = [web.app.test_client().get("/tv").status_code for _ in range(25)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_tablet_that_is_paired_as_kiosk_gives_numbers_and_opens_nothing_else(
    web: Web, dewi: Dewi
) -> None:
    web.open(("loket", "1"))
    tablet = web.app.test_client()
    shown = code(tablet)
    assert tablet.post("/api/v1/visits", json={}).status_code == 401
    dewi.press("/admin/perangkat", code=shown, name="Kios pintu", board="@kios")
    page = tablet.get("/tv").text
    assert "data-choice" in page
    (proof,) = re.findall(r'name="csrf" content="([^"]+)"', page)
    facts = dict(web.house.clinic.rulebook.kiosk[0].facts)
    assert tablet.post("/api/v1/visits", json={"facts": facts}).status_code == 403, "no proof"
    issued = tablet.post("/api/v1/visits", json={"facts": facts}, headers={"X-CSRFToken": proof})
    assert issued.status_code == 201, issued.text
    assert web.house.clinic.entries(web.house.clinic.days()[-1])[-1].by == "kios:Kios pintu"
    for path in ("/admin/hari", "/lantai", "/pos", "/loket", "/api/v1/patients?q=a"):
        assert tablet.get(path).status_code == 403, path
    assert tablet.get("/").headers["Location"] == "/kios"
    socket = line(web, tablet)
    for kind, of in (("queue", "loket"), ("building", web.house.clinic.rulebook.facility)):
        answer = socket.emit("watch", {"screen": kind, "code": of}, callback=True)
        assert answer["problem"]["title"] == "SignInFirst"
    (id_,) = re.findall(r'action="/admin/perangkat/(\w+)/lepas"', dewi.see("/admin/perangkat"))
    dewi.press(f"/admin/perangkat/{id_}/lepas")
    again = tablet.post("/api/v1/visits", json={"facts": facts}, headers={"X-CSRFToken": proof})
    assert again.status_code == 401


def test_a_kiosks_account_sees_no_queue(web: Web, dewi: Dewi) -> None:
    dewi.press("/admin/orang", name="kios", role="kiosk", password="sandi yang panjang")
    browser = web.browser("kios")
    assert browser.get("/kios").status_code == 200
    for path in ("/lantai", "/pos", "/loket"):
        assert browser.get(path).status_code == 403
    socket = line(web, browser)
    answer = socket.emit("watch", {"screen": "queue", "code": "loket"}, callback=True)
    assert answer["problem"]["title"] == "SignInFirst"
