"""What takes too long is said once, and looking for it costs nothing."""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flow.clinic import Clinic
from flow.engine import boards, deadlines
from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.floor import Day
from flow.engine.lifecycle import Status
from flow.engine.refusals import Refused
from flow.engine.visits import Alert
from flow.journal import Stream
from flow.journal.memory import MemoryJournal
from flow.scheduler import Watch
from tests.engine.small import DAY, LIMITS, MORNING, SMALL, small, station
from tests.engine.story import Story, kinds

WAIT = timedelta(minutes=LIMITS["target"].wait_minutes)
SERVICE = timedelta(minutes=LIMITS["service_minutes"])
HOLD = timedelta(minutes=LIMITS["hold_minutes"])
ENGINE = str(Path(deadlines.__file__).parent)


def morning() -> Story:
    return Story().opened("loket", "skrining", "dewasa", "lab", "gigi").registered("ani")


def look(story: Story, later: timedelta) -> list[str]:
    """So much later everything that is due is carried out: `long_wait ani`."""
    story.now += later
    found = list(deadlines.overdue(story.floor, story.rulebook, story.now))
    for command in found:
        about = {f.name: getattr(command, f.name) for f in fields(command)}
        story.when(type(command), **about)
    assert not list(deadlines.overdue(story.floor, story.rulebook, story.now)), "each once"
    return [f"{getattr(one, 'alert', 'missed')} {one.visit}" for one in found]


def row(story: Story, station: str, part: str = "waiting") -> Any:
    shown: Any = boards.queue(story.floor, story.rulebook, station, story.now)
    if part == "desk":
        return shown["desks"]["1"]["visit"]
    return shown[part][0]


# What is said


def test_who_waits_beyond_the_target_is_marked_once() -> None:
    story = morning()
    assert look(story, WAIT - timedelta(seconds=1)) == []
    assert row(story, "skrining")["alert"] is None
    assert look(story, timedelta(seconds=1)) == ["long_wait ani"]
    assert row(story, "skrining")["alert"] == {"kind": "long_wait", "minutes": 30}
    assert look(story, timedelta(hours=3)) == []


def test_it_ends_by_itself_when_the_patient_is_called() -> None:
    story = morning()
    look(story, WAIT)
    story.when(c.CallNext, station="skrining", desk="1")
    assert row(story, "skrining", "desk")["alert"] is None
    story.when(c.Start, visit="ani")
    story.when(c.Finish, visit="ani")
    assert story.stop("ani", "skrining").alert is None
    assert look(story, WAIT) == ["long_wait ani"], "another line, another wait"


def test_a_console_knows_when_a_call_has_lasted_too_long() -> None:
    """The time that the card counts down to is the one at which it happens."""
    story = morning()
    story.when(c.CallNext, station="skrining", desk="1")
    absent_at = datetime.fromisoformat(row(story, "skrining", "desk")["absent_at"])
    story.now = absent_at - timedelta(milliseconds=1)
    assert list(deadlines.overdue(story.floor, SMALL, story.now)) == []
    assert [type(one) for one in deadlines.overdue(story.floor, SMALL, absent_at)] == [c.MarkAbsent]
    story.when(c.Start, visit="ani")
    assert row(story, "skrining", "desk")["absent_at"] is None


def test_the_forgotten_service_is_asked_about_and_again_after_the_answer() -> None:
    story = morning().serving("ani", "skrining")
    assert look(story, SERVICE) == ["long_service ani"]
    assert row(story, "skrining", "desk")["alert"] == {"kind": "long_service", "minutes": 45}
    assert kinds(story.when(c.ConfirmService, visit="ani")) == ["ServiceConfirmed"]
    assert row(story, "skrining", "desk")["alert"] is None
    assert look(story, SERVICE - timedelta(minutes=1)) == []
    assert look(story, timedelta(minutes=1)) == ["long_service ani"]
    assert story.stop("ani", "skrining").started_at == MORNING + timedelta(minutes=9)


def test_nobody_has_asked_so_there_is_nothing_to_answer() -> None:
    story = morning().serving("ani", "skrining")
    assert story.when(c.ConfirmService, visit="ani") == ()
    story.when(c.Hold, visit="ani")
    assert story.refused(c.ConfirmService, visit="ani").code == "NotPossibleNow"


def test_another_desk_takes_over_and_the_question_stays() -> None:
    story = morning()
    rulebook = small(stations={**SMALL.stations, "skrining": station("skrining", 2, **LIMITS)})
    story.rulebook = rulebook
    story.when(c.OpenDesk, station="skrining", desk="2")
    story.serving("ani", "skrining")
    look(story, SERVICE)
    story.when(c.HandOver, visit="ani", desk="2")
    assert story.stop("ani", "skrining").alert is Alert.LONG_SERVICE
    assert look(story, SERVICE) == []


def test_who_is_held_too_long_is_marked_and_again_when_held_again() -> None:
    story = morning().serving("ani", "skrining")
    story.when(c.Hold, visit="ani", reason="tensi diulang")
    assert look(story, HOLD) == ["long_hold ani"]
    assert row(story, "skrining", "held")["alert"] == {"kind": "long_hold", "minutes": 20}
    story.when(c.CallOne, station="skrining", desk="1", visit="ani")
    story.when(c.Hold, visit="ani")
    assert look(story, HOLD) == ["long_hold ani"]


def test_a_room_without_limits_says_nothing() -> None:
    story = morning().through("ani", "skrining")
    story.rulebook = small(stations={**SMALL.stations, "dewasa": station("dewasa")})
    assert look(story, timedelta(hours=9)) == []


def test_the_oldest_comes_first() -> None:
    story = morning().registered("budi").registered("cici")
    story.through("ani", "skrining").serving("ani", "dewasa")
    story.when(c.CallNext, station="skrining", desk="1")
    story.when(c.Hold, visit="cici")
    assert look(story, timedelta(hours=2)) == [
        "missed budi",
        "long_hold cici",
        "long_service ani",
    ]


def test_nothing_is_said_while_the_day_is_not_open() -> None:
    story = morning()
    story.when(c.EnterEmergency, visit="darurat", facts={"triage": "red"})
    story.when(c.CloseDay)
    assert story.floor.status is Day.CLOSED
    later = story.now + timedelta(hours=2)
    assert list(deadlines.due(story.floor, story.rulebook, later)) == []


# Since when


def test_a_wait_counts_from_joining_this_line_and_no_credited_time() -> None:
    story = morning()
    story.now += WAIT - timedelta(minutes=2)
    story.when(c.Transfer, visit="ani", to="dewasa")
    stop = story.stop("ani", "dewasa")
    assert stop.since is not None
    assert story.now - stop.since > WAIT - timedelta(minutes=5), "the place in line is credited"
    assert look(story, WAIT - timedelta(minutes=1)) == []
    assert look(story, timedelta(minutes=1)) == ["long_wait ani"]


def test_a_hold_is_waiting_too_but_an_absence_is_not() -> None:
    story = morning()
    story.now += WAIT - timedelta(minutes=10)
    story.when(c.Hold, visit="ani")
    story.now += timedelta(minutes=11)
    story.when(c.Resume, visit="ani")
    assert look(story, timedelta()) == ["long_wait ani"]
    story.when(c.CallNext, station="skrining", desk="1")
    story.when(c.MarkAbsent, visit="ani")
    story.now += timedelta(minutes=40)
    story.when(c.BringBack, visit="ani")
    assert look(story, WAIT - timedelta(minutes=1)) == []
    assert look(story, timedelta(minutes=1)) == ["long_wait ani"]


def test_who_is_busy_elsewhere_waits_all_the_same() -> None:
    story = morning().through("ani", "skrining").serving("ani", "dewasa")
    story.when(c.Finish, visit="ani", orders=("lab", "gigi"))
    story.serving("ani", "gigi")
    assert "long_wait ani" in look(story, WAIT)
    assert row(story, "lab")["busy"] is True
    assert row(story, "lab")["alert"] == {"kind": "long_wait", "minutes": 30}


def test_who_waits_for_results_does_not_wait_for_the_room_yet() -> None:
    orders = [row for row in SMALL.tables.orders if row.order != "lab"]
    lab = next(row for row in SMALL.tables.orders if row.order == "lab")
    slow = replace(lab, result_minutes=60)
    story = Story(small(orders=(slow, *orders))).opened("skrining", "dewasa", "lab")
    story.registered("ani").through("ani", "skrining").serving("ani", "dewasa")
    story.when(c.Finish, visit="ani", orders=("lab",))
    story.through("ani", "lab")
    assert story.stops("ani")[-2] == "dewasa waiting"
    assert look(story, WAIT + timedelta(minutes=59)) == []
    assert look(story, timedelta(minutes=1)) == ["long_wait ani"]


# A stale or repeated command


def test_what_holds_no_more_is_not_said() -> None:
    story = morning()
    late = story.now + WAIT
    (stale,) = deadlines.overdue(story.floor, story.rulebook, late)
    about = {f.name: getattr(stale, f.name) for f in fields(stale)}
    assert kinds(story.when(c.RaiseAlert, **about | {"at": late - timedelta(minutes=9)})) == []
    assert kinds(story.when(c.RaiseAlert, **about)) == ["AlertRaised"]
    assert kinds(story.when(c.RaiseAlert, **about | {"id": "another scheduler"})) == []
    story.when(c.CallNext, station="skrining", desk="1")
    assert kinds(story.when(c.RaiseAlert, **about | {"id": "a late one"})) == []


def test_an_alert_is_nothing_that_follows_so_an_action_can_still_be_undone() -> None:
    """He holds a place at the laboratory too; that it takes long there does not keep the dentist from undoing a press."""
    story = morning().through("ani", "skrining").serving("ani", "dewasa")
    story.when(c.Finish, visit="ani", orders=("lab", "gigi"))
    story.serving("ani", "gigi")
    assert look(story, WAIT) == ["long_wait ani"]
    started = story.floor.station("gigi").undoable
    history = tuple(entry for entry in story.entries if _is_about(entry, "ani"))
    story.when(
        c.Undo, visit="ani", station="gigi", position=started["ani"].position, history=history
    )
    assert story.stop("ani", "gigi").status is Status.CALLED
    assert story.stop("ani", "lab").alert is Alert.LONG_WAIT, "what was said stays said"
    assert look(story, timedelta()) == []


def _is_about(entry: e.Entry, visit: str) -> bool:
    return any(getattr(event, "visit", None) == visit for event in entry.events)


# Nothing is due before it is said to be, and looking is cheap


class House:
    """A clinic, its scheduler, and a clock on the wall that goes as it likes."""

    def __init__(self, visits: int = 0) -> None:
        self.journal = MemoryJournal()
        self.clinic = Clinic(SMALL, self.journal)
        self.watch = Watch(self.clinic)
        self.wall = MORNING
        self.count = 0
        self.ask(c.OpenDay, day=DAY)
        for code in ("skrining", "dewasa"):
            self.ask(c.OpenDesk, station=code, desk="1")
        for _ in range(visits):
            self.come()

    def ask(self, kind: type[Any], **about: Any) -> None:
        self.count += 1
        with suppress(Refused):  # nobody waits, nobody is there: so it is in a house
            self.clinic.handle(kind(id=f"c{self.count}", by="uji", at=self.wall, **about))

    def come(self) -> None:
        facts = {"birth_date": "1985-01-01"}
        self.ask(c.Register, visit=f"v{self.count}", facts=facts, station="loket")

    def tick(self) -> None:
        self.watch.carry_out_due(self.wall)

    @property
    def floor(self) -> Any:
        return self.clinic.look(lambda floor, _: floor)

    @property
    def entries(self) -> list[e.Entry]:
        return list(self.journal.read(Stream(SMALL.facility, DAY)))


def engine_lines(act: Callable[[], object]) -> int:
    """How many lines of the engine this runs: what it costs, on any machine."""
    count = 0

    def traced(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(ENGINE):
            return None
        count += event == "line"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("after", [timedelta(), WAIT, timedelta(hours=2)], ids=str)
def test_a_look_costs_as_much_with_few_as_with_many_and_nothing_when_nothing_has_moved(
    after: timedelta,
) -> None:
    costs = []
    for visits in (2, 300):
        house = House(visits)
        house.wall += after
        house.tick()  # whatever is due by then
        house.ask(c.OpenDesk, station="lab", desk="1")  # the position has moved
        costs.append(engine_lines(house.tick))
        assert engine_lines(house.tick) == 0
        house.wall += timedelta(seconds=1)
        assert engine_lines(house.tick) == 0
    assert costs[0] == costs[1] > 0


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("pass"), st.integers(1, 40)),
        st.tuples(st.just("tick"), st.just(0)),
        st.tuples(st.just("jump"), st.integers(-300, 120)),
        st.tuples(
            st.sampled_from(["come", "call", "start", "finish", "hold", "resume"]), st.just(0)
        ),
        st.tuples(st.sampled_from(["still", "undo"]), st.just(0)),
    ),
    max_size=40,
)
EARLIEST, LATEST = MORNING - timedelta(hours=5), MORNING + timedelta(hours=9)


def happen(house: House, what: str, minutes: int) -> None:
    floor = house.floor
    match what:
        case "pass" | "jump":
            house.wall = min(max(house.wall + timedelta(minutes=minutes), EARLIEST), LATEST)
        case "tick":
            pass
        case "come":
            house.come()
        case "call":
            house.ask(c.CallNext, station="skrining", desk="1")
        case "undo":
            for visit, action in reversed(floor.station("skrining").undoable.copy().items()):
                house.ask(c.Undo, visit=visit, station="skrining", position=action.position)
        case _:
            kind = {
                "start": c.Start,
                "finish": c.Finish,
                "hold": c.Hold,
                "resume": c.Resume,
                "still": c.ConfirmService,
            }[what]
            for visit in list(floor.visits.values()):
                if any(stop.station == "skrining" for stop in visit.open_stops()):
                    house.ask(kind, visit=visit.id, station="skrining")


@given(MOVES)
@example([("come", 0), ("pass", 31), ("come", 0), ("jump", -60), ("tick", 0)])
@settings(max_examples=120, deadline=None)
def test_whatever_the_clock_does_each_deadline_is_met_once_and_time_never_goes_back(
    moves: list[tuple[str, int]],
) -> None:
    house = House()
    for what, minutes in moves:
        happen(house, what, minutes)
        nothing_is_due_before_it_is_said(house)
        if what != "tick":  # between two ticks of the scheduler much may happen
            continue
        house.tick()
        assert deadlines.next_at(house.floor, SMALL) > house.floor.at, (
            "also while the clock is behind"
        )
    house.wall = max(house.floor.at, house.wall) + timedelta(hours=2)
    house.tick()

    times = [entry.at for entry in house.entries]
    assert times == sorted(times)
    each_is_said_once_and_not_too_early(house.entries)
    for visit in house.floor.visits.values():
        for stop in visit.open_stops():
            assert stop.status is not Status.CALLED, "whoever did not come is absent by now"
            assert stop.alert or stop.status is Status.ABSENT, "nothing is delayed for ever"


def nothing_is_due_before_it_is_said(house: House) -> None:
    floor, now = house.floor, max(house.floor.at, house.wall)
    at = deadlines.next_at(floor, SMALL)
    assert bool(list(deadlines.due(floor, SMALL, now))) is (now >= at)
    assert list(deadlines.due(floor, SMALL, at)), "and then it is"
    if at > floor.at:
        assert not list(deadlines.due(floor, SMALL, at - timedelta(microseconds=1)))


def each_is_said_once_and_not_too_early(entries: list[e.Entry]) -> None:
    said: dict[tuple[str, int], datetime] = {}
    for entry in entries:
        for event in entry.events:
            if isinstance(event, e.AlertRaised):
                assert (event.visit, event.stop) not in said
                assert event.at - event.since >= timedelta(minutes=event.minutes)
                said[event.visit, event.stop] = event.at
            elif isinstance(event, e.OfStop):
                said.pop((event.visit, event.stop), None)
            elif isinstance(event, e.VisitRestored):
                for stop in event.state.stops.values():
                    if stop.alert is None:
                        said.pop((event.visit, stop.number), None)
