"""Two patients ask at the desk who of them is called first: what they are told is what happens."""

from dataclasses import replace

import pytest

from flow.engine import between, boards, ordering
from flow.engine import commands as c
from flow.engine.refusals import NotInLine
from tests.engine.small import STATIONS, small
from tests.engine.story import ADULT, OLD, Story

ONE_A_DAY = small(
    stations={s.code: replace(s, quota=1) if s.code == "dewasa" else s for s in STATIONS}
)


def told(story: Story, station: str, first: str, second: str, language: str = "id") -> str:
    """What the desk reads out; who is named first does not matter."""
    floor, book, now = story.floor, story.rulebook, story.now
    said = between.why_before(floor, book, station, first, second, now)
    assert said == between.why_before(floor, book, station, second, first, now)
    return said.in_language(language)


def next_at(story: Story, station: str, desk: str = "1") -> str:
    place = ordering.next_place(story.floor, story.rulebook, station, story.now, desk)
    assert place is not None
    return place.visit


def sent_to(story: Story, station: str, **visits: dict[str, object]) -> Story:
    """These have been screened and wait there."""
    for visit, facts in visits.items():
        story.registered(visit, facts).through(visit, "skrining")
    return story


def test_who_is_on_the_waiting_list_is_not_called_before_who_has_a_place() -> None:
    story = Story(ONE_A_DAY).opened("skrining", "dewasa")
    sent_to(story, "dewasa", ani=ADULT, nenek=OLD)
    story.now = story.now.replace(hour=story.now.hour + 2)
    assert next_at(story, "dewasa") == "ani"
    assert told(story, "dewasa", "ani", "nenek") == (
        "A-001 sebelum A-002. A-002: Kuota hari ini (1) sudah penuh; daftar tunggu nomor 1"
    )


def test_who_is_at_another_desk_is_passed_over_for_now() -> None:
    story = Story().opened("skrining", "dewasa", "lab", "gigi")
    for visit in ("ani", "budi"):
        sent_to(story, "dewasa", **{visit: ADULT}).serving(visit, "dewasa")
        story.when(c.Finish, visit=visit, orders=("lab", "gigi"))
    assert told(story, "lab", "ani", "budi") == ("A-001 sebelum A-002. A-002: Datang setelah A-001")
    story.serving("ani", "gigi")
    assert next_at(story, "lab") == "budi"
    assert told(story, "lab", "ani", "budi") == (
        "A-002 sebelum A-001. A-001: Sedang di Ruang dalam gigi; gilirannya tetap, belum bisa dipanggil"
    )
    story.serving("budi", "lab")
    story.when(c.Hold, visit="budi", reason="menunggu botol.")
    assert told(story, "lab", "ani", "budi") == (
        "Keduanya belum bisa dipanggil. A-001: Sedang di Ruang dalam gigi; gilirannya tetap, belum bisa dipanggil."
        " A-002: Dipanggil pukul 07.52 ke meja 1; ditahan, di luar antrean; menunggu botol"
    )


def test_where_neither_can_be_called_both_are_told_why() -> None:
    story = Story(ONE_A_DAY).opened("skrining", "dewasa")
    sent_to(story, "dewasa", ani=ADULT, budi=ADULT, citra=ADULT).through("ani", "dewasa")
    assert told(story, "dewasa", "citra", "budi", "en") == (
        "Neither can be called now. A-002: Today's quota (1) is full; number 1 on the waiting list."
        " A-003: Today's quota (1) is full; number 2 on the waiting list"
    )


def test_this_doctor_only_each_desk_is_told_apart() -> None:
    story = Story().opened("skrining", "dewasa", "dewasa/2")
    sent_to(story, "dewasa", ani=ADULT, budi=ADULT)
    story.when(c.AssignDesk, visit="ani", station="dewasa", desk="1")
    assert (next_at(story, "dewasa", "1"), next_at(story, "dewasa", "2")) == ("ani", "budi")
    assert told(story, "dewasa", "ani", "budi") == (
        "Meja 1: A-001 sebelum A-002. A-002: Sama-sama Reguler; A-001 lebih dulu menunggu."
        " Meja 2: A-002 sebelum A-001. A-001: Hanya menunggu meja 1"
    )


def test_a_family_is_next_at_its_desk_and_nowhere_else() -> None:
    story = Story().opened("skrining", "dewasa", "dewasa/2")
    sent_to(story, "dewasa", ibu=ADULT, joko=ADULT, anak=ADULT)
    story.when(c.LinkVisits, visits=("ibu", "anak"))
    story.when(c.CallNext, station="dewasa", desk="1")
    assert told(story, "dewasa", "joko", "anak") == (
        "Meja 1: A-003 sebelum A-002. A-003: Bersama A-001 di meja 1."
        " Meja 2: A-002 sebelum A-003. A-003: Bersama A-001 di meja 1"
    )
    story.when(c.Start, visit="ibu")
    story.when(c.Finish, visit="ibu")
    assert next_at(story, "dewasa") == "anak"
    assert "Meja 1: A-003 sebelum A-002" in told(story, "dewasa", "joko", "anak")


def test_who_was_called_out_of_turn_passed_over_so_many_for_a_reason() -> None:
    """The one who waits and asks gets the answer, whatever has become of the other since."""
    story = Story().opened("skrining")
    for visit in ("ani", "budi", "citra"):
        story.registered(visit)
    refusal = story.refused(c.CallOne, station="skrining", desk="1", visit="citra")
    assert refusal.said.id == (
        "A-003 dipanggil di luar giliran: 2 orang di depannya dilewati."
        " Tulis alasannya, atau panggil yang berikutnya."
    )
    story.when(c.CallOne, station="skrining", desk="1", visit="citra", reason="sesak napas")
    called = "Dipanggil pukul 07.37 ke meja 1; 2 orang di depannya dilewati; alasan: “sesak napas”"
    assert told(story, "skrining", "ani", "citra") == f"A-003 sebelum A-001. A-003: {called}"
    story.when(c.MarkAbsent, visit="citra")
    assert told(story, "skrining", "ani", "citra") == (
        f"A-001 sebelum A-003. A-003: {called}; tidak hadir, di luar antrean"
    )
    story.when(c.BringBack, visit="citra")
    assert told(story, "skrining", "ani", "citra").endswith(f". A-003: {called}")
    story.through("ani", "skrining")
    assert told(story, "skrining", "ani", "budi").startswith(
        "A-001 sebelum A-002. A-001: Dipanggil"
    )
    with pytest.raises(NotInLine, match="A-002"):
        told(story, "dewasa", "ani", "budi")


def test_the_console_s_list_and_the_phones_say_the_same() -> None:
    """Three elders on the list don't stand above the one who is next."""
    story = Story(ONE_A_DAY).opened("skrining", "dewasa")
    sent_to(story, "dewasa", ani=ADULT, satu=OLD, dua=OLD, tiga=OLD)
    story.now = story.now.replace(hour=story.now.hour + 2)
    queue = boards.queue(story.floor, story.rulebook, "dewasa", story.now)
    assert [row["visit"] for row in queue["waiting"]] == ["ani", "satu", "dua", "tiga"]  # type: ignore[attr-defined]
    assert queue["desks"]["1"]["next"] == "ani"  # type: ignore[index]
    board = boards.board_station(story.floor, story.rulebook, "dewasa", story.now)
    assert [row["ticket"] for row in board["waiting"]] == ["A-001", "A-002", "A-003", "A-004"]  # type: ignore[attr-defined]
    assert [ahead(story, visit) for visit in ("ani", "satu", "dua", "tiga")] == [0, 1, 2, 3]
    assert queue["turns_at"] is None, "however long they wait, they pass nobody who has a place"


def test_the_console_names_the_family_as_next_at_its_desk_and_the_phones_count_it() -> None:
    story = Story().opened("skrining", "dewasa", "dewasa/2")
    sent_to(story, "dewasa", ibu=ADULT, joko=ADULT, anak=ADULT)
    story.when(c.LinkVisits, visits=("ibu", "anak"))
    story.when(c.CallNext, station="dewasa", desk="1")
    story.when(c.Start, visit="ibu")
    story.when(c.Finish, visit="ibu")
    queue = boards.queue(story.floor, story.rulebook, "dewasa", story.now)
    assert [row["visit"] for row in queue["waiting"]] == ["anak", "joko"]  # type: ignore[attr-defined]
    assert {desk: at["next"] for desk, at in queue["desks"].items()} == {"1": "anak", "2": "joko"}  # type: ignore[attr-defined]
    assert [ahead(story, visit) for visit in ("anak", "joko")] == [0, 1]


def ahead(story: Story, visit: str) -> object:
    phone = boards.ticket(story.floor, story.rulebook, visit, story.now)
    return next(s["ahead"] for s in phone["stops"] if s["station"] == "dewasa")  # type: ignore[attr-defined]
