"""The waiting room's TV: public, with numbers and rooms and never a name."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from flow.engine.boards import WAITING_SHOWN
from web.board import voice
from web.house import house
from web.words import said

blueprint = Blueprint("board", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLink:
    code: str
    title: str
    stations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardsPage:
    boards: tuple[BoardLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """`stations` are shown in this order; `desks` says how many each has, so that one desk needs no name.

    `info` are shown one after the other while nobody is called.
    """

    code: str
    title: str
    zone: str
    stations: tuple[str, ...]
    desks: dict[str, int]
    waiting_shown: int
    voice: "BoardVoice"
    footer: str
    info: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardVoice:
    """How often each call is said, and whether the server has a voice for it."""

    times: int
    server: bool


@blueprint.get("/papan")
def boards() -> str:
    """All boards of the house."""
    rulebook = house().clinic.rulebook
    links = tuple(
        BoardLink(
            code=board.code,
            title=said(board.title),
            stations=tuple(said(rulebook.stations[code].public_name) for code in board.stations),
        )
        for board in rulebook.boards.values()
    )
    return render_template("boards.html", page=BoardsPage(boards=links))


@blueprint.get("/papan/<code>")
def board(code: str) -> str:
    """One board, to stay open for days."""
    return render_template("board.html", page=page_of(code))


def page_of(code: str) -> BoardPage:
    """What the board's page brings; raises `UnknownBoard`."""
    rulebook = house().clinic.rulebook
    shown = rulebook.board(code)
    return BoardPage(
        code=code,
        title=said(shown.title),
        zone=rulebook.zone.key,
        stations=shown.stations,
        desks={s: len(rulebook.stations[s].desks) for s in shown.stations},
        waiting_shown=WAITING_SHOWN,
        voice=BoardVoice(
            times=shown.voice.times, server=house().voices.is_there(shown.voice.languages)
        ),
        footer=said(shown.footer) if shown.footer else _usual_footer(),
        info=tuple(map(said, shown.info)) or _usual_info(),
    )


def _usual_footer() -> str:
    usual: str = _(
        "Nomor dipanggil menurut prioritas dan lama menunggu. "
        "Lansia, ibu hamil, bayi dan penyandang disabilitas didahulukan."
    )
    return usual


def _usual_info() -> tuple[str, ...]:
    return (
        _("Batuk dua minggu atau lebih? Sampaikan ke petugas, masker tersedia gratis."),
        _("Obat dari farmasi: tanyakan cara minumnya sebelum pulang."),
        _("Tunjukkan kartu BPJS dan KTP di loket supaya pendaftaran lebih cepat."),
    )


@blueprint.get("/papan/<code>/suara/<day>/<int:position>.wav")
def sound(code: str, day: str, position: int) -> Response:
    """One call as it sounds."""
    return voice.wav(code, day, position)
