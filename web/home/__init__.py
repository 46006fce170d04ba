"""The first page: what this person may open. And what every page stands in."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flow.staff import PEOPLE, Role
from web.auth import actor, may, needs
from web.house import house
from web.look import DARK_WHEN, look
from web.words import LANGUAGES, catalogue, said, spoken

blueprint = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the layout shows around every page. `now` is the server's time, for clocks on old computers.

    `clusters` are those that have a room, by their letters. `dark_when` are the media for which the dark tokens count, `look` is
    the choice behind it.
    """

    language: str
    languages: dict[str, str]
    words: dict[str, str]
    now: str
    facility: str
    zone: str
    clusters: dict[str, str]
    look: str
    dark_when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    url: str
    title: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    name: str
    links: tuple[Link, ...]
    looks: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who works on this page, and where the next one goes on: `here`, once signed in."""

    name: str
    here: str


def signed_in() -> SignedIn:
    """For pages of which somebody is the author; raises `Wrong` (401) when nobody is signed in."""
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return SignedIn(name=actor().name, here=here)


@blueprint.app_context_processor
def officer() -> dict[str, Callable[[], SignedIn]]:
    """Asked only by the pages that show it: an error's page must not ask who looks."""
    return {"signed_in": signed_in}


@blueprint.app_context_processor
def frame() -> dict[str, Frame]:
    rooms, code, chosen = house(), spoken(), look()
    rulebook = rooms.clinic.rulebook
    used = {station.cluster for station in rulebook.stations.values()}
    return {
        "frame": Frame(
            language=code,
            languages=LANGUAGES,
            words=catalogue(code),
            now=rooms.now().isoformat(),
            facility=said(rulebook.name),
            zone=rulebook.zone.key,
            clusters={c: said(one.name) for c, one in rulebook.clusters.items() if c in used},
            look=chosen,
            dark_when=DARK_WHEN[chosen],
        )
    }


@blueprint.get("/")
@needs(*Role)
def home() -> str | Response:
    """The doors that are open to this person; a kiosk has one."""
    if actor().role is Role.KIOSK:
        return redirect("/kios")
    links = tuple(link for link, roles in _doors() if may(*roles))
    looks = {"otomatis": _("Seperti komputer ini"), "terang": _("Terang"), "gelap": _("Gelap")}
    page = HomePage(name=actor().name, links=links, looks=looks)
    return render_template("home.html", page=page)


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
