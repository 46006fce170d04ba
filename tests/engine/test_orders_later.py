"""What a room asks for while the patient waits to come back to it: the results come first, and one consultation is enough."""

from datetime import timedelta

from flow.engine import commands as c
from flow.engine.tables import Table
from tests.engine.small import ENTRY, rule
from tests.engine.story import Story
from tests.engine.test_orders import at_dewasa, ordered


def back_with_results() -> Story:
    """ani waits at dewasa with what the laboratory has found."""
    story = ordered("lab")
    story.through("ani", "lab")
    story.now += timedelta(minutes=10)
    return story


def reviews(story: Story) -> list[str]:
    """Those that are still to come."""
    return [one for one in story.stops("ani") if one.startswith("dewasa") and "done" not in one]


def test_a_waiting_review_is_put_behind_what_is_ordered_meanwhile() -> None:
    story = back_with_results()
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    assert reviews(story) == ["dewasa planned"]
    assert story.line("dewasa") == []
    assert story.line("lab") == ["ani"]
    story.through("ani", "lab")
    assert reviews(story) == ["dewasa waiting"]
    story.through("ani", "dewasa")
    assert story.visit("ani").outcome == "pulang", "one consultation, not two"


def test_what_it_had_waited_counts_when_it_is_back_in_line() -> None:
    """The credit of the first consultation, and the minutes for which the review itself has waited."""
    story = back_with_results()
    waiting = story.stop("ani", "dewasa")
    assert waiting.since is not None
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    counted = story.now - waiting.since
    assert counted > timedelta(minutes=10)
    story.through("ani", "lab")
    assert story.stop("ani", "dewasa").since == story.now - counted


def test_it_comes_back_to_the_same_desk_or_to_the_one_that_staff_have_chosen() -> None:
    story = back_with_results()
    story.when(c.AssignDesk, visit="ani", station="dewasa", desk="2")
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    assert story.stop("ani", "dewasa").for_desk == "2"


def test_who_did_not_answer_is_sent_for_the_results_too() -> None:
    story = back_with_results()
    story.when(c.CallNext, station="dewasa", desk="1")
    story.when(c.MarkAbsent, visit="ani")
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    assert reviews(story) == ["dewasa planned"]
    assert story.floor.station("dewasa").absent == {}


def test_what_needs_no_results_leaves_the_review_in_line() -> None:
    story = back_with_results()
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("gigi",))
    assert reviews(story) == ["dewasa waiting"]


def test_a_review_that_has_begun_goes_on_and_the_new_results_have_their_own() -> None:
    story = back_with_results()
    story.serving("ani", "dewasa")
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    assert reviews(story) == ["dewasa serving", "dewasa planned"]


def test_what_the_rules_had_planned_behind_the_review_comes_before_it_when_it_is_ordered() -> None:
    """Nobody is left without a line: the laboratory, planned for later anyway, is waited for at once."""
    then_lab = Table(name="lab", rules=(rule("semua", stops=("lab",)),))
    story = at_dewasa(entry=(*ENTRY, then_lab))
    story.when(c.Finish, visit="ani", orders=("gigi",), review=True)
    story.through("ani", "gigi")
    assert reviews(story) == ["dewasa waiting"]
    story.when(c.AddOrders, visit="ani", station="dewasa", orders=("lab",))
    assert story.line("lab") == ["ani"]
    assert reviews(story) == ["dewasa planned"]
