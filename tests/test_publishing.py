"""Another rulebook comes into force while people are inside: nobody of them is moved, whoever comes later follows the new one."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flow.books import in_force
from flow.clinic import Clinic
from flow.engine import commands as c
from flow.engine.events import DeskClosed, RulebookPublished
from flow.engine.outcomes import Outcome
from flow.engine.refusals import (
    BadFact,
    DayNotOpen,
    RoomInUse,
    RoomIsGone,
    RulebookMoved,
    UnknownOrder,
    UnknownRulebook,
)
from flow.engine.routing import Rulebook
from flow.journal import Journal
from flow.rulebook import compile_sources, shipped, sources
from tests.changed import changed_rules
from tests.engine.small import DAY
from tests.engine.story import ADULT
from tests.journal.stores import open_store
from tests.test_clinic import Desk

OLD, NEW = sources(shipped("typical")), changed_rules()
FIRST, SECOND = compile_sources(OLD), compile_sources(NEW)
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Callable[[], Journal]]:
    """Each call opens the same database anew, as another process would."""
    opened = []

    def store() -> Journal:
        opened.append(open_store("sqlite", f"sqlite:///{tmp_path / 'alur.db'}"))
        return opened[-1].__enter__()

    yield store
    for one in opened:
        one.__exit__(None, None, None)


@pytest.fixture
def journal(stores: Callable[[], Journal]) -> Journal:
    journal = stores()
    journal.keep_rulebook(FIRST.digest, FIRST.facility, OLD)
    return journal


@pytest.fixture
def desk(journal: Journal) -> Desk:
    """A day that has begun with the old rules, and a patient inside."""
    desk = Desk(Clinic(FIRST, journal))
    desk.ask(c.OpenDay, day=DAY)
    desk.ask(c.Register, visit="lama", patient="p1", facts=ADULT, station="loket")
    return desk


def publish(desk: Desk, texts: dict[str, str] = NEW, note: str = "") -> Rulebook:
    book = desk.clinic.keep(texts)
    previous = desk.clinic.rulebook.digest
    desk.ask(c.PublishRulebook, digest=book.digest, previous=previous, note=note)
    return book


def ahead(desk: Desk) -> dict[str, list[str]]:
    return {v.id: [s.station for s in v.planned()] for v in desk.floor.visits.values()}


def test_those_inside_finish_by_the_old_rules_and_new_ones_follow_the_new(desk: Desk) -> None:
    publish(desk)
    desk.ask(c.Register, visit="baru", patient="p2", facts=ADULT, station="loket")
    for visit in ("lama", "baru"):
        desk.ask(c.UpdateFacts, visit=visit, facts={"payer": "umum"})
    assert ahead(desk) == {
        "lama": ["k3-dewasa", "kasir", "farmasi"],
        "baru": ["gigi", "kasir", "farmasi"],
    }
    assert {v.rulebook for v in desk.floor.visits.values()} == {FIRST.digest, SECOND.digest}


def test_a_restart_in_between_changes_nothing(desk: Desk, stores: Callable[[], Journal]) -> None:
    """Whatever rulebook the process begins with, the journal says which one is in force."""
    publish(desk)
    desk.ask(c.Register, visit="baru", patient="p2", facts=ADULT, station="loket")
    before = ahead(desk)
    again = Desk(Clinic(FIRST, stores()))
    assert again.clinic.rulebook.digest == SECOND.digest
    assert ahead(again) == before
    again.ask(c.Register, visit="ketiga", patient="p3", facts=ADULT, station="loket")
    assert ahead(again)["ketiga"] == before["baru"]
    assert again.clinic.story("lama").rulebook.digest == FIRST.digest


def test_another_process_follows(desk: Desk, stores: Callable[[], Journal]) -> None:
    other = Desk(Clinic(FIRST, stores(), shared=True))
    publish(desk)
    assert other.floor.rulebook == SECOND.digest
    assert other.clinic.rulebook.digest == SECOND.digest
    other.ask(c.Register, visit="baru", patient="p2", facts=ADULT, station="loket")
    assert ahead(other)["baru"] == ["gigi", "farmasi"]


def test_the_journal_says_who_published_what_when_and_why(desk: Desk, journal: Journal) -> None:
    publish(desk, note="Poli dewasa dicat")
    (entry,) = desk.clinic.publications()
    (event,) = entry.events
    assert isinstance(event, RulebookPublished)
    assert (entry.by, event.digest, event.previous, event.note) == (
        "uji",
        SECOND.digest,
        FIRST.digest,
        "Poli dewasa dicat",
    )
    publish(desk, OLD)
    assert [e.events[-1].digest for e in journal.publications(FIRST.facility)] == [  # type: ignore[union-attr]
        FIRST.digest,
        SECOND.digest,
    ]


def test_in_the_evening_for_the_next_morning(desk: Desk, journal: Journal) -> None:
    desk.ask(c.CloseDay)
    publish(desk)
    desk.ask(c.OpenDay, day=TOMORROW)
    assert desk.floor.rulebook == SECOND.digest
    kept = in_force(journal, FIRST.facility)
    assert kept is not None
    assert kept.digest == SECOND.digest


def test_before_the_first_day_there_is_nothing_to_publish_into(journal: Journal) -> None:
    desk = Desk(Clinic(FIRST, journal))
    with pytest.raises(DayNotOpen):
        publish(desk)
    assert in_force(journal, FIRST.facility) is None


def test_what_is_in_force_already_needs_nothing(desk: Desk) -> None:
    position = desk.floor.position
    publish(desk, OLD)
    assert desk.floor.position == position


def test_two_who_publish_at_once(desk: Desk) -> None:
    """The second has seen a change to rules that are no longer in force."""
    publish(desk)
    third = desk.clinic.keep(OLD | {"facility.yaml": OLD["facility.yaml"] + "# lagi\n"})
    with pytest.raises(RulebookMoved):
        desk.ask(c.PublishRulebook, digest=third.digest, previous=FIRST.digest)


def test_a_text_that_nobody_has_kept(desk: Desk) -> None:
    with pytest.raises(UnknownRulebook):
        desk.ask(c.PublishRulebook, digest="0" * 16, previous=FIRST.digest)


def without_gigi() -> dict[str, str]:
    """No dental care any more: nothing leads there, nothing shows it."""
    texts = dict(OLD)
    stations = texts["stations.yaml"]
    start, end = stations.index("  gigi:"), stations.index("  lab:")
    texts["stations.yaml"] = stations[:start] + stations[end:]
    texts["screens.yaml"] = texts["screens.yaml"].replace("stations: [gigi, lab", "stations: [lab")
    texts["entry.yaml"] = texts["entry.yaml"].replace(
        "then: {stops: gigi}", "then: {stops: k3-dewasa}"
    )
    orders = texts["orders.yaml"].replace(", gigi]", "]").replace(", gigi, ugd", ", ugd")
    start, end = orders.index("  - rule: gigi"), orders.index("  # Whether a procedure")
    orders = orders[:start] + orders[end:]
    start = orders.index("  gigi: {id")
    texts["orders.yaml"] = orders[:start] + orders[orders.index("\n", start) + 1 :]
    return texts


def test_a_room_with_people_on_their_way_to_it_stays(desk: Desk) -> None:
    texts = without_gigi()
    facts = {**ADULT, "service": "gigi"}
    desk.ask(c.Register, visit="sakit-gigi", patient="p2", facts=facts, station="loket")
    with pytest.raises(RoomInUse) as refused:
        publish(desk, texts)
    assert "gigi" in refused.value.said.id
    desk.ask(c.Depart, visit="sakit-gigi", outcome=Outcome.HOME)
    desk.ask(c.OpenDesk, station="gigi", desk="1")
    publish(desk, texts)
    entry = desk.clinic.publications()[0]
    assert [type(event) for event in entry.events] == [DeskClosed, RulebookPublished]
    assert "gigi" not in desk.clinic.rulebook.stations


def test_a_desk_that_serves_somebody_stays(desk: Desk) -> None:
    fewer = OLD["stations.yaml"].replace(
        "desks: [1, 2]\n    hours: pelayanan", "desks: [1]\n    hours: pelayanan", 1
    )
    texts = OLD | {"stations.yaml": fewer}
    desk.ask(c.OpenDesk, station="skrining", desk="2")
    desk.ask(c.CallOne, station="skrining", desk="2", visit="lama")
    with pytest.raises(RoomInUse, match="skrining 2"):
        publish(desk, texts)


def test_desks_of_the_house_are_those_in_force_for_whoever_is_inside(desk: Desk) -> None:
    more = OLD["stations.yaml"].replace(
        "desks: [1, 2]\n    hours: pelayanan", "desks: [1, 2, 3]\n    hours: pelayanan", 1
    )
    publish(desk, OLD | {"stations.yaml": more})
    desk.ask(c.OpenDesk, station="skrining", desk="3")
    desk.ask(c.CallOne, station="skrining", desk="3", visit="lama")
    assert desk.floor.station("skrining").desks["3"] == "lama"


def consulting(desk: Desk, visit: str) -> None:
    """Screened, and with the doctor."""
    for station in ("skrining", "k3-dewasa"):
        desk.ask(c.OpenDesk, station=station, desk="1")
        desk.ask(c.CallOne, station=station, desk="1", visit=visit)
        desk.ask(c.Start, visit=visit, station=station)
        if station == "skrining":
            desk.ask(c.Finish, visit=visit, station=station)


def stations(desk: Desk, visit: str) -> list[str]:
    found = desk.floor.visits[visit]
    return [stop.station for stop in (*found.open_stops(), *found.planned())]


def test_nobody_is_sent_to_a_room_that_is_gone(desk: Desk) -> None:
    """Dental care closes while somebody is with the doctor, who began with the rules that knew it."""
    consulting(desk, "lama")
    publish(desk, without_gigi())
    with pytest.raises(UnknownOrder):
        desk.ask(c.Finish, visit="lama", station="k3-dewasa", orders=("gigi",))
    desk.ask(c.Finish, visit="lama", station="k3-dewasa", orders=("lab",))
    assert stations(desk, "lama") == ["lab", "k3-dewasa", "farmasi"]


def test_a_number_drawn_before_a_room_closed_is_registered_by_the_rules_in_force(
    desk: Desk,
) -> None:
    """The service that is gone is no word of the new rules."""
    facts = {**ADULT, "service": "gigi"}
    desk.ask(c.IssueTicket, visit="umum")
    texts = without_gigi()
    texts["facts.yaml"] = texts["facts.yaml"].replace(
        "    gigi: {id: Gigi dan mulut, en: Dental care}\n", ""
    )
    for name in ("entry.yaml", "screens.yaml", "tickets.yaml"):
        texts[name] = texts[name].replace("{service: gigi}", "{service: umum}")
    publish(desk, texts)
    with pytest.raises(BadFact, match="Layanan"):
        desk.ask(c.Register, visit="umum", patient="p3", facts=facts, station="loket")
    desk.ask(c.Register, visit="umum", patient="p3", facts=ADULT, station="loket")
    assert stations(desk, "umum") == ["loket", "skrining", "k3-dewasa", "farmasi"]


def test_what_led_to_a_room_that_is_gone_cannot_be_taken_back(desk: Desk) -> None:
    facts = {**ADULT, "service": "gigi"}
    desk.ask(c.Register, visit="sakit-gigi", patient="p2", facts=facts, station="loket")
    desk.ask(c.OpenDesk, station="skrining", desk="1")
    desk.ask(c.CallOne, station="skrining", desk="1", visit="sakit-gigi", reason="sakit sekali")
    desk.ask(c.Start, visit="sakit-gigi", station="skrining")
    gone = desk.ask(
        c.Finish, visit="sakit-gigi", station="skrining", outcome=Outcome.CANCELLED, reason="pulang"
    )
    publish(desk, without_gigi())
    with pytest.raises(RoomIsGone, match="gigi"):
        desk.ask(c.Undo, visit="sakit-gigi", station="skrining", position=gone.position)
