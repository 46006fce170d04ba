"""The archive: which days the journal keeps, moved into files and brought back; the files to keep elsewhere, and who moved what."""

from collections.abc import Callable
from datetime import date
from functools import partial

from flask import Response, flash, redirect, render_template, request, send_from_directory, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from flow.chores import Pace, Status, Told
from flow.journal.archive import MEGABYTE
from flow.journal.archive_files import FILE_BYTES_MAX
from flow.journal.archiving import Archives, Move
from flow.journal.errors import NO_FILE, NotArchived
from web.admin.archive_shown import (
    ArchivePage,
    FilePage,
    file_shown,
    megabytes,
    months_shown,
    move_shown,
    time_shown,
)
from web.admin.frame import blueprint, date_said, filled, pressed
from web.auth import actor, needs
from web.chores import pace, run
from web.errors import Wrong
from web.house import house
from web.sentences import STATUS
from web.words import said


@blueprint.get("/arsip")
@needs()
def archive() -> str:
    """The days in the journal, the files, and every move that there was."""
    archives = house().archives
    kept, moves = archives.days(), archives.moves()
    page = ArchivePage(
        months=tuple(months_shown(kept)),
        count=len(kept),
        first=date_said(kept[0].size.day) if kept else "",
        last=date_said(kept[-1].size.day) if kept else "",
        size=megabytes(sum(one.size.bytes for one in kept)),
        before=_a_year_ago().isoformat(),
        folder=str(archives.files.folder),
        files=tuple(file_shown(one) for one in archives.files.all()),
        most=FILE_BYTES_MAX // MEGABYTE,
        moves=tuple(move_shown(one) for one in moves),
        running=next((one.id for one in moves if one.status is Status.RUNNING), ""),
    )
    return render_template("admin/archive.html", page=page)


@blueprint.post("/arsip")
@needs()
def archive_days() -> AnyResponse:
    """The chosen days, or all before a date, begin to move into files."""
    archives = house().archives
    if "before" in request.form.getlist("how"):
        before = _date(request.form.get("before", ""))
        wanted = {one.size.day for one in archives.days() if one.size.day < before}
    else:
        wanted = {_date(day) for day in request.form.getlist("day")}
    return _begun(lambda: archives.begin_archiving(wanted, actor().name))


@blueprint.post("/arsip/kembali")
@needs()
def bring_back() -> AnyResponse:
    """The days of the chosen files begin to move back into the journal."""
    names = request.form.getlist("file")
    return _begun(lambda: house().archives.begin_bringing_back(names, actor().name))


@blueprint.get("/arsip/<move>")
@needs()
def one_move(move: str) -> str | AnyResponse:
    """How far it is; afterwards what moved, and what stayed and why."""
    try:
        return render_template("admin/move.html", page=move_shown(house().archives.get(move)))
    except NotArchived as wrong:
        return _back(wrong)


@blueprint.post("/arsip/<move>/batal")
@needs()
def cancel_move(move: str) -> AnyResponse:
    """Stop before the next day."""
    try:
        house().archives.cancel(move)
    except NotArchived as wrong:
        return _back(wrong)
    return redirect(url_for("admin.one_move", move=move), 303)


@blueprint.post("/arsip/unggah")
@needs()
def upload_day() -> AnyResponse:
    """Keep a file that was archived before, then look at it."""
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise NotArchived(NO_FILE)
        file = house().archives.files.receive(sent.stream, sent.filename[-80:], pace())
    except NotArchived as wrong:
        return _back(wrong)
    return redirect(url_for("admin.one_file", name=file.name), 303)


@blueprint.get("/arsip/berkas/<name>")
@needs()
def one_file(name: str) -> str | AnyResponse:
    """What a file holds, before it is brought back."""
    archives = house().archives
    try:
        file = archives.files.file(name)
    except NotArchived as wrong:
        return _back(wrong)
    try:
        inside = archives.files.contents(name, pace())
    except NotArchived as wrong:
        page = FilePage(file=file_shown(file), first="", last="", problem=said(wrong.said))
    else:
        first, last = time_shown(inside.first), time_shown(inside.last)
        page = FilePage(file=file_shown(inside.file), first=first, last=last, problem="")
    return render_template("admin/archive_file.html", page=page)


@blueprint.get("/arsip/berkas/<name>/unduh")
@needs()
def download_day(name: str) -> AnyResponse:
    """The file, to be kept elsewhere."""
    try:
        path = house().archives.files.path(name)
    except NotArchived as wrong:
        return _back(wrong)
    file: Response = send_from_directory(
        path.parent.resolve(), name, mimetype="application/gzip", as_attachment=True
    )
    return file


@blueprint.post("/arsip/berkas/<name>/hapus")
@pressed("admin.archive")
def remove_day(name: str) -> str:
    removed = house().archives.remove(name, sure="sure" in request.form)
    return filled(_("{file} sudah dihapus dari server."), file=removed.name)


# The work


def _begun(begin: Callable[[], Move]) -> AnyResponse:
    """Its own page, where it is seen to move."""
    try:
        move = begin()
    except NotArchived as wrong:
        return _back(wrong)
    run("archive", partial(_move, move.id, house().archives))
    return redirect(url_for("admin.one_move", move=move.id), 303)


def _move(id_: str, archives: Archives, tell: Told[Move], pace: Pace) -> None:
    archives.run(id_, tell, pace)


def _back(wrong: NotArchived) -> AnyResponse:
    flash(said(wrong.said), "alarm")
    return redirect(url_for("admin.archive"), 303)


# What is asked, and what is shown


def _date(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Wrong(422, "BadDay", STATUS[422][1], "before") from None


def _a_year_ago() -> date:
    today = house().now().astimezone(house().clinic.rulebook.zone).date()
    return date(today.year - 1, today.month, 1)
