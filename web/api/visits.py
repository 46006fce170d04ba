"""Visits: coming in, being registered, new facts, leaving."""

from collections.abc import Mapping
from uuid import uuid4

from flask import request

from flow.engine import boards, tickets
from flow.engine import commands as c
from flow.engine.events import Entry, VisitOpened
from flow.engine.facts import BIRTH_DATE
from flow.engine.floor import Floor
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.staff import Role
from web.api import bodies, shapes
from web.api.doing import do, do_to_visit, own_station, show_visit
from web.api.identity import facts_with, find_patient
from web.api.operations import AT_THE_DOOR, EVERYBODY, PREFIX, STAFF, Answer, operation
from web.asking import asked
from web.auth import actor, not_yours
from web.errors import Wrong
from web.house import house

NO_IDENTITY_YET = Text(
    "Gawat darurat masuk tanpa pendaftaran. Daftarkan sesudahnya.",
    "An emergency enters without registration. Register it afterwards.",
)
COUNTER_REGISTERS = Text(
    "Loket hanya disebut bersama pasien atau tanggal lahir.",
    "A counter is named only together with a patient or a birth date.",
)
NOBODY_YET = Text("{ticket} belum didaftarkan.", "{ticket} is not registered yet.")


@operation(
    "POST",
    "visits",
    roles=(*STAFF, *AT_THE_DOOR),
    body=bodies.NewVisit,
    answer=shapes.Visit,
    status=201,
    is_command=True,
)
def open_visit(body: bodies.NewVisit) -> tuple[Answer, Mapping[str, str]]:
    """Let somebody in: emergency, registration or ticket. A kiosk gives tickets, for the facts of one of its buttons.

    Where the house allows it, also to the holder of a card.
    """
    choices, holder = house().clinic.rulebook.kiosk, None
    if house().settings.kiosk_cards:
        holder = body.patient
    by_touch = any(body == bodies.NewVisit(facts=dict(c.facts), patient=holder) for c in choices)
    if actor().role is Role.KIOSK and not by_touch:
        raise not_yours(Role.KIOSK)
    visit = _opened(do(_entering(body)))
    return show_visit(visit), {"Location": f"{PREFIX}visits/{visit}"}


def _entering(body: bodies.NewVisit) -> c.EnterEmergency | c.Register | c.IssueTicket:
    visit, counter = uuid4().hex, _counter(body.station)
    if body.emergency:
        for name, given in (("patient", body.patient), ("station", counter), ("with", body.with_)):
            if given is not None:
                raise Wrong(422, "NoIdentityYet", NO_IDENTITY_YET, name)
        return c.EnterEmergency(**asked(), visit=visit, facts=body.facts)
    facts = facts_with(body.patient, body.facts)
    if body.patient is not None or facts.get(BIRTH_DATE) is not None:
        return c.Register(
            **asked(),
            visit=visit,
            patient=body.patient,
            facts=facts,
            station=counter,
            beside=body.with_,
            together=body.together,
        )
    if counter is not None:
        raise Wrong(422, "CounterRegisters", COUNTER_REGISTERS, "station")
    return c.IssueTicket(
        **asked(), visit=visit, facts=facts, beside=body.with_, together=body.together
    )


def _opened(entry: Entry) -> str:
    """The visit that this entry opened: for a repeated key that of the first time."""
    return next(event.visit for event in entry.events if isinstance(event, VisitOpened))


def _counter(station: str | None) -> str | None:
    return None if station is None else own_station(station)


@operation(
    "GET",
    "visits",
    roles=STAFF,
    answer=shapes.Visits,
    query={"ticket": "a number as people say it: A-012, or a12"},
)
def find_visits() -> Answer:
    """The visits of today that are called by this number: one, or none."""
    name = tickets.as_written(request.args.get("ticket", "")).casefold()

    def found(floor: Floor, rulebook: Rulebook) -> Answer:
        named = (visit.id for visit in floor.visits.values() if visit.name.casefold() == name)
        return {"visits": [boards.visit(floor, rulebook, visit) for visit in named]}

    return house().clinic.look(found)


@operation("GET", "visits/<visit>", roles=EVERYBODY, answer=shapes.Visit)
def get_visit(visit: str) -> Answer:
    """A visit of today or of an earlier day."""
    return show_visit(visit)


@operation("GET", "visits/<visit>/patient", roles=STAFF, answer=shapes.Patient)
def get_visit_patient(visit: str) -> Answer:
    """Who a visit is."""
    name, patient = house().clinic.look(
        lambda floor, _: (floor.visit(visit).name, floor.visit(visit).patient)
    )
    if patient is None:
        raise Wrong(404, "NobodyYet", NOBODY_YET.filled(ticket=name), "visit")
    return find_patient(patient).as_json()


@operation(
    "POST",
    "visits/<visit>/registrations",
    roles=STAFF,
    body=bodies.Registration,
    answer=shapes.VisitMoved,
    is_command=True,
)
def register_visit(visit: str, body: bodies.Registration) -> Answer:
    """Register somebody who drew a ticket or came as an emergency."""
    command = c.Register(
        **asked(),
        visit=visit,
        patient=body.patient,
        facts=facts_with(body.patient or _patient_of(visit), body.facts),
        station=_counter(body.station),
        known=True,
        beside=body.with_,
        together=body.together,
    )
    return do_to_visit(command, visit)


@operation(
    "PATCH",
    "visits/<visit>/facts",
    roles=STAFF,
    body=bodies.NewFacts,
    answer=shapes.VisitMoved,
    is_command=True,
)
def update_facts(visit: str, body: bodies.NewFacts) -> Answer:
    """Record what screening found; what lies ahead is routed again. A patient's own birth date and sex stay."""
    facts = facts_with(_patient_of(visit), body.facts)
    return do_to_visit(c.UpdateFacts(**asked(), visit=visit, facts=facts), visit)


def _patient_of(visit: str) -> str | None:
    return house().clinic.look_at(visit, lambda floor, _: floor.visit(visit).patient)


@operation(
    "POST",
    "visits/<visit>/departures",
    roles=STAFF,
    body=bodies.Departure,
    answer=shapes.VisitMoved,
    is_command=True,
)
def depart(visit: str, body: bodies.Departure) -> Answer:
    """End a visit here and now."""
    command = c.Depart(
        **asked(),
        visit=visit,
        outcome=body.outcome,
        reason=body.reason,
        destination=body.destination,
        station=_counter(body.station),
    )
    return do_to_visit(command, visit)
