"""A quota of the day and its waiting list: who comes first has the place, who drops out gives it to the next."""

from flow.engine import boards, ordering
from flow.engine import commands as c
from flow.engine.outcomes import Outcome
from tests.engine.small import STATIONS, small, station
from tests.engine.story import Story


def with_quota(quota: int, *visits: str) -> Story:
    """dewasa takes so many a day; these were sent there, in this order, and have been screened."""
    rooms = {s.code: s for s in (*STATIONS, station("dewasa", desks=2, quota=quota))}
    story = Story(small(stations=rooms)).opened("skrining", "dewasa", "dewasa/2")
    for visit in visits:
        story.registered(visit)
    for visit in visits:
        story.through(visit, "skrining")
    return story


def callable_now(story: Story) -> list[str]:
    places = ordering.callable_places(story.floor, story.rulebook, "dewasa", story.now)
    return [place.visit for place in places]


def why(story: Story, visit: str) -> str:
    shown = boards.queue(story.floor, story.rulebook, "dewasa", story.now)
    return next(row["why"]["en"] for row in shown["waiting"] if row["visit"] == visit)  # type: ignore[attr-defined]


def test_who_comes_after_the_quota_waits_on_a_list_and_is_told_so() -> None:
    story = with_quota(2, "ani", "budi", "citra", "dedi")
    assert callable_now(story) == ["ani", "budi"]
    assert why(story, "citra") == "Today's quota (2) is full; number 1 on the waiting list"
    assert why(story, "dedi") == "Today's quota (2) is full; number 2 on the waiting list"
    phone = boards.ticket(story.floor, story.rulebook, "dedi", story.now)
    stop = next(s for s in phone["stops"] if s["station"] == "dewasa")  # type: ignore[attr-defined]
    assert stop["waiting_list"] == 2


def test_the_place_belongs_to_who_was_sent_there_first_not_to_who_arrives_first() -> None:
    story = with_quota(1).registered("ani").registered("budi")
    story.through("budi", "skrining").through("ani", "skrining")
    assert callable_now(story) == ["ani"]


def test_who_drops_out_gives_the_place_to_the_first_of_the_list() -> None:
    story = with_quota(2, "ani", "budi", "citra", "dedi")
    story.when(c.Depart, visit="budi", outcome=Outcome.CANCELLED)
    assert callable_now(story) == ["ani", "citra"]
    story.when(c.Transfer, visit="ani", station="dewasa", to="ibu")
    assert callable_now(story) == ["citra", "dedi"]


def test_who_was_served_has_used_the_place() -> None:
    story = with_quota(1, "ani", "budi")
    story.through("ani", "dewasa")
    assert callable_now(story) == []
    refusal = story.refused(c.CallNext, station="dewasa", desk="1")
    assert refusal.code == "NobodyWaiting"


def test_the_doctor_may_take_one_more_with_a_reason() -> None:
    story = with_quota(1, "ani", "budi")
    story.when(c.CallOne, station="dewasa", desk="1", visit="budi", reason="datang dari jauh")
    assert story.floor.station("dewasa").desks["1"] == "budi"


def test_a_pharmacy_that_nobody_has_asked_for_takes_no_place() -> None:
    rooms = {s.code: s for s in (*STATIONS, station("obat", quota=1))}
    story = Story(small(stations=rooms)).opened("skrining", "dewasa", "obat")
    for visit in ("ani", "budi"):
        story.registered(visit).through(visit, "skrining").serving(visit, "dewasa")
        story.when(c.Finish, visit=visit, orders=("obat",) if visit == "budi" else ())
    places = ordering.callable_places(story.floor, story.rulebook, "obat", story.now)
    assert [place.visit for place in places] == ["budi"]


def test_undoing_a_departure_asks_for_the_place_anew() -> None:
    story = with_quota(1, "ani", "budi")
    story.when(c.Depart, visit="ani", outcome=Outcome.CANCELLED)
    asked = {"visit": "ani", "station": "dewasa", "position": story.floor.position}
    own = [e for e in story.entries if any(getattr(x, "visit", "") == "ani" for x in e.events)]
    story.when(c.Undo, **asked, history=tuple(own))
    assert callable_now(story) == ["budi"]
    story.when(c.Depart, visit="budi", outcome=Outcome.CANCELLED)
    assert callable_now(story) == ["ani"]
