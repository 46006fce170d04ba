"""What rooms ask for: twice with a pause, done in the room, results that take time, forgotten, cancelled, there and back."""

from datetime import timedelta

import pytest

from flow.engine import boards
from flow.engine import commands as c
from flow.engine.refusals import Refused
from tests.engine.small import order, small
from tests.engine.story import Story, kinds


def at_dewasa(**changes: object) -> Story:
    """ani is served at dewasa."""
    story = Story(small(**changes)).opened("skrining", "dewasa", "lab", "gigi", "kasir", "obat")
    return story.registered("ani").through("ani", "skrining").serving("ani", "dewasa")


def ordered(*orders: str, **more: object) -> Story:
    story = at_dewasa()
    story.when(c.Finish, visit="ani", orders=orders, **more)
    return story


def refused_call(story: Story, station: str) -> Refused:
    return story.refused(c.CallNext, station=station, desk="1")


# Twice, an hour apart, and the results


def test_sputum_is_taken_twice_and_the_second_one_no_earlier_than_an_hour_after_the_first() -> None:
    story = ordered("dahak")
    assert story.stops("ani")[2:] == [
        "lab waiting",
        "lab planned",
        "dewasa planned",
        "obat planned",
    ]
    story.through("ani", "lab")
    first, second = (s for s in story.visit("ani").stops.values() if s.station == "lab")
    assert first.ended_at is not None
    assert second.not_before == first.ended_at + timedelta(minutes=60)
    assert story.line("lab") == ["ani"]
    assert refused_call(story, "lab").code == "NobodyWaiting"
    story.now = second.not_before - timedelta(minutes=1)
    story.when(c.CallNext, station="lab", desk="1")


def test_the_review_waits_for_the_results() -> None:
    story = ordered("dahak")
    story.through("ani", "lab")
    story.now += timedelta(hours=2)
    story.through("ani", "lab")
    done_at = story.now
    review = story.stop("ani", "dewasa")
    assert review.not_before == done_at + timedelta(minutes=20)
    assert refused_call(story, "dewasa").code == "NobodyWaiting"
    story.now += timedelta(minutes=20)
    story.when(c.CallNext, station="dewasa", desk="1")


def test_the_line_says_when_somebody_who_waits_for_results_can_be_called() -> None:
    story = ordered("dahak")
    story.through("ani", "lab")
    ready_at = story.stop("ani", "lab").not_before
    assert ready_at is not None
    shown = boards.queue(story.floor, story.rulebook, "lab", story.now)
    row = shown["waiting"][0]  # type: ignore[index]
    assert row["busy"] is True
    local = f"{ready_at.astimezone(story.rulebook.zone):%H.%M}"
    assert local in row["why"]["id"]
    assert local in row["why"]["en"]
    assert shown["turns_at"] == ready_at.isoformat(timespec="milliseconds"), (
        "screens look again then"
    )


def test_others_are_called_meanwhile() -> None:
    story = ordered("dahak")
    story.through("ani", "lab").registered("budi").through("budi", "skrining")
    story.serving("budi", "dewasa")
    story.when(c.Finish, visit="budi", orders=("lab",))
    story.when(c.CallNext, station="lab", desk="1")
    assert story.floor.station("lab").desks["1"] == "budi"


def test_staff_may_call_somebody_before_the_time_all_the_same() -> None:
    """The microscope was quick; who works there decides."""
    story = ordered("dahak")
    story.through("ani", "lab")
    story.when(c.CallOne, station="lab", desk="1", visit="ani", reason="hasil sudah ada")


# In the patient's own room


def test_a_sample_taken_in_the_room_needs_no_way_to_the_laboratory() -> None:
    story = at_dewasa()
    events = story.when(c.Finish, visit="ani", orders=("lab",), done_here=("lab",))
    assert "StopDoneInRoom" in kinds(events)
    assert story.stop("ani", "lab").status == "done"
    assert story.stop("ani", "lab").since is None, "nobody stood in that line"
    shown = boards.visit(story.floor, story.rulebook, "ani")
    way = [(stop["station"], stop["status"]) for stop in shown["stops"]]  # type: ignore[attr-defined]
    assert way[1:4] == [("dewasa", "done"), ("lab", "done"), ("dewasa", "waiting")]
    assert story.stop("ani", "dewasa").status == "waiting", "back with the results"


def test_beside_it_other_rooms_are_visited_as_usual() -> None:
    story = at_dewasa()
    story.when(c.Finish, visit="ani", orders=("lab", "gigi"), done_here=("lab",))
    assert story.line("gigi") == ["ani"]
    assert story.stop("ani", "dewasa").status == "planned"
    story.through("ani", "gigi")
    assert story.stop("ani", "dewasa").status == "waiting"


def test_results_of_what_was_done_in_the_room_take_their_time_too() -> None:
    quick = (order("lab", review=True, in_room=True, result_minutes=30),)
    story = at_dewasa(orders=quick)
    story.when(c.Finish, visit="ani", orders=("lab",), done_here=("lab",))
    assert story.stop("ani", "dewasa").not_before == story.now + timedelta(minutes=30)


def test_what_waits_in_the_laboratory_already_can_be_done_in_the_room_instead() -> None:
    story = ordered("gigi", "lab")
    story.through("ani", "gigi")
    story.when(c.Transfer, visit="ani", station="lab", to="ibu")
    story.when(c.OpenDesk, station="ibu", desk="1")
    story.serving("ani", "ibu")
    story.when(c.Finish, visit="ani", orders=("lab",), done_here=("lab",))
    assert "lab done" in story.stops("ani")


def test_a_room_does_itself_only_what_was_ordered_and_what_the_rules_allow() -> None:
    story = at_dewasa()
    refusal = story.refused(c.Finish, visit="ani", orders=("gigi", "lab"), done_here=("gigi",))
    assert refusal.code == "NotDoneInRoom"
    assert "lab" in refusal.said.id
    assert story.refused(c.Finish, visit="ani", done_here=("lab",)).code == "NotDoneInRoom"


# Forgotten, and not needed any more


def test_what_was_forgotten_is_ordered_while_the_patient_is_inside() -> None:
    story = ordered("lab")
    events = story.when(c.AddOrders, visit="ani", station="dewasa", orders=("gigi", "obat"))
    assert kinds(events) == ["OrdersAdded", "StopConfirmed", "StopsPlanned", "StopQueued"]
    assert story.line("gigi") == story.line("lab") == ["ani"]
    story.through("ani", "lab", "gigi", "dewasa")
    assert "obat waiting" in story.stops("ani")


def test_a_forgotten_laboratory_brings_the_patient_back() -> None:
    story = ordered("gigi")
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    story.through("ani", "gigi", "lab")
    assert story.stop("ani", "dewasa").status == "waiting"


def test_of_a_forgotten_repetition_only_the_first_is_waited_for_at_once() -> None:
    story = ordered("gigi")
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("dahak",))
    assert [s for s in story.stops("ani") if s.startswith("lab")] == ["lab waiting", "lab planned"]


def test_only_a_room_that_has_served_the_patient_orders_later_and_nothing_twice() -> None:
    story = ordered("lab")
    refusal = story.refused(c.AddOrders, visit="ani", station="ibu", orders=("lab",))
    assert refusal.code == "NotServedHere"
    again = story.refused(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    assert again.code == "AlreadyGoingThere"
    unknown = story.refused(c.AddOrders, visit="ani", station="dewasa", orders=("rontgen",))
    assert unknown.code == "UnknownOrder"


def test_a_cancelled_order_is_left_out_and_the_way_goes_on() -> None:
    story = ordered("lab", "gigi")
    story.when(c.CancelOrder, visit="ani", station="lab", reason="reagen habis")
    assert story.line("lab") == []
    assert story.stop("ani", "lab").note == "Permintaan dibatalkan: reagen habis"
    story.through("ani", "gigi")
    assert story.stop("ani", "dewasa").status == "waiting", "who asked decides what then"


def test_all_repetitions_are_cancelled_together_and_the_last_cancellation_ends_the_wait() -> None:
    story = ordered("dahak")
    story.when(c.CancelOrder, visit="ani", station="lab")
    assert story.stop("ani", "dewasa").status == "waiting"
    story.when(c.CancelOrder, visit="ani", station="dewasa")
    assert story.visit("ani").outcome == "pulang"


def test_what_the_rules_planned_or_has_begun_is_not_cancelled() -> None:
    story = at_dewasa()
    assert story.refused(c.CancelOrder, visit="ani", station="obat").code == "NotOrdered"
    story.when(c.Finish, visit="ani", orders=("lab",))
    story.when(c.CallNext, station="lab", desk="1")
    assert story.refused(c.CancelOrder, visit="ani", station="lab").code == "NotPossibleNow"


# To another cluster, and back


def test_a_referral_between_clusters_comes_back_to_the_room_it_came_from() -> None:
    story = at_dewasa()
    story.when(c.Transfer, visit="ani", to="gigi", reason="gigi berlubang", back=True)
    assert story.stops("ani")[1:3] == ["dewasa done", "gigi waiting"]
    story.through("ani", "gigi")
    assert story.stop("ani", "dewasa").status == "waiting"
    assert story.stop("ani", "dewasa").origin == "review"


def test_only_who_is_being_served_is_sent_there_and_back() -> None:
    story = ordered("lab")
    refusal = story.refused(c.Transfer, visit="ani", to="gigi", back=True)
    assert refusal.code == "NotServedHere"


@pytest.mark.parametrize("back", [True, False])
def test_without_back_the_room_is_done_with_the_patient(back: bool) -> None:
    story = at_dewasa()
    story.when(c.Transfer, visit="ani", to="gigi", back=back)
    assert ("dewasa planned" in story.stops("ani")) is back


# Whom a room still thinks of


def test_the_room_remembers_whom_it_finished_last_and_forgets_what_was_taken_back() -> None:
    story = ordered("lab")
    shown = boards.queue(story.floor, story.rulebook, "dewasa", story.now)
    assert [one["visit"] for one in shown["served"]] == ["ani"]  # type: ignore[attr-defined]
    position, history = story.floor.position, tuple(story.entries)
    story.when(c.Undo, visit="ani", station="dewasa", position=position, history=history)
    shown = boards.queue(story.floor, story.rulebook, "dewasa", story.now)
    assert shown["served"] == []
