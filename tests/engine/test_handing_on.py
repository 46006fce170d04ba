"""Handed on at the end: to an FKRTL, to a Pustu or Posyandu, or back to who sent the patient; and why."""

from typing import Any

import pytest

from flow.engine import boards
from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.outcomes import Destination, Outcome, Takes
from flow.engine.text import Text
from tests.engine.small import DESTINATIONS, small
from tests.engine.story import Story
from tests.engine.test_mistakes import undone

RSUD = Destination(code="rsud", name=Text("RSUD Contoh", "Example Hospital"), kind=Takes.FKRTL)
HOUSE = small(destinations={one.code: one for one in (*DESTINATIONS, RSUD)})


@pytest.fixture
def story() -> Story:
    """Ani is at the doctor's."""
    story = Story(HOUSE).opened("loket", "skrining", "dewasa", "obat")
    return story.registered("ani").through("ani", "skrining").serving("ani", "dewasa")


def test_referred_with_a_destination_and_a_reason(story: Story) -> None:
    """The event alone tells where to, by name, and why; it holds until the pharmacy is done too."""
    happened = story.when(
        c.Finish,
        visit="ani",
        orders=("obat",),
        outcome=Outcome.REFERRED,
        destination="rsud",
        reason="Curiga apendisitis",
    )
    (intended,) = [one for one in happened if isinstance(one, e.OutcomeIntended)]
    assert (intended.destination, intended.reason) == (RSUD, "Curiga apendisitis")
    assert story.visit("ani").is_open
    story.serving("ani", "obat")
    (ended,) = [one for one in story.when(c.Finish, visit="ani") if isinstance(one, e.VisitEnded)]
    assert (ended.outcome, ended.destination) == (Outcome.REFERRED, RSUD)
    assert ended.reason == "Curiga apendisitis"
    shown = boards.visit(story.floor, HOUSE, "ani")
    name = {"id": "RSUD Contoh", "en": "Example Hospital"}
    assert shown["destination"] == {"code": "rsud", "name": name, "kind": "fkrtl"}
    assert shown["reason"] == "Curiga apendisitis"
    assert "RSUD" not in str(boards.ticket(story.floor, HOUSE, "ani", story.now))


@pytest.mark.parametrize(
    ("about", "code", "allowed"),
    [
        ({"outcome": Outcome.REFERRED, "reason": "Jantung"}, "DestinationNeeded", "rsud"),
        ({"outcome": Outcome.REFERRED, "destination": "rsud"}, "ReasonNeeded", ""),
        ({"outcome": Outcome.HANDED_ON, "destination": "desa"}, "ReasonNeeded", ""),
        ({"outcome": Outcome.SENT_BACK, "destination": "rsud", "reason": " "}, "ReasonNeeded", ""),
        ({"outcome": Outcome.REFERRED, "destination": "mawar"}, "UnknownDestination", "rsud"),
        ({"outcome": Outcome.HANDED_ON}, "DestinationNeeded", "mawar, desa"),
        ({"outcome": Outcome.HANDED_ON, "destination": "rsud"}, "UnknownDestination", "desa"),
        ({"outcome": Outcome.SENT_BACK}, "DestinationNeeded", "mawar, desa, rsud"),
        ({"outcome": Outcome.HOME, "destination": "rsud"}, "UnknownDestination", "–"),
    ],
)
def test_what_is_missing_or_does_not_fit_is_said(
    story: Story, about: dict[str, Any], code: str, allowed: str
) -> None:
    for kind in (c.Finish, c.Depart):
        refusal = story.refused(kind, visit="ani", **about)
        assert refusal.code == code
        assert allowed in refusal.said.id
    assert story.refused(c.Finish, visit="ani", destination="rsud").code == "UnknownDestination"


@pytest.mark.parametrize(
    ("outcome", "destination"),
    [(Outcome.HANDED_ON, "mawar"), (Outcome.HANDED_ON, "desa"), (Outcome.SENT_BACK, "rsud")],
)
def test_handed_on_and_sent_back_on_leaving(
    story: Story, outcome: Outcome, destination: str
) -> None:
    about = {"outcome": outcome, "destination": destination, "reason": "Kontrol gula darah"}
    happened = story.when(c.Depart, visit="ani", **about)
    (ended,) = [one for one in happened if isinstance(one, e.VisitEnded)]
    assert ended.destination is HOUSE.destinations[destination]
    assert story.visit("ani").destination is ended.destination
    undone(story, "ani", "dewasa")
    assert story.visit("ani").destination is None


def test_a_house_that_names_none_is_asked_why_but_not_where_to() -> None:
    story = Story().opened("loket").registered("ani")
    why = story.refused(c.Depart, visit="ani", outcome=Outcome.REFERRED)
    assert why.code == "ReasonNeeded"
    story.when(c.Depart, visit="ani", outcome=Outcome.REFERRED, reason="Jantung")
    assert story.visit("ani").outcome is Outcome.REFERRED
    assert story.visit("ani").destination is None


def test_the_end_of_the_day_keeps_the_destination(story: Story) -> None:
    story.when(
        c.Finish,
        visit="ani",
        orders=("obat",),
        outcome=Outcome.REFERRED,
        destination="rsud",
        reason="Jantung",
    )
    story.when(c.CloseDay)
    gone = story.visit("ani")
    assert (gone.outcome, gone.destination) == (Outcome.REFERRED, RSUD)
    assert gone.reason == "Jantung"
    assert str(gone.because).startswith("Hari ditutup")
