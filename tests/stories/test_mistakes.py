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


def test_a_number_is_taken_for_somebody_who_has_booked(morning: Story) -> None:
    """Another Siti drew a number: once that is put right, Siti's code is good again, and the thread is hers alone."""
    siti = {"visit": "janji", "code": "K7M2QX", "patient": "id-siti", "facts": MAN}
    morning.when(c.Book, day=DAY, **siti, slot=time(9), follows="bulan-lalu")
    morning.when(c.IssueTicket, visit="nomor")
    morning.when(c.Register, visit="nomor", patient="id-siti", facts=MAN, station="loket")
    assert morning.visit("nomor").follows == "bulan-lalu"
    morning.when(c.Reidentify, visit="nomor", patient="id-lain", reason="nama sama")
    assert morning.visit("nomor").follows is None
    morning.when(c.CheckIn, code="K7M2QX")
    assert morning.visit("janji").patient == "id-siti"
    assert morning.visit("janji").follows == "bulan-lalu"


def test_a_visit_turns_out_to_be_somebody_who_is_expected(morning: Story) -> None:
    """They have come: nobody waits for them any more, and the day does not say that they stayed away."""
    siti = {"visit": "janji", "code": "K7M2QX", "patient": "id-siti", "facts": MAN}
    morning.when(c.Book, day=DAY, **siti, slot=time(9), follows="bulan-lalu")
    morning.registered("nomor", MAN)
    morning.when(c.Reidentify, visit="nomor", patient="id-siti", reason="salah kartu")
    assert morning.visit("nomor").follows == "bulan-lalu"
    assert not morning.floor.bookings["janji"].is_open


def test_somebody_else_came_with_the_booking(morning: Story) -> None:
    """The visit goes on as the other's; who had booked is expected still."""
    siti = {"visit": "janji", "code": "K7M2QX", "patient": "id-siti", "facts": MAN}
    morning.when(c.Book, day=DAY, **siti, slot=time(9), follows="bulan-lalu")
    morning.when(c.CheckIn, code="K7M2QX")
    morning.when(c.Reidentify, visit="janji", patient="id-lain", reason="nama sama")
    assert morning.visit("janji").follows is None
    morning.when(c.CheckIn, code="K7M2QX")
    (came,) = [one for one in morning.floor.visits.values() if one.patient == "id-siti"]
    assert (came.follows, came.name) == ("bulan-lalu", "A-002")


def test_who_had_booked_drew_a_number_as_well(morning: Story) -> None:
    """The number from the kiosk is kept: it is the booking's from now on, class, slot and place in line."""
    siti = {"visit": "janji", "code": "K7M2QX", "patient": "id-siti", "facts": MAN}
    morning.when(c.Book, day=DAY, **siti, slot=time(9))
    morning.when(c.IssueTicket, visit="nomor")
    morning.when(c.CheckIn, code="K7M2QX")
    promised, place = morning.visit("janji").appointment, morning.stop("janji", "skrining")
    morning.when(c.Merge, visit="nomor", double="janji", reason="dua nomor")
    kept = morning.stop("nomor", "skrining")
    assert morning.visit("nomor").appointment == promised is not None
    assert (kept.status, kept.priority, kept.since) == ("waiting", place.priority, place.since)


def test_the_right_booking_was_declared_void(morning: Story) -> None:
    """It was Siti after all: her number is good again, and nobody else is expected for it."""
    siti = {"visit": "janji", "code": "K7M2QX", "patient": "id-siti", "facts": MAN}
    morning.when(c.Book, day=DAY, **siti, slot=time(9))
    morning.when(c.CheckIn, code="K7M2QX")
    morning.when(c.VoidTicket, visit="janji", reason="Siti yang lain")
    taken_back(morning, "janji", "skrining")
    assert morning.visit("janji").is_open
    assert not [one for one in morning.floor.bookings.values() if one.is_open]


def test_two_cards_were_mixed_up_at_the_counter(morning: Story) -> None:
    """Each of two sisters has the other's name. To correct one alone is refused, and the remedy is named."""
    for visit in ("kakak", "adik"):
        morning.registered(visit, MAN)
    refusal = morning.refused(c.Reidentify, visit="kakak", patient="id-adik")
    assert "Tukar keduanya" in refusal.said.id
    morning.when(c.Reidentify, visit="kakak", patient="id-adik", exchange=True, reason="tertukar")
    patients = {one: morning.visit(one).patient for one in ("kakak", "adik")}
    assert patients == {"kakak": "id-adik", "adik": "id-kakak"}
