"""A list of patients through the admin's page: looked at, run, told over the socket, and what was not taken as a file."""

import io
import re
import time

import pytest

from flow.patients.importing import Status
from tests.web.admin.conftest import Dewi
from tests.web.conftest import Web
from tests.web.test_sockets import screen, watch

LIST = "Nama;Tgl Lahir;JK;NIK\r\nRatna Dewi;17-05-1990;P;3201015705900001\r\nAsep;besok;L;\r\n"


def upload(dewi: Dewi, text: str = LIST) -> str:
    """The id of the list, as its page says it."""
    page = dewi.press("/admin/impor", file=(io.BytesIO(text.encode()), "warga.csv"))
    (id_,) = set(re.findall(r'action="/admin/impor/(\w+)"', page))
    return id_


def ended(web: Web, id_: str) -> Status:
    """Its status when it runs no more; it runs beside."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        status = web.house.imports.get(id_).status
        if status is not Status.RUNNING:
            return status
        time.sleep(0.02)
    raise AssertionError("the import does not end")


def columns(**other: str) -> dict[str, str]:
    return {"name": "0", "birth_date": "1", "sex": "2", "nik": "3", **other}


def test_from_the_file_to_the_patients(web: Web, dewi: Dewi) -> None:
    id_ = upload(dewi)
    page = dewi.see(f"/admin/impor/{id_}")
    assert "&#39;besok&#39; tidak terbaca" in page
    assert 'data-row="3" class="wrong"' in page
    assert '<option value="1" selected>Tgl Lahir</option>' in page
    assert web.house.patients.find("Ratna") == []

    dewi.press(f"/admin/impor/{id_}", run="1", **columns())
    assert ended(web, id_) is Status.DONE
    assert len(web.house.patients.find("Ratna")) == 1
    result = dewi.see(f"/admin/impor/{id_}")
    assert '<b class="num" id="added" data-count="added">1</b>' in result
    assert '<b class="num" id="refused" data-count="refused">1</b>' in result

    file = dewi.browser.get(f"/admin/impor/{id_}/tolak.csv")
    assert file.mimetype == "text/csv"
    rows = file.text.removeprefix("\ufeff").splitlines()
    assert rows[0] == "baris,sebab,Nama,Tgl Lahir,JK,NIK"
    assert rows[1].startswith("3,")
    assert "Asep,besok,L" in rows[1]

    dewi.press(f"/admin/impor/{id_}/hapus")
    assert "sudah dihapus" in dewi.press(f"/admin/impor/{id_}/batal")
    assert len(web.house.patients.find("Ratna")) == 1


def test_other_columns_are_looked_at_before_it_runs(web: Web, dewi: Dewi) -> None:
    id_ = upload(dewi, "a;b;c\r\nRatna;17-05-1990;P\r\n")
    assert "Pilih dulu kolom untuk: nama, tanggal lahir, jenis kelamin" in dewi.see(
        f"/admin/impor/{id_}"
    )
    assert "Pilih kolom untuk nama" in dewi.press(f"/admin/impor/{id_}", run="1")
    page = dewi.press(f"/admin/impor/{id_}", name="0", birth_date="1", sex="2")
    assert "✓" in page
    assert web.house.imports.get(id_).status is Status.READY


def test_the_admin_hears_how_far_it_is_and_nobody_else(web: Web, dewi: Dewi) -> None:
    rows = "".join(f"Pasien {'x' * n};1980-01-02;L\r\n" for n in range(1, 60))
    id_ = upload(dewi, f"nama;tgl lahir;jk\r\n{rows}")
    mine, stranger, staff = screen(web, "dewi"), screen(web), screen(web, "siti")
    assert watch(mine, "chore", f"import:{id_}")["status"] == "ready"
    for other in (stranger, staff):
        assert watch(other, "chore", f"import:{id_}")["problem"]["title"] == "SignInFirst"
    assert watch(mine, "chore", "import:hilang")["problem"]["title"] == "UnknownChore"
    dewi.press(f"/admin/impor/{id_}", run="1", **columns(nik=""))
    ended(web, id_)
    heard: list[dict[str, object]] = []
    until = time.monotonic() + 20
    while time.monotonic() < until and not (heard and heard[-1]["status"] == "done"):
        time.sleep(0.02)
        heard += [news["args"][0] for news in mine.get_received() if news["name"] == "chore"]
    assert [(one["done"], one["status"]) for one in heard] == [
        (0, "running"), (25, "running"), (50, "running"), (59, "done"),
    ]  # fmt: skip
    assert heard[-1]["counts"]["added"] == 59
    assert not [
        news for news in stranger.get_received() + staff.get_received() if news["name"] == "chore"
    ]


def test_what_a_spreadsheet_would_run_is_text_in_the_file_and_itself_again_when_it_comes_back(
    web: Web, dewi: Dewi
) -> None:
    head, row = "Nama;Tgl Lahir;JK;HP", '"=HYPERLINK(""http://x"")";besok;L;+62812345678'
    id_ = upload(dewi, f"{head}\r\n{row}\r\n")
    dewi.press(f"/admin/impor/{id_}", run="1", name="0", birth_date="1", sex="2", phone="3")
    assert ended(web, id_) is Status.DONE
    file = dewi.browser.get(f"/admin/impor/{id_}/tolak.csv").text
    assert file.splitlines()[1].endswith("""\"'=HYPERLINK(""http://x"")",besok,L,'+62812345678""")
    again = upload(dewi, file.removeprefix("\ufeff"))
    page = dewi.see(f"/admin/impor/{again}")
    assert "<td>=HYPERLINK(&#34;http://x&#34;)</td>" in page
    assert "<td>+62812345678</td>" in page


def test_what_is_no_list_is_said(dewi: Dewi) -> None:
    bad = dewi.press("/admin/impor", file=(io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(50)), "x.xls"))
    assert "Excel lama" in bad
    assert "Pilih berkas dulu." in dewi.press("/admin/impor")
    assert "sudah dihapus" in dewi.press("/admin/impor/hilang", run="1")


@pytest.mark.parametrize("path", ["/admin/impor/hilang", "/admin/impor/hilang/tolak.csv"])
def test_a_list_that_is_gone_leads_back(dewi: Dewi, path: str) -> None:
    answer = dewi.browser.get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert "sudah dihapus" in answer.text
