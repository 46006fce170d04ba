"""What the disciplines promise, whatever comes: in stories, and over random mornings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.engine import between, boards, ordering, reasons
from flow.engine import commands as c
from flow.engine.floor import Floor, StationState
from flow.engine.lines import Place
from flow.engine.ordering import ACCUMULATING, EMERGENCY, FIFO, RATIO, STRICT
from flow.engine.refusals import NotInLine, SameVisitTwice, UnknownVisit
from flow.engine.routing import Ratio, Rulebook
from flow.engine.text import Text
from flow.engine.visits import Origin, Stop, Visit
from tests.engine.small import MORNING, STATIONS, small, station
from tests.engine.story import ADULT, OLD, WOMAN, Story

PREGNANT = WOMAN | {"pregnant": True}


def calling_by(discipline: str, **more: object) -> Rulebook:
    """The small rulebook, whose screening room calls so."""
    others = {one.code: one for one in STATIONS}
    return small(
        stations=others | {"skrining": station("skrining", desks=3, discipline=discipline)}, **more
    )


BY_WAITING, BY_TURNS = calling_by(ACCUMULATING), calling_by(RATIO)


def order(story: Story) -> list[str]:
    line = ordering.in_order(story.floor, story.rulebook, "skrining", story.now)
    return [place.visit for place in line]


def rows(story: Story, language: str = "en") -> list[str]:
    shown = boards.queue(story.floor, story.rulebook, "skrining", story.now)
    return [row["why"][language] for row in shown["waiting"]]  # type: ignore[union-attr,index,call-overload,attr-defined]


def called(story: Story) -> str:
    story.when(c.CallNext, station="skrining", desk="1")
    visit = story.floor.station("skrining").desks["1"]
    assert visit is not None
    story.when(c.MarkAbsent, visit=visit)
    return visit


# Accumulating


def test_waiting_counts_at_the_rate_of_the_class() -> None:
    """The old woman came ten minutes later. Her minutes count twice: ten minutes after that she is level, then ahead."""
    story = Story(BY_WAITING).opened("skrining").registered("budi", ADULT)
    came = story.now
    story.now += timedelta(minutes=9)
    story.registered("nenek", OLD)
    assert order(story) == ["budi", "nenek"]
    assert rows(story) == [
        "Next in turn: REGULER, has waited 10 min",
        "LANSIA, has waited 0 min (counts 2 times); A-001 10 min",
    ]
    story.now = came + timedelta(minutes=20)
    assert order(story) == ["nenek", "budi"]  # level: the better class
    story.now += timedelta(minutes=1)
    assert order(story) == ["nenek", "budi"]
    assert rows(story, "id")[1] == "Reguler, menunggu 21 menit; A-002 11 menit (dihitung 2 kali)"


def test_a_rate_is_said_with_the_decimal_sign_of_the_language() -> None:
    story = (
        Story(calling_by(ACCUMULATING, rates={"lansia": 1.5}))
        .opened("skrining")
        .registered("nenek", OLD)
    )
    assert "(dihitung 1,5 kali)" in rows(story, "id")[0]
    assert "(counts 1.5 times)" in rows(story)[0]


def test_the_order_tells_when_it_changes_by_itself() -> None:
    story = Story(BY_WAITING).opened("skrining").registered("budi", ADULT)
    came = story.now
    story.now += timedelta(minutes=9)
    story.registered("nenek", OLD)
    for screen in ("queue", "board", "ticket"):
        assert turns_at(story, screen) == came + timedelta(minutes=20, microseconds=1)
    story.now = came + timedelta(minutes=20, microseconds=1)
    assert order(story) == ["nenek", "budi"]
    assert turns_at(story, "queue") is None


def turns_at(story: Story, screen: str) -> datetime | None:
    seen: dict[str, object] = {
        "queue": lambda: boards.queue(story.floor, story.rulebook, "skrining", story.now),
        "board": lambda: boards.board_station(story.floor, story.rulebook, "skrining", story.now),
        "ticket": lambda: boards.ticket(story.floor, story.rulebook, "nenek", story.now),
    }[screen]()
    told = seen["turns_at"]
    if told is None:
        return None
    at = datetime.fromisoformat(str(told))
    places = list(ordering.in_order(story.floor, story.rulebook, "skrining", story.now))
    exact = ordering.turns_at(story.floor, story.rulebook, "skrining", places, story.now)
    assert exact is not None
    assert abs(at - exact) < timedelta(milliseconds=1)
    return exact


def test_an_emergency_is_above_all_waiting() -> None:
    story = Story(BY_WAITING).opened("skrining").registered("budi", ADULT)
    story.now += timedelta(hours=5)
    story.registered("x", ADULT)
    story.when(c.UpdateFacts, visit="x", facts={"triage": "red"})
    story.when(c.Transfer, visit="x", station="ugd", to="skrining")
    assert order(story) == ["x", "budi"]
    assert rows(story)[1] == "REGULER; A-002 has higher priority"


# Turns


def test_two_from_ahead_then_one_of_the_others() -> None:
    story = Story(BY_TURNS).opened("skrining")
    for number in range(3):
        story.registered(f"biasa-{number}", ADULT)
    for number in range(5):
        story.registered(f"nenek-{number}", OLD)
    expected = [
        "nenek-0", "nenek-1", "biasa-0", "nenek-2", "nenek-3", "biasa-1", "nenek-4", "biasa-2",
    ]  # fmt: skip
    assert order(story) == expected
    assert rows(story)[:3] == [
        "LANSIA; it is their turn",
        "Also LANSIA; A-004 has waited longer",
        "REGULER; takes turns, after A-005",
    ]
    assert [called(story) for _ in expected] == expected


def test_where_only_one_side_waits_nobody_waits_for_a_turn() -> None:
    story = Story(BY_TURNS).opened("skrining")
    for number in range(4):
        story.registered(f"nenek-{number}", OLD)
    assert [called(story) for _ in range(4)] == [f"nenek-{number}" for number in range(4)]
    story.registered("biasa", ADULT).registered("siti", PREGNANT)
    assert order(story) == ["biasa", "siti"]


# In words


def test_each_discipline_says_what_it_promises() -> None:
    said = {one: reasons.guarantee(calling_by(one), "skrining") for one in ordering.DISCIPLINES}
    assert said[STRICT].en.startswith("No guarantee")
    assert said[FIFO].en == "Nobody who comes later is called before, except emergencies."
    assert said[RATIO].en == (
        "While others wait, at most 2 of the classes ahead are called in a row, then 1 of the others."
    )
    assert said[ACCUMULATING].en == (
        "Who comes after somebody of REGULER is called first only after waiting at least a share of their time:"
        " HAMIL 25%; LANSIA, ULANG 50%. Emergencies always come first."
    )
    assert "baru mendahuluinya" in said[ACCUMULATING].id
    alike = reasons.guarantee(calling_by(ACCUMULATING, rates={}), "skrining")
    assert alike == said[FIFO], "where all count alike, it is the order of coming"


# Random mornings: people come and are called, minute by minute, and the promises hold.


@dataclass(frozen=True)
class Called:
    place: Place
    at: datetime
    waiting: tuple[Place, ...]
    """Who else was there."""


RATES = st.lists(st.sampled_from([1, 1.5, 2, 3, 4, 8]), min_size=3, max_size=3).map(
    lambda rates: sorted(rates, reverse=True)
)
MORNINGS = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(["come", "come", "call"]), st.integers(1, 4)),
    min_size=20,
    max_size=120,
)
"""What happens: after so many minutes somebody of that class comes, or somebody is called."""


def empty() -> Floor:
    return Floor(facility="pustu", stations={"skrining": StationState()})


def comes(floor: Floor, now: datetime, turn: int, rank: int) -> None:
    """Somebody joins the line of the screening room."""
    place = Place(since=now, turn=turn, visit=f"v{turn}", stop=1, rank=rank)
    visit = Visit(id=place.visit, name="", turn=turn, opened_at=now, rulebook="")
    visit.stops[1] = Stop(
        number=1, station="skrining", origin=Origin.ENTRY, rule="semua", because=Text("", "")
    )
    floor.visits[visit.id] = visit
    floor.stations["skrining"].line.join(place)


def morning(rulebook: Rulebook, happens: Iterable[tuple[int, str, int]]) -> list[Called]:
    """The calls of one random morning."""
    floor, now = empty(), MORNING
    story: list[Called] = []
    state = floor.stations["skrining"]
    for turn, (minutes, what, rank) in enumerate(happens):
        now += timedelta(minutes=minutes)
        if what == "come":
            comes(floor, now, turn, rank)
            continue
        found = ordering.next_place(floor, rulebook, "skrining", now)
        if found is not None:
            state.line.leave(found)
            state.called.append(found.rank)
            story.append(Called(found, now, tuple(state.line)))
    return story


@settings(max_examples=200, deadline=None)
@given(RATES, MORNINGS)
def test_nobody_is_overtaken_by_who_has_not_waited_his_share(
    rates: list[float], happens: list[tuple[int, str, int]]
) -> None:
    """Who is called before somebody who came earlier has waited at least own rate / other rate as long; and all who ever
    overtake somebody came within the first part, 1 - that share, of the wait."""
    codes = ("hamil", "lansia", "ulang")
    rulebook = calling_by(ACCUMULATING, rates=dict(zip(codes, rates, strict=True)))
    for one in morning(rulebook, happens):
        for other in one.waiting:
            if one.place.since > other.since:
                share = rulebook.rate(other.rank) / rulebook.rate(one.place.rank)
                waited, waits = one.at - one.place.since, one.at - other.since
                assert waited >= waits * share - timedelta(microseconds=1)
                assert one.place.since - other.since <= waits * (1 - share) + timedelta(
                    microseconds=1
                )


@settings(max_examples=200, deadline=None)
@given(MORNINGS, st.integers(1, 4), st.integers(1, 3))
def test_never_more_than_the_turns_in_a_row_while_others_wait(
    happens: list[tuple[int, str, int]], calls: int, others: int
) -> None:
    ahead = frozenset({1, 2})
    rulebook = calling_by(RATIO, ratio=Ratio(ahead=ahead, calls=calls, others=others))
    run = 0
    for one in morning(rulebook, happens):
        passed = one.place.rank in ahead and any(w.rank not in ahead for w in one.waiting)
        run = run + 1 if passed else 0
        assert run <= calls


@settings(max_examples=100, deadline=None)
@given(MORNINGS)
def test_fifo_lets_nobody_overtake(happens: list[tuple[int, str, int]]) -> None:
    for one in morning(calling_by(FIFO), happens):
        assert all(one.place.since <= other.since for other in one.waiting)


@settings(max_examples=100, deadline=None)
@given(RATES, MORNINGS, st.integers(1, 600))
def test_until_it_turns_the_order_stays(
    rates: list[float], happens: list[tuple[int, str, int]], minutes: int
) -> None:
    """What a screen shows is true until the time that it was told, and not after."""
    codes = ("hamil", "lansia", "ulang")
    rulebook = calling_by(ACCUMULATING, rates=dict(zip(codes, rates, strict=True)))
    floor, now = empty(), MORNING
    for turn, (later, _, rank) in enumerate(happens[:30]):
        now += timedelta(minutes=later)
        comes(floor, now, turn, rank)
    shown = list(ordering.in_order(floor, rulebook, "skrining", now))[:8]
    turns = ordering.turns_at(floor, rulebook, "skrining", shown, now)

    def later_on(at: datetime) -> list[Place]:
        return list(ordering.in_order(floor, rulebook, "skrining", at))[:8]

    if turns is None:
        assert later_on(now + timedelta(minutes=minutes)) == shown
    else:
        until = now + (turns - now) * (minutes / 601) - timedelta(microseconds=2)
        assert later_on(max(until, now)) == shown
        assert later_on(turns + timedelta(microseconds=2)) != shown


def test_the_emergency_is_first_by_every_discipline() -> None:
    places = [
        Place(since=MORNING, turn=1, visit="a", stop=1, rank=1),
        Place(since=MORNING + timedelta(hours=1), turn=2, visit="b", stop=1, rank=EMERGENCY),
    ]
    moment = ordering.Moment(MORNING + timedelta(hours=2), BY_TURNS)
    for discipline in ordering.DISCIPLINES.values():
        assert discipline(places, moment).visit == "b"


@pytest.mark.parametrize("discipline", ordering.DISCIPLINES)
def test_a_clock_that_was_set_back_counts_as_no_waiting(discipline: str) -> None:
    story = Story(calling_by(discipline)).opened("skrining")
    story.registered("budi", ADULT).registered("nenek", OLD)
    story.now -= timedelta(hours=1)
    assert sorted(order(story)) == ["budi", "nenek"]


# Any two


def test_any_two_are_told_apart() -> None:
    story = Story(BY_WAITING).opened("skrining").registered("budi", ADULT)
    story.now += timedelta(minutes=9)
    story.registered("nenek", OLD).registered("siti", OLD)

    def why(first: str, second: str) -> str:
        floor, rulebook = story.floor, story.rulebook
        return between.why_before(floor, rulebook, "skrining", first, second, story.now).en

    said = "A-001 before A-003. A-003: LANSIA, has waited 0 min (counts 2 times); A-001 11 min"
    assert why("budi", "siti") == why("siti", "budi") == said
    assert why("siti", "nenek") == "A-002 before A-003. A-003: Also LANSIA; A-002 has waited longer"
    with pytest.raises(SameVisitTwice):
        why("siti", "siti")
    story.when(c.CallOne, station="skrining", desk="1", visit="siti")
    assert why("budi", "siti").startswith("A-003 before A-001. A-003: Called at ")
    with pytest.raises(NotInLine, match="A-001"):
        between.why_before(story.floor, BY_WAITING, "dewasa", "budi", "siti", story.now)
    with pytest.raises(UnknownVisit):
        why("budi", "hantu")
