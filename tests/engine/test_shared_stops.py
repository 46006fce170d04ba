"""Two orders, one station: one way there serves both, and neither loses what it needs."""

from datetime import timedelta

import pytest

from flow.engine import boards
from flow.engine import commands as c
from flow.engine.tables import Table
from flow.engine.telling import tell
from flow.engine.visits import Stop
from tests.engine.small import DAY, ENTRY, order, rule, small
from tests.engine.story import Story, kinds

BLOOD = order("lab", review=True, in_room=True)
SPUTUM = order("dahak", "lab", review=True, times=2, apart_minutes=60, result_minutes=20)
CULTURE = order("biakan", "lab", review=True, result_minutes=90)
SUGAR = order("gula", "lab", times=3, apart_minutes=30)


def at_dewasa(*rows: object, **changes: object) -> Story:
    """ani is served at dewasa."""
    rules = small(orders=(*(rows or (BLOOD, SPUTUM)), order("gigi")), **changes)
    story = Story(rules).opened("skrining", "dewasa", "lab", "gigi", "ibu")
    return story.registered("ani").through("ani", "skrining").serving("ani", "dewasa")


def ordered(*orders: str, rows: tuple[object, ...] = (), **more: object) -> Story:
    story = at_dewasa(*rows)
    story.when(c.Finish, visit="ani", orders=orders, **more)
    return story


def at_lab(story: Story) -> list[Stop]:
    stops = story.visit("ani").stops.values()
    return [s for s in stops if s.station == "lab" and s.status != "skipped"]


@pytest.mark.parametrize("rows", [(BLOOD, SPUTUM), (SPUTUM, BLOOD)])
def test_sputum_twice_is_still_twice_when_blood_is_taken_too(rows: tuple[object, ...]) -> None:
    """Whichever the rulebook names first: one way for the blood and the first sputum, an hour, the second sputum, the results."""
    story = ordered("lab", "dahak", rows=rows)
    assert story.stops("ani")[2:5] == ["lab waiting", "lab planned", "dewasa planned"]
    story.through("ani", "lab")
    first, second = at_lab(story)
    assert first.ended_at is not None
    assert second.not_before == first.ended_at + timedelta(minutes=60)
    story.now += timedelta(hours=2)
    story.through("ani", "lab")
    assert story.stop("ani", "dewasa").not_before == story.now + timedelta(minutes=20)


def test_sputum_that_was_forgotten_begins_with_the_blood_that_is_waited_for() -> None:
    story = ordered("lab")
    happened = story.when(c.AddOrders, visit="ani", station="dewasa", orders=("dahak",))
    assert kinds(happened) == ["OrdersAdded", "StopsPlanned", "StopShared"]
    assert story.stops("ani")[2:5] == ["lab waiting", "lab planned", "dewasa planned"]


def test_blood_that_was_forgotten_is_taken_with_the_sputum_and_the_record_says_so() -> None:
    story = ordered("dahak")
    happened = story.when(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    assert kinds(happened) == ["OrdersAdded", "StopShared"]
    assert len(at_lab(story)) == 2
    again = story.refused(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    assert again.code == "AlreadyGoingThere", "it was asked for once already"
    lines = tell("ani", [(DAY, entry) for entry in story.entries], story.rulebook)
    assert lines[-1].said.id == "Ruang dalam dewasa menambah permintaan: lab."


@pytest.mark.parametrize("done", [0, 1])
def test_what_is_repeated_is_not_asked_for_twice(done: int) -> None:
    """Neither before the first time nor between the two."""
    story = ordered("lab", "dahak")
    story.through("ani", *["lab"] * done)
    again = story.refused(c.AddOrders, visit="ani", station="dewasa", orders=("dahak",))
    assert again.code == "AlreadyGoingThere"


@pytest.mark.parametrize("rows", [(BLOOD, CULTURE), (CULTURE, BLOOD)])
def test_the_review_waits_for_the_slower_of_two_results(rows: tuple[object, ...]) -> None:
    story = ordered("lab", "biakan", rows=rows)
    story.through("ani", "lab")
    assert story.stop("ani", "dewasa").not_before == story.now + timedelta(minutes=90)


def test_results_that_take_long_hold_up_no_second_sample() -> None:
    story = ordered("dahak", "biakan", rows=(SPUTUM, CULTURE))
    story.through("ani", "lab")
    first_at = story.now
    assert at_lab(story)[1].not_before == first_at + timedelta(minutes=60)
    story.now = first_at + timedelta(minutes=60)
    story.through("ani", "lab")
    assert story.stop("ani", "dewasa").not_before == first_at + timedelta(minutes=90)


def test_a_slow_result_that_is_ordered_later_is_waited_for_too() -> None:
    story = ordered("lab", rows=(BLOOD, CULTURE))
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("biakan",))
    story.through("ani", "lab")
    assert story.stop("ani", "dewasa").not_before == story.now + timedelta(minutes=90)


def test_two_repetitions_share_their_first_time_only() -> None:
    story = ordered("dahak", "gula", rows=(SPUTUM, SUGAR))
    assert len(at_lab(story)) == 1 + 1 + 2


def test_blood_taken_in_the_room_leaves_the_sputum_to_the_laboratory_twice() -> None:
    story = ordered("lab", "dahak", done_here=("lab",))
    assert [stop.status for stop in at_lab(story)] == ["done", "waiting", "planned"]


def test_blood_taken_in_another_room_leaves_the_sputum_to_the_laboratory_twice() -> None:
    """The blood was to be taken with the first sputum; the other room is quicker."""
    story = ordered("gigi", "lab", "dahak")
    story.when(c.Transfer, visit="ani", station="gigi", to="ibu")
    story.serving("ani", "ibu")
    story.when(c.Finish, visit="ani", orders=("lab",), done_here=("lab",))
    assert sorted(stop.status for stop in at_lab(story)) == ["done", "planned", "waiting"]


def test_the_second_sample_comes_behind_a_first_one_that_the_rules_had_planned() -> None:
    """The way in leads to the laboratory anyway, later on; it is the first time then."""
    then_lab = Table(name="lab", rules=(rule("semua", stops=("lab",)),))
    story = at_dewasa(entry=(*ENTRY, then_lab))
    story.when(c.Finish, visit="ani", orders=("dahak", "gigi"))
    story.through("ani", "gigi")
    assert [stop.status for stop in at_lab(story)] == ["waiting", "planned"]
    assert story.stops("ani")[-3:-1] == ["lab planned", "dewasa planned"]
    story.through("ani", "lab")
    first, second = at_lab(story)
    assert first.ended_at is not None
    assert second.not_before == first.ended_at + timedelta(minutes=60)


def test_what_was_asked_for_stays_when_the_rules_no_longer_lead_there() -> None:
    """The way in led to the laboratory; the room asked for blood there as well. New facts take away only what the rules wanted."""
    rules = (rule("perempuan", {"sex": "female"}), rule("laki", stops=("lab",)))
    story = at_dewasa(entry=(*ENTRY, Table(name="lab", rules=rules)))
    story.when(c.Finish, visit="ani", orders=("lab", "gigi"))
    story.when(c.UpdateFacts, visit="ani", facts={"sex": "female"})
    assert at_lab(story)


# One of them is not needed any more


def test_sputum_that_is_cancelled_leaves_the_blood_that_is_taken_with_it() -> None:
    story = ordered("lab", "dahak")
    happened = story.when(
        c.CancelOrder, visit="ani", station="lab", order="dahak", reason="tidak berdahak"
    )
    assert kinds(happened) == ["StopSkipped", "StopUnshared"]
    assert story.stops("ani")[2:4] == ["lab waiting", "dewasa planned"]
    lines = tell("ani", [(DAY, entry) for entry in story.entries], story.rulebook)
    assert "dahak dibatalkan; alasan: “tidak berdahak”" in lines[-1].said.id
    again = story.refused(c.CancelOrder, visit="ani", station="lab", order="dahak")
    assert again.code == "NotOrdered"


def test_blood_that_is_cancelled_leaves_the_sputum_which_can_be_cancelled_later() -> None:
    story = ordered("lab", "dahak")
    story.when(c.CancelOrder, visit="ani", station="lab", order="lab")
    assert [stop.status for stop in at_lab(story)] == ["waiting", "planned"]
    repeated = story.refused(c.AddOrders, visit="ani", station="dewasa", orders=("dahak",))
    assert repeated.code == "AlreadyGoingThere"
    story.when(c.CancelOrder, visit="ani", station="lab", order="dahak")
    assert at_lab(story) == []
    assert story.stop("ani", "dewasa").status == "waiting"


def test_what_was_cancelled_can_be_ordered_again() -> None:
    story = ordered("lab", "dahak")
    story.when(c.CancelOrder, visit="ani", station="lab", order="lab")
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    assert story.stop("ani", "lab").station == "lab"
    assert len(at_lab(story)) == 2


def test_without_a_name_all_that_was_ordered_there_is_cancelled() -> None:
    story = ordered("lab", "dahak")
    story.when(c.CancelOrder, visit="ani", station="lab")
    assert at_lab(story) == []


def test_the_visit_tells_for_which_orders_each_stop_is() -> None:
    story = ordered("lab", "dahak")
    shown = boards.visit(story.floor, story.rulebook, "ani")
    at_lab = [stop for stop in shown["stops"] if stop["station"] == "lab"]  # type: ignore[attr-defined]
    asked = [[order["code"] for order in stop["orders"]] for stop in at_lab]
    assert asked == [["lab", "dahak"], ["dahak"]]
