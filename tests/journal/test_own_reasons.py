"""What the house said in old journals is told apart from what people wrote, and nothing else is touched."""

import json
from dataclasses import replace

import pytest

from flow.engine import events as e
from flow.engine.text import Text
from flow.journal import codec

AT = "2026-11-23T01:02:03Z"


def read(kind: str, reason: str, **more: str) -> e.BookingCancelled | e.VisitEnded:
    """An event as 0.3.0 stored it."""
    stored = json.dumps([{"kind": kind, "at": AT, "visit": "v1", "reason": reason, **more}])
    (event,) = codec.from_json(stored)
    assert isinstance(event, e.BookingCancelled | e.VisitEnded)
    return event


@pytest.mark.parametrize(
    ("reason", "own", "because"),
    [
        ("Datang dengan A-012", "", "The patient came with the number A-012 instead"),
        (
            "Datang dengan Darurat 1/23-11",
            "",
            "The patient came with the number Darurat 1/23-11 instead",
        ),
        ("Puskesmas tidak buka pada hari itu", "", "The Puskesmas was not open that day"),
        ("Digabung dengan A-010/23", "", "Merged with A-010/23"),
        (
            "Hari ditutup sebelum sempat dilayani; menunggu di: Loket, Poli Gigi",
            "",
            (
                "The day was closed before anybody had time for the patient, who was waiting at "
                "Loket, Poli Gigi"
            ),
        ),
        (
            "kontrol; sakit {x}; Hari ditutup sebelum dilayani di: Apotek",
            "kontrol; sakit {x}",
            "The day was closed before the patient was served at Apotek",
        ),
    ],
)
def test_a_sentence_of_the_house_is_there_in_both_languages(
    reason: str, own: str, because: str
) -> None:
    event = read("VisitEnded", reason, outcome="batal")
    assert isinstance(event.because, Text)
    assert (event.reason, event.because.en) == (own, because)
    assert event.because.id != because


@pytest.mark.parametrize("reason", ["", "hujan", "Datang dengan suaminya", "Hari ditutup"])
def test_what_somebody_wrote_stays_theirs(reason: str) -> None:
    event = read("BookingCancelled", reason)
    assert (event.reason, event.because) == (reason, None)


def test_that_nobody_came_is_said_once() -> None:
    stored = {"kind": "BookingMissed", "at": AT, "visit": "v1"}
    old = json.dumps([{**stored, "reason": "Tidak datang sampai hari ditutup"}])
    (missed,) = codec.from_json(old)
    assert isinstance(missed, e.BookingMissed)
    assert missed.reason == ""


def test_who_writes_just_those_words_today_is_quoted() -> None:
    event = read("BookingCancelled", "hujan")
    said = replace(event, reason="Datang dengan A-012")
    assert codec.from_json(codec.to_json((said,))) == (said,)
