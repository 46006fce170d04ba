"""What really happens in a waiting room, told in words, by the rules of the typical Puskesmas.

Each story is one that the field tells. What the engine cannot do yet has no story here.
"""

from datetime import timedelta

import pytest

from flow.engine import boards, ordering
from flow.engine import commands as c
from flow.engine.outcomes import Outcome
from flow.rulebook import load, shipped
from tests.engine.story import Story

TYPICAL = load(shipped("typical"))
MAN = {"birth_date": "1985-03-01", "sex": "male"}
OLD_WOMAN = {"birth_date": "1950-05-17", "sex": "female"}
GIRL = {"birth_date": "2010-09-01", "sex": "female"}
BABY = {"birth_date": "2026-01-15", "sex": "male"}


@pytest.fixture
def morning() -> Story:
    """07:30 on a Monday: every room has one desk open."""
    return Story(TYPICAL).opened(*TYPICAL.stations)


def order(story: Story, station: str) -> list[str]:
    line = ordering.in_order(story.floor, story.rulebook, station, story.now)
    return [place.visit for place in line]


def called_next(story: Story, station: str, desk: str = "1") -> str:
    story.when(c.CallNext, station=station, desk=desk)
    visit = story.floor.station(station).desks[desk]
    assert visit is not None
    return visit


def test_the_long_cougher_is_seen_early_apart_and_by_the_cluster_of_his_age(morning: Story) -> None:
    """Three weeks of coughing come out at the screening: a mask, an earlier turn, the adults' room all the same."""
    for visit in ("budi", "citra", "joko"):
        morning.registered(visit, MAN)
    assert called_next(morning, "skrining") == "budi"
    morning.when(c.Start, visit="budi")
    morning.when(c.Finish, visit="budi")
    assert called_next(morning, "skrining") == "citra"
    morning.when(c.Start, visit="citra")
    morning.when(c.UpdateFacts, visit="citra", facts={"cough_weeks": 3})
    morning.when(c.Finish, visit="citra")

    coughing = morning.visit("citra")
    assert coughing.flags == ("infectious",)
    assert (coughing.cluster, coughing.priority) == ("K3", "infeksius")
    assert [stop.station for stop in coughing.open_stops()] == ["k3-dewasa"]
    morning.now += timedelta(minutes=20)
    assert order(morning, "k3-dewasa") == ["citra", "budi"]
    board = str(boards.board(morning.floor, TYPICAL, "utama", morning.now))
    assert "infectious" not in board
    assert "TB" not in board


def test_the_pregnant_teenager_in_labour_at_the_counter(morning: Story) -> None:
    """She came for a number; the clerk sees what is happening. She is helped at once, and nobody asks her to queue."""
    morning.when(c.IssueTicket, visit="rini", facts={"service": "anc"})
    assert order(morning, "loket") == ["rini"]
    morning.when(
        c.Register,
        visit="rini",
        patient="id-rini",
        facts=GIRL | {"pregnant": True, "in_labour": True},
        station="loket",
    )
    assert morning.stops("rini")[-1] == "bersalin waiting"
    assert morning.visit("rini").cluster == "K2"
    assert order(morning, "skrining") == []
    assert called_next(morning, "bersalin") == "rini"
    morning.when(c.Start, visit="rini")
    morning.when(c.Finish, visit="rini", orders=("rawat-inap",))
    assert order(morning, "rawat-inap") == ["rini"]


def test_lab_and_dental_at_once(morning: Story) -> None:
    """Both lines hold a place. While the dentist works the laboratory passes him over; then he is where he was."""
    morning.registered("budi", MAN).registered("citra", MAN)
    for visit in ("budi", "citra"):
        morning.through(visit, "skrining").serving(visit, "k3-dewasa")
        morning.when(c.Finish, visit=visit, orders=("lab", "gigi"))
    assert called_next(morning, "gigi") == "budi"
    morning.when(c.Start, visit="budi")
    assert order(morning, "lab") == ["budi", "citra"]
    assert called_next(morning, "lab") == "citra", "he is at the dentist's"
    morning.when(c.Finish, visit="budi", station="gigi")
    morning.when(c.MarkAbsent, visit="citra")
    assert called_next(morning, "lab") == "budi"
    morning.when(c.Start, visit="budi")
    morning.when(c.Finish, visit="budi", station="lab")
    assert morning.stops("budi")[-2:] == ["k3-dewasa waiting", "farmasi planned"]


def test_late_for_the_result(morning: Story) -> None:
    """She was at the canteen when the doctor called her back. She has lost nothing by it but the minutes."""
    morning.registered("siti", OLD_WOMAN).through("siti", "skrining").serving("siti", "k3-lansia")
    morning.when(c.Finish, visit="siti", orders=("lab",))
    morning.through("siti", "lab")
    assert called_next(morning, "k3-lansia") == "siti"
    morning.when(c.MarkAbsent, visit="siti")
    for visit in ("joko", "dewi"):
        morning.registered(visit, OLD_WOMAN).through(visit, "skrining")
    since = morning.stop("siti", "k3-lansia").since
    morning.when(c.BringBack, visit="siti")
    assert morning.stop("siti", "k3-lansia").since == since, "credited with the time already waited"
    assert order(morning, "k3-lansia")[0] == "siti"


def test_the_twins_have_one_birthday_and_two_visits(morning: Story) -> None:
    """Same name, same birth date, same mother: two numbers, and each is called for itself."""
    for twin in ("kembar-1", "kembar-2"):
        morning.registered(twin, BABY).through(twin, "skrining")
    tickets = [morning.visit(twin).ticket for twin in ("kembar-1", "kembar-2")]
    assert tickets == ["C-001", "C-002"]
    assert called_next(morning, "k2-anak") == "kembar-1"
    refusal = morning.refused(c.Register, visit="lagi", patient="id-kembar-1", facts=BABY)
    assert refusal.code == "PatientIsInside"
    assert "C-001" in refusal.said.id


def test_the_wrong_one_came_when_called(morning: Story) -> None:
    """B answers to A's number. The nurse puts A back, calls B out of turn if she likes, and A is still first."""
    morning.registered("ani", MAN).registered("bani", MAN)
    assert called_next(morning, "skrining") == "ani"
    morning.when(c.MarkAbsent, visit="ani")
    morning.when(c.CallOne, station="skrining", desk="1", visit="bani")
    morning.when(c.Start, visit="bani")
    morning.when(c.Finish, visit="bani")
    morning.when(c.BringBack, visit="ani")
    assert called_next(morning, "skrining") == "ani"


def test_the_doctor_leaves_at_eleven(morning: Story) -> None:
    """The desk closes only when it is empty. Who waits keeps the place; some go on to another room, some come another day."""
    for visit in ("ani", "budi", "citra"):
        morning.registered(visit, MAN).through(visit, "skrining")
    assert called_next(morning, "k3-dewasa") == "ani"
    morning.when(c.Start, visit="ani")
    busy = morning.refused(c.CloseDesk, station="k3-dewasa", desk="1")
    assert busy.code == "DeskBusy"
    morning.when(c.Finish, visit="ani")
    morning.when(c.CloseDesk, station="k3-dewasa", desk="1")
    closed = morning.refused(c.CallNext, station="k3-dewasa", desk="1")
    assert closed.code == "DeskIsClosed"
    assert order(morning, "k3-dewasa") == ["budi", "citra"]
    waited_since = morning.stop("budi", "k3-dewasa").since
    morning.when(c.Transfer, visit="budi", to="k3-lansia", reason="Dokter pulang pukul 11")
    assert morning.stop("budi", "k3-lansia").since == waited_since
    morning.when(
        c.Depart, visit="citra", outcome=Outcome.SCHEDULED, reason="Dokter pulang pukul 11"
    )
    assert order(morning, "k3-dewasa") == []
    assert morning.visit("citra").outcome is Outcome.SCHEDULED


def test_nobody_is_forgotten_when_the_day_ends(morning: Story) -> None:
    """Who is in the ward stays; who was never seen leaves with that outcome, and not as one who went home well."""
    morning.registered("ibu", OLD_WOMAN).through("ibu", "skrining").serving("ibu", "k3-lansia")
    morning.when(c.Finish, visit="ibu", orders=("rawat-inap",))
    morning.registered("budi", MAN)
    morning.when(c.CloseDay)
    assert morning.visit("ibu").is_open
    gone = morning.visit("budi")
    assert gone.outcome is Outcome.CANCELLED


def test_a_morning_of_old_people_and_one_young_man(morning: Story) -> None:
    """Three old people come for every two who are called, so the line only grows. He waits longer than they do, and is called."""
    morning.registered("nenek", OLD_WOMAN).registered("kakek", OLD_WOMAN)
    morning.registered("joko", MAN)
    called: list[str] = []
    for number in range(25):
        for old in ("nenek", "kakek", "oma"):
            morning.registered(f"{old}-{number}", OLD_WOMAN)
        for _ in range(2):
            called.append(called_next(morning, "skrining"))
            morning.when(c.MarkAbsent, visit=called[-1])
    assert called.index("joko") > 2, "those who have priority come first"
    assert len(order(morning, "skrining")) > 20, "many of them wait still"
