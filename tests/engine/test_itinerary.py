"""The itinerary at odd moments: what was ordered twice, found late, cancelled, or learned while waiting."""

from collections.abc import Sequence

import pytest

from flow.engine import commands as c
from flow.engine.decide.following import _Way
from flow.engine.decide.itinerary import Itinerary
from flow.engine.decisions import RoutedStop, Steps, _from_the_door
from flow.engine.outcomes import Outcome
from flow.engine.text import Text
from flow.engine.visits import Origin, Visit
from flow.rulebook import load, shipped
from tests.engine.small import MORNING, small
from tests.engine.story import ADULT, Story


def steps(*stations: Sequence[str]) -> Steps:
    return tuple(
        tuple(RoutedStop(station=s, table="t", rule="r", because=Text("", "")) for s in step)
        for step in stations
    )


@pytest.mark.parametrize(
    ("entry", "exits"),
    [
        (steps(), steps()),
        (steps(["skrining"], ["dewasa"]), steps(["kasir"], ["farmasi"])),
        (steps(["lab", "gigi"], ["gigi", "lab"], ["dewasa", "lab"]), steps(["lab"], ["farmasi"])),
        (steps(["lab", "lab"]), steps(["farmasi", "lab"])),
    ],
)
def test_a_newcomers_way_is_what_following_the_route_would_plan(entry: Steps, exits: Steps) -> None:
    newcomer = Visit(id="ani", name="", turn=1, opened_at=MORNING, rulebook="")
    way = _Way(Itinerary(newcomer, small(), MORNING), is_urgent=False, is_registered=True)
    ahead = [*way.steps(entry, Origin.ENTRY), *way.steps(exits, Origin.EXIT)]
    assert _from_the_door(entry, exits) == (tuple(way.fresh), tuple(ahead))


def test_turning_red_again_leads_to_the_emergency_room_again() -> None:
    story = Story().opened("loket", "skrining", "dewasa", "ugd").registered("ani")
    story.when(c.UpdateFacts, visit="ani", facts={"triage": "red"})
    story.when(c.UpdateFacts, visit="ani", facts={"triage": "none"})
    assert story.line("ugd") == []
    story.when(c.UpdateFacts, visit="ani", facts={"triage": "red"})
    assert story.line("ugd") == ["ani"]


def test_a_class_learned_while_waiting_reaches_the_line() -> None:
    story = Story().opened("skrining").registered("ani").registered("budi")
    assert story.line("skrining") == ["ani", "budi"]
    story.when(c.UpdateFacts, visit="budi", facts={"birth_date": "1950-01-01"})
    assert story.line("skrining") == ["budi", "ani"]


def test_an_unregistered_ticket_cannot_slip_past_the_counter() -> None:
    story = Story().opened("loket", "skrining", "ugd")
    story.when(c.IssueTicket, visit="ani")
    assert story.refused(c.Transfer, visit="ani", to="dewasa").code == "NotRegistered"
    story.when(c.UpdateFacts, visit="ani", facts={"triage": "red"})
    story.when(c.UpdateFacts, visit="ani", facts={"triage": "none"})
    assert story.line("loket") == ["ani"], "the counter is not passed before anybody was registered"


def test_a_second_room_may_ask_for_the_same_laboratory_and_gets_its_review() -> None:
    story = Story(load(shipped("typical"))).opened("skrining", "k3-dewasa", "lab", "gigi")
    story.registered("ani").through("ani", "skrining").serving("ani", "k3-dewasa")
    story.when(c.Finish, visit="ani", orders=("lab", "gigi"), review=False)
    story.serving("ani", "gigi")
    story.when(c.Finish, visit="ani", orders=("lab",), review=True)
    story.through("ani", "lab")
    assert story.line("gigi") == ["ani"]


def test_new_facts_do_not_bring_back_what_an_outcome_has_cancelled() -> None:
    story = (
        Story().opened("skrining", "dewasa", "obat").registered("ani", {**ADULT, "payer": "umum"})
    )
    story.serving("ani", "skrining")
    story.when(c.Finish, visit="ani", outcome=Outcome.REFERRED, reason="Jantung")
    story.when(c.UpdateFacts, visit="ani", facts={"birth_date": "1950-01-01"})
    planned = {stop.station for stop in story.floor.visits["ani"].planned()}
    assert "dewasa" not in planned


def test_a_transfer_stands_for_what_was_planned_there() -> None:
    story = Story().opened("skrining", "dewasa", "obat").registered("ani")
    story.serving("ani", "skrining")
    story.when(c.Transfer, visit="ani", to="obat")
    story.when(c.UpdateFacts, visit="ani", facts={"birth_date": "1950-01-01"})
    assert story.line("obat") == ["ani"]
    assert not story.stop("ani", "obat").if_ordered
