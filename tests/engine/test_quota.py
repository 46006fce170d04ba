"""A quota of the day and its waiting list: who comes first has the place, who drops out gives it to the next."""

from flow.engine import boards, ordering
from flow.engine import commands as c
from flow.engine.history import of_visit
from flow.engine.outcomes import Outcome
from flow.engine.tables import Table
from tests.engine.small import ENTRY, STATIONS, rule, small, station
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
    story = with_quota(1, "ani", "budi").through("ani", "dewasa")
    asked = {"station": "dewasa", "desk": "1", "visit": "budi"}
    refusal = story.refused(c.CallOne, **asked)
    assert refusal.said.en == (
        "A-002 is on the waiting list: today's quota of Inside dewasa is full. Write why they are called."
    )
    story.when(c.CallOne, **asked, reason="datang dari jauh")
    assert story.floor.station("dewasa").desks["1"] == "budi"


def test_a_pharmacy_that_nobody_has_asked_for_takes_no_place() -> None:
    rooms = {s.code: s for s in (*STATIONS, station("obat", quota=1))}
    story = Story(small(stations=rooms)).opened("skrining", "dewasa", "obat")
    for visit in ("ani", "budi"):
        story.registered(visit).through(visit, "skrining").serving(visit, "dewasa")
        story.when(c.Finish, visit=visit, orders=("obat",) if visit == "budi" else ())
    places = ordering.callable_places(story.floor, story.rulebook, "obat", story.now)
    assert [place.visit for place in places] == ["budi"]


def test_what_is_taken_back_gives_the_place_back() -> None:
    for undone in (
        {"kind": c.Depart, "outcome": Outcome.CANCELLED},
        {"kind": c.Transfer, "station": "dewasa", "to": "ibu"},
    ):
        story = with_quota(1, "ani", "budi")
        story.when(**undone, visit="ani")  # type: ignore[arg-type]
        assert callable_now(story) == ["budi"]
        undo(story, "ani")
        assert callable_now(story) == ["ani"]
        assert why(story, "budi") == "Today's quota (1) is full; number 1 on the waiting list"
        story.when(c.Depart, visit="ani", outcome=Outcome.CANCELLED)
        assert callable_now(story) == ["budi"]


def undo(story: Story, visit: str) -> None:
    """As the door does it: with what has happened to the visit."""
    own = tuple(of_visit(story.entries, visit))
    asked = {"visit": visit, "station": "dewasa", "position": own[-1].position, "history": own}
    story.when(c.Undo, **asked)


def test_new_facts_that_lead_to_the_same_room_leave_the_place() -> None:
    """Another rule sends ani there now; she was the first, and is."""
    rooms = {s.code: s for s in (*STATIONS, station("dewasa", desks=2, quota=1))}
    cough = rule("batuk", {"cough_weeks": 3}, stops=("dewasa",), cluster="K3")
    others = rule("dewasa", stops=("dewasa",), cluster="K3")
    entry = (*ENTRY[:3], Table(name="ruang", rules=(cough, others)))
    story = Story(small(stations=rooms, entry=entry)).opened("skrining", "dewasa")
    story.registered("ani").registered("budi")
    story.when(c.UpdateFacts, visit="ani", facts={"cough_weeks": 3})
    assert story.stop("ani", "dewasa").rule == "batuk"
    story.through("ani", "skrining").through("budi", "skrining")
    assert callable_now(story) == ["ani"]


def test_who_is_transferred_where_the_way_led_anyway_keeps_the_place() -> None:
    story = with_quota(1).registered("ani").registered("budi")
    story.when(c.Transfer, visit="ani", to="dewasa", reason="tidak perlu skrining")
    story.through("budi", "skrining")
    assert callable_now(story) == ["ani"]
