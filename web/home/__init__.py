"""The first page: what this person may open. And what every page stands in."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flow.staff import PEOPLE, Role
from web.auth import actor, may, needs
from web.house import house
from web.words import LANGUAGES, catalogue, language, said

blueprint = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the layout shows around every page. `now` is the server's time, for clocks on old computers."""

    language: str
    languages: dict[str, str]
    words: dict[str, str]
    now: str
    facility: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    url: str
    title: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    name: str
    links: tuple[Link, ...]


@blueprint.app_context_processor
def frame() -> dict[str, Frame]:
    rooms, code = house(), language()
    return {
        "frame": Frame(
            language=code,
            languages=LANGUAGES,
            words=catalogue(code),
            now=rooms.now().isoformat(),
            facility=said(rooms.clinic.rulebook.name),
            zone=rooms.clinic.rulebook.zone.key,
        )
    }


@blueprint.get("/")
@needs(*Role)
def home() -> str | Response:
    """The doors that are open to this person; a kiosk has one."""
    if actor().role is Role.KIOSK:
        return redirect("/kios")
    links = tuple(link for link, roles in _doors() if may(*roles))
    return render_template("home.html", page=HomePage(name=actor().name, links=links))


def _doors() -> tuple[tuple[Link, tuple[Role, ...]], ...]:
    return (
        (
            Link(
                url="/loket",
                title=_("Loket pendaftaran"),
                note=_("Cari pasien, daftarkan, cetak nomor"),
            ),
            (Role.REGISTRATION,),
        ),
        (
            Link(url="/pos", title=_("Pos layanan"), note=_("Panggil, layani, selesaikan")),
            (Role.REGISTRATION, Role.STATION),
        ),
        (
            Link(url="/lantai", title=_("Lantai"), note=_("Seluruh gedung di satu layar")),
            PEOPLE,
        ),
        (
            Link(
                url="/papan",
                title=_("Papan ruang tunggu"),
                note=_("Layar TV dengan suara panggilan"),
            ),
            PEOPLE,
        ),
        (
            Link(url="/kios", title=_("Kios nomor antrean"), note=_("Layar sentuh untuk pasien")),
            (Role.REGISTRATION,),
        ),
        (
            Link(
                url="/aturan",
                title=_("Buku aturan"),
                note=_("Baca, coba pasien, terbitkan perubahan"),
            ),
            (Role.REGISTRATION, Role.STATION),
        ),
        (
            Link(url="/admin", title=_("Admin"), note=_("Hari, pos, orang, dan jejak")),
            (Role.ADMIN,),
        ),
    )
