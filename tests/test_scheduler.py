"""What happens by itself: missed calls, the day's opening and closing in the facility's zone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Event

import pytest

from flow.clinic import Clinic
from flow.engine import commands as c
from flow.engine.deadlines import NOT_OPENED
from flow.engine.floor import Day, Floor
from flow.engine.hours import Hours
from flow.engine.lifecycle import Status
from flow.engine.outcomes import Outcome
from flow.engine.routing import Rulebook
from flow.engine.visits import Alert
from flow.journal.memory import MemoryJournal
from flow.journal.verify import findings
from flow.rulebook import load, shipped
from flow.scheduler import Watch, start_scheduler

MONDAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def office_hours() -> Rulebook:
    """The typical Puskesmas, but open from 07:00 to 14:00 on weekdays only (WIB: UTC+7)."""
    spans = {day: ((time(7), time(14)),) for day in range(5)}
    return replace(load(shipped("typical")), hours=Hours(spans=spans))


def wib(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def the_floor(clinic: Clinic) -> Floor:
    return clinic.look(lambda floor, _: floor)


def ask(clinic: Clinic, kind: type[c.Asked], at: datetime, **about: object) -> None:
    number = the_floor(clinic).position
    clinic.handle(kind(id=f"{kind.__name__}{number}", by="uji", at=at, **about))  # type: ignore[arg-type]


def test_it_opens_the_day_when_the_hours_begin_and_not_before(office_hours: Rulebook) -> None:
    clinic = Clinic(office_hours, MemoryJournal())
    Watch(clinic).carry_out_due(wib(6, 59))
    assert the_floor(clinic).status is Day.UNOPENED
    Watch(clinic).carry_out_due(wib(7))
    assert (the_floor(clinic).status, the_floor(clinic).day) == (Day.OPEN, MONDAY)
    position = the_floor(clinic).position
    Watch(clinic).carry_out_due(wib(7, 1))
    assert the_floor(clinic).position == position, "what is done is not done again"


def test_it_closes_the_day_and_nobody_is_lost(office_hours: Rulebook) -> None:
    clinic = Clinic(office_hours, MemoryJournal())
    Watch(clinic).carry_out_due(wib(7))
    ask(clinic, c.OpenDesk, wib(7), station="loket", desk="1")
    for visit in ("absent", "waiting"):
        ask(clinic, c.IssueTicket, wib(8), visit=visit)
    ask(clinic, c.EnterEmergency, wib(8), visit="in-care", facts={"triage": "red"})
    ask(clinic, c.CallNext, wib(9), station="loket", desk="1")
    Watch(clinic).carry_out_due(wib(9, 30))
    Watch(clinic).carry_out_due(wib(14))

    visits = the_floor(clinic).visits
    assert the_floor(clinic).status is Day.CLOSED
    assert visits["absent"].outcome is Outcome.ABSENT
    assert visits["waiting"].outcome is Outcome.CANCELLED
    assert visits["in-care"].is_open

    Watch(clinic).carry_out_due(wib(7, day=date(2026, 11, 24)))
    assert list(the_floor(clinic).visits) == ["in-care"]


def test_it_closes_a_day_that_was_left_open_overnight_before_it_opens_the_next(
    office_hours: Rulebook,
) -> None:
    clinic = Clinic(office_hours, MemoryJournal())
    Watch(clinic).carry_out_due(wib(7))
    ask(clinic, c.IssueTicket, wib(8), visit="waiting")
    Watch(clinic).carry_out_due(wib(8, day=date(2026, 11, 25)))
    assert the_floor(clinic).day == date(2026, 11, 25)
    assert the_floor(clinic).visits == {}


def test_who_does_not_come_is_absent_after_the_rulebooks_seconds(office_hours: Rulebook) -> None:
    clinic = Clinic(office_hours, MemoryJournal())
    Watch(clinic).carry_out_due(wib(7))
    ask(clinic, c.OpenDesk, wib(7), station="loket", desk="1")
    ask(clinic, c.IssueTicket, wib(7), visit="a")
    ask(clinic, c.CallNext, wib(7, 10), station="loket", desk="1")
    patience = timedelta(seconds=office_hours.call_seconds)

    def status() -> Status:
        return the_floor(clinic).visits["a"].stops[1].status

    Watch(clinic).carry_out_due(wib(7, 10) + patience - timedelta(seconds=1))
    assert status() is Status.CALLED
    ask(clinic, c.Recall, wib(7, 12), visit="a")
    Watch(clinic).carry_out_due(wib(7, 10) + patience)
    assert status() is Status.CALLED, "a recall begins the patience anew"
    Watch(clinic).carry_out_due(wib(7, 12) + patience)
    assert status() is Status.ABSENT


def test_the_schedule_runs_at_once_and_then_in_the_background(office_hours: Rulebook) -> None:
    clinic = Clinic(office_hours, MemoryJournal())
    times = iter([wib(8), *[wib(14)] * 100])
    scheduler = start_scheduler(clinic, lambda: next(times))
    try:
        assert the_floor(clinic).status is Day.OPEN
        _eventually(lambda: the_floor(clinic).status is Day.CLOSED)
    finally:
        scheduler.shutdown()


def test_the_schedule_says_in_the_background_what_takes_too_long(office_hours: Rulebook) -> None:
    """With the clock set back meanwhile, and standing still: once."""
    clinic = Clinic(office_hours, MemoryJournal())
    Watch(clinic).carry_out_due(wib(7))
    ask(clinic, c.OpenDesk, wib(7), station="loket", desk="1")
    ask(clinic, c.IssueTicket, wib(7), visit="waits")
    times = iter([wib(7), wib(7, 40), wib(6, 40), *[wib(7, 41)] * 100])
    asked = Event()

    def now() -> datetime:
        time = next(times)
        if time == wib(7, 41):
            asked.set()
        return time

    scheduler = start_scheduler(clinic, now)
    try:
        stop = the_floor(clinic).visits["waits"].stops[1]
        _eventually(lambda: stop.alert is Alert.LONG_WAIT)
        position = the_floor(clinic).position
        assert asked.wait(10)
        assert the_floor(clinic).position == position
    finally:
        scheduler.shutdown()


def _eventually(holds: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(100):
        if holds():
            return
        pause.wait(0.05)
    raise AssertionError("it did not happen within five seconds")


def test_bookings_of_a_day_that_was_never_opened_are_called_off_by_the_house(
    office_hours: Rulebook,
) -> None:
    """Monday's storm: nobody opened, and on Tuesday nobody is expected on Monday any more."""
    journal = MemoryJournal()
    clinic = Clinic(office_hours, journal)
    friday, tuesday = MONDAY - timedelta(days=3), MONDAY + timedelta(days=1)
    Watch(clinic).carry_out_due(wib(7, day=friday))
    for visit, day in (("budi", MONDAY), ("citra", MONDAY), ("dewi", tuesday)):
        about = {"visit": visit, "day": day, "patient": visit, "code": visit}
        facts = {"birth_date": "1985-03-01", "sex": "male"}
        command = c.Book(id=f"janji-{visit}", by="uji", at=wib(8, day=friday), facts=facts, **about)
        clinic.handle(command)
    calls_off = c.CancelBooking(
        id="batal", by="uji", at=wib(9, day=friday), day=MONDAY, visit="citra", reason="sembuh"
    )
    clinic.handle(calls_off)
    Watch(clinic).carry_out_due(wib(20, day=friday))

    clinic = Clinic(office_hours, journal)  # the power is back
    watch = Watch(clinic)
    watch.carry_out_due(wib(7, day=tuesday))
    after = {
        day: [
            (one.visit, one.outcome, one.because or one.reason)
            for one in clinic.look_on(day, lambda floor, _: list(floor.bookings.values()))
        ]
        for day in (MONDAY, tuesday)
    }
    assert after == {
        MONDAY: [
            ("budi", Outcome.CANCELLED, NOT_OPENED),
            ("citra", Outcome.CANCELLED, "sembuh"),
        ],
        tuesday: [("dewi", None, "")],
    }
    entries = len(clinic.entries(MONDAY))
    watch.carry_out_due(wib(8, day=tuesday))
    Watch(Clinic(office_hours, journal)).carry_out_due(wib(8, day=tuesday))
    assert len(clinic.entries(MONDAY)) == entries, "what is done is not done again"
    assert list(findings(journal)) == []
