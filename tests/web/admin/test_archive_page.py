"""The archive through the admin's page: days go into files and come back; who did it is told; what can't be is refused in words."""

import gzip
import io
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from flow.chores import AT_ONCE, Status
from flow.clinic import Clinic
from flow.database import READ_ONLY
from flow.engine import commands as c
from flow.journal import Stream
from flow.journal.archive import archive
from flow.journal.archiving import Archives, Move
from flow.journal.errors import NotArchived
from flow.journal.memory import MemoryJournal
from flow.journal.verify import findings
from tests.engine.small import DAY, MORNING, SMALL
from tests.faults import Disk, sqlite_disk
from tests.journal.test_archive import full_disk
from tests.web.admin.conftest import Dewi
from tests.web.conftest import OPENING, Web
from tests.web.test_sockets import screen, watch

DAYS = 4


def some_days(web: Web) -> list[date]:
    """Three days that are over, with five visits each, and the one that is open."""
    days = []
    for n in range(DAYS):
        web.clock.at = OPENING + timedelta(days=n)
        web.ask("POST", "day/opening", status=200)
        for _ in range(5):
            web.ask("POST", "visits", {}, status=201)
        if n < DAYS - 1:
            web.ask("DELETE", "day/opening", status=200)
        days.append(web.clock.at.date())
    return days


@pytest.fixture
def days(stored: Web) -> list[date]:
    return some_days(stored)


@pytest.fixture
def disk() -> Iterator[Disk]:
    with sqlite_disk() as disk:
        yield disk


@pytest.fixture
def boss(stored: Web) -> Dewi:
    return Dewi(stored.browser("dewi"))


def moved(web: Web, page: str) -> Move:
    """How the move ended whose page this is."""
    (id_,) = set(re.findall(r'data-watch="archive:(\w+)"', page)) or {
        web.house.archives.moves()[0].id
    }
    until = time.monotonic() + 20
    while time.monotonic() < until:
        move = web.house.archives.get(id_)
        if move.status is not Status.RUNNING:
            return move
        time.sleep(0.02)
    raise AssertionError("the move does not end")


def name_of(web: Web, day: date) -> str:
    return f"{web.house.clinic.rulebook.facility}-{day}.jsonl.gz"


def archived(web: Web, boss: Dewi, before: date) -> Move:
    return moved(web, boss.press("/admin/arsip", how="before", before=before.isoformat()))


def test_from_the_journal_to_files_and_back(stored: Web, boss: Dewi, days: list[date]) -> None:
    journal = stored.house.clinic._journal
    whole = [list(stored.house.clinic.entries(day)) for day in days]
    page = boss.see("/admin/arsip")
    assert "4 hari, 2 Mar 2026 sampai 5 Mar 2026" in page
    assert f'name="day" value="{days[0]}"' in page
    assert f'name="day" value="{days[-1]}"' not in page, "it is in use"

    move = archived(stored, boss, days[2])
    assert (move.status, move.by) == (Status.DONE, "dewi")
    assert move.moved == tuple(day.isoformat() for day in days[:2])
    assert stored.house.clinic.days() == days[2:]
    page = boss.see("/admin/arsip")
    for day in days[:2]:
        assert f'data-file="{name_of(stored, day)}"' in page

    file = boss.browser.get(f"/admin/arsip/berkas/{name_of(stored, days[0])}/unduh")
    assert file.headers["Content-Disposition"].startswith("attachment")
    sent = file.data
    file.close()
    assert gzip.decompress(sent).count(b"\n") == len(whole[0]) + 1

    inside = boss.see(f"/admin/arsip/berkas/{name_of(stored, days[0])}")
    assert "2 Mar 2026" in inside
    assert "utuh" in inside
    names = [name_of(stored, day) for day in days[:2]]
    back = moved(stored, boss.press("/admin/arsip/kembali", file=names))
    assert (back.status, len(back.moved)) == (Status.DONE, 2)
    assert [list(stored.house.clinic.entries(day)) for day in days] == whole
    assert list(findings(journal)) == []


def test_chosen_days_go(stored: Web, boss: Dewi, days: list[date]) -> None:
    move = moved(stored, boss.press("/admin/arsip", how="chosen", day=[days[1].isoformat()]))
    assert move.moved == (days[1].isoformat(),)
    assert "Tidak ada hari" in boss.press("/admin/arsip", how="chosen")
    assert "Tidak ada hari" in boss.press("/admin/arsip", how="chosen", day=[days[-1].isoformat()])
    assert boss.send("/admin/arsip", how="before", before="kemarin").status_code == 422


def test_the_trail_tells_who_moved_a_day(stored: Web, boss: Dewi, days: list[date]) -> None:
    archived(stored, boss, days[1])
    page = boss.see(f"/admin/jejak?day={days[0]}")
    assert "Hari ini diarsipkan oleh dewi pada 5 Mar 2026" in page
    moved(stored, boss.press("/admin/arsip/kembali", file=name_of(stored, days[0])))
    page = boss.see(f"/admin/jejak?day={days[0]}")
    assert "Hari ini dibawa kembali dari arsip oleh dewi" in page
    assert "data-move" not in boss.see(f"/admin/jejak?day={days[2]}")


def test_the_admin_hears_how_far_it_is_and_nobody_else(
    stored: Web, boss: Dewi, days: list[date]
) -> None:
    archives = stored.house.archives
    move = archives.begin_archiving(days[:3], "dewi")
    mine, stranger, staff = screen(stored, "dewi"), screen(stored), screen(stored, "siti")
    whole = watch(mine, "chore", f"archive:{move.id}")
    assert (whole["status"], whole["total"], whole["done"]) == ("running", 3, 0)
    for other in (stranger, staff):
        answer = watch(other, "chore", f"archive:{move.id}")
        assert answer["problem"]["title"] == "SignInFirst"
    page = boss.see(f"/admin/arsip/{move.id}")
    assert "0 dari 3 hari" in page
    assert 'id="busy"' in boss.see("/admin/arsip")
    assert "sedang dikerjakan" in boss.press("/admin/arsip", how="before", before="2027-01-01")


def test_it_is_cancelled_between_two_days(stored: Web, days: list[date]) -> None:
    archives = stored.house.archives
    move = archives.begin_archiving(days[:3], "dewi")

    def tell(heard: Move) -> None:
        if heard.done == 1:
            archives.cancel(move.id)

    ended = archives.run(move.id, tell, AT_ONCE)
    assert (ended.status, ended.moved) == (Status.CANCELLED, (days[0].isoformat(),))
    assert stored.house.clinic.days() == days[1:]
    assert [file.name for file in archives.files.all()] == [name_of(stored, days[0])]
    assert list(findings(stored.house.clinic._journal)) == []


# Files that come from elsewhere


def sent(boss: Dewi, body: bytes, name: str = "hari.jsonl.gz") -> str:
    return boss.press("/admin/arsip/unggah", file=(io.BytesIO(body), name))


def test_a_file_is_uploaded_looked_at_and_brought_back(
    stored: Web, boss: Dewi, days: list[date]
) -> None:
    archived(stored, boss, days[1])
    name = name_of(stored, days[0])
    body = stored.house.archives.files.path(name).read_bytes()
    assert "satu-satunya salinan" in boss.press(f"/admin/arsip/berkas/{name}/hapus")
    assert "sudah dihapus dari server" in boss.press(f"/admin/arsip/berkas/{name}/hapus", sure="1")
    assert stored.house.archives.files.all() == []

    page = sent(boss, body, "salinan (1).gz")
    assert name in page, "under its proper name"
    assert "Bawa kembali ke jurnal" in page
    moved(stored, boss.press("/admin/arsip/kembali", file=name))
    assert stored.house.clinic.days() == days
    assert "sudah ada di jurnal" in boss.press("/admin/arsip/kembali", file=name)
    assert "sudah dihapus" in boss.press(f"/admin/arsip/berkas/{name}/hapus"), "the day is here"


def foreign(tmp_path: Path) -> bytes:
    """A day of another facility."""
    journal = MemoryJournal()
    clinic = Clinic(SMALL, journal)
    for n in range(2):
        at = MORNING + timedelta(days=n)
        clinic.handle(c.OpenDay(id=f"b{n}", by="uji", at=at, day=DAY + timedelta(days=n)))
        if n == 0:
            clinic.handle(c.CloseDay(id="t", by="uji", at=at))
    return archive(journal, Stream(SMALL.facility, DAY), tmp_path).read_bytes()


def test_what_is_no_day_of_this_house_is_refused_and_leaves_nothing(
    stored: Web, boss: Dewi, days: list[date], tmp_path: Path
) -> None:
    archived(stored, boss, days[1])
    body = stored.house.archives.files.path(name_of(stored, days[0])).read_bytes()
    other = gzip.compress(gzip.decompress(body).replace(b"IssueTicket", b"IssueTickex", 1))
    for wrong, words in {
        b"": "Pilih berkas",
        b"halo": "hari.jsonl.gz rusak, atau bukan arsip hari Alur",
        body[:-30]: "rusak",
        other: "jumlah pemeriksanya",
        foreign(tmp_path): "milik fasilitas pustu",
    }.items():
        assert words in sent(boss, wrong), words
    assert "Pilih berkas" in boss.press("/admin/arsip/unggah")
    assert [file.name for file in stored.house.archives.files.all()] == [name_of(stored, days[0])]
    assert not list(stored.house.archives.files.folder.glob("*.part"))


def test_a_damaged_file_in_the_folder_is_listed_and_not_brought_back(
    stored: Web, boss: Dewi, days: list[date]
) -> None:
    archived(stored, boss, days[2])
    one, two = (stored.house.archives.files.path(name_of(stored, day)) for day in days[:2])
    one.write_bytes(b"halo")
    two.write_bytes(two.read_bytes()[:-30])
    assert "rusak" in boss.see("/admin/arsip")
    for path in (one, two):
        assert "rusak" in boss.see(f"/admin/arsip/berkas/{path.name}")
    assert "rusak" in boss.press("/admin/arsip/kembali", file=one.name)
    move = moved(stored, boss.press("/admin/arsip/kembali", file=two.name))
    assert (move.moved, len(move.stayed)) == ((), 1)
    assert "Pakai salinan lain" in boss.see(f"/admin/arsip/{move.id}")


@pytest.mark.parametrize("name", ["hilang.jsonl.gz", "runs", ".."])
def test_a_file_that_is_not_there_leads_back(stored: Web, boss: Dewi, name: str) -> None:
    with pytest.raises(NotArchived, match="no file"):
        stored.house.archives.files.path(name)
    for path in (f"/admin/arsip/berkas/{name}", f"/admin/arsip/berkas/{name}/unduh"):
        answer = boss.browser.get(path, follow_redirects=True)
        assert "tidak ada" in answer.text
    assert "tidak ada di folder" in boss.press("/admin/arsip/kembali", file=name)


# Faults


def test_a_database_that_may_not_be_written_loses_nothing(
    disk: Disk, stored: Web, boss: Dewi, days: list[date]
) -> None:
    disk.begins("read-only")
    move = archived(stored, boss, days[1])
    assert move.status is Status.BROKEN
    assert READ_ONLY.id in boss.see(f"/admin/arsip/{move.id}")
    assert stored.house.clinic.days() == days
    disk.ends("read-only")
    assert archived(stored, boss, days[1]).moved == (days[0].isoformat(),)
    assert list(findings(stored.house.clinic._journal)) == []


def test_a_full_disk_is_said_and_loses_nothing(stored: Web, boss: Dewi, days: list[date]) -> None:
    """It is full for all files: neither the day's own nor how the work stands can be written down."""
    archives = stored.house.archives
    move = archives.begin_archiving(days[:1], "dewi")
    with capture_logs(), full_disk():
        ended = archives.run(move.id, lambda _: None, AT_ONCE)
        assert ended.status is archives.get(move.id).status is Status.BROKEN
        assert "disk penuh" in boss.see(f"/admin/arsip/{move.id}")
        assert "disk penuh" in boss.press("/admin/arsip", how="before", before=str(days[1]))
    assert stored.house.clinic.days() == days
    assert archived(stored, boss, days[1]).moved == (days[0].isoformat(),)


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs a folder in which nobody may write")
def test_a_folder_that_may_not_be_written_is_named(stored: Web, days: list[date]) -> None:
    archives = Archives(
        stored.house.clinic._journal, stored.house.clinic.rulebook.facility, Path("/sys/arsip"),
        stored.clock,
    )  # fmt: skip
    for refused in (
        lambda: archives.begin_archiving(days, "dewi"),
        lambda: archives.files.receive(io.BytesIO(b"halo"), "hari.jsonl.gz"),
    ):
        with pytest.raises(NotArchived) as said:
            refused()
        assert "Folder /sys/arsip: tidak boleh ditulis. Beri server hak tulis" in said.value.said.id
