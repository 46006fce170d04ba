"""Somebody stays for days, told in words, by the rules of a Puskesmas with wards: one thread from the bed to going home."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest

from flow.clinic import Clinic
from flow.engine import boards, ordering
from flow.engine import commands as c
from flow.engine.events import Entry
from flow.engine.outcomes import Outcome
from flow.engine.refusals import Refused
from flow.engine.telling import tell
from flow.engine.visits import Visit
from flow.journal.memory import MemoryJournal
from flow.journal.verify import findings
from flow.rulebook import load, shipped

RULES = load(shipped("rawat-inap"))
MONDAY = date(2026, 11, 23)
MOTHER = {"birth_date": "1997-04-02", "sex": "female", "payer": "umum"}
MAN = {"birth_date": "1980-04-02", "sex": "male", "payer": "bpjs"}


class House:
    """A Puskesmas with wards on its days; everything happens a minute after the last."""

    def __init__(self) -> None:
        self.journal = MemoryJournal()
        self.clinic = Clinic(RULES, self.journal)
        self.numbers = count(1)
        self.morning(MONDAY)

    def morning(self, day: date) -> None:
        """The day begins at seven: the day rooms open a desk each, the wards' beds are open still."""
        if day != MONDAY:
            self.ask(c.CloseDay)
        self.day = day
        self.now = datetime.combine(day, time(7), RULES.zone).astimezone(UTC)
        self.ask(c.OpenDay, day=day)
        for station in RULES.stations.values():
            for desk in station.desks:
                if station.overnight or desk == "1":
                    self.ask(c.OpenDesk, station=station.code, desk=desk)

    def ask(self, kind: type[Any], **about: Any) -> Entry:
        self.now += timedelta(minutes=1)
        return self.clinic.handle(
            kind(**{"id": f"c{next(self.numbers)}", "by": "uji", "at": self.now} | about)
        )

    def serving(self, who: str, station: str, desk: str = "1") -> None:
        self.ask(c.CallOne, station=station, desk=desk, visit=who)
        self.ask(c.Start, visit=who, station=station)

    def visit(self, who: str) -> Visit:
        return self.clinic.look(lambda floor, _: floor.visits[who])

    def beds(self, station: str) -> dict[str, str | None]:
        return self.clinic.look(lambda floor, _: dict(floor.station(station).desks))

    def line(self, station: str) -> list[str]:
        return self.clinic.look(
            lambda floor, book: [p.visit for p in ordering.in_order(floor, book, station, self.now)]
        )

    def told(self, who: str) -> list[str]:
        story = self.clinic.story(who)
        return [line.said.id for line in tell(who, story.entries, story.rulebook)]


@pytest.fixture
def house() -> House:
    return House()


def admitted(house: House, who: str, bed: str) -> None:
    """A man who comes to the emergency room and is put to bed."""
    house.ask(c.EnterEmergency, visit=who, facts=MAN | {"triage": "yellow"})
    house.serving(who, "ugd")
    house.ask(c.Register, visit=who, patient=f"id-{who}", facts=MAN)
    house.ask(c.Finish, visit=who, orders=("rawat-inap",))
    if bed:
        house.serving(who, "rawat-dewasa", bed)


def test_a_mother_gives_birth_on_monday_and_goes_home_on_thursday(house: House) -> None:
    """Nobody calls her number again each morning: she is in her bed, with one story. She pays and collects medicines, then goes."""
    house.ask(
        c.Register,
        visit="rini",
        patient="id-rini",
        facts=MOTHER | {"pregnant": True, "in_labour": True},
    )
    house.serving("rini", "bersalin")
    after = {"pregnant": False, "in_labour": None, "postpartum_days": 0}
    house.ask(c.UpdateFacts, visit="rini", facts=after)
    house.ask(c.Finish, visit="rini")
    assert house.line("rawat-ibu") == ["rini"], (
        "who has given birth stays; nobody had to think of it"
    )
    house.serving("rini", "rawat-ibu", "3")
    ticket = house.visit("rini").ticket
    for days in (1, 2, 3):
        house.morning(MONDAY + timedelta(days=days))
        assert house.beds("rawat-ibu")["3"] == "rini"
        assert house.visit("rini").ticket == f"{ticket}/23", "the number says of which day it is"
    house.ask(c.Finish, visit="rini", orders=("farmasi",))
    assert house.beds("rawat-ibu")["3"] is None
    assert house.line("kasir") == ["rini"]
    for station in ("kasir", "farmasi"):
        house.serving("rini", station)
        house.ask(c.Finish, visit="rini", station=station)
    assert house.visit("rini").outcome is Outcome.HOME
    assert list(findings(house.journal)) == []
    told = house.told("rini")
    assert sum("Masih di sini dari hari sebelumnya" in line for line in told) == 3
    assert any("Selesai di Rawat inap ibu setelah 2 hari 23 jam" in line for line in told)


def test_as_many_are_taken_in_as_there_are_beds(house: House) -> None:
    """Six beds are six desks. The seventh waits in the emergency room's care until one is free, over night too."""
    for bed in "123456":
        admitted(house, f"pasien-{bed}", bed)
    admitted(house, "ketujuh", "")
    assert None not in house.beds("rawat-dewasa").values()
    for bed in "123456":
        with pytest.raises(Refused) as full:
            house.ask(c.CallNext, station="rawat-dewasa", desk=bed)
        assert full.value.code == "DeskBusy"
    house.morning(MONDAY + timedelta(days=1))
    assert house.line("rawat-dewasa") == ["ketujuh"]
    house.ask(c.Finish, visit="pasien-4", outcome=Outcome.HOME)
    house.ask(c.CallNext, station="rawat-dewasa", desk="4")
    assert house.beds("rawat-dewasa")["4"] == "ketujuh"


def test_a_bed_that_is_out_of_order_takes_nobody(house: House) -> None:
    house.ask(c.CloseDesk, station="rawat-dewasa", desk="2")
    with pytest.raises(Refused) as closed:
        admitted(house, "budi", "2")
    assert closed.value.code == "DeskIsClosed"


def test_from_the_bed_to_a_procedure_and_back_over_night(house: House) -> None:
    """On Tuesday he has a wound dressed and comes back to the ward; on Wednesday he is referred, and the reason stays."""
    admitted(house, "budi", "1")
    house.morning(MONDAY + timedelta(days=1))
    house.ask(c.Finish, visit="budi", orders=("tindakan",))
    house.serving("budi", "tindakan")
    house.ask(c.Finish, visit="budi", station="tindakan")
    assert house.line("rawat-dewasa") == ["budi"]
    house.serving("budi", "rawat-dewasa", "1")
    house.morning(MONDAY + timedelta(days=2))
    assert house.beds("rawat-dewasa")["1"] == "budi"
    house.ask(c.Finish, visit="budi", outcome=Outcome.REFERRED, reason="Sepsis")
    assert house.visit("budi").outcome is Outcome.REFERRED
    assert "alasan: “Sepsis”" in house.told("budi")[-1]
    board = str(
        house.clinic.look(lambda f, b: [boards.board(f, b, code, house.now) for code in b.boards])
    )
    assert "Sepsis" not in board
