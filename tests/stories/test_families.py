"""Families in the waiting room, by the rules of the typical Puskesmas: who came together, and who wishes to be called so."""

from datetime import timedelta

import pytest

from flow.engine import boards
from flow.engine import commands as c
from flow.engine.lifecycle import Status
from flow.engine.outcomes import Outcome
from tests.engine.story import Story
from tests.stories.test_waiting_room import BABY, MAN, TYPICAL, called_next, order

MOTHER = {"birth_date": "1998-05-02", "sex": "female"}
NEWBORN = {"birth_date": "2026-11-02", "sex": "female"}


@pytest.fixture
def morning() -> Story:
    """07:30 on a Monday: every room has one desk open."""
    return Story(TYPICAL).opened(*TYPICAL.stations)


def spoken(story: Story, station: str) -> tuple[str, tuple[str, ...]]:
    call = story.floor.station(station).calls[-1]
    return call.name, call.companions


def test_the_twins_and_their_mother(morning: Story) -> None:
    """She holds both: one call for all of them. One twin goes to the laboratory and comes back to the room for the result."""
    morning.registered("kakak", NEWBORN)
    morning.registered("lain", BABY)
    morning.when(
        c.Register, visit="adik", patient="id-adik", facts=NEWBORN, station="loket", beside="kakak"
    )
    morning.when(
        c.Register, visit="ibu", patient="id-ibu", facts=MOTHER, station="loket", beside="kakak"
    )
    assert called_next(morning, "skrining") == "kakak"
    numbers = {one: morning.visit(one).name for one in ("kakak", "adik", "ibu", "lain")}
    assert spoken(morning, "skrining") == (numbers["kakak"], (numbers["adik"], numbers["ibu"]))
    seen = []
    for _ in range(4):
        desk = morning.floor.station("skrining").desks["1"] or called_next(morning, "skrining")
        morning.when(c.Start, visit=desk)
        morning.when(c.Finish, visit=desk)
        seen.append(desk)
    assert seen == ["kakak", "ibu", "adik", "lain"] or seen == ["kakak", "adik", "ibu", "lain"]

    assert called_next(morning, "k2-anak") == "kakak"
    assert spoken(morning, "k2-anak") == (numbers["kakak"], (numbers["adik"],))
    morning.when(c.Start, visit="kakak")
    morning.when(c.Finish, visit="kakak", orders=("lab",))
    assert called_next(morning, "k2-anak") == "adik"
    assert spoken(morning, "k2-anak") == (numbers["adik"], ()), "the sister is in another line"
    assert called_next(morning, "lab") == "kakak"
    morning.when(c.Start, visit="kakak")
    morning.when(c.Finish, visit="kakak")
    assert morning.stop("kakak", "k2-anak").status is Status.WAITING
    morning.when(c.Start, visit="adik")
    morning.when(c.Finish, visit="adik")
    assert order(morning, "k2-anak")[0] == "kakak", "back with the result, credited"
    phone = boards.ticket(morning.floor, TYPICAL, "adik", morning.now)
    assert phone["beside"] == []
    assert phone["outcome"] == "pulang"


def test_a_family_that_does_not_wish_to_be_called_together(morning: Story) -> None:
    """Three generations came in one car. Each likes to speak alone with the doctor: they are linked, and called one by one."""
    morning.registered("ayah", MAN).registered("joko", MAN).registered("paman", MAN)
    morning.when(c.LinkVisits, visits=("ayah", "paman"), together=False)
    assert called_next(morning, "skrining") == "ayah"
    assert spoken(morning, "skrining")[1] == ()
    morning.when(c.Start, visit="ayah")
    morning.when(c.Finish, visit="ayah")
    assert called_next(morning, "skrining") == "joko", "his turn, and nobody is taken before him"
    shown = boards.visit(morning.floor, TYPICAL, "paman")
    assert shown["family"] == {
        "together": False,
        "others": [{"visit": "ayah", "ticket": morning.visit("ayah").name}],
    }
    assert boards.ticket(morning.floor, TYPICAL, "paman", morning.now)["beside"] == []


def test_one_of_them_leaves(morning: Story) -> None:
    """Grandfather goes home before his turn; the other two are still called together. When the second leaves, nobody is."""
    for visit in ("kakek", "ayah", "paman"):
        morning.registered(visit, MAN)
    morning.when(c.LinkVisits, visits=("kakek", "ayah", "paman"))
    morning.when(c.Depart, visit="kakek", outcome=Outcome.CANCELLED, reason="Tidak sabar")
    morning.now += timedelta(minutes=5)
    assert called_next(morning, "skrining") == "ayah"
    assert spoken(morning, "skrining")[1] == (morning.visit("paman").name,)
    morning.when(c.Depart, visit="paman", outcome=Outcome.CANCELLED)
    morning.when(c.Recall, visit="ayah")
    assert spoken(morning, "skrining")[1] == ()
    assert morning.refused(c.UnlinkVisit, visit="ayah").code == "NotLinked"
