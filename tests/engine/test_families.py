"""Families: linked visits, called together at one desk after the other, at a cost to others that is known."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow.clinic import Clinic
from flow.engine import boards, ordering
from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.families import MEMBERS_MAX, companions
from flow.engine.outcomes import Outcome
from flow.journal.memory import MemoryJournal
from tests.engine.small import DAY, MORNING, SMALL, STATIONS, small, station
from tests.engine.story import ADULT, OLD, Story, kinds
from tests.engine.test_mistakes import undone

TWO_DESKS = small(
    stations={one.code: one for one in STATIONS}
    | {"skrining": station("skrining", desks=2, discipline="fifo")}
)
HOUSE = ("loket", "skrining", "skrining/2", "dewasa", "ibu", "lab", "obat", "ugd")


@pytest.fixture
def story() -> Story:
    """Budi waits for screening, then Ani, Joko, and Ani's two children; two desks are open."""
    story = Story(TWO_DESKS).opened(*HOUSE)
    for visit in ("budi", "ani", "joko", "kakak", "adik"):
        story.registered(visit)
    story.when(c.LinkVisits, visits=("ani", "kakak", "adik"))
    return story


def call(story: Story, desk: str = "1") -> str:
    story.when(c.CallNext, station="skrining", desk=desk)
    visit = story.floor.station("skrining").desks[desk]
    assert visit is not None
    return visit


def done(story: Story, visit: str) -> None:
    story.when(c.Start, visit=visit)
    story.when(c.Finish, visit=visit)


def family(story: Story, visit: str) -> list[str]:
    return [other.id for other in companions(story.floor, story.visit(visit))]


def why(story: Story, visit: str) -> str:
    shown = boards.queue(story.floor, story.rulebook, "skrining", story.now)
    rows: list[dict[str, dict[str, str]]] = shown["waiting"]  # type: ignore[assignment]
    return next(row["why"]["id"] for row in rows if row["visit"] == visit)


# Called together


def test_the_call_names_all_and_they_are_next_at_that_desk(story: Story) -> None:
    story.when(c.CallOne, station="skrining", desk="2", visit="budi", reason="diminta")
    assert call(story) == "ani"
    (said,) = [one for one in story.floor.station("skrining").calls if one.name == "A-002"]
    assert said.companions == ("A-004", "A-005")
    assert why(story, "kakak") == "Bersama A-002 di meja 1"
    assert story.line("skrining") == ["joko", "kakak", "adik"], "they keep their place"
    done(story, "ani")
    assert call(story) == "kakak", "before Joko, who came earlier"
    done(story, "kakak")
    assert call(story) == "adik"
    done(story, "adik")
    assert call(story) == "joko"


def test_other_desks_leave_them_to_that_desk_while_one_is_there(story: Story) -> None:
    assert [call(story), call(story, "2")] == ["budi", "ani"]
    done(story, "budi")
    assert call(story) == "joko"
    done(story, "joko")
    assert story.refused(c.CallNext, station="skrining", desk="1").code == "NobodyWaiting"
    done(story, "ani")
    assert call(story) == "kakak", "nobody of them is at the other desk now"
    assert why(story, "adik") == "Bersama A-004 di meja 1"


def test_only_an_emergency_comes_in_between_and_changes_nothing(story: Story) -> None:
    story.when(c.CallOne, station="skrining", desk="1", visit="ani", reason="diminta")
    story.when(c.UpdateFacts, visit="joko", facts={"triage": "red"})
    story.when(c.Transfer, visit="joko", station="ugd", to="skrining")
    done(story, "ani")
    assert call(story) == "joko"
    story.when(c.Hold, visit="joko")
    assert call(story) == "kakak"


def test_who_is_busy_elsewhere_is_not_named(story: Story) -> None:
    story.when(c.Transfer, visit="kakak", to="lab")
    story.when(c.Transfer, visit="adik", to="lab")
    story.serving("kakak", "lab")
    assert (
        story.when(c.CallOne, station="skrining", desk="1", visit="ani", reason="diminta")[
            -1
        ].companions
        == ()
    )  # type: ignore[attr-defined]
    assert story.floor.station("skrining").parties == {}


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        (c.CloseDesk, {"station": "skrining", "desk": "1"}),
        (c.PauseDesk, {"station": "skrining", "desk": "1"}),
        (c.UnlinkVisit, {"visit": "ani"}),
        (c.LinkVisits, {"visits": ("ani", "adik"), "together": False}),
        (c.CallOne, {"station": "skrining", "desk": "1", "visit": "joko", "reason": "diminta"}),
    ],
)
def test_then_they_are_in_line_like_everybody_else(
    story: Story, kind: type, about: dict[str, object]
) -> None:
    story.when(c.CallOne, station="skrining", desk="1", visit="ani", reason="diminta")
    done(story, "ani")
    story.when(kind, **about)
    assert story.floor.station("skrining").parties == {}
    assert why(story, "kakak").startswith("Datang setelah")
    assert call(story, "2") == "budi"


def test_a_family_that_does_not_wish_it_is_called_one_by_one(story: Story) -> None:
    story.when(c.LinkVisits, visits=("ani", "kakak"), together=False)
    assert family(story, "ani") == ["kakak", "adik"]
    called = []
    for _ in range(5):
        called.append(call(story))
        done(story, called[-1])
    assert called == ["budi", "ani", "joko", "kakak", "adik"]


def test_recalling_names_those_who_still_wait(story: Story) -> None:
    story.when(c.CallOne, station="skrining", desk="1", visit="ani", reason="diminta")
    story.when(c.Depart, visit="adik", outcome=Outcome.HOME)
    story.when(c.Recall, visit="ani")
    assert story.floor.station("skrining").calls[-1].companions == ("A-004",)


def test_handing_over_takes_the_family_along(story: Story) -> None:
    story.when(c.CallOne, station="skrining", desk="1", visit="ani", reason="diminta")
    story.when(c.HandOver, visit="ani", desk="2")
    assert call(story) == "budi"
    assert why(story, "kakak") == "Bersama A-002 di meja 2"
    done(story, "ani")
    assert call(story, "2") == "kakak"


def test_who_serves_two_rooms_takes_the_family_to_its_end(story: Story) -> None:
    for visit in ("budi", "joko"):
        story.through(visit, "skrining")
    assert call(story) == "ani"
    done(story, "ani")
    story.when(c.CallNext, station="dewasa", desk="1", also=(("skrining", "1"),))
    assert story.stop("kakak", "skrining").status == "called"


# Undone


def test_a_call_that_is_taken_back_named_nobody(story: Story) -> None:
    story.when(c.CallOne, station="skrining", desk="1", visit="ani", reason="diminta")
    undone(story, "ani", "skrining")
    assert story.floor.station("skrining").parties == {}
    assert call(story) == "budi"


def test_a_companion_who_was_called_by_mistake_is_next_again(story: Story) -> None:
    story.when(c.CallOne, station="skrining", desk="1", visit="ani", reason="diminta")
    done(story, "ani")
    assert call(story) == "kakak"
    undone(story, "kakak", "skrining")
    assert why(story, "kakak") == why(story, "adik") == "Bersama A-002 di meja 1"
    assert call(story) == "kakak"


def test_a_hand_over_that_is_taken_back_brings_the_family_back(story: Story) -> None:
    story.when(c.CallOne, station="skrining", desk="1", visit="ani", reason="diminta")
    story.when(c.HandOver, visit="ani", desk="2")
    undone(story, "ani", "skrining")
    assert why(story, "kakak") == why(story, "adik") == "Bersama A-002 di meja 1"
    assert call(story, "2") == "budi", "nobody is expected there any more"
    done(story, "ani")
    assert call(story) == "kakak"


def test_who_comes_back_finds_the_family_gone_to_another(story: Story) -> None:
    story.when(c.CallOne, station="skrining", desk="1", visit="ani", reason="diminta")
    story.when(c.Start, visit="ani")
    story.when(c.Depart, visit="ani", outcome=Outcome.HOME)
    story.when(c.LinkVisits, visits=("joko", "budi"))
    story.when(c.LinkVisits, visits=("joko", "kakak"))
    assert why(story, "kakak") == "Bersama A-002 di meja 1"
    undone(story, "ani", "skrining")
    assert family(story, "ani") == []
    assert family(story, "adik") == ["budi", "joko", "kakak"]
    assert story.floor.station("skrining").parties == {}
    story.when(c.Finish, visit="ani")
    assert call(story) == "budi"


# Who belongs to whom


def test_two_families_become_one(story: Story) -> None:
    story.when(c.LinkVisits, visits=("budi", "joko"), together=False)
    happened = story.when(c.LinkVisits, visits=("joko", "adik"))
    assert kinds(happened) == ["VisitLinked"] * 5
    assert {one.group for one in happened if isinstance(one, e.VisitLinked)} == {
        story.visit("budi").group
    }
    assert family(story, "ani") == ["budi", "joko", "kakak", "adik"]
    assert all(visit.together for visit in story.floor.visits.values())
    assert list(story.floor.groups.values()) == [["budi", "joko", "ani", "kakak", "adik"]]
    assert story.when(c.LinkVisits, visits=("budi", "adik")) == ()


def test_a_group_of_one_is_no_group(story: Story) -> None:
    story.when(c.UnlinkVisit, visit="ani")
    assert family(story, "kakak") == ["adik"]
    story.when(c.UnlinkVisit, visit="adik")
    assert family(story, "kakak") == []
    assert boards.visit(story.floor, story.rulebook, "kakak")["family"] is None
    refusal = story.refused(c.UnlinkVisit, visit="kakak")
    assert (refusal.code, "A-004" in refusal.said.id) == ("NotLinked", True)


def test_one_leaves_and_is_called_back(story: Story) -> None:
    story.serving("adik", "skrining")
    story.when(c.Depart, visit="adik", outcome=Outcome.CANCELLED)
    assert family(story, "ani") == ["kakak"]
    undone(story, "adik", "skrining")
    assert family(story, "ani") == ["kakak", "adik"]


@pytest.mark.parametrize(
    ("visits", "code"),
    [
        ((), "OneIsNoFamily"),
        (("joko",), "OneIsNoFamily"),
        (("joko", "joko"), "OneIsNoFamily"),
        (("joko", "hantu"), "UnknownVisit"),
        (("joko", "pulang"), "VisitIsOver"),
    ],
)
def test_only_visits_that_are_inside_and_not_alone(
    story: Story, visits: tuple[str, ...], code: str
) -> None:
    story.registered("pulang")
    story.when(c.Depart, visit="pulang", outcome=Outcome.HOME)
    assert story.refused(c.LinkVisits, visits=visits).code == code


def test_a_bus_is_no_family(story: Story) -> None:
    crowd = [f"v{n}" for n in range(MEMBERS_MAX - 3)]
    for visit in crowd:
        story.when(c.Register, visit=visit, facts=ADULT, beside="ani")
    assert len(family(story, "ani")) == MEMBERS_MAX - 1
    refusal = story.refused(c.Register, visit="satu-lagi", facts=ADULT, beside="adik")
    assert refusal.code == "FamilyTooLarge"


def test_registered_beside_somebody(story: Story) -> None:
    happened = story.when(c.IssueTicket, visit="bayi", beside="ani", together=False)
    linked = [one for one in happened if isinstance(one, e.VisitLinked)]
    assert linked[-1].visit == "bayi"
    assert linked[-1].others == ("A-002", "A-004", "A-005")
    assert linked[0].others == ("A-004", "A-005", "A-006")
    story.when(c.Register, visit="joko", facts=OLD, beside="budi")
    assert family(story, "joko") == ["budi"]


def test_who_came_with_the_double_came_with_the_kept_visit(story: Story) -> None:
    story.when(c.Merge, visit="joko", double="ani", reason="dua berkas")
    assert family(story, "joko") == ["kakak", "adik"]
    story.when(c.Merge, visit="kakak", double="adik", reason="dua berkas")
    assert family(story, "joko") == ["kakak"]
    story.when(c.VoidTicket, visit="kakak")
    assert family(story, "joko") == []


def test_another_person_has_come_with_the_same_people(story: Story) -> None:
    story.when(c.Reidentify, visit="adik", patient="id-sepupu", facts=OLD)
    assert family(story, "adik") == ["ani", "kakak"]


def test_a_family_stays_one_overnight() -> None:
    clinic = Clinic(SMALL, MemoryJournal())

    def ask(kind: type, **about: object) -> None:
        floor = clinic.look(lambda floor, _: floor)
        clinic.handle(kind(id=f"c{floor.position} {floor.day}", by="uji", at=MORNING, **about))

    ask(c.OpenDay, day=DAY)
    for visit in ("ibu", "bayi"):
        ask(c.EnterEmergency, visit=visit)
    ask(c.IssueTicket, visit="ayah", beside="ibu")
    ask(c.LinkVisits, visits=("ibu", "bayi"))
    ask(c.CloseDay)
    ask(c.OpenDay, day=DAY + timedelta(days=1))
    floor = clinic.look(lambda floor, _: floor)
    assert [one.id for one in companions(floor, floor.visit("ibu"))] == ["bayi"]


# What screens say


def test_the_phone_says_which_numbers_go_together_and_nothing_more(story: Story) -> None:
    def shown(visit: str) -> object:
        return boards.ticket(story.floor, story.rulebook, visit, story.now)["beside"]

    assert shown("ani") == ["A-004", "A-005"]
    assert shown("budi") == []
    story.when(c.LinkVisits, visits=("ani", "adik"), together=False)
    assert shown("ani") == [], "they do not go together"


def test_the_board_shows_who_is_called_with_whom(story: Story) -> None:
    story.when(c.CallOne, station="skrining", desk="1", visit="ani", reason="diminta")
    shown = boards.board(story.floor, story.rulebook, "depan", story.now)
    (at_desk,) = shown["stations"]["skrining"]["now"]  # type: ignore[index]
    assert (at_desk["ticket"], at_desk["beside"]) == ("A-002", ["A-004", "A-005"])
    assert shown["calls"][0]["beside"] == ["A-004", "A-005"]  # type: ignore[index]


# What it costs others


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["come", "come", "call", "call", "link"]), st.integers(0, 40)),
        min_size=15,
        max_size=60,
    )
)
def test_nobody_loses_more_places_than_the_call_names_companions(
    happens: list[tuple[str, int]],
) -> None:
    """Every call is of whoever is next in their own turn, or of a companion whom such a call has named."""
    story = Story(TWO_DESKS).opened(*HOUSE)
    named: dict[str, set[str]] = {"1": set(), "2": set()}
    for count, (what, number) in enumerate(happens):
        line = story.line("skrining")
        if what == "come":
            story.registered(f"v{count}")
        elif what == "link" and len(line) > 3:
            some = {line[number % len(line)], line[(number * 7 + 1) % len(line)]}
            if len(some) == 2 and sum(1 + len(family(story, one)) for one in some) <= MEMBERS_MAX:
                story.when(c.LinkVisits, visits=tuple(some))
        elif what == "call" and line:
            desk = str(number % 2 + 1)
            for visit in filter(None, [story.floor.station("skrining").desks[desk]]):
                done(story, visit)
            place = ordering.next_place(story.floor, story.rulebook, "skrining", story.now, desk)
            if place is None:
                continue
            own = ordering.callable_places(story.floor, story.rulebook, "skrining", story.now, desk)
            in_turn = next(own).visit
            (called,) = [
                one
                for one in story.when(c.CallNext, station="skrining", desk=desk)
                if isinstance(one, e.PatientCalled)
            ]
            if called.visit != in_turn:
                assert called.visit in named[desk]
                named[desk].discard(called.visit)
            else:
                named[desk] = {one.visit for one in called.companions}
            assert len(named[desk]) < MEMBERS_MAX
