"""Booked for another day, or for later today: the list, the quota, the check-in, and what becomes of the slot."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from flow.engine import boards, ordering, reasons
from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.alerts import counts_from
from flow.engine.floor import Day
from flow.engine.outcomes import Outcome
from tests.engine.small import BOOKINGS, DAY, SMALL, small
from tests.engine.story import ADULT, OLD, Story, kinds

TOMORROW = DAY + timedelta(days=1)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """A local time (WIB) of the day."""
    return datetime.combine(day, time(hour, minute), SMALL.zone).astimezone(UTC)


def booked(story: Story, visit: str = "ani", **about: Any) -> tuple[e.Event, ...]:
    known = {"day": DAY, "code": f"kode-{visit}", "patient": f"id-{visit}", "facts": ADULT}
    return story.when(c.Book, visit=visit, **(known | about))


def order(story: Story, station: str, now: datetime) -> list[str]:
    return [p.visit for p in ordering.in_order(story.floor, SMALL, station, now)]


def why(story: Story, visit: str, station: str, now: datetime) -> str:
    line = list(ordering.in_order(story.floor, SMALL, station, now))
    place = next(n for n, p in enumerate(line) if p.visit == visit)
    before = line[place - 1] if place else None
    return reasons.why(story.floor, SMALL, station, line[place], before, now).id


@pytest.fixture
def story() -> Story:
    """Seven o'clock, before the day is opened."""
    return Story(at=at(7))


# Making one


def test_it_stands_on_the_list_of_a_day_that_is_not_open_yet(story: Story) -> None:
    assert kinds(booked(story, slot=time(9), follows="lama", channel="telepon")) == ["VisitBooked"]
    assert story.floor.status is Day.UNOPENED
    assert story.floor.visits == {}
    shown: Any = boards.bookings(story.floor, SMALL, DAY, story.now)
    (row,) = shown["bookings"]
    assert (row["name"], row["slot"], row["status"]) == ("Janji 1", "09:00", "expected")
    assert (row["follows"], row["channel"], row["ticket"]) == ("lama", "telepon", None)
    assert shown["slots"] == [
        {"slot": "08:00", "left": 2},
        {"slot": "09:00", "left": 1},
        {"slot": "10:00", "left": 2},
    ]


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"day": DAY - timedelta(days=1)}, "BookedInThePast"),
        ({"day": DAY + timedelta(days=31)}, "BookedTooFarAhead"),
        ({"slot": time(8, 30)}, "NoSuchSlot"),
        ({"facts": {"sex": "kucing"}}, "BadFact"),
    ],
)
def test_what_cannot_be_booked_is_refused(story: Story, about: dict[str, Any], code: str) -> None:
    known = {"day": DAY, "visit": "ani", "code": "K1"}
    assert story.refused(c.Book, **(known | about)).code == code


def test_a_house_without_rules_for_it_takes_no_bookings() -> None:
    story = Story(small(bookings=None), at=at(7))
    assert story.refused(c.Book, day=DAY, visit="ani", code="K1").code == "NoBookings"


def test_nobody_books_for_a_day_without_service() -> None:
    spans = {day: hours for day, hours in SMALL.hours.spans.items() if day != DAY.weekday()}
    story = Story(small(hours=type(SMALL.hours)(spans=spans)), at=at(7))
    assert story.refused(c.Book, day=DAY, visit="ani", code="K1").code == "ClosedThatDay"


def test_one_patient_is_expected_once_a_day(story: Story) -> None:
    booked(story, slot=time(9))
    refusal = story.refused(c.Book, day=DAY, visit="lagi", code="K2", patient="id-ani")
    assert refusal.code == "BookedAlready"
    assert "Janji 1, 09.00" in refusal.said.id
    story.when(c.CancelBooking, day=DAY, visit="ani")
    booked(story, "lagi", patient="id-ani")


def test_who_is_inside_needs_no_booking_for_today(story: Story) -> None:
    story.opened().registered("ani")
    refusal = story.refused(c.Book, day=DAY, visit="lagi", code="K2", patient="id-ani")
    assert refusal.code == "PatientIsInside"


def test_a_full_slot_names_the_next_free_ones(story: Story) -> None:
    for visit in ("ani", "budi"):
        booked(story, visit, slot=time(9))
    refusal = story.refused(c.Book, day=DAY, visit="cici", code="K3", slot=time(9))
    assert refusal.code == "SlotIsFull"
    assert refusal.said.id.endswith("(masih ada: 10.00, 08.00), atau hari lain.")
    story.when(c.CancelBooking, day=DAY, code="kode-ani")
    booked(story, "cici", slot=time(9))


def test_a_slot_that_has_passed_is_refused(story: Story) -> None:
    story.now = at(9, 5)
    refusal = story.refused(c.Book, day=DAY, visit="ani", code="K1", slot=time(9))
    assert refusal.code == "SlotIsPast"
    assert refusal.said.id.endswith("(masih ada: 10.00), atau hari lain.")


def test_a_full_day_takes_no_more(story: Story) -> None:
    for n in range(BOOKINGS.per_day or 0):
        booked(story, f"v{n}")
    assert story.refused(c.Book, day=DAY, visit="ani", code="K9").code == "DayIsFull"
    shown: Any = boards.bookings(story.floor, SMALL, DAY, story.now)
    assert {slot["left"] for slot in shown["slots"]} == {0}


def test_a_code_is_given_once(story: Story) -> None:
    booked(story)
    assert story.refused(c.Book, day=DAY, visit="budi", code="kode-ani").code == "CodeTaken"


# Coming


def test_who_comes_gets_a_number_and_passes_the_registration_by(story: Story) -> None:
    booked(story, slot=time(9), follows="lama")
    story.opened()
    events = story.when(c.CheckIn, code="kode-ani")
    assert kinds(events)[:3] == ["BookedPatientArrived", "TicketIssued", "PatientIdentified"]
    visit = story.visit("ani")
    assert (visit.ticket, visit.patient, visit.follows) == ("A-001", "id-ani", "lama")
    assert story.stops("ani") == ["skrining waiting", "dewasa planned", "obat planned"]
    row: Any = boards.booking(story.floor, story.floor.bookings["ani"])
    assert (row["status"], row["ticket"]) == ("arrived", "A-001")


def test_where_the_rules_do_not_send_them_straight_in_they_register_like_everybody() -> None:
    rules = type(BOOKINGS)(days_ahead=30)
    story = Story(small(bookings=rules), at=at(7))
    booked(story)
    booked(story, "budi")
    story.opened()
    story.when(c.CheckIn, visit="ani")
    story.when(c.CheckIn, visit="budi", station="loket")
    assert story.stops("ani")[0] == "loket waiting"
    assert story.stops("budi")[0] == "skrining waiting"


def test_the_rules_of_the_day_route_them_with_what_is_told_now(story: Story) -> None:
    """What was booked stands, save for what is told at the door, and for what the rules of today do not know."""
    booked(story, facts={"birth_date": "1998-05-02", "sex": "female", "payer": "umum"})
    known = {n: f for n, f in SMALL.vocabulary.facts.items() if n != "payer"}
    tables = {"exits": SMALL.tables.exits[1:]}
    later = small(digest="kecil-2", vocabulary=type(SMALL.vocabulary)(known), **tables)
    story.rulebook = later
    story.opened()
    story.when(c.CheckIn, visit="ani", facts={"pregnant": True})
    visit = story.visit("ani")
    assert (visit.rulebook, visit.ticket) == ("kecil-2", "B-001")
    assert story.stops("ani") == ["skrining waiting", "ibu planned", "obat planned"]
    assert "payer" not in visit.facts


def test_who_was_not_on_record_is_identified_at_the_door(story: Story) -> None:
    booked(story, patient=None, facts={})
    story.opened()
    story.when(c.CheckIn, visit="ani", patient="id-ani", facts=ADULT)
    assert story.visit("ani").patient == "id-ani"
    booked(story, "budi")
    refusal = story.refused(c.CheckIn, visit="budi", patient="id-lain")
    assert refusal.code == "AlreadyRegistered"


def test_who_comes_is_let_in_once(story: Story) -> None:
    booked(story)
    assert story.refused(c.CheckIn, visit="ani").code == "DayNotOpen"
    story.opened()
    assert story.refused(c.Start, visit="ani").code == "NotArrived"
    story.when(c.CheckIn, visit="ani")
    refusal = story.refused(c.CheckIn, code="kode-ani")
    assert refusal.code == "HasArrived"
    assert "A-001" in refusal.said.id
    assert story.refused(c.CheckIn, code="hantu").code == "UnknownBooking"
    assert story.refused(c.CancelBooking, day=DAY, visit="ani").code == "HasArrived"


def test_a_new_number_is_not_given_to_who_has_booked(story: Story) -> None:
    booked(story, slot=time(9))
    story.opened()
    refusal = story.refused(c.Register, visit="baru", patient="id-ani", facts=ADULT)
    assert refusal.code == "IsExpected"
    assert "09.00" in refusal.said.id


def test_who_has_drawn_a_number_although_they_had_booked_goes_on_with_it(story: Story) -> None:
    """The thread goes with them, and nobody waits for them any more."""
    booked(story, follows="lama")
    story.opened()
    story.when(c.IssueTicket, visit="kios")
    events = story.when(c.Register, visit="kios", patient="id-ani", facts=ADULT)
    assert kinds(events)[:3] == ["PatientIdentified", "BookingCancelled", "VisitContinued"]
    assert story.visit("kios").follows == "lama"
    assert "A-001" in str(story.floor.bookings["ani"].because)
    refusal = story.refused(c.CheckIn, visit="ani")
    assert refusal.code == "BookingIsOver"


def test_two_numbers_of_one_person_keep_the_thread(story: Story) -> None:
    booked(story, patient=None, follows="lama")
    story.opened().registered("budi")
    story.when(c.CheckIn, visit="ani")
    story.when(c.Merge, visit="budi", double="ani", reason="dua berkas")
    assert story.visit("budi").follows == "lama"


# Not coming


def test_it_is_cancelled_once_and_the_place_is_free_again(story: Story) -> None:
    booked(story, slot=time(9))
    events = story.when(c.CancelBooking, day=DAY, code="kode-ani", reason="hujan")
    assert kinds(events) == ["BookingCancelled"]
    assert story.when(c.CancelBooking, day=DAY, visit="ani") == ()
    assert story.floor.bookings["ani"].outcome is Outcome.CANCELLED
    assert story.refused(c.CancelBooking, day=DAY, visit="hantu").code == "UnknownBooking"
    assert story.refused(c.CancelBooking, day=TOMORROW, visit="ani").code == "UnknownBooking"


def test_who_did_not_come_is_missed_at_the_end_and_may_come_when_the_day_is_opened_again(
    story: Story,
) -> None:
    booked(story)
    story.opened()
    assert kinds(story.when(c.CloseDay)) == ["BookingMissed", "DayClosed"]
    missed = story.floor.bookings["ani"]
    assert (missed.outcome, missed.reason, missed.because) == (Outcome.ABSENT, "", None)
    assert story.refused(c.CancelBooking, day=DAY, visit="ani").code == "BookingIsOver"
    assert story.refused(c.Book, day=DAY, visit="budi", code="K2").code == "DayIsClosed"
    story.when(c.OpenDay, day=DAY)
    story.when(c.CheckIn, visit="ani")
    assert story.floor.bookings["ani"].outcome is None


# The slot


def test_who_comes_early_waits_from_the_slot_on(story: Story) -> None:
    """Until then everybody who waits already comes before; nobody else there: they are called."""
    booked(story, slot=time(9))
    story.opened("skrining")
    story.now = at(8)
    story.when(c.CheckIn, visit="ani")
    assert order(story, "skrining", at(8, 5)) == ["ani"]
    story.registered("budi")
    assert story.stop("ani", "skrining").since == at(9)
    assert order(story, "skrining", at(8, 30)) == ["budi", "ani"]
    assert why(story, "ani", "skrining", at(8, 30)).startswith("Janjinya belum mulai; A-002")
    board: Any = boards.queue(story.floor, SMALL, "skrining", at(8, 30))
    assert board["turns_at"] == at(9).isoformat(timespec="milliseconds")
    assert order(story, "skrining", at(9)) == ["ani", "budi"]
    assert why(story, "ani", "skrining", at(9)).endswith("Janji 09.00")


def test_nobody_waits_too_long_before_their_slot(story: Story) -> None:
    booked(story, slot=time(9))
    story.opened("skrining")
    story.now = at(7, 30)
    story.when(c.CheckIn, visit="ani")
    assert counts_from(story.visit("ani"), story.stop("ani", "skrining")) == at(9)


def test_who_comes_within_the_grace_counts_as_if_on_time(story: Story) -> None:
    booked(story, slot=time(9))
    story.opened("skrining")
    story.now = at(9, 10)
    story.when(c.CheckIn, visit="ani")
    stop = story.stop("ani", "skrining")
    assert (stop.since, stop.priority) == (at(9), "ulang")


def test_who_comes_later_waits_like_everybody(story: Story) -> None:
    booked(story, slot=time(9))
    story.opened("skrining")
    story.now = at(10, 59)
    story.when(c.CheckIn, visit="ani")
    stop = story.stop("ani", "skrining")
    assert (stop.since, stop.priority) == (at(11), "reguler")
    said = why(story, "ani", "skrining", at(11, 1))
    assert said.endswith("Janji 09.00, datang terlambat 120 menit: giliran biasa")
    shown: Any = boards.visit(story.floor, SMALL, "ani")
    assert shown["appointment"] == {"slot": "09:00", "on_time": False}


def test_in_the_next_room_the_waiting_does_not_begin_before_the_slot_either(story: Story) -> None:
    booked(story, slot=time(9))
    story.opened("skrining", "dewasa")
    story.now = at(8)
    story.when(c.CheckIn, visit="ani")
    story.through("ani", "skrining")
    assert story.stop("ani", "dewasa").since == at(9)


def test_a_better_class_of_their_own_stays(story: Story) -> None:
    booked(story, slot=time(9), facts=OLD)
    story.opened()
    story.when(c.CheckIn, visit="ani")
    assert story.stop("ani", "skrining").priority == "lansia"


def test_an_emergency_does_not_wait_for_its_slot(story: Story) -> None:
    booked(story, slot=time(10))
    story.opened("skrining", "ugd")
    story.when(c.CheckIn, visit="ani")
    story.when(c.UpdateFacts, visit="ani", facts={"triage": "red"})
    assert order(story, "ugd", story.now) == ["ani"]
    assert (story.stop("ani", "ugd").since, story.stop("ani", "ugd").priority) == (
        story.now,
        "darurat",
    )


def test_for_any_time_of_the_day_the_waiting_begins_with_the_coming(story: Story) -> None:
    booked(story)
    story.opened()
    story.now = at(13)
    story.when(c.CheckIn, visit="ani")
    stop = story.stop("ani", "skrining")
    assert (stop.since, stop.priority) == (story.now, "ulang")
