"""What goes wrong at a desk, and how it is put right, by the rules of the typical Puskesmas."""

from datetime import time
from typing import Any

import pytest

from flow.engine import commands as c
from flow.engine.history import of_visit
from flow.engine.lifecycle import Status
from tests.engine.small import DAY
from tests.engine.story import Story
from tests.stories.test_waiting_room import MAN, TYPICAL, called_next


@pytest.fixture
def morning() -> Story:
    """07:30 on a Monday: every room has one desk open, the adults' room two."""
    return Story(TYPICAL).opened(*TYPICAL.stations, "k3-dewasa/2")


def taken_back(story: Story, visit: str, station: str) -> None:
    """Undo, as the console asks for it."""
    history = tuple(of_visit(story.entries, visit))
    about: dict[str, Any] = {"position": story.floor.station(station).undoable[visit].position}
    story.when(c.Undo, visit=visit, station=station, history=history, **about)


def test_handed_to_the_wrong_colleague(morning: Story) -> None:
    """A couple is called to the first desk, handed to the second by mistake, and taken back: they are seen at the first."""
    for visit in ("suami", "lain", "istri"):
        morning.registered(visit, MAN).through(visit, "skrining")
    morning.when(c.LinkVisits, visits=("suami", "istri"))
    assert called_next(morning, "k3-dewasa") == "suami"
    morning.when(c.Start, visit="suami")
    morning.when(c.HandOver, visit="suami", desk="2")
    taken_back(morning, "suami", "k3-dewasa")
    assert called_next(morning, "k3-dewasa", "2") == "lain"
    morning.when(c.Finish, visit="suami")
    morning.when(c.CallNext, station="k3-dewasa", desk="1")
    assert morning.stop("istri", "k3-dewasa").status is Status.CALLED


def test_the_wrong_booking_is_checked_in(morning: Story) -> None:
    """The clerk takes Siti's booking for another Siti: the number is void, and Siti herself comes in time, with her code."""
    siti = {"visit": "janji", "code": "K7M2QX", "patient": "id-siti", "facts": MAN, "slot": time(9)}
    morning.when(c.Book, day=DAY, **siti)
    morning.when(c.CheckIn, code="K7M2QX")
    morning.when(c.VoidTicket, visit="janji", reason="Siti yang lain")
    (again,) = [one for one in morning.floor.bookings.values() if one.is_open]
    assert (again.code, again.slot, again.patient) == ("K7M2QX", time(9), "id-siti")
    morning.when(c.CheckIn, visit="janji")
    visit = morning.visit(again.visit)
    assert visit.appointment is not None
    assert visit.appointment.on_time
    assert (visit.ticket, visit.patient) == ("A-002", "id-siti"), "the first number stays spent"
