"""What the disciplines promise, whatever comes: in stories, and over random mornings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.engine import between, boards, ordering, reasons
from flow.engine import commands as c
from flow.engine.decide.families import named_with
from flow.engine.events import PatientCalled
from flow.engine.evolve import families
from flow.engine.families import is_expected_at
from flow.engine.floor import Floor, StationState
from flow.engine.lifecycle import Status
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
    except_for = (
        " Before all come emergencies, a family that is called together, and whom staff call for a reason."
        " Who can't be called yet is passed over and keeps the place."
    )
    counts = (
        " What was waited before a transfer or before coming back with results counts too;"
        " a booking counts from its slot."
    )
    assert (
        said[FIFO].en == f"Whose waiting counts as the longest is called first.{counts}{except_for}"
    )
    assert said[RATIO].en == (
        "While others wait, at most 2 of the classes ahead are called in a row, then 1 of the others."
        + except_for
    )
    assert said[ACCUMULATING].en == (
        "Whose waiting begins to count after that of somebody of REGULER is called first only after at least a share of"
        f" their time: HAMIL 25%; LANSIA, ULANG 50%.{counts}{except_for}"
    )
    assert "baru mendahuluinya" in said[ACCUMULATING].id
    alike = reasons.guarantee(calling_by(ACCUMULATING, rates={}), "skrining")
    assert alike == said[FIFO], "where all count alike, it is the order of coming"


def test_who_joins_later_with_more_waiting_is_not_said_to_have_come_first() -> None:
    """Joko waited twenty minutes in the wrong line before he was sent to the laboratory, where Ani stood by then."""
    story = Story().opened("skrining", "lab").registered("joko")
    story.now += timedelta(minutes=5)
    story.registered("ani", ADULT | {"service": "lab"}).through("ani", "skrining")
    story.now += timedelta(minutes=15)
    story.when(c.Transfer, visit="joko", station="skrining", to="lab", reason="salah antre")
    shown = boards.queue(story.floor, story.rulebook, "lab", story.now)["waiting"]
    assert [(row["ticket"], row["why"]["id"]) for row in shown] == [  # type: ignore[attr-defined]
        ("A-001", "Reguler; waktu tunggunya dihitung paling lama"),
        ("A-002", "Waktu tunggu A-001 dihitung lebih lama"),
    ]


# Random mornings: people come and are called, minute by minute, and the promises hold.


@dataclass(frozen=True)
class Called:
    place: Place
    at: datetime
    waiting: tuple[Place, ...]
    """Who else was there."""
    by_family: bool
    """Whether somebody of the family had been called in turn just before."""


Happening = tuple[int, str, int, int]
RATES = st.lists(st.sampled_from([1, 1.5, 2, 3, 4, 8]), min_size=3, max_size=3).map(
    lambda rates: sorted(rates, reverse=True)
)
MORNINGS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from(["come", "come", "come with", "call", "call"]),
        st.integers(1, 4),
        st.sampled_from([0, 0, 0, 20, 45, -15]),
    ),
    min_size=20,
    max_size=120,
)
"""What happens: after so many minutes somebody of that class comes, perhaps with the one before, or somebody is called. Whoever
comes has so many minutes of waiting counted already, from another line, or comes so long before the slot."""


def empty() -> Floor:
    return Floor(facility="pustu", stations={"skrining": StationState()})


def comes(floor: Floor, since: datetime, turn: int, rank: int, family: str | None = None) -> None:
    """Somebody joins the line of the screening room."""
    place = Place(since=since, turn=turn, visit=f"v{turn}", stop=1, rank=rank)
    visit = Visit(id=place.visit, name="", turn=turn, opened_at=since, rulebook="")
    visit.stops[1] = Stop(
        number=1,
        station="skrining",
        origin=Origin.ENTRY,
        rule="semua",
        because=Text("", ""),
        status=Status.WAITING,
        since=since,
        rank=rank,
    )
    visit.group, visit.together = family or visit.id, True
    floor.groups.setdefault(visit.group, []).append(visit.id)
    floor.visits[visit.id] = visit
    floor.stations["skrining"].line.join(place)


def called_from(floor: Floor, rulebook: Rulebook, place: Place, now: datetime) -> bool:
    """The visit is called to desk 1 with its family, and done; whether its family had been before."""
    state, visit = floor.stations["skrining"], floor.visits[place.visit]
    by_family = is_expected_at(state, "1", visit.id)
    event = PatientCalled(
        at=now,
        visit=visit.id,
        stop=1,
        desk="1",
        companions=named_with(floor, rulebook, visit, "skrining", "1", now),
    )
    state.line.leave(place)
    state.called.append(place.rank)
    families.call(state, visit, visit.stops[1], event)
    visit.stops[1].status = Status.DONE
    return by_family


def morning(rulebook: Rulebook, happens: Iterable[Happening]) -> list[Called]:
    """The calls of one random morning."""
    floor, now = empty(), MORNING
    story: list[Called] = []
    state = floor.stations["skrining"]
    for turn, (minutes, what, rank, counted) in enumerate(happens):
        now += timedelta(minutes=minutes)
        if what != "call":
            before = next(reversed(floor.visits.values()), None)
            family = before.group if before and what == "come with" else None
            comes(floor, now - timedelta(minutes=counted), turn, rank, family)
            continue
        found = ordering.next_place(floor, rulebook, "skrining", now, "1")
        if found is not None:
            by_family = called_from(floor, rulebook, found, now)
            story.append(Called(found, now, tuple(state.line), by_family))
    return story


def in_turn(rulebook: Rulebook, happens: Iterable[Happening]) -> Iterator[Called]:
    """Without those whose family was called just before: that is the one exception here."""
    return (one for one in morning(rulebook, happens) if not one.by_family)


@settings(max_examples=200, deadline=None)
@given(RATES, MORNINGS)
def test_nobody_is_overtaken_by_who_has_not_waited_his_share(
    rates: list[float], happens: list[Happening]
) -> None:
    """Who is called before somebody whose waiting counts from earlier has waited at least own rate / other rate as long; and all
    who ever overtake somebody so began within the first part, 1 - that share, of the wait."""
    codes = ("hamil", "lansia", "ulang")
    rulebook = calling_by(ACCUMULATING, rates=dict(zip(codes, rates, strict=True)))
    for one in in_turn(rulebook, happens):
        for other in one.waiting:
            if one.at > one.place.since > other.since:
                share = rulebook.rate(other.rank) / rulebook.rate(one.place.rank)
                waited, waits = one.at - one.place.since, one.at - other.since
                assert waited >= waits * share - timedelta(microseconds=1)
                assert one.place.since - other.since <= waits * (1 - share) + timedelta(
                    microseconds=1
                )


@settings(max_examples=200, deadline=None)
@given(MORNINGS, st.integers(1, 4), st.integers(1, 3))
def test_never_more_than_the_turns_in_a_row_while_others_wait(
    happens: list[Happening], calls: int, others: int
) -> None:
    ahead = frozenset({1, 2})
    rulebook = calling_by(RATIO, ratio=Ratio(ahead=ahead, calls=calls, others=others))
    run = 0
    for one in morning(rulebook, happens):
        others_wait = any(w.rank not in ahead and w.since <= one.at for w in one.waiting)
        run = run + 1 if one.place.rank in ahead and others_wait else 0
        assert run <= calls or one.by_family


@settings(max_examples=100, deadline=None)
@given(MORNINGS)
def test_fifo_lets_nobody_overtake(happens: list[Happening]) -> None:
    for one in in_turn(calling_by(FIFO), happens):
        assert all(one.place.since <= other.since for other in one.waiting)


@settings(max_examples=100, deadline=None)
@given(RATES, MORNINGS, st.integers(1, 600))
def test_until_it_turns_the_order_stays(
    rates: list[float], happens: list[Happening], minutes: int
) -> None:
    """What a screen shows is true until the time that it was told, and not after."""
    codes = ("hamil", "lansia", "ulang")
    rulebook = calling_by(ACCUMULATING, rates=dict(zip(codes, rates, strict=True)))
    floor, now = empty(), MORNING
    for turn, (later, _, rank, counted) in enumerate(happens[:30]):
        now += timedelta(minutes=later)
        comes(floor, now - timedelta(minutes=max(counted, 0)), turn, rank)
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
    story.when(c.CallOne, station="skrining", desk="1", visit="siti", reason="diminta")
    assert why("budi", "siti").startswith("A-003 before A-001. A-003: Called at ")
    with pytest.raises(NotInLine, match="A-001"):
        between.why_before(story.floor, BY_WAITING, "dewasa", "budi", "siti", story.now)
    with pytest.raises(UnknownVisit):
        why("budi", "hantu")
