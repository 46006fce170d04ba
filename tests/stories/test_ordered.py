"""What a doctor asks for, told in words: blood and sputum, an hour between, forgotten, cancelled, there and back.

By the rules of the typical Puskesmas.
"""

from datetime import timedelta

import pytest

from flow.engine import commands as c
from tests.engine.story import Story
from tests.stories.test_waiting_room import MAN, TYPICAL, called_next, order


@pytest.fixture
def consulting() -> Story:
    """Budi, who coughs, sits with the adults' doctor at 07:50."""
    story = Story(TYPICAL).opened(*TYPICAL.stations)
    return story.registered("budi", MAN).through("budi", "skrining").serving("budi", "k3-dewasa")


def seen(story: Story, station: str) -> None:
    """Called as the line says, served for three minutes, done."""
    assert called_next(story, station) == "budi"
    story.when(c.Start, visit="budi")
    story.now += timedelta(minutes=3)
    story.when(c.Finish, visit="budi", station=station)


def nobody_to_call(story: Story, station: str) -> bool:
    return story.refused(c.CallNext, station=station, desk="1").code == "NobodyWaiting"


@pytest.mark.parametrize("orders", [("dahak",), ("lab", "dahak")])
def test_sputum_twice_an_hour_apart_with_blood_or_without(
    consulting: Story, orders: tuple[str, ...]
) -> None:
    """The first sputum is given where the blood is taken. He is told when to be back, and the doctor sees him with both."""
    consulting.when(c.Finish, visit="budi", orders=orders)
    seen(consulting, "lab")
    given_at = consulting.now
    assert order(consulting, "lab") == ["budi"], "he stays on the list, so nobody forgets him"
    assert nobody_to_call(consulting, "lab")
    assert order(consulting, "k3-dewasa") == [], "and not yet back at the doctor's"
    consulting.now = given_at + timedelta(minutes=58)
    assert nobody_to_call(consulting, "lab")
    consulting.now = given_at + timedelta(minutes=60)
    seen(consulting, "lab")
    assert called_next(consulting, "k3-dewasa") == "budi"
    assert sum(s.station == "lab" for s in consulting.visit("budi").stops.values()) == 2


def test_the_doctor_thinks_of_the_sputum_when_he_is_already_waiting_for_his_blood_test(
    consulting: Story,
) -> None:
    """One press, no refusal: he keeps his place in the laboratory's line and comes there once more an hour later."""
    consulting.when(c.Finish, visit="budi", orders=("lab",))
    since = consulting.stop("budi", "lab").since
    consulting.when(c.AddOrders, visit="budi", station="k3-dewasa", orders=("dahak",))
    (waiting,) = consulting.visit("budi").open_stops()
    assert (waiting.station, waiting.since) == ("lab", since)
    seen(consulting, "lab")
    assert nobody_to_call(consulting, "lab")
    consulting.now += timedelta(hours=1)
    seen(consulting, "lab")
    assert called_next(consulting, "k3-dewasa") == "budi"


def test_a_second_blood_test_while_he_waits_to_hear_about_the_first(consulting: Story) -> None:
    """The laboratory asks the doctor by phone, who wants one more. He is called once, with both results, and before newcomers."""
    consulting.when(c.Finish, visit="budi", orders=("lab",))
    seen(consulting, "lab")
    assert order(consulting, "k3-dewasa") == ["budi"]
    consulting.now += timedelta(minutes=25)
    consulting.when(c.AddOrders, visit="budi", station="k3-dewasa", orders=("lab",))
    assert nobody_to_call(consulting, "k3-dewasa"), "not before the new result is there"
    consulting.registered("citra", MAN).through("citra", "skrining")
    seen(consulting, "lab")
    assert order(consulting, "k3-dewasa") == ["budi", "citra"], "he has waited longer than she"
    seen(consulting, "k3-dewasa")
    assert not consulting.visit("budi").is_open, "and not called a second time"
