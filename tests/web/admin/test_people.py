"""People and programs on the admin's pages."""

import re

from flow.staff import Role
from tests.web.admin.conftest import Dewi
from tests.web.conftest import PASSWORD, Web, sign_in


def test_dewi_lets_asep_in_and_out_again(web: Web, dewi: Dewi) -> None:
    page = dewi.press("/admin/orang", name="Asep", role="station", password=PASSWORD)
    assert "asep sekarang dapat masuk." in page
    assert PASSWORD not in page
    asep = web.app.test_client()
    assert sign_in(asep, "asep").status_code == 302
    assert asep.get("/pos").status_code == 200
    dewi.press("/admin/orang/asep/peran", role="registration")
    assert asep.get("/loket").status_code == 200, "another role holds at once"
    dewi.press("/admin/orang/asep/tutup")
    assert asep.get("/loket").status_code == 302
    dewi.press("/admin/orang/asep/buka")
    dewi.press("/admin/orang/asep/sandi", password="sandi yang lain")
    assert sign_in(web.app.test_client(), "asep").status_code == 401
    assert sign_in(web.app.test_client(), "asep", "sandi yang lain").status_code == 302


def test_closing_a_door_is_asked_first(dewi: Dewi) -> None:
    """Without a script: the button opens the question, and only what stands below it acts."""
    page = dewi.see("/admin/orang")
    (asked,) = re.findall(r'data-person="siti".*?(<details.*?</details>)', page, flags=re.DOTALL)[
        :1
    ]
    assert re.search(r"<summary[^>]*>Nonaktifkan</summary>", asked)
    assert "siti tidak dapat masuk lagi" in asked
    assert asked.index("</summary>") < asked.index('action="/admin/orang/siti/tutup"')
    dewi.press("/admin/program", name="mesin-lab", role="station")
    assert "Program mesin-lab berhenti bekerja." in dewi.see("/admin/program")
    dewi.press("/admin/orang/siti/tutup")
    assert "Aktifkan lagi" in dewi.see("/admin/orang")


def test_the_last_admin_stays(web: Web, dewi: Dewi) -> None:
    assert "dewi adalah admin terakhir" in dewi.press("/admin/orang/dewi/tutup")
    assert "dewi adalah admin terakhir" in dewi.press("/admin/orang/dewi/peran", role="viewer")
    found = web.house.staff.accounts.find("dewi")
    assert found is not None
    assert found.role is Role.ADMIN


def test_a_short_password_is_told_in_the_pages_words_and_the_name_stays(dewi: Dewi) -> None:
    page = dewi.press("/admin/orang", name="asep", role="registration", password="pendek")
    assert 'id="add" class="fields" novalidate' in page, "the browser's own words stay away"
    assert "10 karakter" in page
    assert 'value="asep"' in page
    assert page.count('value="registration" selected') == 2, "siti's, and that of the form"


def test_what_cannot_be_is_said_on_the_page(dewi: Dewi) -> None:
    added = {"role": "station", "password": PASSWORD}
    assert "sudah dipakai" in dewi.press("/admin/orang", name="siti", **added)
    assert "tidak dapat dipakai" in dewi.press("/admin/orang", name="a b", **added)
    short = dewi.press("/admin/orang", name="asep", role="station", password="pendek")
    assert "terlalu pendek" in short
    assert "Tidak ada charlie" in dewi.press("/admin/orang/charlie/tutup")
    nothing = dewi.send("/admin/orang", name="asep", role="dokter", password=PASSWORD)
    assert nothing.status_code == 422


def test_a_programs_secret_is_shown_once(web: Web, dewi: Dewi) -> None:
    page = dewi.press("/admin/program", name="mesin-lab", role="station")
    (secret,) = re.findall(r'id="secret">(alur_[^<]+)<', page)
    assert web.house.staff.tokens.check(secret)
    assert secret not in dewi.see("/admin/program")
    again = dewi.send("/admin/program", name="mesin-lab", role="station")
    assert again.status_code == 422
    assert "sudah dipakai" in again.text
    dewi.press("/admin/program/mesin-lab/cabut")
    assert web.house.staff.tokens.check(secret) is None
