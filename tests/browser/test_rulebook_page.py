"""The rulebook page in a real window: read it, try a patient, break a file, mend it, look at the difference, publish."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from flow.rulebook import shipped
from tests.browser.test_whole_day import PC, sign_in, window
from tests.live.server import Server

pytestmark = pytest.mark.browser

CATCH_ALL = "    then: reguler\n"
DEWASA = "- rule: dewasa\n      then: {stops: k3-dewasa}"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """All the example rules; the server uses the demo house, which includes the typical one."""
    shutil.copytree(shipped("demo").parent, tmp_path / "rules")
    return tmp_path / "rules"


@pytest.fixture
def server(tmp_path: Path, rules: Path) -> Iterator[Server]:
    with Server(tmp_path / "data", rules=rules / "demo") as running:
        running.account("ratna", "admin")
        running.account("budi", "station")
        yield running


def opened(chromium: Browser, server: Server, name: str) -> Page:
    page = window(chromium, PC).new_page()
    sign_in(page, server, name)
    page.goto(f"{server.url}/aturan")
    return page


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_patient_is_tried_and_the_picture_shows_every_station(
    chromium: Browser, server: Server
) -> None:
    page = opened(chromium, server, "budi")
    expect(page.locator("#picture text", has_text="Poli dewasa")).to_be_visible()
    page.fill("#birth", "2012-03-03")
    expect(page.locator("#route")).to_contain_text("Poli anak")
    expect(page.locator("#route")).to_contain_text("umur 18 tahun → K3 · Poli dewasa")
    page.fill("#arrived", "2026-11-23T08:00")
    page.fill("#birth", "1950-03-03")
    expect(page.locator("#route")).to_contain_text("Poli lansia")
    page.click("text=Jalan masuk: ruang")
    expect(page.locator("#entry-ruang-lansia")).to_contain_text("60 tahun ke atas")


def test_from_a_broken_edit_to_a_publication(
    chromium: Browser, server: Server, rules: Path
) -> None:
    admin = opened(chromium, server, "ratna")
    draft = admin.locator("#draft")
    expect(draft).to_be_hidden()
    priority = rules / "typical" / "priority.yaml"
    edit(priority, CATCH_ALL, f"    when: {{sex: female}}\n{CATCH_ALL}")
    expect(draft).to_contain_text("Folder aturan belum benar")
    expect(draft.locator("li[data-code=gap]")).to_contain_text("../typical/priority.yaml:")
    draft.get_by_role("button", name="Coba pasien ini").click()

    edit(priority, f"    when: {{sex: female}}\n{CATCH_ALL}", CATCH_ALL)
    edit(rules / "typical" / "entry.yaml", DEWASA, DEWASA.replace("k3-dewasa", "gigi"))
    expect(draft).to_contain_text("Aturan baru siap diterbitkan")
    expect(draft.locator("li.change").first).to_contain_text("umur 18 sampai sebelum 60 tahun")
    expect(draft.locator("li.change small").first).to_have_text("Poli dewasa → Gigi dan mulut")

    nurse = opened(chromium, server, "budi")
    expect(nurse.locator("#draft")).to_contain_text("Yang boleh menerbitkan: admin.")
    expect(nurse.locator("#publish")).to_have_count(0)

    admin.fill("#note", "Poli dewasa dicat")
    admin.click("#publish")
    expect(admin.locator("#history li")).to_contain_text(re.compile("ratna · Poli dewasa dicat"))
    expect(admin.locator("#draft")).to_be_hidden()
    admin.fill("#birth", "1990-03-03")
    expect(admin.locator("#route")).to_contain_text("Gigi dan mulut")
