"""Orders that follow by themselves: nobody has to remember them, and nobody gets them twice."""

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.outcomes import Outcome
from tests.engine.small import order, small
from tests.engine.story import Story

RULES = small(
    orders=(order("lab", review=True, automatic=True), order("gigi"), order("obat", last=True))
)


def consulting() -> Story:
    """Ani is being seen by the doctor, whose every patient goes to the laboratory."""
    story = Story(RULES).opened("skrining", "dewasa", "lab", "gigi").registered("ani")
    return story.through("ani", "skrining").serving("ani", "dewasa")


def ordered(events: tuple[e.Event, ...]) -> tuple[str, ...]:
    return next(event.orders for event in events if isinstance(event, e.ServiceFinished))


def test_nobody_has_to_ask_and_the_record_says_so() -> None:
    story = consulting()
    assert ordered(story.when(c.Finish, visit="ani")) == ("lab",)
    assert story.line("lab") == ["ani"]


def test_it_stands_beside_what_was_asked_for() -> None:
    story = consulting()
    assert ordered(story.when(c.Finish, visit="ani", orders=("gigi",))) == ("lab", "gigi")
    assert story.line("lab") == story.line("gigi") == ["ani"]


def test_asking_for_it_all_the_same_orders_it_once() -> None:
    story = consulting()
    assert ordered(story.when(c.Finish, visit="ani", orders=("lab",))) == ("lab",)
    assert story.line("lab") == ["ani"]


def test_who_comes_back_with_the_results_goes_home() -> None:
    story = consulting()
    story.when(c.Finish, visit="ani")
    story.through("ani", "lab")
    assert story.line("dewasa") == ["ani"]
    story.serving("ani", "dewasa")
    assert ordered(story.when(c.Finish, visit="ani")) == ()
    assert story.floor.visits["ani"].outcome is Outcome.HOME


def test_who_is_admitted_at_once_goes_nowhere_else() -> None:
    story = consulting()
    assert ordered(story.when(c.Finish, visit="ani", outcome=Outcome.ADMITTED)) == ()


def test_who_is_referred_still_gets_it() -> None:
    story = consulting()
    assert ordered(
        story.when(c.Finish, visit="ani", outcome=Outcome.REFERRED, reason="Jantung")
    ) == ("lab",)


def test_what_followed_before_the_results_does_not_follow_once_more() -> None:
    rows = (order("gigi", review=True), order("obat", automatic=True, last=True))
    story = Story(small(orders=rows)).opened("skrining", "dewasa", "gigi").registered("ani")
    story.through("ani", "skrining").serving("ani", "dewasa")
    assert ordered(story.when(c.Finish, visit="ani", orders=("gigi",))) == ("gigi", "obat")
    story.through("ani", "gigi").serving("ani", "dewasa")
    assert ordered(story.when(c.Finish, visit="ani")) == (), "not once more with the results"
