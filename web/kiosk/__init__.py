"""The kiosk: a number for somebody whom nobody has asked yet, by one touch."""

from dataclasses import dataclass
from typing import cast

from flask import Blueprint, render_template, request
from flask_babel import force_locale

from flow import __version__
from flow.engine import boards
from flow.engine.facts import FactValue
from flow.engine.routing import Rulebook
from flow.staff import Role
from web.auth import needs
from web.codes import LENGTH, LETTERS
from web.house import house
from web.words import INDONESIAN, catalogue

blueprint = Blueprint("kiosk", __name__)

PLACE = "kiosk"  # as its printer is called in the settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    code: str
    label: str
    facts: dict[str, FactValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskPage:
    """`printer` is that of the server, None where the browser prints; `letters` are those of a booking's code. `english` says
    what the page says in Indonesian, the rulebook's words too.
    """

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
    english: dict[str, str]


@blueprint.get("/kios")
@needs(Role.KIOSK, Role.REGISTRATION)
def kiosk() -> str:
    """The touch screen; the device is signed in as kiosk, or was paired at `/tv` and shows this there.

    `?printer=` names the printer of a second kiosk.
    """
    return screen()


@blueprint.get("/kios/giliran/<visit>")
@needs(Role.KIOSK, Role.REGISTRATION)
def turn(visit: str) -> dict[str, int | None]:
    """How many come before this number where it waits first; `ahead` is None where nobody can know. Raises `UnknownVisit`."""
    now = house().now()
    shown = house().clinic.look(lambda floor, book: boards.ticket(floor, book, visit, now))
    stops = cast("list[dict[str, int | None]]", shown["stops"])
    counts = [stop["ahead"] for stop in stops if stop["ahead"] is not None]
    return {"ahead": min(counts, default=None)}


def screen(device: str | None = None) -> str:
    """The kiosk's page, for a `device` that was paired too. It begins in Indonesian, whoever has signed in there."""
    beside = {} if device is None else {"device": device}
    with force_locale(INDONESIAN):
        return render_template("kiosk.html", page=_page(house().clinic.rulebook), **beside)


def _page(rulebook: Rulebook) -> KioskPage:
    words = (rulebook.name, *(choice.label for choice in rulebook.kiosk))
    return KioskPage(
        facility=rulebook.name.id,
        zone=rulebook.zone.key,
        counters=tuple(code for code, one in rulebook.stations.items() if one.registers),
        takes_bookings=rulebook.bookings is not None,
        choices=tuple(
            Button(code=choice.code, label=choice.label.id, facts=dict(choice.facts))
            for choice in rulebook.kiosk
        ),
        printer=house().printing.nearest(request.args.get("printer", PLACE)),
        reads_cards=house().settings.kiosk_cards,
        letters=LETTERS,
        code_length=LENGTH,
        version=__version__,
        english=catalogue("en") | {text.id: text.en for text in words},
    )
