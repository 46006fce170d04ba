"""Pictures and short videos for the boards: put in, in order, with their days and boards, and taken out again."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask_babel import gettext as _

from flow.media import SECONDS_MAX, SECONDS_MIN, MediaError, Piece, Showing
from flow.media.errors import BAD_DAY, NO_FILE
from flow.media.kinds import IMAGE_BYTES_MAX, MEGABYTE, VIDEO_BYTES_MAX
from flow.patients.words import split_date
from web.admin.frame import blueprint, filled, pressed
from web.auth import needs
from web.house import house
from web.media.telling import tell_media
from web.words import Choice, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One piece in the list. `is_on`: some board shows it today."""

    id: str
    url: str
    is_video: bool
    megabytes: str
    title: str
    seconds: int
    first_day: str
    last_day: str
    boards: tuple[str, ...]
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaPage:
    """`at` names the button of the row that was just pressed: it has the focus again, for the next step."""

    pieces: tuple[Shown, ...]
    boards: tuple[Choice, ...]
    image_megabytes: int
    video_megabytes: int
    seconds_min: int
    seconds_max: int
    at: str


@blueprint.get("/media")
@needs()
def media() -> str:
    """All pieces, in the order in which they are shown."""
    boards = house().clinic.rulebook.boards
    page = MediaPage(
        pieces=tuple(_shown(piece) for piece in house().media.all()),
        boards=tuple(Choice(value=code, label=said(one.title)) for code, one in boards.items()),
        image_megabytes=IMAGE_BYTES_MAX // MEGABYTE,
        video_megabytes=VIDEO_BYTES_MAX // MEGABYTE,
        seconds_min=SECONDS_MIN,
        seconds_max=SECONDS_MAX,
        at=request.args.get("at", ""),
    )
    return render_template("admin/media.html", page=page)


@blueprint.post("/media")
@pressed("admin.media")
def add_media() -> str:
    file = request.files.get("file")
    if file is None:
        raise MediaError("file", NO_FILE)
    piece = house().media.add(file.stream, _showing(file.filename or ""))
    tell_media()
    return filled(_("{title} sudah masuk."), title=piece.showing.title)


@blueprint.post("/media/<piece>")
@pressed("admin.media")
def change_media(piece: str) -> str:
    changed = house().media.change(piece, _showing(""))
    tell_media()
    return filled(_("{title} sudah diubah."), title=changed.showing.title)


@blueprint.post("/media/<piece>/geser")
@pressed("admin.media")
def move_media(piece: str) -> str:
    house().media.move(piece, later=request.form.get("where") == "later")
    tell_media()
    return str(_("Urutan sudah diubah."))


@blueprint.post("/media/<piece>/hapus")
@pressed("admin.media")
def remove_media(piece: str) -> str:
    removed = house().media.remove(piece)
    tell_media()
    return filled(_("{title} sudah dihapus."), title=removed.showing.title)


def _showing(file: str) -> Showing:
    """What the form says of a piece; raises `MediaError`, `UnknownBoard`."""
    form, book = request.form, house().clinic.rulebook
    seconds = form.get("seconds") or "12"
    return Showing(
        title=form.get("title", "").strip() or file.rpartition(".")[0] or file,
        seconds=int(seconds) if seconds.isascii() and seconds.isdigit() else 0,
        first_day=_day("first_day"),
        last_day=_day("last_day"),
        boards=tuple(book.board(code).code for code in form.getlist("boards")),
    )


def _day(field: str) -> date | None:
    """As people type it: 28-03-2026, 28032026; None where nothing is typed. Raises `MediaError`."""
    typed = request.form.get(field, "").strip()
    rest, day = split_date(typed)
    if typed and (day is None or rest.strip()):
        raise MediaError(field, BAD_DAY.filled(typed=typed[:20]))
    return day


def _shown(piece: Piece) -> Shown:
    showing, book = piece.showing, house().clinic.rulebook
    today = house().now().astimezone(book.zone).date()
    return Shown(
        id=piece.id,
        url=f"/media/{piece.file}",
        is_video=piece.kind.is_video,
        megabytes=f"{max(piece.size / MEGABYTE, 0.1):.1f}",
        title=showing.title,
        seconds=showing.seconds,
        first_day=f"{showing.first_day:%d-%m-%Y}" if showing.first_day else "",
        last_day=f"{showing.last_day:%d-%m-%Y}" if showing.last_day else "",
        boards=showing.boards,
        is_on=any(piece.is_on(code, today) for code in book.boards),
    )
