"""A visit, told: what everybody on the ward would say had happened, in both languages, and never who it was."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from flow.engine import commands as c
from flow.engine.deadlines import SCHEDULER
from flow.engine.decide.day import handed_on
from flow.engine.floor import Floor
from flow.engine.history import of_visit, story_of
from flow.engine.outcomes import Outcome
from flow.engine.telling import Line, Topic, tell
from flow.engine.telling.lasting import lasted
from flow.engine.text import Text
from flow.journal.memory import MemoryJournal
from tests.engine.small import DAY, MORNING, SMALL, small
from tests.engine.soak import walked
from tests.engine.story import OLD, WOMAN, Story
from tests.engine.walking import BIRTHS, PATIENTS, Walk

HOUSE = ("loket", "skrining", "dewasa", "dewasa/2", "ibu", "lab", "gigi", "obat", "ugd")


def told(story: Story, visit: str) -> tuple[Line, ...]:
    return tell(visit, [(DAY, entry) for entry in story_of(story.entries, visit)], SMALL)


def in_words(story: Story, visit: str, language: str = "id", since: int = 0) -> list[str]:
    """Every line by its time and topic, with short names of rooms, beginning with line number `since`."""
    lines = []
    for line in told(story, visit)[since:]:
        local = line.at.astimezone(SMALL.zone)
        said = re.sub(r"Ruang dalam |Inside ", "", line.said.in_language(language))
        lines.append(f"{local:%H:%M} {line.topic}{' undone' if line.undone else ''}: {said}")
    return lines


@pytest.fixture
def day() -> Story:
    """An old woman, coughing: a number, the counter, screening, the doctor, the laboratory and back, her medicine, home."""
    story = Story().opened(*HOUSE)
    story.when(c.IssueTicket, visit="siti", facts={})
    story.serving("siti", "loket")
    story.when(c.Register, visit="siti", patient="id-siti", facts=OLD | {"cough_weeks": 3})
    story.when(c.Finish, visit="siti")
    story.through("siti", "skrining").serving("siti", "dewasa")
    story.now += timedelta(minutes=17)
    story.when(c.Finish, visit="siti", orders=("lab", "obat"))
    story.through("siti", "lab")
    story.now += timedelta(minutes=62)
    story.serving("siti", "dewasa")
    story.when(c.Finish, visit="siti", outcome=Outcome.REFERRED, reason="Jantung")
    return story.through("siti", "obat")


def test_a_whole_day_is_told(day: Story) -> None:
    assert in_words(day, "siti") == WHOLE_DAY


def test_the_whole_day_is_told_in_english(day: Story) -> None:
    assert in_words(day, "siti", "en") == WHOLE_DAY_IN_ENGLISH


def test_a_line_says_where_and_at_which_desk(day: Story) -> None:
    places = [(line.station, line.desk) for line in told(day, "siti") if line.topic == "called"]
    assert places == [
        ("loket", "1"),
        ("skrining", "1"),
        ("dewasa", "1"),
        ("lab", "1"),
        ("dewasa", "1"),
        ("obat", "1"),
    ]


@pytest.fixture
def ani() -> Story:
    """Ani waits for screening: the first three lines of her story."""
    return Story().opened(*HOUSE).registered("ani", WOMAN)


def test_what_was_taken_back_is_told_as_that(ani: Story) -> None:
    ani.through("ani", "skrining")
    history = tuple(of_visit(ani.entries, "ani"))
    about = {"visit": "ani", "station": "skrining", "history": history}
    ani.when(c.Undo, position=history[-1].position, **about)
    ani.when(c.Finish, visit="ani")
    assert in_words(ani, "ani", since=5) == [
        "07:44 served undone: Selesai di skrining setelah 1 menit. Menunggu di dewasa.",
        "07:45 corrected: Diurungkan: diselesaikan. Kembali seperti semula: sedang dilayani di skrining.",
        "07:46 served: Selesai di skrining setelah 3 menit. Menunggu di dewasa.",
    ]


def test_who_goes_there_all_the_same_has_passed_nothing_by(ani: Story) -> None:
    """Another rule plans the pharmacy anew, with its own reason; of the doctor's room nothing is left."""
    ani.when(c.UpdateFacts, visit="ani", facts={"service": "obat"})
    assert in_words(ani, "ani")[-1] == (
        "07:42 waiting: Dilewati: dewasa (Rute berubah). Sesudah itu: obat."
    )


def test_who_was_away_and_comes_back_is_told_in_one_line(ani: Story) -> None:
    ani.when(c.CallNext, station="skrining", desk="1")
    ani.when(c.Recall, visit="ani")
    ani.when(c.MarkAbsent, visit="ani", by=SCHEDULER)
    ani.when(c.CallOne, visit="ani", station="skrining", desk="1")
    assert in_words(ani, "ani", "en", since=4) == [
        "07:43 called: Called again to skrining, desk 1 (call number 2).",
        "07:44 absent: Did not come to skrining, 1 min after the call; marked absent automatically.",
        "07:45 called: Back in line at skrining, after 1 min. Called to skrining, desk 1.",
    ]
    assert [line.who.id for line in told(ani, "ani")[4:]] == ["uji", "otomatis", "uji"]


def test_holding_and_sending_elsewhere_tell_their_reasons(ani: Story) -> None:
    ani.serving("ani", "skrining")
    ani.when(c.Hold, visit="ani", reason="menunggu suami")
    ani.when(c.Resume, visit="ani")
    ani.when(c.Transfer, visit="ani", to="ibu", reason="hamil muda.")
    assert in_words(ani, "ani", since=5) == [
        "07:44 held: Ditahan di skrining, setelah dilayani 1 menit; alasan: “menunggu suami”.",
        "07:45 held: Tidak lagi ditahan, kembali ke antrean skrining, setelah 1 menit.",
        (
            "07:46 moved: Dipindahkan dari skrining ke ibu; alasan: “hamil muda”. Menunggu di ibu, "
            "lalu dewasa, lalu obat bila diminta."
        ),
    ]


def test_both_stories_tell_that_two_numbers_became_one(ani: Story) -> None:
    ani.when(c.IssueTicket, visit="dobel", facts={})
    ani.when(c.Merge, visit="ani", double="dobel", reason="dua nomor")
    assert in_words(ani, "ani", since=3) == [
        (
            "07:43 corrected: Nomor ganda milik orang yang sama digabung ke nomor ini; alasan: "
            "“dua nomor”."
        ),
    ]
    assert in_words(ani, "dobel", since=3) == [
        (
            "07:43 corrected: Nomor ganda: digabung dengan nomor lain, yang tetap dipakai; alasan: "
            "“dua nomor”. Dilewati: loket, skrining, dewasa, obat (Digabung dengan A-001)."
        ),
        "07:43 ended: Kunjungan berakhir: batal, setelah 1 menit.",
    ]


def test_another_person_and_a_void_number_are_told(ani: Story) -> None:
    pregnant = WOMAN | {"pregnant": True}
    ani.when(c.Reidentify, visit="ani", patient="id-x", facts=pregnant, reason="nama sama")
    ani.when(c.VoidTicket, visit="ani", reason="kertas uji")
    assert in_words(ani, "ani", "en", since=3) == [
        "07:42 corrected: Another person; the identity was corrected; reason: “nama sama”.",
        "07:42 routed: Routing facts: pregnant. Class HAMIL, cluster K2: because hamil.",
        (
            "07:42 waiting: Waits at skrining as HAMIL now. Skipped: dewasa (The route has "
            "changed). After that: ibu, then obat if ordered."
        ),
        (
            "07:43 corrected: The number is void; reason: “kertas uji”. Skipped: skrining, ibu, "
            "obat."
        ),
        "07:43 ended: The visit ended: cancelled, after 2 min.",
    ]


def test_what_a_room_asks_for_later_is_told(ani: Story) -> None:
    ani.through("ani", "skrining").serving("ani", "dewasa")
    ani.when(c.HandOver, visit="ani", desk="2")
    ani.when(c.Finish, visit="ani", orders=("lab",))
    ani.when(c.AddOrders, visit="ani", station="dewasa", orders=("gigi", "obat"))
    ani.when(c.CancelOrder, visit="ani", station="lab", reason="alat rusak")
    assert in_words(ani, "ani", "en", since=8) == [
        "07:47 served: Handed over from desk 1 to desk 2 at dewasa.",
        (
            "07:48 served: Done at dewasa after 2 min; ordered: lab. Waits at lab, then back to dewasa, "
            "then obat if ordered."
        ),
        (
            "07:49 ordered: dewasa added orders: gigi, obat. Waits at gigi, then back to dewasa, "
            "then obat."
        ),
        "07:50 waiting: Skipped: lab (Order cancelled: alat rusak).",
    ]


def test_whom_a_doctor_waits_for_and_who_came_out_of_turn_are_told(ani: Story) -> None:
    ani.registered("budi").through("budi", "skrining").through("ani", "skrining")
    ani.when(c.AssignDesk, visit="ani", station="dewasa", desk="2")
    ani.when(c.AssignDesk, visit="ani", station="dewasa", desk=None)
    ani.when(c.CallOne, visit="ani", station="dewasa", desk="1", reason="pusing")
    assert in_words(ani, "ani", "en", since=6) == [
        "07:49 waiting: Waits at dewasa for desk 2.",
        "07:50 waiting: Waits at dewasa for any desk.",
        (
            "07:51 called: Called to dewasa, desk 1, after waiting for 3 min; "
            "1 ahead in line passed over; reason: “pusing”."
        ),
    ]


def test_what_a_room_does_itself_and_what_takes_time_are_told() -> None:
    lab, *others = SMALL.tables.orders
    slow = replace(lab, result_minutes=90)
    forgiving = replace(SMALL.stations["skrining"], absent_behind=1)
    house = small(orders=(slow, *others), stations={**SMALL.stations, "skrining": forgiving})
    story = Story(house).opened(*HOUSE).registered("ani", WOMAN).registered("budi")
    story.when(c.CallNext, station="skrining", desk="1")
    story.when(c.MarkAbsent, visit="ani")
    story.when(c.BringBack, visit="ani")
    story.through("ani", "skrining").serving("ani", "dewasa")
    story.when(c.Finish, visit="ani", orders=("lab",), done_here=("lab",))
    back, last = in_words(story, "ani")[5], in_words(story, "ani")[-1]
    assert back == (
        "07:45 absent: Kembali ke antrean skrining, setelah 1 menit; dihitung menunggu 2 menit."
    )
    assert last == (
        "07:51 served: Selesai di dewasa setelah 1 menit; permintaan: lab. lab dikerjakan di dewasa. "
        "Menunggu di dewasa untuk meja 1 sebagai Ulang (paling cepat 1 jam 30 menit lagi), "
        "lalu obat bila diminta."
    )


def test_who_stays_overnight_is_told_from_day_to_day() -> None:
    story = Story().opened(*HOUSE)
    story.when(c.EnterEmergency, visit="darurat", facts={"triage": "red"})
    story.serving("darurat", "ugd")
    first = list(story_of(story.entries, "darurat"))
    story.when(c.CloseDay)
    carried, next_day = handed_on(story.floor), DAY + timedelta(days=1)
    story.floor, story.now = Floor(facility=SMALL.facility), MORNING + timedelta(days=1)
    story.entries.clear()
    story.when(c.OpenDay, day=next_day, carried=carried, by=SCHEDULER)
    story.when(c.Finish, visit="darurat", outcome=Outcome.ADMITTED)
    second = list(story_of(story.entries, "darurat"))
    days = [(DAY, entry) for entry in first] + [(next_day, entry) for entry in second]
    lines = tell("darurat", days, SMALL)
    assert [(line.day, line.said.en.replace("Inside ", "")) for line in lines[-4:]] == [
        (DAY, "Service began at ugd, 1 min after the call."),
        (next_day, "Still here from the day before as Darurat 1/23: being served at ugd."),
        (next_day, "Done at ugd after 23 h 49 min."),
        (next_day, "The visit ended: admitted, after 23 h 51 min."),
    ]
    assert [line.said.en for line in tell("darurat", days[-2:], SMALL)] == [
        line.said.en for line in lines[-3:]
    ], "the carried state alone tells the rest"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, ""),
        (0, ""),
        (59, "kurang dari 1 menit"),
        (60, "1 menit"),
        (3_600, "1 jam"),
        (90_061, "1 hari 1 jam 1 menit"),
    ],
)
def test_a_duration_is_told_as_people_say_it(seconds: int, said: str) -> None:
    assert lasted(MORNING, MORNING + timedelta(seconds=seconds)).id == said


def test_a_booking_is_told_from_the_telephone_to_the_door() -> None:
    """Booked, late, and what it continues; called off; never came; and a number drawn all the same."""
    story = Story()
    known = {"day": DAY, "slot": time(8), "facts": OLD}
    story.when(c.Book, visit="ani", code="K1", channel="telepon", follows="lama", **known)
    story.when(c.Book, visit="budi", code="K2", **known)
    story.when(c.Book, visit="cici", code="K3", day=DAY, follows="lama", patient="id-cici")
    story.when(c.Book, visit="dedi", code="K4", day=DAY)
    story.opened("skrining")
    story.when(c.CancelBooking, day=DAY, visit="budi", reason="hujan")
    story.now += timedelta(hours=1)
    story.when(c.CheckIn, visit="ani", patient="id-ani")
    story.when(c.IssueTicket, visit="kios")
    story.when(c.Register, visit="kios", patient="id-cici", facts=OLD)
    story.when(c.CloseDay)
    assert in_words(story, "ani")[:2] == [
        "07:31 booked: Janji dibuat untuk 2026-11-23, 08.00 (lewat telepon). Meneruskan kunjungan sebelumnya.",
        "08:38 arrived: Datang untuk janji 08.00, terlambat. Nomor A-001. Didaftarkan.",
    ]
    assert in_words(story, "budi", "en") == [
        "07:32 booked: Booked for 2026-11-23, 08:00.",
        "07:37 ended: The booking was cancelled; reason: “hujan”.",
    ]
    assert in_words(story, "cici", "en")[1:] == [
        "08:40 ended: The booking was cancelled. The patient came with the number A-002 instead."
    ]
    continued = [line for line in in_words(story, "kios") if "corrected" in line]
    assert continued == ["08:40 corrected: Meneruskan kunjungan sebelumnya."]
    assert in_words(story, "dedi")[-1] == "08:41 ended: Tidak datang pada hari janji."


def test_who_comes_before_the_slot_is_told_from_when_the_waiting_counts() -> None:
    story = Story()
    story.when(c.Book, visit="ani", code="K1", day=DAY, slot=time(9), patient="id-ani", facts=OLD)
    story.opened("skrining").when(c.CheckIn, visit="ani")
    assert "Menunggu di skrining (dihitung mulai 09.00), lalu" in in_words(story, "ani")[-1]
    assert "Waits at skrining (counts from 09:00), then" in in_words(story, "ani", "en")[-1]


def test_who_stays_is_told_who_is_still_with_them(ani: Story) -> None:
    for visit in ("kakak", "adik"):
        ani.registered(visit)
    ani.when(c.LinkVisits, visits=("ani", "kakak", "adik"))
    ani.when(c.UnlinkVisit, visit="adik")
    ani.when(c.UnlinkVisit, visit="kakak")
    assert in_words(ani, "ani", since=3) == [
        "07:44 arrived: Datang bersama A-002, A-003; dipanggil bersama.",
        "07:45 corrected: Sekarang bersama A-002; dipanggil bersama.",
        "07:46 corrected: Tidak lagi terhubung dengan nomor lain.",
    ]
    assert in_words(ani, "adik", "en")[-1] == "07:45 corrected: No longer linked to other numbers."


def test_what_was_not_recorded_is_not_told() -> None:
    assert lasted(None, MORNING) == Text("", "")


def test_every_visit_of_long_walks_can_be_told() -> None:
    """In both languages, completely, in order, and without saying who it was."""
    told = [line for seed in range(3) for line in all_told(seed)]
    assert {line.topic for line in told} == set(Topic)
    for line in told:
        for said in (line.said.id, line.said.en):
            assert said.endswith(".")
            assert not TELLS_TOO_MUCH.search(said), said


def all_told(seed: int) -> Iterator[Line]:
    """The stories of everybody in one long walk."""
    walk = Walk(MemoryJournal())
    walked(walk, seed=seed, commands=1_500)
    for visit in walk.visits:
        if walk.journal.day_of(visit) is None:
            continue
        entries = walk.clinic.story(visit).entries
        lines = tell(visit, entries, SMALL)
        assert {(line.day, line.position) for line in lines} == {
            (day, entry.position) for day, entry in entries
        }
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        yield from lines


TELLS_TOO_MUCH = re.compile(
    "|".join([*PATIENTS, *BIRTHS, *(b[:4] for b in BIRTHS), r"\bv\d+\b", "[{}]", r"\.\."])
)
"""Patients, birth dates, ids of visits, and what a template left behind."""

WHOLE_DAY = [
    "07:41 arrived: Datang. Nomor A-001.",
    "07:41 routed: Kelas Reguler, klaster K3: karena reguler.",
    "07:41 waiting: Menunggu di loket, lalu skrining, lalu dewasa, lalu obat bila diminta.",
    "07:42 called: Dipanggil ke loket, meja 1, setelah menunggu 1 menit.",
    "07:43 served: Mulai dilayani di loket, 1 menit setelah dipanggil.",
    "07:44 arrived: Didaftarkan.",
    (
        "07:44 routed: Data rute: birth_date, sex: female, cough_weeks: 3. Kelas Lansia, "
        "klaster K3: karena lansia; kelompok: Lansia; tanda: infectious."
    ),
    "07:45 served: Selesai di loket setelah 2 menit. Menunggu di skrining.",
    "07:46 called: Dipanggil ke skrining, meja 1, setelah menunggu 1 menit.",
    "07:47 served: Mulai dilayani di skrining, 1 menit setelah dipanggil.",
    "07:48 served: Selesai di skrining setelah 1 menit. Menunggu di dewasa.",
    "07:49 called: Dipanggil ke dewasa, meja 1, setelah menunggu 1 menit.",
    "07:50 served: Mulai dilayani di dewasa, 1 menit setelah dipanggil.",
    (
        "08:08 served: Selesai di dewasa setelah 18 menit; permintaan: lab, obat. Menunggu di lab, "
        "lalu kembali ke dewasa, lalu obat."
    ),
    "08:09 called: Dipanggil ke lab, meja 1, setelah menunggu 1 menit.",
    "08:10 served: Mulai dilayani di lab, 1 menit setelah dipanggil.",
    "08:11 served: Selesai di lab setelah 1 menit. Menunggu di dewasa untuk meja 1 (dihitung sudah menunggu 1 menit).",
    "09:14 called: Dipanggil ke dewasa, meja 1, setelah menunggu 1 jam 3 menit.",
    "09:15 served: Mulai dilayani di dewasa, 1 menit setelah dipanggil.",
    "09:16 served: Selesai di dewasa setelah 1 menit. Cara pulang: dirujuk; alasan: “Jantung”. Menunggu di obat.",
    "09:17 called: Dipanggil ke obat, meja 1, setelah menunggu 1 menit.",
    "09:18 served: Mulai dilayani di obat, 1 menit setelah dipanggil.",
    "09:19 served: Selesai di obat setelah 1 menit.",
    "09:19 ended: Kunjungan berakhir: dirujuk, setelah 1 jam 38 menit; alasan: “Jantung”.",
]
WHOLE_DAY_IN_ENGLISH = [
    "07:41 arrived: Arrived. Number A-001.",
    "07:41 routed: Class REGULER, cluster K3: because reguler.",
    "07:41 waiting: Waits at loket, then skrining, then dewasa, then obat if ordered.",
    "07:42 called: Called to loket, desk 1, after waiting for 1 min.",
    "07:43 served: Service began at loket, 1 min after the call.",
    "07:44 arrived: Registered.",
    (
        "07:44 routed: Routing facts: birth_date, sex: female, cough_weeks: 3. Class LANSIA, "
        "cluster K3: because lansia; groups: LANSIA; flags: infectious."
    ),
    "07:45 served: Done at loket after 2 min. Waits at skrining.",
    "07:46 called: Called to skrining, desk 1, after waiting for 1 min.",
    "07:47 served: Service began at skrining, 1 min after the call.",
    "07:48 served: Done at skrining after 1 min. Waits at dewasa.",
    "07:49 called: Called to dewasa, desk 1, after waiting for 1 min.",
    "07:50 served: Service began at dewasa, 1 min after the call.",
    (
        "08:08 served: Done at dewasa after 18 min; ordered: lab, obat. Waits at lab, then back to "
        "dewasa, then obat."
    ),
    "08:09 called: Called to lab, desk 1, after waiting for 1 min.",
    "08:10 served: Service began at lab, 1 min after the call.",
    "08:11 served: Done at lab after 1 min. Waits at dewasa for desk 1 (counts as 1 min of waiting).",
    "09:14 called: Called to dewasa, desk 1, after waiting for 1 h 3 min.",
    "09:15 served: Service began at dewasa, 1 min after the call.",
    "09:16 served: Done at dewasa after 1 min. Outcome: referred; reason: “Jantung”. Waits at obat.",
    "09:17 called: Called to obat, desk 1, after waiting for 1 min.",
    "09:18 served: Service began at obat, 1 min after the call.",
    "09:19 served: Done at obat after 1 min.",
    "09:19 ended: The visit ended: referred, after 1 h 38 min; reason: “Jantung”.",
]
