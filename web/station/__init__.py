"""A station's console: who waits and why, and the few buttons that move a patient on."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from flow.engine.outcomes import AT_ONCE, LEADS_TO, Outcome
from flow.engine.routing import Rulebook, Station
from flow.engine.words import OUTCOME, described
from flow.staff import Role
from web.auth import actor, may, may_work_at, needs, not_yours
from web.house import house
from web.words import Choice, Question, questions, said

blueprint = Blueprint("station", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationLink:
    code: str
    name: str
    cluster: str
    desks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An order that this station may give; whether it fits a patient, the engine says."""

    order: str
    label: str
    because: str
    review: bool
    last: bool
    in_room: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One of the outcomes. `described` says to whom it hands a patient on; `at_once`: whatever is still ahead is skipped."""

    value: str
    label: str
    described: str
    at_once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StationsPage:
    stations: tuple[StationLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolePage:
    code: str
    name: str
    public_name: str
    cluster: str
    zone: str
    registers: bool
    desks: tuple[str, ...]
    orders: tuple[Offer, ...]
    outcomes: tuple[Ending, ...]
    destinations: dict[str, tuple[Choice, ...]]
    stations: tuple[StationLink, ...]
    questions: tuple[Question, ...]
    may_register: bool


@blueprint.get("/pos")
@needs(Role.REGISTRATION, Role.STATION)
def stations() -> str:
    """The stations that this person may work at."""
    rulebook = house().clinic.rulebook
    links = tuple(_link(s) for s in rulebook.stations.values() if may_work_at(s))
    return render_template("stations.html", page=StationsPage(stations=links))


@blueprint.get("/pos/<code>")
@needs(Role.REGISTRATION, Role.STATION)
def console(code: str) -> str:
    """The console of one station."""
    rulebook = house().clinic.rulebook
    station = rulebook.station(code)
    if not may_work_at(station):
        raise not_yours(actor().role)
    return render_template("console.html", page=_console(rulebook, station))


def _console(rulebook: Rulebook, station: Station) -> ConsolePage:
    return ConsolePage(
        code=station.code,
        name=said(station.name),
        public_name=said(station.public_name),
        cluster=station.cluster,
        zone=rulebook.zone.key,
        registers=station.registers,
        desks=station.desks,
        orders=_orders(rulebook, station.code),
        outcomes=tuple(map(_ending, Outcome)),
        destinations=_destinations(rulebook),
        stations=tuple(_link(s) for s in rulebook.stations.values() if s is not station),
        questions=questions(rulebook.vocabulary),
        may_register=may(Role.REGISTRATION),
    )


def _ending(outcome: Outcome) -> Ending:
    return Ending(
        value=outcome.value,
        label=said(OUTCOME[outcome]),
        described=said(described(outcome)),
        at_once=outcome in AT_ONCE,
    )


def _destinations(rulebook: Rulebook) -> dict[str, tuple[Choice, ...]]:
    """For each outcome with which another house takes over: the ones that this rulebook names."""
    return {
        outcome.value: tuple(
            Choice(value=one.code, label=said(one.name))
            for one in rulebook.destinations.values()
            if one.kind in kinds
        )
        for outcome, kinds in LEADS_TO.items()
    }


def _orders(rulebook: Rulebook, station: str) -> tuple[Offer, ...]:
    """Each order that may be asked for here, once, whatever the patient. What follows by itself needs no button."""
    rows = {
        row.order: row
        for row in reversed(rulebook.tables.orders)
        if station in row.at and not row.automatic
    }
    return tuple(
        Offer(
            order=row.order,
            label=said(row.label),
            because=said(row.rule.because),
            review=row.review,
            last=row.last,
            in_room=row.in_room,
        )
        for row in reversed(rows.values())
    )


def _link(station: Station) -> StationLink:
    return StationLink(
        code=station.code,
        name=said(station.name),
        cluster=station.cluster,
        desks=station.desks,
    )
