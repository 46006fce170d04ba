"""Every cell of the lifecycle, legal and illegal: the table itself, the events on a floor, and the commands that lead to them."""

from copy import deepcopy
from typing import Any

import pytest

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.decide import decide
from flow.engine.evolve import evolve
from flow.engine.evolve.stops import STEPS
from flow.engine.lifecycle import CLOSED, OPEN, TABLE, Illegal, Status, Step, after, allows
from flow.engine.outcomes import Outcome
from flow.engine.refusals import Refused
from flow.engine.text import Text
from tests.engine.small import MORNING
from tests.engine.story import Story

EXPECTED = {
    ("planned", "queued"): "waiting",
    ("planned", "done in the patient's own room"): "done",
    ("planned", "skipped"): "skipped",
    ("waiting", "called"): "called",
    ("waiting", "done in the patient's own room"): "done",
    ("waiting", "held"): "held",
    ("waiting", "transferred"): "skipped",
    ("waiting", "skipped"): "skipped",
    ("called", "recalled"): "called",
    ("called", "handed over"): "called",
    ("called", "started"): "serving",
    ("called", "missed"): "absent",
    ("called", "held"): "held",
    ("called", "transferred"): "skipped",
    ("called", "skipped"): "skipped",
    ("serving", "handed over"): "serving",
    ("serving", "confirmed"): "serving",
    ("serving", "finished"): "done",
    ("serving", "held"): "held",
    ("serving", "transferred"): "done",
    ("serving", "skipped"): "skipped",
    ("held", "resumed"): "waiting",
    ("held", "transferred"): "skipped",
    ("held", "skipped"): "skipped",
    ("absent", "returned"): "waiting",
    ("absent", "transferred"): "skipped",
    ("absent", "skipped"): "skipped",
}
CELLS = [(status, step) for status in Status for step in Step]
ABOUT = {"at": MORNING, "visit": "ani"}


@pytest.mark.parametrize(("status", "step"), CELLS)
def test_the_table_says_where_each_step_leads(status: Status, step: Step) -> None:
    wanted = EXPECTED.get((status, step))
    assert allows(status, step) is (wanted is not None)
    if wanted is not None:
        assert after(status, step) == wanted
        return
    with pytest.raises(Illegal, match=f"{status} cannot be {step}"):
        after(status, step)


def test_the_table_has_a_row_for_every_status_and_open_means_on_a_list() -> None:
    assert set(TABLE) == set(Status)
    assert OPEN | CLOSED | {Status.PLANNED} == set(Status)
    assert all(not TABLE[status] for status in CLOSED)
    assert all(allows(status, Step.SKIPPED) for status in set(Status) - CLOSED)


def test_every_event_of_a_stop_is_a_step_of_the_table() -> None:
    still = {e.StopConfirmed, e.StopShared, e.StopRanked, e.StopCredited, e.StopAssigned}
    assert set(STEPS) | still | {e.AlertRaised, e.StopUnshared} == set(e.StopEvent.__args__)
    assert set(STEPS.values()) == set(Step)


# A floor on which ani's stop at dewasa has every status in turn


def standing(status: Status) -> tuple[Story, int]:
    """A story in which ani has a stop at dewasa in this status, and its number."""
    story = Story().opened("loket", "skrining", "dewasa", "lab").registered("ani")
    if status is Status.PLANNED:
        return story, story.stop("ani", "dewasa").number
    story.through("ani", "skrining")
    steps: dict[Status, list[tuple[type[Any], dict[str, Any]]]] = {
        Status.WAITING: [],
        Status.CALLED: [(c.CallNext, {"station": "dewasa", "desk": "1"})],
        Status.SERVING: [
            (c.CallNext, {"station": "dewasa", "desk": "1"}),
            (c.Start, {"visit": "ani"}),
        ],
        Status.HELD: [(c.Hold, {"visit": "ani", "reason": "tensi diulang"})],
        Status.ABSENT: [
            (c.CallNext, {"station": "dewasa", "desk": "1"}),
            (c.MarkAbsent, {"visit": "ani"}),
        ],
        Status.DONE: [
            (c.CallNext, {"station": "dewasa", "desk": "1"}),
            (c.Start, {"visit": "ani"}),
            (c.Finish, {"visit": "ani", "orders": ("lab",)}),
        ],
        Status.SKIPPED: [(c.Transfer, {"visit": "ani", "to": "lab"})],
    }
    for kind, about in steps[status]:
        story.when(kind, **about)
    number = next(n for n, s in story.visit("ani").stops.items() if s.station == "dewasa")
    assert story.visit("ani").stops[number].status is status
    return story, number


def event(step: Step, stop: int) -> e.Event:
    about = {**ABOUT, "stop": stop}
    match step:
        case Step.QUEUED:
            return e.StopQueued(**about, since=MORNING, priority="reguler", rank=4)
        case Step.CALLED:
            return e.PatientCalled(**about, desk="2")
        case Step.HANDED_OVER:
            return e.PatientHandedOver(**about, desk="2")
        case Step.FINISHED:
            return e.ServiceFinished(**about, orders=())
        case Step.DONE_IN_ROOM:
            return e.StopDoneInRoom(**about, station="ibu")
        case Step.HELD:
            return e.StopHeld(**about, reason="")
        case Step.TRANSFERRED:
            return e.StopTransferred(**about, to="lab", reason="")
        case Step.SKIPPED:
            return e.StopSkipped(**about, because=Text("", ""))
        case _:
            return next(kind for kind, s in STEPS.items() if s is step)(**about)


@pytest.mark.parametrize(("status", "step"), CELLS)
def test_an_event_moves_the_stop_as_the_table_says_or_nothing(status: Status, step: Step) -> None:
    story, number = standing(status)
    if step in (Step.CALLED, Step.HANDED_OVER):
        story.when(c.OpenDesk, station="dewasa", desk="2")
    before = deepcopy(story.floor)
    if allows(status, step):
        evolve(story.floor, event(step, number))
        assert story.visit("ani").stops[number].status is TABLE[status][step]
        return
    with pytest.raises(Illegal):
        evolve(story.floor, event(step, number))
    assert story.floor == before


COMMANDS: dict[Step, tuple[type[Any], dict[str, Any]]] = {
    Step.RECALLED: (c.Recall, {}),
    Step.HANDED_OVER: (c.HandOver, {"desk": "2"}),
    Step.STARTED: (c.Start, {}),
    Step.CONFIRMED: (c.ConfirmService, {}),
    Step.FINISHED: (c.Finish, {}),
    Step.MISSED: (c.MarkAbsent, {}),
    Step.RETURNED: (c.BringBack, {}),
    Step.HELD: (c.Hold, {}),
    Step.RESUMED: (c.Resume, {}),
    Step.TRANSFERRED: (c.Transfer, {"to": "ibu"}),
}
"""The commands about one stop. Queueing happens by itself; calling and leaving are below."""


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", COMMANDS)
def test_a_command_moves_the_stop_as_the_table_says_or_is_refused(
    status: Status, step: Step
) -> None:
    story, number = standing(status)
    story.when(c.OpenDesk, station="dewasa", desk="2")
    kind, about = COMMANDS[step]
    asked = {"visit": "ani", "station": "dewasa"} | about
    if allows(status, step):
        story.when(kind, **asked)
        assert story.visit("ani").stops[number].status is TABLE[status][step]
    else:
        refusal = story.refused(kind, **asked)
        assert refusal.code in ("NotPossibleNow", "NoSuchStop")


@pytest.mark.parametrize("status", Status)
def test_calling_one_works_from_the_line_and_brings_back_who_was_absent_or_held(
    status: Status,
) -> None:
    story, number = standing(status)
    story.when(c.OpenDesk, station="dewasa", desk="2")
    asked = {"station": "dewasa", "desk": "2", "visit": "ani"}
    if status in (Status.WAITING, Status.ABSENT, Status.HELD):
        story.when(c.CallOne, **asked)
        assert story.visit("ani").stops[number].status is Status.CALLED
        assert story.floor.station("dewasa").desks["2"] == "ani"
    else:
        assert story.refused(c.CallOne, **asked).code in ("NotPossibleNow", "NoSuchStop")


@pytest.mark.parametrize("status", Status)
def test_calling_next_finds_only_who_waits(status: Status) -> None:
    story, number = standing(status)
    story.when(c.OpenDesk, station="dewasa", desk="2")
    asked = {"station": "dewasa", "desk": "2"}
    if status is Status.WAITING:
        story.when(c.CallNext, **asked)
        assert story.visit("ani").stops[number].status is Status.CALLED
    else:
        assert story.refused(c.CallNext, **asked).code == "NobodyWaiting"


@pytest.mark.parametrize("status", Status)
def test_leaving_skips_whatever_is_not_over(status: Status) -> None:
    story, number = standing(status)
    story.when(c.Depart, visit="ani", outcome=Outcome.CANCELLED)
    left = story.visit("ani").stops[number].status
    assert left is (status if status in CLOSED else Status.SKIPPED)
    assert not story.visit("ani").open_stops()
    assert not story.visit("ani").ahead


@pytest.mark.parametrize(("kind", "about"), COMMANDS.values())
def test_nothing_happens_to_who_has_left(kind: type[Any], about: dict[str, Any]) -> None:
    story, _ = standing(Status.WAITING)
    story.when(c.Depart, visit="ani", outcome=Outcome.HOME)
    assert story.refused(kind, visit="ani", **about).code == "VisitIsOver"


@pytest.mark.parametrize(("kind", "about"), COMMANDS.values())
def test_nobody_knows_a_visit_that_never_came(kind: type[Any], about: dict[str, Any]) -> None:
    story = Story().opened()
    with pytest.raises(Refused) as refused:
        decide(story.floor, story.command(kind, visit="hantu", **about), story.rulebook)
    assert refused.value.code == "UnknownVisit"
