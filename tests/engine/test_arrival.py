"""Coming in: tickets, registration, emergencies, and what new facts do to the way ahead."""

import pytest

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.outcomes import Outcome
from tests.engine.story import ADULT, OLD, WOMAN, Story, kinds

PREGNANT = {**WOMAN, "pregnant": True}


def test_numbers_run_without_a_gap_for_each_letter() -> None:
    story = Story().opened()
    for n, facts in enumerate(({}, PREGNANT, {}, {}, PREGNANT)):
        story.when(c.IssueTicket, visit=f"v{n}", facts=facts)
    story.refused(c.IssueTicket, visit="v9", facts={"sex": "unknown"})
    story.refused(c.IssueTicket, visit="v0")
    story.when(c.IssueTicket, visit="v5")
    names = [story.visit(f"v{n}").ticket for n in range(6)]
    assert names == ["A-001", "B-001", "A-002", "A-003", "B-002", "A-004"]


def test_a_number_of_the_kiosk_waits_at_the_counter_and_keeps_its_letter() -> None:
    story = Story().opened("loket")
    events = story.when(c.IssueTicket, visit="ani")
    assert kinds(events) == [
        "VisitOpened",
        "TicketIssued",
        "FactsRecorded",
        "VisitClassified",
        "StopsPlanned",
        "StopQueued",
    ]
    story.serving("ani", "loket")
    assert story.refused(c.Finish, visit="ani").code == "NotRegistered"
    story.when(c.Register, visit="ani", patient="p1", facts=PREGNANT)
    assert story.visit("ani").ticket == "A-001"
    assert story.visit("ani").priority == "hamil"
    story.when(c.Finish, visit="ani")
    assert story.stops("ani") == [
        "loket done",
        "skrining waiting",
        "ibu planned",
        "obat planned",
    ]


def test_who_registers_at_the_counter_does_not_queue_for_it() -> None:
    story = Story().opened().registered("budi")
    assert story.stops("budi")[0] == "skrining waiting"
    skipped = story.stop("budi", "loket")
    assert (skipped.status, skipped.note) == ("skipped", "Didaftarkan langsung di loket")


def test_registration_at_a_room_that_registers_nobody_changes_nothing_of_the_way() -> None:
    story = Story().opened()
    story.when(c.Register, visit="budi", patient="p", facts=ADULT, station="dewasa")
    assert story.stops("budi")[0] == "loket waiting"
    refusal = story.refused(c.Register, visit="b", patient="q", station="loteng")
    assert refusal.code == "UnknownStation"
    assert "loteng" in refusal.said.id


def test_screening_that_finds_a_pregnancy_sends_her_to_the_mothers() -> None:
    story = Story().opened("skrining").registered("ani", WOMAN).serving("ani", "skrining")
    story.when(c.UpdateFacts, visit="ani", facts={"pregnant": True})
    assert story.stops("ani") == ["skrining serving", "ibu planned", "obat planned"]
    assert story.stop("ani", "dewasa").note == "Rute berubah"
    story.when(c.Finish, visit="ani")
    assert story.stop("ani", "ibu").status == "waiting"
    assert story.stop("ani", "ibu").priority == "hamil"


def test_screening_that_finds_red_sends_to_the_emergency_room_before_all_else() -> None:
    story = Story().opened("skrining").registered("budi").serving("budi", "skrining")
    story.when(c.UpdateFacts, visit="budi", facts={"triage": "red"})
    story.when(c.Finish, visit="budi")
    assert story.stops("budi") == ["skrining done", "ugd waiting"]
    assert story.stop("budi", "ugd").rank == 0


def test_who_waits_in_the_wrong_room_leaves_its_line_when_the_route_changes() -> None:
    story = Story().opened("skrining").registered("ani", WOMAN).through("ani", "skrining")
    assert story.line("dewasa") == ["ani"]
    events = story.when(c.UpdateFacts, visit="ani", facts={"pregnant": True})
    assert "StopSkipped" in kinds(events)
    assert story.line("dewasa") == []
    assert story.line("ibu") == ["ani"]


def test_what_has_begun_stays_when_the_route_changes() -> None:
    story = Story().opened("skrining", "dewasa").registered("ani", WOMAN).through("ani", "skrining")
    story.serving("ani", "dewasa")
    story.when(c.UpdateFacts, visit="ani", facts={"pregnant": True})
    assert story.stops("ani")[1:] == ["dewasa serving", "ibu planned", "obat planned"]


def test_what_was_ordered_stays_when_the_route_changes_and_medicines_come_after_the_cashier() -> (
    None
):
    story = Story().opened("skrining", "dewasa", "lab").registered("ani", WOMAN)
    story.through("ani", "skrining").serving("ani", "dewasa")
    story.when(c.Finish, visit="ani", orders=("lab", "obat"))
    story.when(c.UpdateFacts, visit="ani", facts={"payer": "umum"})
    assert story.stops("ani")[2:] == [
        "lab waiting",
        "dewasa planned",
        "kasir planned",
        "obat planned",
    ]
    story.through("ani", "lab").serving("ani", "dewasa")
    story.when(c.Finish, visit="ani")
    assert story.stops("ani")[4:] == ["kasir waiting", "obat planned"]


def test_a_stop_that_another_rule_wants_is_planned_anew_with_its_reason() -> None:
    """Medicines "if prescribed" become the reason of the visit: then nobody has to prescribe them first."""
    story = Story().opened("skrining").registered("ani", ADULT)
    story.when(c.UpdateFacts, visit="ani", facts={"service": "obat"})
    assert not story.stop("ani", "obat").if_ordered
    assert story.stop("ani", "obat").rule == "ambil"
    story.through("ani", "skrining")
    assert story.line("obat") == ["ani"]


def test_who_was_moved_on_is_not_sent_back_by_the_same_rule() -> None:
    story = Story().opened("skrining").registered("ani", WOMAN).through("ani", "skrining")
    story.when(c.Transfer, visit="ani", to="gigi")
    story.when(c.UpdateFacts, visit="ani", facts={"cough_weeks": 2})
    assert story.stops("ani")[1:] == ["gigi waiting", "obat planned"]
    assert story.visit("ani").flags == ("infectious",)


def test_a_fact_can_be_forgotten_and_the_rest_is_kept() -> None:
    story = Story().opened().registered("ani", PREGNANT)
    story.when(c.UpdateFacts, visit="ani", facts={"pregnant": None})
    assert story.visit("ani").facts == WOMAN


def test_new_facts_that_say_nothing_new_are_no_event() -> None:
    story = Story().opened().registered("ani", WOMAN)
    assert story.when(c.UpdateFacts, visit="ani", facts={"sex": "female"}) == ()


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"usia": 3}, "facts.usia"),
        ({"sex": "male", "pregnant": True}, "facts.pregnant"),
        ({"birth_date": "2030-01-01"}, "facts.birth_date"),
        ({"birth_date": "1880-01-01"}, "facts.birth_date"),
        ({"birth_date": 1985}, "facts.birth_date"),
        ({"cough_weeks": "dua"}, "facts.cough_weeks"),
        ({"cough_weeks": float("inf")}, "facts.cough_weeks"),
        ({"cough_weeks": float("nan")}, "facts.cough_weeks"),
        ({"cough_weeks": True}, "facts.cough_weeks"),
        ({"pregnant": "ya"}, "facts.pregnant"),
        ({"usia": None}, "facts.usia"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_by_name(facts: dict[str, object], named: str) -> None:
    story = Story().opened()
    refusal = story.refused(c.Register, visit="ani", facts=facts)
    assert (refusal.code, refusal.place) == ("BadFact", named)


def test_an_emergency_enters_without_a_number_and_gets_one_when_registered() -> None:
    story = Story().opened("ugd")
    story.when(c.IssueTicket, visit="lain")
    events = story.when(c.EnterEmergency, visit="x", facts={"triage": "red"})
    assert not any(isinstance(event, e.TicketIssued) for event in events)
    assert story.visit("x").name == "Darurat 1"
    assert story.visit("x").ticket is None
    story.serving("x", "ugd")
    story.when(c.Register, visit="x", patient="p9", facts=OLD)
    assert story.visit("x").ticket == story.visit("x").name == "A-002"
    assert story.stops("x") == ["ugd serving"]
    assert story.when(c.Register, visit="x", patient="p9", facts=OLD) == ()


def test_an_emergency_that_is_none_is_registered_at_the_counter_without_its_line() -> None:
    story = Story().opened("ugd")
    story.when(c.EnterEmergency, visit="x", facts={"triage": "red"})
    story.when(
        c.Register, visit="x", patient="p", facts={**ADULT, "triage": "green"}, station="loket"
    )
    assert story.stops("x") == ["skrining waiting", "dewasa planned", "obat planned"]


def test_one_patient_is_inside_once() -> None:
    story = Story().opened().registered("ani", WOMAN)
    refusal = story.refused(c.Register, visit="dua", patient="id-ani", facts=WOMAN)
    assert refusal.code == "PatientIsInside"
    assert "A-001" in refusal.said.en
    story.when(c.Depart, visit="ani", outcome=Outcome.HOME)
    story.when(c.Register, visit="dua", patient="id-ani", facts=WOMAN)
    assert story.visit("dua").ticket == "A-002"


def test_a_visit_does_not_change_hands() -> None:
    story = Story().opened().registered("ani", WOMAN)
    refusal = story.refused(c.Register, visit="ani", patient="lain", facts=WOMAN)
    assert refusal.code == "AlreadyRegistered"


def test_the_way_of_each_payer() -> None:
    story = Story().opened("skrining", "dewasa", "kasir", "obat")
    story.registered("bpjs").registered("umum", {**ADULT, "payer": "umum"})
    assert "kasir planned" not in story.stops("bpjs")
    story.through("umum", "skrining", "dewasa")
    assert story.stops("umum")[2:] == ["kasir waiting", "obat planned"]
    story.through("umum", "kasir")
    assert story.visit("umum").outcome is Outcome.HOME
    assert story.stop("umum", "obat").note == "Tidak diminta"
