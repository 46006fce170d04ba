"""What nobody presses a button for, told in words, by the rules of the typical Puskesmas: forgotten, too long, asleep, out of time.

The scheduler ticks here as it does in a house; the clock on the wall is ours to turn.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from flow.clinic import Clinic
from flow.engine import boards
from flow.engine import commands as c
from flow.engine.events import AlertRaised, Entry
from flow.engine.floor import Day, Floor
from flow.engine.hours import Hours
from flow.engine.lifecycle import Status
from flow.engine.refusals import DayIsLongOver
from flow.journal import Stream
from flow.journal.memory import MemoryJournal
from flow.journal.verify import findings
from flow.rulebook import load, shipped
from flow.scheduler import Watch

MONDAY = date(2026, 11, 23)
OFFICE = Hours(spans={day: ((time(7), time(14)),) for day in range(5)})
TYPICAL = replace(load(shipped("typical")), hours=OFFICE)
MAN = {"birth_date": "1985-03-01", "sex": "male"}


class Morning:
    """Monday 07:30; screening and the adults' room have a desk open. A story may look at the clock on the wall, and turn it."""

    def __init__(self) -> None:
        self.journal = MemoryJournal()
        self.clinic = Clinic(TYPICAL, self.journal)
        self.watch = Watch(self.clinic)
        self.wall = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
        self.asked = 0
        self.watch.carry_out_due(self.wall)
        for station in ("skrining", "k3-dewasa"):
            self.ask(c.OpenDesk, station=station, desk="1")

    def ask(self, kind: type[Any], **about: Any) -> None:
        self.asked += 1
        self.clinic.handle(kind(id=f"siti/{self.asked}", by="siti", at=self.wall, **about))

    def comes(self, visit: str) -> None:
        self.ask(c.Register, visit=visit, patient=f"id-{visit}", facts=MAN, station="loket")

    def is_served(self, visit: str, station: str) -> None:
        self.ask(c.CallOne, station=station, desk="1", visit=visit, reason="diminta")
        self.ask(c.Start, visit=visit, station=station)

    def minutes_pass(self, minutes: int) -> None:
        """The scheduler ticks all the while."""
        for _ in range(minutes):
            self.wall += timedelta(minutes=1)
            self.watch.carry_out_due(self.wall)

    @property
    def floor(self) -> Floor:
        return self.clinic.look(lambda floor, _: floor)

    @property
    def entries(self) -> list[Entry]:
        return list(self.journal.read(Stream(TYPICAL.facility, MONDAY)))

    @property
    def alerts(self) -> list[tuple[str, str]]:
        """What was said of whom, so far."""
        events = (event for entry in self.entries for event in entry.events)
        return [(e.alert.value, e.visit) for e in events if isinstance(e, AlertRaised)]

    def queue(self, station: str) -> Any:
        return boards.queue(self.floor, TYPICAL, station, self.wall)


@pytest.fixture
def morning() -> Morning:
    return Morning()


def test_the_nurse_forgot_to_press_finish(morning: Morning) -> None:
    """Budi went home at eight. The console asks, the nurse sees it, finishes, and calls the next."""
    for visit in ("budi", "citra"):
        morning.comes(visit)
    morning.is_served("budi", "skrining")
    morning.minutes_pass(29)
    assert morning.alerts == []
    morning.minutes_pass(3)
    assert ("long_service", "budi") in morning.alerts
    shown = morning.queue("skrining")["desks"]["1"]["visit"]
    assert shown["alert"] == {"kind": "long_service", "minutes": 30}
    morning.ask(c.Finish, visit="budi", station="skrining")
    morning.ask(c.CallNext, station="skrining", desk="1")
    assert morning.queue("skrining")["desks"]["1"]["visit"]["alert"] is None


def test_a_long_consultation_is_still_going_on(morning: Morning) -> None:
    """ "Ya, masih": and half an hour later she is asked again, not every second."""
    morning.comes("budi")
    morning.is_served("budi", "skrining")
    morning.minutes_pass(31)
    morning.ask(c.ConfirmService, visit="budi")
    morning.minutes_pass(29)
    assert morning.alerts == [("long_service", "budi")]
    morning.minutes_pass(1)
    assert morning.alerts == [("long_service", "budi")] * 2


def test_beyond_the_target_the_room_knows_and_the_waiting_room_does_not(morning: Morning) -> None:
    morning.comes("budi")
    morning.minutes_pass(45)
    queue = morning.queue("skrining")
    assert queue["target_minutes"] == 30
    assert [row["alert"] for row in queue["waiting"]] == [{"kind": "long_wait", "minutes": 30}]
    public = [
        *(boards.board(morning.floor, TYPICAL, code, morning.wall) for code in TYPICAL.boards),
        boards.ticket(morning.floor, TYPICAL, "budi", morning.wall),
    ]
    assert "alert" not in str(public)
    assert "target" not in str(public)


def test_the_pc_slept_over_lunch(morning: Morning) -> None:
    """Three hours in which nobody ticked. On waking everything overdue is said once, at the time of waking."""
    morning.comes("waits")
    morning.comes("called")
    morning.comes("served")
    morning.ask(c.CallOne, station="skrining", desk="1", visit="served", reason="diminta")
    morning.ask(c.Start, visit="served")
    morning.ask(c.Finish, visit="served")
    morning.is_served("served", "k3-dewasa")
    morning.ask(c.CallOne, station="skrining", desk="1", visit="called", reason="diminta")
    slept_at = morning.floor.position

    morning.wall += timedelta(hours=3)
    morning.watch.carry_out_due(morning.wall)
    woken = [entry for entry in morning.entries if entry.position > slept_at]
    assert [(entry.kind, entry.events[0].visit) for entry in woken] == [  # type: ignore[union-attr]
        ("MarkAbsent", "called"),
        ("RaiseAlert", "waits"),
        ("RaiseAlert", "served"),
    ], "the oldest first"
    assert {entry.at for entry in woken} == {morning.wall}
    position = morning.floor.position
    morning.minutes_pass(5)
    assert morning.floor.position == position, "once"


def test_the_pc_slept_through_the_end_of_the_day(morning: Morning) -> None:
    """What was due before the day's end comes first; then the day ends; who was called too late for that is not chased any more."""
    morning.comes("budi")
    morning.minutes_pass(380)  # 13:50
    morning.comes("citra")
    morning.wall += timedelta(hours=6)
    morning.watch.carry_out_due(morning.wall)
    assert morning.floor.status is Day.CLOSED
    assert morning.alerts == [("long_wait", "budi")]


def test_the_clock_was_set_back_an_hour(morning: Morning) -> None:
    """It had been an hour fast since it was repaired. Nothing comes twice, nothing comes before its time, nothing is lost."""
    morning.comes("budi")
    morning.minutes_pass(31)
    assert morning.alerts == [("long_wait", "budi")]
    morning.comes("citra")
    morning.wall -= timedelta(hours=1)
    morning.comes("dewi")
    morning.minutes_pass(40)
    assert morning.alerts == [("long_wait", "budi")]
    morning.minutes_pass(60)
    assert morning.alerts == [("long_wait", who) for who in ("budi", "citra", "dewi")]
    times = [entry.at for entry in morning.entries]
    assert times == sorted(times)


def test_the_clock_leapt_ahead_and_was_put_right(morning: Morning) -> None:
    """Two hours fast for a minute. Who was called then is missed a little late, once, and nobody is called absent twice."""
    morning.comes("budi")
    morning.wall += timedelta(hours=2)
    morning.ask(c.CallNext, station="skrining", desk="1")
    morning.wall -= timedelta(hours=2)
    morning.minutes_pass(30)
    assert morning.floor.visits["budi"].stops[2].status is Status.CALLED
    morning.minutes_pass(120)
    assert [entry.kind for entry in morning.entries].count("MarkAbsent") == 1


def test_the_clock_was_wrong_by_a_year_while_people_worked(morning: Morning) -> None:
    """The battery of the old PC is flat. Nobody's morning is dated a year ahead: what is pressed is refused with the reason."""
    morning.comes("budi")
    morning.ask(c.CallNext, station="skrining", desk="1")
    morning.wall += timedelta(days=400)
    with pytest.raises(DayIsLongOver, match="Betulkan jam komputer"):
        morning.comes("citra")
    morning.minutes_pass(5)
    morning.wall -= timedelta(days=400)
    morning.comes("citra")
    morning.minutes_pass(2)
    assert morning.floor.day == MONDAY
    assert morning.floor.visits["citra"].opened_at.date() == MONDAY
    assert [entry.kind for entry in morning.entries].count("MarkAbsent") == 1


def test_a_day_that_was_closed_by_a_wrong_clock_does_not_spoil_the_next(morning: Morning) -> None:
    """Somebody closes the day, as the refusal says, although it is the clock that is wrong. Tuesday begins on Tuesday."""
    morning.wall += timedelta(days=400)
    morning.ask(c.CloseDay)
    morning.wall -= timedelta(days=399)
    tuesday = morning.wall.date()
    morning.ask(
        c.Book, visit="dewi", patient="id-dewi", day=tuesday, code="dewi", facts=MAN, slot=time(9)
    )
    morning.watch.carry_out_due(morning.wall)
    morning.comes("budi")
    assert morning.floor.day == tuesday
    assert morning.floor.visits["budi"].opened_at == morning.wall
    assert list(morning.floor.bookings) == ["dewi"]
    assert list(findings(morning.journal)) == []
