"""An emergency that is found late: it stands in the emergency room's line at once, whatever else it waits for."""

from datetime import UTC, date, datetime

import pytest

from flow.clinic import Clinic
from flow.engine import commands as c
from flow.engine.lifecycle import Status
from flow.engine.refusals import NotAnEmergency
from flow.journal.memory import MemoryJournal
from flow.rulebook import load, shipped

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_somebody_carried_in_needs_no_facts_and_is_no_ordinary_patient() -> None:
    clinic = Clinic(load(shipped("typical")), MemoryJournal())
    clinic.handle(c.OpenDay(id="open", by="uji", at=AT, day=date(2026, 11, 23)))
    clinic.handle(c.EnterEmergency(id="in", by="uji", at=AT, visit="v"))
    visit = clinic.look(lambda floor, _: floor.visits["v"])
    assert [stop.station for stop in visit.open_stops()] == ["ugd"]
    with pytest.raises(NotAnEmergency):
        clinic.handle(
            c.EnterEmergency(id="no", by="uji", at=AT, visit="w", facts={"triage": "green"})
        )


def test_red_found_while_waiting_for_the_laboratory_goes_to_the_emergency_room_now() -> None:
    clinic = Clinic(load(shipped("typical")), MemoryJournal())
    number = 0

    def ask(kind: type[c.Asked], **about: object) -> None:
        nonlocal number
        number += 1
        clinic.handle(kind(id=str(number), by="uji", at=AT, **about))  # type: ignore[arg-type]

    ask(c.OpenDay, day=date(2026, 11, 23))
    for station in ("skrining", "k3-dewasa", "ugd", "lab"):
        ask(c.OpenDesk, station=station, desk="1")
    ask(c.Register, visit="v", facts={"birth_date": "1980-05-05"}, station="loket")
    for station, orders in (("skrining", ()), ("k3-dewasa", ("lab",))):
        ask(c.CallNext, station=station, desk="1")
        ask(c.Start, visit="v")
        ask(c.Finish, visit="v", orders=orders)

    ask(c.UpdateFacts, visit="v", facts={"triage": "red"})
    ask(c.CallNext, station="ugd", desk="1")

    stops = clinic.look(lambda floor, _: list(floor.visits["v"].stops.values()))
    assert {
        stop.station: stop.status
        for stop in stops
        if stop.status in (Status.CALLED, Status.WAITING)
    } == {
        "ugd": Status.CALLED,
        "lab": Status.WAITING,
    }
