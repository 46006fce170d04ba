"""Desks and the people at them: breaks, handing over, two rooms, this doctor, and who comes back after an absence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flow.engine import boards, ordering
from flow.engine import commands as c
from flow.rulebook.stations import END_OF_LINE
from tests.engine.small import STATIONS, small, station
from tests.engine.story import ADULT, OLD, Story, kinds


def waiting_at_dewasa(*visits: str) -> Story:
    """Everybody has been screened and waits at dewasa, in this order."""
    story = Story().opened("skrining", "dewasa", "dewasa/2", "lab", "ibu")
    for visit in visits:
        story.registered(visit).through(visit, "skrining")
    return story


def at_desk(story: Story, desk: str, code: str = "dewasa") -> str | None:
    return story.floor.station(code).desks[desk]


# Breaks


def test_a_desk_that_has_a_break_stays_open_and_says_why() -> None:
    story = waiting_at_dewasa("ani")
    story.when(c.PauseDesk, station="dewasa", desk="2", reason="salat")
    shown = boards.queue(story.floor, story.rulebook, "dewasa", story.now)
    assert shown["desks"]["2"] == {"open": True, "paused": "salat", "visit": None, "next": "ani"}  # type: ignore[index]
    assert kinds(story.when(c.PauseDesk, station="dewasa", desk="2", reason="salat")) == []
    assert kinds(story.when(c.OpenDesk, station="dewasa", desk="2")) == ["DeskResumed"]


def test_who_calls_has_no_break_any_more() -> None:
    story = waiting_at_dewasa("ani")
    story.when(c.PauseDesk, station="dewasa", desk="1")
    events = story.when(c.CallNext, station="dewasa", desk="1")
    assert kinds(events) == ["DeskResumed", "PatientCalled"]


def test_nobody_leaves_a_patient_for_a_break_and_a_closed_desk_has_none() -> None:
    story = waiting_at_dewasa("ani").serving("ani", "dewasa")
    assert story.refused(c.PauseDesk, station="dewasa", desk="1").code == "DeskBusy"
    story.when(c.CloseDesk, station="dewasa", desk="2")
    assert story.refused(c.PauseDesk, station="dewasa", desk="2").code == "DeskIsClosed"


def test_a_board_says_that_a_room_is_open_only_while_somebody_works() -> None:
    story = waiting_at_dewasa()
    for desk in "12":
        story.when(c.PauseDesk, station="dewasa", desk=desk)
    shown = boards.board(story.floor, story.rulebook, "depan", story.now)["stations"]
    assert shown["dewasa"]["open"] is False  # type: ignore[index]


def test_a_desk_closed_during_its_break_opens_without_one() -> None:
    story = waiting_at_dewasa("ani")
    story.when(c.PauseDesk, station="dewasa", desk="2")
    story.when(c.CloseDesk, station="dewasa", desk="2")
    story.when(c.OpenDesk, station="dewasa", desk="2")
    assert story.floor.station("dewasa").paused == {}


# Handing over


def test_another_desk_takes_over_in_the_middle() -> None:
    story = waiting_at_dewasa("ani").serving("ani", "dewasa")
    started_at = story.stop("ani", "dewasa").started_at
    story.when(c.HandOver, visit="ani", desk="2")
    assert (at_desk(story, "1"), at_desk(story, "2")) == (None, "ani")
    stop = story.stop("ani", "dewasa")
    assert (stop.desk, stop.status, stop.started_at) == ("2", "serving", started_at)
    assert kinds(story.when(c.HandOver, visit="ani", desk="2")) == []


def test_only_a_free_open_desk_of_the_same_station_takes_over() -> None:
    story = waiting_at_dewasa("ani", "budi").serving("ani", "dewasa").serving("budi", "dewasa", "2")
    assert story.refused(c.HandOver, visit="ani", desk="2").code == "DeskBusy"
    assert story.refused(c.HandOver, visit="ani", desk="9").code == "UnknownDesk"
    story.when(c.Finish, visit="budi")
    story.when(c.CloseDesk, station="dewasa", desk="2")
    assert story.refused(c.HandOver, visit="ani", desk="2").code == "DeskIsClosed"


def test_handing_over_can_be_taken_back() -> None:
    story = waiting_at_dewasa("ani").serving("ani", "dewasa")
    story.when(c.HandOver, visit="ani", desk="2")
    history = tuple(story.entries)
    story.when(
        c.Undo, visit="ani", station="dewasa", position=story.floor.position, history=history
    )
    assert (at_desk(story, "1"), at_desk(story, "2")) == ("ani", None)


# One person, two rooms


def test_of_two_rooms_the_one_whose_next_patient_has_waited_most_is_called() -> None:
    story = waiting_at_dewasa("ani")
    story.registered("budi")
    story.when(c.CallNext, station="skrining", desk="1", also=(("dewasa", "1"),))
    assert at_desk(story, "1") == "ani"
    assert (
        story.refused(c.CallNext, station="skrining", desk="1", also=(("dewasa", "1"),)).code
        == "DeskBusy"
    )
    story.when(c.Start, visit="ani")
    story.when(c.Finish, visit="ani")
    story.when(c.CallNext, station="skrining", desk="1", also=(("dewasa", "1"),))
    assert at_desk(story, "1", "skrining") == "budi"


def test_in_two_rooms_the_class_counts_as_in_one() -> None:
    story = waiting_at_dewasa("ani")
    story.registered("nenek", OLD)
    story.now += timedelta(minutes=30)
    story.when(c.CallNext, station="dewasa", desk="1", also=(("skrining", "1"),))
    assert at_desk(story, "1", "skrining") == "nenek"


def test_nobody_in_either_room() -> None:
    refusal = waiting_at_dewasa().refused(
        c.CallNext, station="skrining", desk="1", also=(("lab", "1"),)
    )
    assert refusal.code == "NobodyWaiting"
    assert "Inside skrining, Inside lab" in refusal.said.en


# This doctor


def test_who_waits_for_this_doctor_is_called_by_no_other() -> None:
    story = waiting_at_dewasa("ani", "budi")
    story.when(c.AssignDesk, visit="ani", station="dewasa", desk="2")
    story.when(c.CallNext, station="dewasa", desk="1")
    assert at_desk(story, "1") == "budi"
    story.when(c.Start, visit="budi")
    story.when(c.Finish, visit="budi")
    assert story.refused(c.CallNext, station="dewasa", desk="1").code == "NobodyWaiting"
    story.when(c.CallNext, station="dewasa", desk="2")
    assert at_desk(story, "2") == "ani"


def test_a_doctor_who_has_left_keeps_nobody() -> None:
    story = waiting_at_dewasa("ani")
    story.when(c.AssignDesk, visit="ani", station="dewasa", desk="2")
    story.when(c.CloseDesk, station="dewasa", desk="2")
    story.when(c.CallNext, station="dewasa", desk="1")
    assert at_desk(story, "1") == "ani"


def test_the_doctor_can_be_chosen_before_the_room_is_reached_and_given_up_again() -> None:
    story = Story().opened("skrining", "dewasa", "dewasa/2").registered("ani")
    story.when(c.AssignDesk, visit="ani", station="dewasa", desk="2")
    story.through("ani", "skrining")
    shown = boards.queue(story.floor, story.rulebook, "dewasa", story.now)
    assert shown["waiting"][0]["for_desk"] == "2"  # type: ignore[index]
    story.when(c.AssignDesk, visit="ani", station="dewasa", desk=None)
    story.when(c.CallNext, station="dewasa", desk="1")


def test_a_desk_is_chosen_only_by_who_goes_there_and_is_not_there_yet() -> None:
    story = waiting_at_dewasa("ani")
    asked = {"visit": "ani", "desk": "1"}
    assert story.refused(c.AssignDesk, station="gigi", **asked).code == "NotInLine"
    story.serving("ani", "dewasa")
    assert story.refused(c.AssignDesk, station="dewasa", **asked).code == "DeskHasThem"
    unknown = story.refused(c.AssignDesk, station="dewasa", visit="ani", desk="9")
    assert unknown.code == "UnknownDesk"


def test_the_desk_is_chosen_for_who_stands_in_line_not_for_the_results_that_come_later() -> None:
    """The laboratory sends her back with a question while her review is still ahead: she is in the line twice over, once now."""
    story = Story().opened("skrining", "dewasa", "dewasa/2", "lab", "gigi").registered("ani")
    story.through("ani", "skrining").serving("ani", "dewasa")
    story.when(c.Finish, visit="ani", orders=("lab", "gigi"))
    story.serving("ani", "lab")
    story.when(c.Transfer, visit="ani", station="lab", to="dewasa", reason="dokter minta")
    story.when(c.AssignDesk, visit="ani", station="dewasa", desk="2")
    assert story.stop("ani", "dewasa").status == "waiting"
    assert story.stop("ani", "dewasa").for_desk == "2"
    assert story.refused(c.CallNext, station="dewasa", desk="1").code == "NobodyWaiting"
    story.when(c.CallNext, station="dewasa", desk="2")


@pytest.mark.parametrize("same_desk", [True, False])
def test_results_go_back_to_the_desk_that_asked_if_the_station_says_so(same_desk: bool) -> None:
    others = {one.code: one for one in STATIONS}
    dewasa = station("dewasa", desks=2, same_desk=same_desk)
    story = Story(small(stations=others | {"dewasa": dewasa}))
    story.opened("skrining", "dewasa", "dewasa/2", "lab").registered("ani")
    story.through("ani", "skrining").serving("ani", "dewasa", "2")
    story.when(c.Finish, visit="ani", orders=("lab",))
    story.through("ani", "lab")
    assert story.stop("ani", "dewasa").for_desk == ("2" if same_desk else None)
    if same_desk:
        assert story.refused(c.CallNext, station="dewasa", desk="1").code == "NobodyWaiting"
    story.when(c.CallNext, station="dewasa", desk="2" if same_desk else "1")


# Out of turn, on record


def test_passing_over_says_whom_and_why() -> None:
    story = waiting_at_dewasa("ani", "budi", "citra")
    called = story.when(c.CallOne, station="dewasa", desk="1", visit="citra", reason="sesak napas")[
        -1
    ]
    assert (called.passed_over, called.reason) == (2, "sesak napas")  # type: ignore[union-attr]
    story.when(c.CallOne, station="dewasa", desk="2", visit="ani")
    assert story.entries[-1].events[-1].passed_over == 0  # type: ignore[union-attr]


def test_who_waits_for_another_desk_is_not_passed_over() -> None:
    story = waiting_at_dewasa("ani", "budi")
    story.when(c.AssignDesk, visit="ani", station="dewasa", desk="2")
    called = story.when(c.CallOne, station="dewasa", desk="1", visit="budi")[-1]
    assert called.passed_over == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nobody_is_passed_over(reason: str) -> None:
    story = waiting_at_dewasa("ani", "budi")
    asked = {"station": "dewasa", "desk": "1", "reason": reason}
    refusal = story.refused(c.CallOne, **asked, visit="budi")
    assert (refusal.code, refusal.place) == ("CallReasonNeeded", "reason")
    story.when(c.CallOne, **asked, visit="ani")


@pytest.mark.parametrize("away", ["absent", "held"])
def test_who_comes_back_and_is_called_at_once_passes_over_those_before(away: str) -> None:
    """Absent at the laboratory: behind one who waits. Held: the place is kept."""
    story = Story().opened("skrining", "lab")
    for visit in ("ani", "budi", "citra"):
        story.registered(visit, ADULT | {"service": "lab"}).through(visit, "skrining")
    story.when(c.CallNext, station="lab", desk="1")
    story.when(*((c.MarkAbsent,) if away == "absent" else (c.Hold,)), visit="ani")
    asked = {"station": "lab", "desk": "1", "visit": "ani"}
    if away == "held":
        assert story.when(c.CallOne, **asked)[-1].passed_over == 0  # type: ignore[attr-defined]
        return
    assert story.refused(c.CallOne, **asked).code == "CallReasonNeeded"
    back, called = story.when(c.CallOne, **asked, reason="baru kembali")
    assert (called.passed_over, called.reason) == (1, "baru kembali")  # type: ignore[attr-defined]
    assert back.since > story.stop("budi", "lab").since  # type: ignore[attr-defined]


# Back after an absence


def absent_first_of(visits: int, discipline: str, behind: int | None) -> Story:
    """v0 was called first and did not come; the others wait, every third of them old."""
    room = station("skrining", discipline=discipline)
    rooms = {one.code: one for one in (*STATIONS, replace(room, absent_behind=behind))}
    story = Story(small(stations=rooms)).opened("skrining")
    for number in range(visits):
        story.registered(f"v{number}", OLD if number % 3 == 2 else ADULT)
    story.when(c.CallOne, station="skrining", desk="1", visit="v0", reason="diminta")
    story.when(c.MarkAbsent, visit="v0")
    return story


def order(story: Story) -> list[str]:
    line = ordering.in_order(story.floor, story.rulebook, "skrining", story.now)
    return [place.visit for place in line]


@pytest.mark.parametrize("discipline", ["fifo", "accumulating"])
@pytest.mark.parametrize(("behind", "place"), [(1, 1), (3, 3), (5, 5), (6, 5), (END_OF_LINE, 5)])
def test_who_was_absent_comes_back_where_the_station_says(
    discipline: str, behind: int, place: int
) -> None:
    story = absent_first_of(6, discipline, behind)
    before = order(story)
    story.when(c.BringBack, visit="v0")
    now = order(story)
    assert [visit for visit in now if visit != "v0"] == before
    assert now.index("v0") == place


def test_unless_the_station_says_otherwise_who_was_absent_keeps_their_place() -> None:
    story = absent_first_of(6, "fifo", None)
    story.when(c.BringBack, visit="v0")
    assert order(story)[0] == "v0"


@pytest.mark.parametrize("discipline", ["strict", "ratio"])
def test_where_classes_have_lines_of_their_own_it_is_behind_so_many_of_the_own_class(
    discipline: str,
) -> None:
    story = absent_first_of(7, discipline, 3)
    before = order(story)[:3]
    story.when(c.BringBack, visit="v0")
    now = order(story)
    own = [visit for visit in before if visit not in ("v2", "v5")]
    assert now.index("v0") > max(now.index(visit) for visit in own)


def test_nobody_gains_by_an_absence() -> None:
    """Two wait: behind the first three is behind both, and the waiting begins anew."""
    story = absent_first_of(3, "accumulating", 3)
    story.when(c.BringBack, visit="v0")
    assert story.stop("v0", "skrining").since == story.now
