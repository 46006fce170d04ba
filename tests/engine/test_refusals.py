"""Every refusal is a whole sentence in both languages, with its facts in it."""

import re
import string
from datetime import date

import pytest

from flow.engine import commands as c
from flow.engine import refusals, words
from flow.engine.lifecycle import OPEN, TABLE, Status, Step, allows
from flow.engine.outcomes import Outcome
from flow.engine.refusals import Refused
from flow.engine.text import Text
from tests.engine.holding import reads_plainly
from tests.engine.story import Story


def every_refusal(kind: type[Refused] = Refused) -> list[type[Refused]]:
    found = [kind] if "sentence" in vars(kind) else []
    return found + [deeper for child in kind.__subclasses__() for deeper in every_refusal(child)]


ALL = [kind for kind in every_refusal() if kind.__module__.startswith("flow.")]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_it_speaks_both_languages_and_says_its_facts(kind: type[Refused]) -> None:
    sentence = kind.sentence
    wanted = placeholders(sentence.id)
    assert wanted == placeholders(sentence.en)
    assert sentence.id != sentence.en
    refusal = kind(**{name: Text(f"<{name} id>", f"<{name} en>") for name in wanted})
    for said, language in ((refusal.said.id, "id"), (refusal.said.en, "en")):
        assert said[0].isupper() or said[0] == "<"
        assert said.endswith((".", ">"))
        assert "{" not in said
        assert all(f"<{name} {language}>" in said for name in wanted)
    assert refusal.code == kind.__name__
    assert str(refusal) == refusal.said.id
    assert refusal.place is None or isinstance(refusal.place, str)


def test_there_is_one_module_of_them_and_each_is_told_apart() -> None:
    assert len(ALL) > 20
    assert {kind.__module__ for kind in ALL} == {refusals.__name__}
    assert len({kind.sentence.id for kind in ALL}) == len(ALL)


def test_a_brace_in_what_somebody_typed_is_only_a_brace() -> None:
    refusal = refusals.UnknownVisit(visit="{x} {0} %s")
    assert "{x} {0} %s" in refusal.said.id


def test_every_status_step_and_outcome_has_its_words() -> None:
    assert set(words.STATUS) == set(Status)
    assert set(words.STEP) == set(Step)
    assert set(words.OUTCOME) == set(Outcome)
    for texts in (words.STATUS, words.STEP, words.OUTCOME):
        assert all(text.id and text.en for text in texts.values())


# What is wrong, and what to do instead

AS_ON_A_MORNING: dict[str, object] = {
    "allowed": "lab, gigi",
    "board": "depan",
    "booking": "ABC123",
    "count": 9,
    "day": date(2026, 11, 23),
    "desk": "1",
    "destination": "rsud",
    "digest": "4f5e6d7c",
    "double": "A-002",
    "fact": "birth_date",
    "found": "'1985-13-01'",
    "free": "09.00, 10.00",
    "kept": "A-003",
    "label": Text("Tanggal lahir", "Birth date"),
    "last": date(2026, 11, 30),
    "most": 8,
    "name": "Janji 1",
    "now": "28-12-2027 08.00",
    "order": "lab",
    "other": "A-004",
    "outcome": words.OUTCOME[Outcome.REFERRED],
    "quota": 40,
    "reason": Text(
        "Kosongkan tempat di disk, lalu ulangi.", "Free space on the disk, then try again."
    ),
    "remedy": Text("Tulis tanggal yang ada.", "Write a date that exists."),
    "slot": "08.00",
    "standing": Text("menunggu di Laboratorium", "waiting at the laboratory"),
    "station": Text("Laboratorium", "the laboratory"),
    "stations": Text("Laboratorium", "the laboratory"),
    "status": words.STATUS[Status.HELD],
    "table": "klaster",
    "ticket": "A-001",
    "visit": "9c1f",
    "wanted": words.STEP[Step.RECALLED],
    "where": "gigi/2",
}
"""What each placeholder may hold."""

IMPERATIVES = {
    "id": """akhiri ambil batalkan beri betulkan bagi buat buka cari catat gabungkan hubungkan isi kosongkan
        lanjutkan layani lengkapi lihat masukkan mulai muat pakai panggil periksa perbaiki pilih pindahkan
        sebutkan selesaikan serahkan tahan tukar tulis tunggu ubah ulangi urungkan""",
    "en": """ask bring call cancel change check choose complete enter end exchange finish free go hand hold issue
        keep link look make merge move name open put reload resume say serve start take try undo use wait
        write""",
}
"""How a remedy begins: what the reader is to do."""


def advises(said: str, language: str) -> bool:
    """Whether a sentence after the first one, or a clause of it, tells the reader to do something."""
    _, *after = re.split(r"[.;] ", said)
    clauses = [clause for one in after for clause in re.split(r", | atau | or ", one)]
    first = {word for clause in clauses for word in clause.casefold().strip(".").split()[:1]}
    return not first.isdisjoint(IMPERATIVES[language].split())


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_it_says_what_is_wrong_and_then_what_to_do(kind: type[Refused]) -> None:
    facts = {name: AS_ON_A_MORNING[name] for name in placeholders(kind.sentence.id)}
    said = kind(**facts).said
    reads_plainly(said)
    for language in ("id", "en"):
        assert advises(said.in_language(language), language), said


def test_a_bare_statement_advises_nothing() -> None:
    assert not advises("A-001 tidak sedang menunggu di Laboratorium.", "id")
    assert not advises("Periksa A-001.", "id"), "what is wrong comes first"
    assert not advises("The last thing was done. It can't be undone.", "en")
    assert advises("A-001 sedang di sini. Panggil dulu.", "id")


@pytest.mark.parametrize("status", sorted(OPEN))
def test_what_a_patient_s_state_does_not_allow_is_said_with_what_it_does(status: Status) -> None:
    """For every step that the life of a stop lacks here, one that it has is named."""
    remedy = words.REMEDY[status]
    assert remedy.steps
    assert all(allows(status, step) for step in remedy.steps)
    for step in set(Step) - set(TABLE[status]):
        refusal = refusals.NotPossibleNow(
            ticket="A-001",
            station=Text("Laboratorium", "the laboratory"),
            status=words.STATUS[status],
            wanted=words.STEP[step],
            remedy=remedy.said,
        )
        reads_plainly(refusal.said)
        for language in ("id", "en"):
            assert advises(refusal.said.in_language(language), language), refusal.said


def test_a_refused_step_reads_as_a_nurse_would_say_it() -> None:
    story = Story().opened("loket", "skrining", "lab").registered("ani")
    said = story.refused(c.Recall, visit="ani", station="skrining").said
    assert said == Text(
        "A-001 menunggu di Ruang dalam skrining, jadi tidak dapat dipanggil ulang. Panggil dulu dari "
        "antrean.",
        "A-001 is waiting at Inside skrining and can't be called again. Call from the line first.",
    )
    elsewhere = story.refused(c.CallOne, visit="ani", station="lab", desk="1").said
    assert elsewhere == Text(
        "A-001 tidak dapat dipanggil dari sini; sekarang menunggu di Ruang dalam skrining. Lanjutkan dari "
        "sana.",
        "A-001 can't be called from here; now waiting at Inside skrining. Go on from there.",
    )
