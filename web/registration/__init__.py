"""The registration desk: find or enter a patient, see where the rules send them and why, issue the number."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from flow.engine.routing import Rulebook
from flow.staff import Role
from web.auth import needs
from web.house import house
from web.words import Question, questions, said

blueprint = Blueprint("registration", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A station where patients are registered."""

    code: str
    name: str
    desks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """`labels` are the words for classes, bands and flags by their codes; `clusters` those for station codes."""

    facility: str
    zone: str
    counters: tuple[Counter, ...]
    questions: tuple[Question, ...]
    labels: dict[str, str]
    clusters: dict[str, str]


@blueprint.get("/loket")
@needs(Role.REGISTRATION)
def desk() -> str:
    """The desk; with `?kunjungan=` it registers a ticket that was drawn before."""
    return render_template("desk.html", page=_desk(house().clinic.rulebook))


def _desk(rulebook: Rulebook) -> DeskPage:
    return DeskPage(
        facility=said(rulebook.name),
        zone=rulebook.zone.key,
        counters=tuple(
            Counter(code=station.code, name=said(station.name), desks=station.desks)
            for station in rulebook.stations.values()
            if station.registers
        ),
        questions=questions(rulebook.vocabulary),
        labels={code: said(text) for code, text in {**rulebook.labels, **rulebook.classes}.items()},
        clusters={code: station.cluster for code, station in rulebook.stations.items()},
    )
