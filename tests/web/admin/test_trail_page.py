"""The audit trail as a page and as a file."""

import csv
import re
from io import StringIO

from tests.web.admin.conftest import Dewi
from tests.web.conftest import Web


def rows(page: str) -> list[str]:
    return re.findall(r'<tr id="(e\d+)"', page)


def test_it_tells_who_did_what_and_finds_it(web: Web, dewi: Dewi) -> None:
    web.open(("loket", "1"))
    first = web.ask("POST", "visits", {}, who="registration", status=201).json
    web.ask("POST", "visits", {}, status=201)
    page = dewi.see("/admin/jejak")
    assert len(rows(page)) == 4
    assert "Loket pendaftaran, meja 1: dibuka" in page
    assert "token:registration" in page
    assert rows(dewi.see(f"/admin/jejak?ticket={first['ticket']}")) == ["e3"]
    assert rows(dewi.see("/admin/jejak?by=token:registration&kind=IssueTicket")) == ["e3"]
    assert rows(dewi.see("/admin/jejak?kind=OpenDesk")) == ["e2"]
    assert "Tidak ada yang cocok." in dewi.see("/admin/jejak?ticket=Z-1")


def test_it_has_pages(web: Web, dewi: Dewi) -> None:
    web.open()
    for _ in range(60):
        web.ask("POST", "visits", {}, status=201)
    page = dewi.see("/admin/jejak")
    assert "1 sampai 50 dari 61" in page
    (older,) = re.findall(r'href="([^"]+)" rel="next"', page)
    last = dewi.see(older.replace("&amp;", "&"))
    assert rows(last)[-1] == "e1"
    assert "51 sampai 61 dari 61" in last
    assert 'rel="next"' not in last
    assert rows(dewi.see("/admin/jejak?page=99")) == rows(last)


def test_the_file_has_all_that_was_found(web: Web, dewi: Dewi) -> None:
    web.open()
    for _ in range(60):
        web.ask("POST", "visits", {}, status=201)
    answer = dewi.browser.get("/admin/jejak.csv?kind=IssueTicket")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    table = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(table) == 61
    assert table[1][5] == "A-060"


def test_a_day_that_is_none_is_said(dewi: Dewi) -> None:
    assert dewi.browser.get("/admin/jejak?day=kemarin").status_code == 422
    assert "Tidak ada yang cocok." in dewi.see("/admin/jejak?day=2020-01-01&by=x&page=x")
