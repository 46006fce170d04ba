"""The patient's own page: public, but its address can't be guessed. A number and rooms, never a name."""

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for

from flow.engine.outcomes import Outcome
from flow.engine.refusals import UnknownVisit
from flow.engine.words import OUTCOME
from web.addresses import root_for_others
from web.codes import picture_of
from web.house import house
from web.words import OF_PATIENTS, said

blueprint = Blueprint("ticket", __name__)

PAPER, TEAL = "#f6f8f5", "#005a5a"  # as in the style sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPage:
    """`outcomes` are the ends that a phone tells; a death nobody learns from a phone."""

    visit: str
    ticket: str
    zone: str
    outcomes: dict[str, str]
    languages: dict[str, str]


@blueprint.get("/tiket/<visit>")
def ticket(visit: str) -> str | tuple[str, int]:
    """Where this ticket goes now, live."""
    name = _name(visit)
    if name is None:
        return _gone()
    page = TicketPage(
        visit=visit,
        ticket=name,
        zone=house().clinic.rulebook.zone.key,
        outcomes={o.value: said(OUTCOME[o]) for o in Outcome if o is not Outcome.DIED},
        languages=OF_PATIENTS,
    )
    return render_template("ticket.html", page=page)


@blueprint.get("/tiket/<visit>/manifest.webmanifest")
def manifest(visit: str) -> Response | tuple[str, int]:
    """What a phone needs to keep this page beside its apps."""
    name = _name(visit)
    if name is None:
        return _gone()
    icon = {"src": url_for("static", filename="icon.svg"), "type": "image/svg+xml", "sizes": "any"}
    answer = jsonify(
        name=f"{name} · {said(house().clinic.rulebook.name)}",
        short_name=name,
        start_url=url_for("ticket.ticket", visit=visit),
        scope="/tiket/",
        display="standalone",
        background_color=PAPER,
        theme_color=TEAL,
        icons=[icon],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@blueprint.get("/tiket/worker.js")
def worker() -> Response:
    """The script that shows a notification; it lies here because it may only serve pages beside and below it."""
    return current_app.send_static_file("built/ticket-worker.js")


@blueprint.get("/tiket/<visit>/qr.svg")
def qr(visit: str) -> Response | tuple[str, int]:
    """The ticket page's address as a QR code."""
    if _name(visit) is None:
        return _gone()
    return Response(picture_of(address_of(visit)), mimetype="image/svg+xml")


def _gone() -> tuple[str, int]:
    return render_template("ticket_gone.html"), 404


def _name(visit: str) -> str | None:
    """The ticket's code; None when today knows no such visit."""
    try:
        return str(house().clinic.look(lambda floor, _: floor.visit(visit).name))
    except UnknownVisit:
        return None


def address_of(visit: str) -> str:
    """The ticket page as a phone reaches it."""
    return root_for_others() + url_for("ticket.ticket", visit=visit)
