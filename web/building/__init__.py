"""The live floor: the whole building on one page, for all who work there."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from flow.staff import PEOPLE, Role
from web.auth import may, needs
from web.house import house
from web.words import said

blueprint = Blueprint("building", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingPage:
    """`stations` in the order of the rulebook, `clusters` what their letters mean. `may_ask`: may ask where somebody is who is on
    no list any more.
    """

    facility: str
    zone: str
    stations: tuple[str, ...]
    clusters: dict[str, str]
    may_ask: bool


@blueprint.get("/lantai")
@needs(*PEOPLE)
def building() -> str:
    """Where everybody is, who has waited too long, which room is idle."""
    rulebook = house().clinic.rulebook
    page = BuildingPage(
        facility=rulebook.facility,
        zone=rulebook.zone.key,
        stations=tuple(rulebook.stations),
        clusters={code: said(one.name) for code, one in rulebook.clusters.items()},
        may_ask=may(Role.REGISTRATION, Role.STATION),
    )
    return render_template("building.html", page=page)
