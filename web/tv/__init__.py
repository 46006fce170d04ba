"""A TV or tablet that needs no keyboard: `/tv` shows a code until an admin has typed it, then its board or the kiosk."""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request

from flow.devices import KIOSK, Device
from flow.engine.refusals import UnknownBoard
from web.addresses import root_for_others
from web.auth import limiter
from web.board import BoardPage, page_of
from web.device import COOKIE, known_device
from web.house import house
from web.kiosk import screen as kiosk_screen

blueprint = Blueprint("tv", __name__)

COOKIE_SECONDS = 400 * 24 * 60 * 60  # longer than that no browser keeps one; each load begins anew
NEW_TVS = (
    "20 per minute"  # by address: a whole house is hung up at once, but nobody fills the table
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TvPage:
    """What a TV shows that has no board yet: its `code`, or the name of the board that is `gone`. `board` is what it knows."""

    code: str
    name: str
    gone: str
    board: str
    address: str


@blueprint.get("/tv")
@limiter.limit(NEW_TVS, exempt_when=lambda: known_device() is not None)
def tv() -> Response:
    """The TV's page, the same for the whole of its life."""
    device, secret = known_device(), request.cookies.get(COOKIE, "")
    if device is None:
        secret, device = house().devices.introduce()
    response = make_response(_page(device))
    _keep(response, secret)
    return response


def _page(device: Device) -> str:
    if device.board == KIOSK:
        return kiosk_screen(KIOSK)
    board = _board(device.board) if device.board else None
    if board is not None:
        return render_template("board.html", page=board, device=device.board)
    page = TvPage(
        code=device.code or "",
        name=device.name,
        gone=device.board or "",
        board=device.board or "",
        address=f"{root_for_others()}/admin/perangkat",
    )
    return render_template("tv.html", page=page, device=device.board or "")


def _board(code: str) -> BoardPage | None:
    try:
        return page_of(code)
    except UnknownBoard:
        return None


def _keep(response: Response, secret: str) -> None:
    """In the TV alone: no script reads it, no other house gets it."""
    secure = (house().settings.public_url or "").startswith("https://")
    response.set_cookie(
        COOKIE, secret, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=secure
    )
