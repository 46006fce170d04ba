"""The day: who is carried into the next one, who leaves with which outcome, and how they stand in the morning."""

from datetime import UTC, datetime, time, timedelta

import pytest

from flow.engine import commands as c
from flow.engine import deadlines, tickets
from flow.engine.decide.day import handed_on, left_open
from flow.engine.floor import Day
from flow.engine.hours import Hours
from flow.engine.outcomes import Outcome
from tests.engine.small import DAY, MORNING, small
from tests.engine.story import ADULT, Story, kinds

TOMORROW = DAY + timedelta(days=1)


def next_day(story: Story) -> Story:
    """The morning after, with whoever was handed on."""
    after = Story(story.rulebook, at=MORNING + timedelta(days=1))
    after.when(c.OpenDay, day=TOMORROW, carried=handed_on(story.floor))
    return after


def test_a_day_is_opened_once_closed_and_opened_again_by_hand() -> None:
    story = Story()
    assert story.refused(c.IssueTicket, visit="ani").code == "DayNotOpen"
    assert story.refused(c.CloseDay).code == "DayNotOpen"
    story.opened()
    assert story.refused(c.OpenDay, day=DAY).code == "DayAlreadyOpen"
    story.when(c.CloseDay)
    assert story.floor.status is Day.CLOSED
    assert story.refused(c.IssueTicket, visit="ani").code == "DayIsClosed"
    assert story.refused(c.OpenDay, day=DAY - timedelta(days=1)).code == "DayIsOver"
    story.when(c.OpenDay, day=DAY)
    story.when(c.IssueTicket, visit="ani")
    assert story.floor.visits["ani"].ticket == "A-001"


def test_the_rooms_of_the_night_keep_their_desks_open() -> None:
    story = Story().opened("loket", "ugd")
    story.when(c.CloseDay)
    assert list(story.floor.stations["loket"].desks) == []
    after = Story(story.rulebook, at=MORNING + timedelta(days=1))
    after.when(c.OpenDay, day=TOMORROW, desks=left_open(story.floor))
    after.when(c.EnterEmergency, visit="malam")
    after.when(c.CallNext, station="ugd", desk="1")


def test_what_a_doctor_decided_is_the_outcome_at_the_close() -> None:
    story = Story().opened("loket", "skrining", "dewasa", "obat")
    story.registered("dirujuk").through("dirujuk", "skrining").serving("dirujuk", "dewasa")
    story.when(
        c.Finish, visit="dirujuk", orders=("obat",), outcome=Outcome.REFERRED, reason="Jantung"
    )
    story.when(c.CloseDay)
    assert story.floor.visits["dirujuk"].outcome is Outcome.REFERRED


def test_at_the_close_everybody_leaves_with_a_true_outcome_or_is_carried() -> None:
    story = Story().opened("loket", "skrining", "dewasa", "ugd")
    story.when(c.IssueTicket, visit="belum")  # has been nowhere yet
    story.registered("dilayani").through("dilayani", "skrining")  # was served, waits for more
    story.registered("absen")
    story.when(c.CallOne, station="skrining", desk="1", visit="absen")
    story.when(c.MarkAbsent, visit="absen")
    story.registered("ditahan").serving("ditahan", "skrining")
    story.when(c.Hold, visit="ditahan")
    story.registered("di-meja").serving("di-meja", "skrining")
    story.when(c.EnterEmergency, visit="gawat", facts={"triage": "red"})
    events = story.when(c.CloseDay)

    outcomes = {visit.id: visit.outcome for visit in story.floor.visits.values()}
    assert outcomes == {
        "belum": Outcome.CANCELLED,
        "dilayani": Outcome.HOME,
        "absen": Outcome.ABSENT,
        "ditahan": Outcome.HOME,
        "di-meja": None,
        "gawat": None,
    }
    assert events[-1].carried == ("di-meja", "gawat")  # type: ignore[union-attr]
    because = {e.visit: e.because for e in events if type(e).__name__ == "VisitEnded"}  # type: ignore[union-attr]
    assert "Inside dewasa" in because["dilayani"].en
    assert "Ruang dalam dewasa" in because["dilayani"].id
    assert not any(len(state.line) for code, state in story.floor.stations.items() if code != "ugd")


def test_free_desks_close_with_the_day_and_the_one_that_serves_goes_on() -> None:
    story = Story().opened("loket/1", "loket/2", "skrining")
    story.registered("ani").serving("ani", "skrining")
    assert kinds(story.when(c.CloseDay)) == ["DeskClosed", "DeskClosed", "DayClosed"]
    assert story.floor.station("loket").desks == {}
    assert story.floor.station("skrining").desks == {"1": "ani"}


def test_who_is_carried_keeps_place_desk_and_a_marked_number() -> None:
    story = Story().opened("loket", "skrining", "ugd")
    story.registered("ani").serving("ani", "skrining")
    for n in range(3):
        story.when(c.EnterEmergency, visit=f"g{n}", facts={"triage": "red"})
    story.when(c.CallNext, station="ugd", desk="1")
    story.when(c.Hold, visit="g0", reason="observasi")
    story.when(c.CloseDay)
    since = story.stop("g1", "ugd").since

    morning = next_day(story)
    assert morning.visit("ani").name == morning.visit("ani").ticket == "A-001/23"
    assert morning.visit("g1").name == "Darurat 2/23"
    assert morning.floor.station("skrining").desks == {"1": "ani"}
    assert morning.stop("ani", "skrining").status == "serving"
    assert morning.line("ugd") == ["g1", "g2"]
    assert list(morning.floor.station("ugd").held) == ["g0"]
    assert morning.stop("g1", "ugd").since == since
    assert (
        morning.refused(c.Register, visit="lain", patient="id-ani", facts=ADULT).code
        == "PatientIsInside"
    )

    morning.when(c.IssueTicket, visit="baru")
    assert morning.visit("baru").ticket == "A-001", "the numbers begin anew"
    morning.when(c.EnterEmergency, visit="g9", facts={"triage": "red"})
    assert morning.visit("g9").name == "Darurat 1"
    morning.when(c.Finish, visit="ani")
    assert morning.stop("ani", "dewasa").status == "waiting"


def test_an_emergency_that_is_registered_the_day_after_gets_a_number_of_that_day() -> None:
    story = Story().opened("ugd")
    story.when(c.EnterEmergency, visit="x", facts={"triage": "red"})
    story.when(c.CloseDay)
    morning = next_day(story)
    morning.when(c.Register, visit="x", patient="p", facts=ADULT | {"triage": "red"})
    assert morning.visit("x").name == "A-001"
    morning.when(c.CloseDay)
    (again,) = handed_on(morning.floor)
    assert again.name == "A-001/24"


def test_handing_on_does_not_touch_the_day_that_is_over() -> None:
    story = Story().opened("ugd")
    story.when(c.EnterEmergency, visit="x", facts={"triage": "red"})
    story.when(c.CloseDay)
    morning = next_day(story)
    morning.when(c.OpenDesk, station="ugd", desk="1")
    morning.when(c.CallNext, station="ugd", desk="1")
    assert story.visit("x").name == "Darurat 1"
    assert story.stop("x", "ugd").status == "waiting"
    assert story.line("ugd") == ["x"]


def test_a_carried_number_is_marked_once_and_never_twice_the_same() -> None:
    assert tickets.carried("A-012", DAY) == "A-012/23"
    assert tickets.carried("A-012/22", DAY) == "A-012/22"
    assert tickets.carried("A-012", DAY, {"A-012/23"}) == "A-012/23-11"
    assert tickets.carried("A-012", DAY, {"A-012/23", "A-012/23-11"}) == "A-012/23-11-2026"


def test_two_who_stay_a_month_apart_have_two_numbers() -> None:
    """Somebody forgotten in the ward must not keep a later day from opening."""
    story = Story().opened("ugd")
    for visit in ("dulu", "kini"):
        story.when(c.Register, visit=visit, facts=ADULT | {"triage": "red"})
    story.visit("dulu").name = story.visit("dulu").ticket = "A-002/23"
    story.when(c.CloseDay)
    names = [visit.name for visit in handed_on(story.floor)]
    assert names == ["A-002/23", "A-002/23-11"]


# By the clock


def at(clock: str, day: int = 23) -> datetime:
    """Local time in Jakarta (UTC+7) in November 2026."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


OFFICE = small(hours=Hours(spans={n: ((time(7, 30), time(14, 0)),) for n in range(6)}))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at("07:29"), None),
        (at("07:30"), "OpenDay"),
        (at("13:59"), "OpenDay"),
        (at("14:00"), None),
        (at("09:00", 22), None),  # a Sunday
    ],
)
def test_the_day_opens_by_the_hours_in_the_zone_of_the_facility(
    now: datetime, due: str | None
) -> None:
    story = Story(OFFICE)
    found = [type(d).__name__ for d in deadlines.due(story.floor, OFFICE, now)]
    assert found == ([due] if due else [])


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at("13:59"), False),
        (at("14:00"), True),
        (at("00:30", 24), True),
    ],
)
def test_the_day_closes_by_the_hours_or_when_it_is_past(now: datetime, due: bool) -> None:
    story = Story(OFFICE).opened()
    found = list(deadlines.due(story.floor, OFFICE, now))
    assert [type(d).__name__ for d in found] == (["CloseDay"] if due else [])
    for command in found:
        story.when(c.CloseDay, id=command.id, at=now)
        assert not list(deadlines.due(story.floor, OFFICE, at("20:00"))), "once is enough"


def test_after_the_close_the_next_morning_opens_the_next_day() -> None:
    story = Story(OFFICE).opened()
    story.when(c.CloseDay)
    (command,) = deadlines.due(story.floor, OFFICE, at("07:30", 24))
    assert isinstance(command, c.OpenDay)
    assert command.day == TOMORROW
