"""The TVs and the kiosk: paired by the code that they show, named, moved, let go, when each was last seen; and the printers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template, request
from flask_babel import gettext as _

from flow.devices import KIOSK, Device
from flow.printing import Seen
from flow.printing.state import STATES, State
from web.admin.frame import blueprint, date_said, filled, pressed
from web.auth import needs
from web.codes import as_typed
from web.house import house
from web.tv.telling import tell_tv
from web.words import Choice, said

SEEN_MINUTES = 2  # a TV that is on asks every minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Tv:
    """`seen` is "" while it is on."""

    id: str
    name: str
    board: str
    is_gone: bool
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPrinter:
    """`badge` is the colour of `words`, which say how it is and what to do."""

    name: str
    where: str
    badge: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesPage:
    """`code`, `name` and `board` are what was typed and refused."""

    tvs: tuple[Tv, ...]
    printers: tuple[SeenPrinter, ...]
    boards: tuple[Choice, ...]
    code: str
    name: str
    board: str


@blueprint.get("/perangkat")
@needs()
def devices() -> str:
    """All TVs and kiosks, the form for another one, and the printers."""
    rulebook = house().clinic.rulebook
    page = DevicesPage(
        tvs=tuple(_tv(one) for one in house().devices.paired()),
        boards=(
            *(Choice(value=one.code, label=said(one.title)) for one in rulebook.boards.values()),
            Choice(value=KIOSK, label=_("Kios nomor antrean")),
        ),
        printers=tuple(_printer(one) for one in house().printing.seen()),
        code=request.args.get("code", "")[:12],
        name=request.args.get("name", "")[:60],
        board=request.args.get("board", ""),
    )
    return render_template("admin/devices.html", page=page)


@blueprint.post("/perangkat")
@pressed("admin.devices", "code", "name", "board")
def pair() -> str:
    code, board = as_typed(request.form.get("code", "")), _board()
    device = house().devices.pair(code, request.form.get("name", ""), board)
    tell_tv(device.id)
    return filled(_("{name} sekarang menampilkan papannya."), name=device.name)


@blueprint.post("/perangkat/<tv>")
@pressed("admin.devices")
def change(tv: str) -> str:
    device = house().devices.change(tv, request.form.get("name", ""), _board())
    tell_tv(device.id)
    return filled(_("{name} sekarang menampilkan papannya."), name=device.name)


@blueprint.post("/perangkat/<tv>/lepas")
@pressed("admin.devices")
def unpair(tv: str) -> str:
    name = house().devices.get(tv).name
    house().devices.unpair(tv)
    tell_tv(tv)
    return filled(_("{name} dilepas; TV itu menampilkan kode lagi."), name=name)


def _board() -> str:
    """The board that the form names, or the kiosk; raises `UnknownBoard`."""
    wanted = request.form.get("board", "")
    return KIOSK if wanted == KIOSK else house().clinic.rulebook.board(wanted).code


def _tv(device: Device) -> Tv:
    board = device.board or ""
    return Tv(
        id=device.id,
        name=device.name,
        board=board,
        is_gone=board not in {KIOSK, *house().clinic.rulebook.boards},
        seen=_seen(device.seen_at),
    )


def _printer(seen: Seen) -> SeenPrinter:
    words = seen.problem.said if seen.problem else STATES[seen.state or State.SILENT]
    badge = "alarm" if seen.problem else "warn" if seen.state is State.PAPER_LOW else "lk"
    return SeenPrinter(name=seen.name, where=seen.where, badge=badge, words=said(words))


def _seen(at: datetime) -> str:
    if house().now() - at < timedelta(minutes=SEEN_MINUTES):
        return ""
    local = at.astimezone(house().clinic.rulebook.zone)
    return f"{date_said(local.date())}, {local:%H.%M}"
