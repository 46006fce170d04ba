"""The day and the rooms on the admin's pages."""

from flow.engine.floor import Day
from flow.engine.outcomes import Outcome
from tests.web.admin.conftest import Dewi
from tests.web.conftest import Web
from tests.web.test_sitting import sitting


def status(web: Web) -> Day:
    return web.house.clinic.look(lambda floor, _: floor.status)


def test_a_day_from_its_opening_to_its_second_opening(web: Web, dewi: Dewi) -> None:
    assert 'data-status="unopened"' in dewi.see("/admin/hari")
    assert "Hari layanan dibuka." in dewi.press("/admin/hari/buka")
    web.ask("POST", "stations/ugd/desks/1/opening", status=200)
    waits = web.ask("POST", "visits", {}, status=201).json
    cared = web.ask("POST", "visits", {"emergency": True}, status=201).json
    web.ask("POST", "stations/ugd/calls", {"desk": "1", "visit": cared["id"]}, status=200)

    page = dewi.see("/admin/hari")
    assert f'class="num">{waits["ticket"]}</th>' in page
    assert f'class="num">{cared["name"]}</th>' in page
    assert status(web) is Day.OPEN, "a look closes nothing"

    done = dewi.press("/admin/hari/tutup")
    assert "Keluar: 1. Dibawa ke hari berikutnya: 1." in done
    assert status(web) is Day.CLOSED
    outcomes = web.house.clinic.look(lambda floor, _: [v.outcome for v in floor.visits.values()])
    assert outcomes == [Outcome.CANCELLED, None]

    assert "Buka lagi hari ini" in dewi.see("/admin/hari")
    dewi.press("/admin/hari/buka")
    assert status(web) is Day.OPEN


def test_what_the_preview_says_is_what_closing_does(web: Web, dewi: Dewi) -> None:
    web.open(("loket", "1"))
    for _ in range(3):
        web.ask("POST", "visits", {}, status=201)
    said = dewi.see("/admin/hari")
    assert '<b class="num">3</b> keluar' in said
    assert '<b class="num">0</b> dibawa' in said
    assert "Keluar: 3. Dibawa ke hari berikutnya: 0." in dewi.press("/admin/hari/tutup")


def test_a_form_that_is_sent_twice_is_one_command(web: Web, dewi: Dewi) -> None:
    first = dewi.press("/admin/hari/buka", key="sekali")
    assert dewi.press("/admin/hari/buka", key="sekali").count("Hari layanan dibuka.") == 1
    assert "Hari layanan dibuka." in first
    assert "sudah dibuka" in dewi.press("/admin/hari/buka", key="lagi")
    assert dewi.send("/admin/hari/buka", key="x" * 300).status_code == 422


def test_desks_are_opened_paused_and_closed_from_here(web: Web, dewi: Dewi) -> None:
    web.open()
    assert 'data-desk="1" data-state="closed"' in dewi.see("/admin/pos")
    assert "Skrining, meja 1: dibuka." in dewi.press("/admin/pos/skrining/1", what="open")
    dewi.press("/admin/pos/skrining/1", what="pause", reason="rapat")
    assert "istirahat: rapat" in dewi.see("/admin/pos")
    dewi.press("/admin/pos/skrining/1", what="open")
    dewi.press("/admin/pos/skrining/1", what="close")
    assert web.house.clinic.look(lambda floor, _: floor.station("skrining").desks) == {}
    assert "meja 9" in dewi.press("/admin/pos/skrining/9", what="open")
    assert "tidak-ada" in dewi.press("/admin/pos/tidak-ada/1", what="open")
    assert dewi.send("/admin/pos/skrining/1", what="hide").status_code == 422


def test_who_has_a_desk_open_is_told_to_the_admin(web: Web, dewi: Dewi) -> None:
    assert "siti" not in dewi.see("/admin/pos")
    screens = [
        sitting(web, name, station=station, since=since)
        for name, station, since in (
            ("siti", "loket", "2026-03-02T00:10:00+00:00"),
            ("siti", "loket", "2026-03-02T00:20:00+00:00"),
            ("nurul", "loket", "2026-03-01T08:00:00+00:00"),
        )
    ]
    page = dewi.see("/admin/pos")
    assert page.count("siti") == 1
    assert "<small>siti sejak 07.10</small>" in page
    assert "<small>nurul sejak 1 Mar 2026 15.00</small>" in page
    for one in screens:
        one.disconnect()
    page = dewi.see("/admin/pos")
    assert "siti" not in page
    assert "nurul" not in page


def test_a_room_shows_its_target_and_who_set_it(web: Web, dewi: Dewi) -> None:
    page = dewi.see("/admin/pos")
    target = web.house.clinic.rulebook.stations["skrining"].target
    assert target is not None
    assert f"{target.wait_minutes} menit" in page
    assert target.source.id in page
    assert 'href="/aturan"' in page
