"""The kiosk: a number for somebody whom nobody has asked yet, by one touch."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from flow import __version__
from flow.engine.facts import FactValue
from flow.engine.routing import Rulebook
from flow.staff import Role
from web.auth import needs
from web.codes import LENGTH, LETTERS
from web.house import house
from web.words import said

blueprint = Blueprint("kiosk", __name__)

PLACE = "kiosk"  # as its printer is called in the settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    code: str
    label: str
    facts: dict[str, FactValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskPage:
    """`printer` is that of the server, None where the browser prints; `letters` are those of a booking's code."""

    facility: str
    zone: str
    counters: tuple[str, ...]
    takes_bookings: bool
    choices: tuple[Button, ...]
    printer: str | None
    reads_cards: bool
    letters: str
    code_length: int
    version: str


@blueprint.get("/kios")
@needs(Role.KIOSK, Role.REGISTRATION)
def kiosk() -> str:
    """The touch screen; the device is signed in as kiosk, or was paired at `/tv` and shows this there.

    `?printer=` names the printer of a second kiosk.
    """
    return render_template("kiosk.html", page=page_of(house().clinic.rulebook))


def page_of(rulebook: Rulebook) -> KioskPage:
    """What the kiosk's page brings."""
    return KioskPage(
        facility=said(rulebook.name),
        zone=rulebook.zone.key,
        counters=tuple(code for code, one in rulebook.stations.items() if one.registers),
        takes_bookings=rulebook.bookings is not None,
        choices=tuple(
            Button(code=choice.code, label=said(choice.label), facts=dict(choice.facts))
            for choice in rulebook.kiosk
        ),
        printer=house().printing.nearest(request.args.get("printer", PLACE)),
        reads_cards=house().settings.kiosk_cards,
        letters=LETTERS,
        code_length=LENGTH,
        version=__version__,
    )
