"""What the house did by itself it explains itself, in both languages; in quotation marks stands only what somebody wrote."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.deadlines import never_held
from flow.engine.history import story_of
from flow.engine.outcomes import Outcome
from flow.engine.telling import Line, tell
from flow.journal.codec import entry_from_json
from flow.journal.memory import MemoryJournal
from tests.engine.small import DAY, SMALL
from tests.engine.soak import walked
from tests.engine.story import Story
from tests.engine.walking import Walk

GOLDEN = sorted((Path(__file__).parents[1] / "journal/golden").glob("*.jsonl"))
WRITTEN = {
    "uji",
    "dobel",
    "orang yang sama",
    "sebentar",
    "kontrol",
    "dokter meminta",
    "habis",
    "makan siang",
}
"""All reasons that the walks give for what they do."""

INDONESIAN = re.compile(
    r"\b(tidak|dengan|hari|sudah|belum|sebelum|sampai|ditutup|menunggu|dan|di|ke|dari|yang|datang"
    r"|pasien|nomor|dibatalkan|digabung|dipanggil|dilayani)\b",
    re.IGNORECASE,
)


def said(story: Story, visit: str) -> list[Line]:
    return list(tell(visit, [(DAY, entry) for entry in story_of(story.entries, visit)], SMALL))


def last(story: Story, visit: str) -> tuple[str, str]:
    """The last line in both languages, with short names of rooms."""
    line = said(story, visit)[-1].said
    return line.id.replace("Ruang dalam ", ""), line.en.replace("Inside ", "")


# What the house says


def test_who_has_booked_and_drew_a_number_all_the_same() -> None:
    story = Story()
    story.when(c.Book, visit="cici", code="K3", day=DAY, patient="id-cici")
    story.opened("loket").registered("cici-kios")
    story.when(c.IssueTicket, visit="kios")
    story.when(c.Register, visit="kios", patient="id-cici", facts={"sex": "female"})
    assert last(story, "cici") == (
        "Janji dibatalkan. Pasien datang dengan nomor A-002, tanpa memakai janji.",
        "The booking was cancelled. The patient came with the number A-002 instead.",
    )


def test_who_has_booked_and_did_not_come_is_told_so_once() -> None:
    story = Story()
    story.when(c.Book, visit="dedi", code="K4", day=DAY)
    story.opened()
    story.when(c.CloseDay)
    assert last(story, "dedi") == (
        "Tidak datang pada hari janji.",
        "Did not come on the day booked.",
    )


def test_a_booking_for_a_day_that_was_never_opened() -> None:
    story = Story()
    story.when(c.Book, visit="dedi", code="K4", day=DAY)
    later = story.now + timedelta(days=1)
    for command in never_held([(DAY, story.floor.bookings["dedi"])], later):
        story.when(
            c.CancelBooking,
            day=command.day,
            visit=command.visit,
            by=command.by,
            because=command.because,
        )
    assert last(story, "dedi") == (
        "Janji dibatalkan. Puskesmas tidak buka pada hari itu.",
        "The booking was cancelled. The Puskesmas was not open that day.",
    )


def test_whom_the_end_of_the_day_finds_waiting() -> None:
    story = Story().opened("loket", "skrining")
    story.when(c.IssueTicket, visit="belum")
    story.registered("sebagian").through("sebagian", "skrining")
    story.registered("absen")
    story.when(c.CallOne, station="skrining", desk="1", visit="absen")
    story.when(c.MarkAbsent, visit="absen")
    story.when(c.CloseDay)
    told = {visit: last(story, visit) for visit in ("belum", "sebagian", "absen")}
    assert told["belum"][1].endswith(
        "The visit ended: cancelled, after 8 min. The day was closed before anybody had time for "
        "the patient, who was waiting at loket."
    )
    assert told["belum"][0].endswith(
        "Kunjungan berakhir: batal, setelah 8 menit. Hari ditutup sebelum pasien sempat dilayani; "
        "masih menunggu di loket."
    )
    assert told["sebagian"][1].endswith(
        "The visit ended: home, after 7 min. The day was closed before the patient was served at "
        "dewasa."
    )
    assert told["absen"][1].endswith(
        "The visit ended: did not come, after 3 min. The patient was called and had not come when "
        "the day was closed."
    )


def test_what_a_doctor_wrote_stays_beside_what_the_house_says() -> None:
    story = Story().opened("loket", "skrining", "dewasa").registered("ani")
    story.through("ani", "skrining").serving("ani", "dewasa")
    about = {"outcome": Outcome.HANDED_ON, "destination": "desa", "reason": "kontrol"}
    story.when(c.Finish, visit="ani", orders=("obat",), **about)
    story.when(c.CloseDay)
    indonesian, english = last(story, "ani")
    assert indonesian.endswith("; alasan: “kontrol”. Hari ditutup sebelum pasien dilayani di obat.")
    assert english.endswith(
        "; reason: “kontrol”. The day was closed before the patient was served at obat."
    )


# What holds of every story


@pytest.mark.parametrize("seed", range(3))
def test_walks_tell_nothing_of_the_house_in_one_language_and_nothing_twice(seed: int) -> None:
    walk = Walk(MemoryJournal())
    walked(walk, seed=seed, commands=1_500)
    for visit in walk.visits:
        if walk.journal.day_of(visit) is not None:
            reads_well(tell(visit, walk.clinic.story(visit).entries, SMALL))


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_what_earlier_versions_recorded_reads_as_well(file: Path) -> None:
    """They wrote the reasons of the house in Indonesian, among those of people."""
    entries = [entry_from_json(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for visit in began_here(entries):
        reads_well(tell(visit, [(DAY, entry) for entry in story_of(entries, visit)], SMALL))


def began_here(entries: list[e.Entry]) -> Iterator[str]:
    beginnings = e.VisitOpened | e.VisitBooked | e.VisitCarriedIn
    for entry in entries:
        for event in entry.events:
            if isinstance(event, beginnings):
                yield event.visit


def reads_well(lines: tuple[Line, ...]) -> None:
    for line in lines:
        quoted = set(re.findall("“(.*?)”", line.said.en))
        assert quoted <= WRITTEN, line.said.en
        assert not INDONESIAN.search(re.sub("“.*?”", "", line.said.en)), line.said.en
        for words in (line.said.id, line.said.en):
            twice = [one for one, times in Counter(sentences(words)).items() if times > 1]
            assert not twice, words


def sentences(words: str) -> list[str]:
    """Each by itself, and each reason that stands in brackets or after a semicolon or colon."""
    return [part.casefold() for part in re.split(r"[.;:()“”]\s*", words) if len(part.split()) > 1]


def test_what_holds_of_every_story_can_fail() -> None:
    story = Story().opened("loket").registered("ani")
    story.when(c.Depart, visit="ani", outcome=Outcome.CANCELLED, reason="Hari ditutup")
    with pytest.raises(AssertionError):
        reads_well(tuple(said(story, "ani")))
