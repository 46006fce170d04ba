"""Pictures for the boards: uploaded by the admin, told to the boards, public for them."""

import io
import re

from tests.web.admin.conftest import Dewi
from tests.web.admin.test_devices_page import line
from tests.web.conftest import Web, forged

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400  # more than an ordinary request may have


def upload(dewi: Dewi, body: bytes = PNG, name: str = "cuci tangan.png", **fields: object) -> str:
    return dewi.press("/admin/media", file=(io.BytesIO(body), name), **fields)


def shown(web: Web, board: str = "utama") -> list[dict[str, object]]:
    answer = web.ask("GET", f"boards/{board}/media", who="nobody", status=200)
    found: list[dict[str, object]] = answer.json["media"]
    return found


def test_a_picture_reaches_its_board_and_nobody_elses(web: Web, dewi: Dewi) -> None:
    tv = line(web, web.app.test_client())
    tv.emit("watch", {"screen": "board", "code": "utama"}, callback=True)
    assert "cuci tangan sudah masuk." in upload(dewi, boards="utama", seconds="20")
    assert [n["args"][0] for n in tv.get_received() if n["name"] == "media"] == [{"board": "utama"}]
    (piece,) = shown(web)
    assert shown(web, "penunjang") == []
    assert (piece["kind"], piece["seconds"], piece["title"]) == ("image", 20, "cuci tangan")

    stranger = web.app.test_client()
    answer = stranger.get(str(piece["url"]), buffered=True)
    assert answer.data == PNG
    assert answer.mimetype == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    part = stranger.get(str(piece["url"]), headers={"Range": "bytes=0-7"}, buffered=True)
    assert (part.status_code, part.data) == (206, PNG[:8])


def test_it_is_changed_moved_and_deleted(web: Web, dewi: Dewi) -> None:
    upload(dewi, name="a.png")
    page = upload(dewi, name="b.png")
    first, second = re.findall(r'action="/admin/media/(\w+)/hapus"', page)
    dewi.press(f"/admin/media/{second}/geser", where="earlier")
    assert [one["title"] for one in shown(web)] == ["b", "a"]
    dewi.press(f"/admin/media/{first}", title="A", seconds="5", last_day="01-03-2026")
    assert [one["title"] for one in shown(web)] == ["b"], "its last day is over"
    assert "tidak tampil hari ini" in dewi.see("/admin/media")
    url = str(shown(web)[0]["url"])
    dewi.press(f"/admin/media/{second}/hapus")
    assert shown(web) == []
    assert web.app.test_client().get(url).status_code == 404


def test_what_cannot_be_is_said(dewi: Dewi) -> None:
    assert "bukan gambar atau video" in upload(dewi, b"<svg onload=alert(1)>", "x.png")
    assert "Pilih berkas dulu." in dewi.press("/admin/media", title="x")
    assert "Pilih salah satu:" in upload(dewi, boards="tidak-ada")
    assert "detik" in upload(dewi, seconds="nol")
    assert "besok&#39; tidak terbaca" in upload(dewi, first_day="besok")
    assert "31-02-2026&#39; tidak terbaca" in upload(dewi, first_day="31-02-2026")
    assert "Tidak ada" not in dewi.see("/admin/media")
    assert "sudah dihapus" in dewi.press("/admin/media/hilang/hapus")


def test_a_path_is_no_way_out_of_the_folder(web: Web, dewi: Dewi) -> None:
    upload(dewi)
    stranger = web.app.test_client()
    url = str(shown(web)[0]["url"])
    for path in ("/media/../alur.db", "/media/alur.db", url.replace(".png", ".html"), "/media/x"):
        assert stranger.get(path).status_code == 404, path


def test_only_the_admin_may_send_much(web: Web) -> None:
    for browser in (web.app.test_client(), web.browser("siti")):
        form = {"csrf_token": forged(browser), "file": (io.BytesIO(PNG), "x.png")}
        assert browser.post("/admin/media", data=form).status_code in (302, 403, 413)
    assert web.house.media.all() == []


def test_more_than_a_video_is_refused_unread(web: Web, dewi: Dewi) -> None:
    size = {"CONTENT_LENGTH": str(10**9)}
    answer = dewi.browser.post("/admin/media", data=b"x", environ_overrides=size)
    assert answer.status_code == 413
    assert "100 MB" in answer.text
