"""Who is next, and why."""

from random import Random

import pytest

from flow.engine import boards, ordering
from flow.engine import commands as c
from flow.engine.lines import Line, Place
from tests.engine.small import MORNING, STATIONS, small, station
from tests.engine.story import ADULT, OLD, WOMAN, Story

PREGNANT = WOMAN | {"pregnant": True}
FIFO = small(
    stations={s.code: s for s in STATIONS} | {"skrining": station("skrining", discipline="fifo")}
)


def waiting(story: Story) -> Story:
    """Four at skrining: regular, lansia, regular, pregnant, in the order in which they came."""
    story.opened("skrining", "dewasa")
    for visit, facts in (("ani", ADULT), ("nenek", OLD), ("budi", ADULT), ("siti", PREGNANT)):
        story.registered(visit, facts)
    return story


def order(story: Story, code: str) -> list[str]:
    return [
        place.visit for place in ordering.in_order(story.floor, story.rulebook, code, story.now)
    ]


def reasons(story: Story, code: str, language: str = "en") -> list[str]:
    shown: list[dict[str, dict[str, str]]] = boards.queue(
        story.floor, story.rulebook, code, story.now
    )["waiting"]  # type: ignore[assignment]
    return [row["why"][language] for row in shown]


def test_strict_calls_by_class_then_by_waiting() -> None:
    story = waiting(Story())
    assert order(story, "skrining") == ["siti", "nenek", "ani", "budi"]
    assert reasons(story, "skrining") == [
        "Priority HAMIL, has waited longest",
        "LANSIA; B-001 has higher priority",
        "REGULER; A-002 has higher priority",
        "Also REGULER; A-001 has waited longer",
    ]
    assert reasons(story, "skrining", "id")[3] == "Sama-sama Reguler; A-001 lebih dulu menunggu"


def test_fifo_calls_by_waiting_whatever_the_class() -> None:
    story = waiting(Story(FIFO))
    assert order(story, "skrining") == ["ani", "nenek", "budi", "siti"]
    assert reasons(story, "skrining") == [
        "Has waited longest",
        "Came after A-001",
        "Came after A-002",
        "Came after A-003",
    ]


@pytest.mark.parametrize("rulebook", [small(), FIFO])
def test_call_next_calls_the_first_of_the_list_until_nobody_is_left(rulebook: object) -> None:
    story = waiting(Story(rulebook))  # type: ignore[arg-type]
    expected, called = order(story, "skrining"), []
    for _ in expected:
        story.when(c.CallNext, station="skrining", desk="1")
        called.append(story.floor.station("skrining").desks["1"])
        story.when(c.MarkAbsent, visit=called[-1])
    assert called == expected
    refusal = story.refused(c.CallNext, station="skrining", desk="1")
    assert (refusal.code, refusal.place) == ("NobodyWaiting", "station")


def test_who_is_busy_elsewhere_is_passed_over_and_the_reason_says_where() -> None:
    story = Story().opened("skrining", "dewasa", "lab", "gigi")
    for visit in ("ani", "budi"):
        story.registered(visit).through(visit, "skrining").serving(visit, "dewasa")
        story.when(c.Finish, visit=visit, orders=("lab", "gigi"))
    story.when(c.CallNext, station="lab", desk="1")
    assert order(story, "gigi") == ["ani", "budi"]
    assert reasons(story, "gigi") == [
        "At Inside lab now; keeps the place, cannot be called yet",
        "REGULER; it is their turn",
    ]
    assert ordering.next_place(story.floor, story.rulebook, "gigi", story.now).visit == "budi"  # type: ignore[union-attr]
    story.when(c.Start, visit="ani")
    story.when(c.Finish, visit="ani")
    assert ordering.next_place(story.floor, story.rulebook, "gigi", story.now).visit == "ani"  # type: ignore[union-attr]


def test_an_emergency_is_above_all() -> None:
    story = Story().opened("ugd")
    story.when(c.Register, visit="ani", patient="a", facts=ADULT)
    story.when(c.Transfer, visit="ani", to="ugd")
    story.when(c.EnterEmergency, visit="x", facts={"triage": "red"})
    assert order(story, "ugd") == ["x", "ani"]


def test_nobody_waits_where_nothing_has_happened() -> None:
    story = Story().opened()
    assert order(story, "gigi") == []
    assert ordering.next_place(story.floor, story.rulebook, "gigi", story.now) is None


def test_a_line_stays_sorted_however_people_join_and_leave() -> None:
    random, line, inside = Random(1), Line(), []
    for turn in range(400):
        if inside and random.random() < 0.4:
            line.leave(inside.pop(random.randrange(len(inside))))
        else:
            place = Place(
                since=MORNING.replace(minute=random.randrange(30)),
                turn=turn,
                visit=f"v{turn}",
                stop=1,
                rank=random.randrange(3),
            )
            inside.append(place)
            line.join(place)
        assert list(line) == sorted(inside, key=lambda p: (p.rank, p.since, p.turn))
        assert len(line) == len(inside)
    for place in inside:
        line.leave(place)
    assert line == Line()
