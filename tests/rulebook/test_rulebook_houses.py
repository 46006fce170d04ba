"""What the example houses do beyond the way in: births, wards and nights of the inpatient one, Wednesdays of the Pustu."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from flow.engine import commands as c
from flow.engine.conditions import meets
from flow.engine.refusals import BadFact
from flow.engine.routing import Rulebook
from flow.engine.tables import Rule, Table
from flow.rulebook import load, shipped
from flow.rulebook.cases import Case, differences, load_cases
from tests.engine.story import ADULT, WOMAN, Story

INPATIENT = load(shipped("rawat-inap"))
PUSTU = load(shipped("pustu"))
WIB = ZoneInfo("Asia/Jakarta")
NIGHT = datetime(2026, 11, 23, 21, 0, tzinfo=WIB)  # a Monday
DAY = NIGHT.replace(hour=8)
POSYANDU = DAY.replace(day=25)
PAYS = {"payer": "umum"}


def house(at: datetime) -> Story:
    return Story(INPATIENT, at=at).opened(*INPATIENT.stations)


def offered(story: Story, visit: str, station: str) -> set[str]:
    return set(story.rulebook.offered(station, story.visit(visit).facts, story.now.date()))


# Their cases


@pytest.mark.parametrize("name", ["pustu", "rawat-inap"])
def test_the_cases_hold_and_reach_every_rule(name: str) -> None:
    """A rule without a case could be changed and nobody would notice."""
    rulebook, cases = load(shipped(name)), load_cases(shipped(name))
    tables = rulebook.tables
    lists = [*tables.entry, *tables.exits, tables.priority, tables.tickets]
    declared = {r.line for t in lists for r in t.rules} | {
        r.line for r in (*tables.bands, *tables.flags)
    }

    assert [str(found) for case in cases for found in differences(rulebook, case)] == []
    assert len({case.name for case in cases}) == len(cases) >= 45
    assert declared - {line for case in cases for line in met(rulebook, case)} == set()


def met(rulebook: Rulebook, case: Case) -> set[str]:
    """The places of the rules that this patient comes to."""
    try:
        facts = rulebook.vocabulary.check(case.facts, case.on)
    except BadFact:
        return set()
    whole, tables = rulebook.vocabulary.complete(facts), rulebook.tables

    def first(table: Table) -> Rule:
        return next(rule for rule in table.rules if meets(rule.when, whole, case.on))

    way = [first(tables.priority), first(tables.tickets)]
    way += [rule for rule in (*tables.bands, *tables.flags) if meets(rule.when, whole, case.on)]
    for table in (*tables.entry, *tables.exits):
        way.append(first(table))
        if way[-1].final:
            break
    return {rule.line for rule in way}


# The inpatient Puskesmas


def test_a_birth_at_night_leads_to_the_ward_and_to_the_cashier_by_itself() -> None:
    story = house(NIGHT)
    story.when(c.EnterEmergency, visit="siti", facts=WOMAN | PAYS | {"in_labour": True})
    story.serving("siti", "bersalin")
    story.when(c.UpdateFacts, visit="siti", facts={"in_labour": False, "postpartum_days": 0})
    story.when(c.Finish, visit="siti", station="bersalin")
    assert story.stops("siti") == ["bersalin done", "rawat-ibu waiting", "kasir planned"]

    story.through("siti", "rawat-ibu")
    assert story.stops("siti") == ["bersalin done", "rawat-ibu done", "kasir waiting"]
    story.through("siti", "kasir")
    assert not story.visit("siti").is_open


def test_medicines_from_the_ward_are_collected_after_paying() -> None:
    story = house(NIGHT)
    story.when(c.EnterEmergency, visit="budi", facts=ADULT | PAYS | {"triage": "red"})
    story.serving("budi", "ugd")
    story.when(c.Finish, visit="budi", orders=("rawat-inap",))
    story.serving("budi", "rawat-dewasa")
    story.when(c.Finish, visit="budi", orders=("farmasi",))
    assert story.stops("budi")[2:] == ["kasir waiting", "farmasi planned"]


def test_an_insured_emergency_goes_home_without_the_cashier() -> None:
    story = house(NIGHT)
    story.when(c.EnterEmergency, visit="budi", facts=ADULT | {"triage": "yellow"})
    story.through("budi", "ugd")
    assert story.stops("budi") == ["ugd done"]
    assert not story.visit("budi").is_open


def test_who_registered_at_night_pays_once() -> None:
    story = house(NIGHT)
    story.when(c.IssueTicket, visit="ani", facts=WOMAN | PAYS)
    story.through("ani", "loket-ugd", "ugd")
    assert story.stops("ani")[1:] == ["ugd done", "kasir waiting", "farmasi planned"]
    story.through("ani", "kasir")
    assert not story.visit("ani").is_open


def test_the_ward_is_chosen_by_the_patient() -> None:
    def ward(**facts: object) -> str:
        story = house(NIGHT)
        story.when(c.EnterEmergency, visit="x", facts={"triage": "red"} | facts)
        story.serving("x", "ugd")
        story.when(c.Finish, visit="x", orders=("rawat-inap",))
        return story.stops("x")[1].split()[0]

    assert ward(birth_date="2026-11-01") == "neonatal"
    assert ward(birth_date="2026-10-01") == "rawat-anak"
    assert ward(**ADULT) == "rawat-dewasa"
    assert ward(**ADULT, cough_weeks=2) == "isolasi"
    assert ward(**WOMAN, pregnant=True) == "rawat-ibu"
    assert ward() == "rawat-dewasa"


def test_from_the_emergency_room_to_the_day_rooms_only_by_day() -> None:
    rooms = {"ibu", "anak", "dewasa"}
    by_day, by_night = house(DAY), house(NIGHT)
    for story in (by_day, by_night):
        story.when(c.EnterEmergency, visit="ani", facts=WOMAN)

    assert offered(by_day, "ani", "ugd") >= rooms
    assert not offered(by_night, "ani", "ugd") & rooms


# The Pustu


def test_on_the_day_of_the_posyandu_the_nurse_sees_the_mothers() -> None:
    at_work, away = (Story(PUSTU, at=at).opened("meja", "periksa") for at in (DAY, POSYANDU))
    for story in (at_work, away):
        story.when(c.IssueTicket, visit="ani", facts=WOMAN | {"pregnant": True})

    assert at_work.stops("ani") == ["meja waiting", "ibu-anak planned"]
    assert away.stops("ani") == ["meja waiting", "periksa planned"]
    assert "bidan" in offered(at_work, "ani", "meja")
    assert "bidan" not in offered(away, "ani", "meja")
