"""The registration desk: find or enter a patient, see where the rules send them and why, issue the number."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template, request

from flow.engine.routing import Rulebook
from flow.staff import Role
from web.auth import actor, needs
from web.codes import LENGTH, as_typed, picture_of
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
    """`labels` are the words for classes, bands and flags by their codes; `clusters` and `rooms` those
    for station codes, rooms as patients read them. `printer` is that of
    the server, None where the browser prints; `has_printers`: there are some to look after, here or elsewhere.
    """

    clerk: str
    facility: str
    zone: str
    counters: tuple[Counter, ...]
    questions: tuple[Question, ...]
    labels: dict[str, str]
    clusters: dict[str, str]
    rooms: dict[str, str]
    takes_bookings: bool
    printer: str | None
    has_printers: bool


@blueprint.get("/loket")
@needs(Role.REGISTRATION)
def desk() -> str:
    """The desk; with `?kunjungan=` it registers a ticket that was drawn before."""
    return render_template("desk.html", page=_desk(house().clinic.rulebook))


@blueprint.get("/loket/janji/<code>/qr.svg")
@needs(Role.REGISTRATION)
def booking_code(code: str) -> Response:
    """A booking's code as a QR code, for the slip; a scanner at the desk types it."""
    written = as_typed(code)
    if len(written) != LENGTH or not written.isascii():
        abort(404)
    return Response(picture_of(written), mimetype="image/svg+xml")


def _desk(rulebook: Rulebook) -> DeskPage:
    printing = house().printing
    counters = tuple(
        Counter(code=station.code, name=said(station.name), desks=station.desks)
        for station in rulebook.stations.values()
        if station.registers
    )
    return DeskPage(
        clerk=actor().name,
        facility=said(rulebook.name),
        zone=rulebook.zone.key,
        counters=counters,
        questions=questions(rulebook.vocabulary),
        labels={code: said(text) for code, text in {**rulebook.labels, **rulebook.classes}.items()},
        clusters={code: station.cluster for code, station in rulebook.stations.items()},
        rooms={code: said(one.public_name) for code, one in rulebook.stations.items()},
        takes_bookings=rulebook.bookings is not None,
        printer=printing.nearest(request.args.get("printer", counters[0].code if counters else "")),
        has_printers=bool(house().settings.printers),
    )
