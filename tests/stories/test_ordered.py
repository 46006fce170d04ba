"""What a doctor asks for, told in words: blood and sputum, an hour between, forgotten, cancelled, there and back.

By the rules of the typical Puskesmas.
"""

from datetime import timedelta

import pytest

from flow.engine import commands as c
from flow.engine.telling import tell
from tests.engine.small import DAY
from tests.engine.story import Story
from tests.stories.test_waiting_room import MAN, TYPICAL, called_next, order

WOMAN = {"birth_date": "1996-03-01", "sex": "female"}


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


def told(story: Story) -> list[str]:
    """The story of the visit, as staff read it."""
    return [line.said.id for line in tell("budi", [(DAY, e) for e in story.entries], TYPICAL)]


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


def test_the_sample_is_taken_in_the_room(consulting: Story) -> None:
    """The doctor takes the blood himself: nobody queues at the laboratory, and he sees him again with the result."""
    consulting.when(c.Finish, visit="budi", orders=("lab", "gigi"), done_here=("lab",))
    assert order(consulting, "lab") == []
    assert order(consulting, "gigi") == ["budi"], "the dentist does not wait for the result"
    assert order(consulting, "k3-dewasa") == []
    seen(consulting, "gigi")
    assert called_next(consulting, "k3-dewasa") == "budi"
    (line,) = [one for one in told(consulting) if "Laboratorium dikerjakan" in one]
    assert "permintaan: Laboratorium, Gigi dan mulut" in line


def test_blood_taken_in_the_room_does_not_stand_for_the_sputum(consulting: Story) -> None:
    """The blood is done; for the sputum he goes to the laboratory all the same, twice."""
    consulting.when(c.Finish, visit="budi", orders=("lab", "dahak"), done_here=("lab",))
    seen(consulting, "lab")
    consulting.now += timedelta(hours=1)
    seen(consulting, "lab")
    assert called_next(consulting, "k3-dewasa") == "budi"


def test_to_another_cluster_and_back() -> None:
    """A woman of 30 at the adults' doctor turns out to be pregnant: to the mothers' room, and back with what the midwife says."""
    story = Story(TYPICAL).opened(*TYPICAL.stations)
    story.registered("ani", WOMAN).through("ani", "skrining")
    story.now += timedelta(minutes=20)
    story.serving("ani", "k3-dewasa")
    story.registered("dewi", WOMAN).through("dewi", "skrining")
    story.when(c.Transfer, visit="ani", to="k2-ibu", reason="terlambat haid", back=True)
    assert order(story, "k2-ibu") == ["ani"]
    assert order(story, "k3-dewasa") == ["dewi"], "the doctor goes on with the next one"
    story.through("ani", "k2-ibu")
    assert order(story, "k3-dewasa") == ["ani", "dewi"], "what she had waited there counts"
    assert called_next(story, "k3-dewasa") == "ani"
    story.when(c.Start, visit="ani")
    story.when(c.Finish, visit="ani")
    assert not story.visit("ani").is_open


def test_to_another_cluster_for_good(consulting: Story) -> None:
    """Ordered and not to be seen again: the other room ends the visit, and medicines come last wherever they were asked for."""
    consulting.when(c.Finish, visit="budi", orders=("k3-lansia", "farmasi"))
    assert order(consulting, "farmasi") == []
    seen(consulting, "k3-lansia")
    assert order(consulting, "k3-dewasa") == []
    seen(consulting, "farmasi")
    assert not consulting.visit("budi").is_open


def test_the_prescription_is_remembered_when_he_already_waits_for_the_dentist(
    consulting: Story,
) -> None:
    consulting.when(c.Finish, visit="budi", orders=("gigi",))
    consulting.when(c.AddOrders, visit="budi", station="k3-dewasa", orders=("farmasi",))
    assert order(consulting, "farmasi") == [], "medicines come last"
    seen(consulting, "gigi")
    seen(consulting, "farmasi")
    assert any("Poli dewasa menambah permintaan: Resep obat." in line for line in told(consulting))


def test_who_has_gone_home_is_not_sent_anywhere(consulting: Story) -> None:
    consulting.when(c.Finish, visit="budi")
    late = consulting.refused(c.AddOrders, visit="budi", station="k3-dewasa", orders=("lab",))
    assert late.code == "VisitIsOver"


def test_the_reagent_has_run_out(consulting: Story) -> None:
    """The laboratory cancels. He does not wait for nothing: the doctor decides without the result, and the story says why."""
    consulting.when(c.Finish, visit="budi", orders=("lab",))
    consulting.when(c.CancelOrder, visit="budi", station="lab", reason="reagen habis")
    assert order(consulting, "lab") == []
    assert any("Permintaan dibatalkan: reagen habis" in line for line in told(consulting))
    seen(consulting, "k3-dewasa")
    assert not consulting.visit("budi").is_open


def test_he_cannot_cough_anything_up(consulting: Story) -> None:
    """Both times are off the list at once; what else was asked for goes on."""
    consulting.when(c.Finish, visit="budi", orders=("dahak", "gigi"))
    consulting.when(c.CancelOrder, visit="budi", station="lab", reason="tidak berdahak")
    assert order(consulting, "lab") == []
    seen(consulting, "gigi")
    seen(consulting, "k3-dewasa")
    assert not consulting.visit("budi").is_open


def test_nobody_cancels_what_has_begun(consulting: Story) -> None:
    """The needle is in the arm."""
    consulting.when(c.Finish, visit="budi", orders=("lab",))
    consulting.serving("budi", "lab")
    refusal = consulting.refused(c.CancelOrder, visit="budi", station="lab")
    assert refusal.code == "NotPossibleNow"


def test_the_laboratory_has_a_question_for_this_doctor(consulting: Story) -> None:
    """Budi is sent back before his result is there, to the doctor at desk 2: desk 1 does not call him."""
    consulting.when(c.OpenDesk, station="k3-dewasa", desk="2")
    consulting.when(c.Finish, visit="budi", orders=("lab", "gigi"))
    consulting.serving("budi", "lab")
    about = {"station": "lab", "to": "k3-dewasa", "reason": "formulir kosong"}
    consulting.when(c.Transfer, visit="budi", **about)
    consulting.when(c.AssignDesk, visit="budi", station="k3-dewasa", desk="2")
    assert nobody_to_call(consulting, "k3-dewasa")
    assert called_next(consulting, "k3-dewasa", "2") == "budi"
