"""The archive: which days the journal keeps, moved into files and brought back; the files to keep elsewhere, and who moved what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby

from flask import Response, flash, redirect, render_template, request, send_from_directory, url_for
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from flow.chores import Pace, Status, Told
from flow.engine.text import Text
from flow.journal.archive import MEGABYTE
from flow.journal.archiving import FILE_BYTES_MAX, Archives, DayFile, KeptDay, Move, Way
from flow.journal.errors import NO_FILE, NotArchived
from web.admin.frame import blueprint, date_said, filled, pressed
from web.auth import actor, needs
from web.chores import pace, run
from web.errors import Wrong
from web.house import house
from web.sentences import STATUS
from web.words import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day in the journal; `stays` says why it can't be archived, "" where it can."""

    value: str
    label: str
    visits: int
    entries: int
    size: str
    stays: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    title: str
    size: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the archive; `wrong` says why it can't be brought back, "" where it can. `day` is "" where it can't be read."""

    name: str
    day: str
    visits: int
    entries: int
    size: str
    is_in_journal: bool
    wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One move, as the history lists it and as its own page shows it."""

    id: str
    by: str
    at: str
    is_out: bool
    status: str
    total: int
    done: int
    moved: int
    stayed: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """`before` is what the form proposes; `running` is the id of the move under way, "" for none."""

    months: tuple[Month, ...]
    count: int
    first: str
    last: str
    size: str
    before: str
    folder: str
    files: tuple[File, ...]
    most: int
    moves: tuple[Moved, ...]
    running: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """What a file holds; it was read to its end. Where it could not be, `problem` says why."""

    file: File
    first: str
    last: str
    problem: str


@blueprint.get("/arsip")
@needs()
def archive() -> str:
    """The days in the journal, the files, and every move that there was."""
    archives = house().archives
    kept, moves = archives.days(), archives.moves()
    page = ArchivePage(
        months=tuple(_months(kept)),
        count=len(kept),
        first=date_said(kept[0].size.day) if kept else "",
        last=date_said(kept[-1].size.day) if kept else "",
        size=_megabytes(sum(one.size.bytes for one in kept)),
        before=_a_year_ago().isoformat(),
        folder=str(archives.folder),
        files=tuple(_file(one) for one in archives.files()),
        most=FILE_BYTES_MAX // MEGABYTE,
        moves=tuple(_moved(one) for one in moves),
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
        return render_template("admin/move.html", page=_moved(house().archives.get(move)))
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
        file = house().archives.receive(sent.stream, sent.filename[-80:], pace())
    except NotArchived as wrong:
        return _back(wrong)
    return redirect(url_for("admin.one_file", name=file.name), 303)


@blueprint.get("/arsip/berkas/<name>")
@needs()
def one_file(name: str) -> str | AnyResponse:
    """What a file holds, before it is brought back."""
    archives = house().archives
    try:
        file = archives.file(name)
    except NotArchived as wrong:
        return _back(wrong)
    try:
        inside = archives.contents(name, pace())
    except NotArchived as wrong:
        page = FilePage(file=_file(file), first="", last="", problem=said(wrong.said))
    else:
        first, last = _time(inside.first), _time(inside.last)
        page = FilePage(file=_file(inside.file), first=first, last=last, problem="")
    return render_template("admin/archive_file.html", page=page)


@blueprint.get("/arsip/berkas/<name>/unduh")
@needs()
def download_day(name: str) -> AnyResponse:
    """The file, to be kept elsewhere."""
    try:
        path = house().archives.path(name)
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


def _months(kept: list[KeptDay]) -> list[Month]:
    latest_first = sorted(kept, key=lambda one: one.size.day, reverse=True)
    return [
        _month(list(days)) for _, days in groupby(latest_first, lambda one: _month_of(one.size.day))
    ]


def _month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


def _month(kept: list[KeptDay]) -> Month:
    return Month(
        title=str(format_date(kept[0].size.day, "MMMM yyyy")),
        size=_megabytes(sum(one.size.bytes for one in kept)),
        days=tuple(
            Day(
                value=one.size.day.isoformat(),
                label=date_said(one.size.day),
                visits=one.size.visits,
                entries=one.size.entries,
                size=_megabytes(one.size.bytes),
                stays=_said(one.stays),
            )
            for one in kept
        ),
    )


def _file(file: DayFile) -> File:
    return File(
        name=file.name,
        day=date_said(date.fromisoformat(file.head.day)) if file.head else "",
        visits=file.head.visits if file.head else 0,
        entries=file.head.entries if file.head else 0,
        size=_megabytes(file.bytes),
        is_in_journal=file.is_in_journal,
        wrong=_said(file.wrong),
    )


def _moved(move: Move) -> Moved:
    stayed = [Text(in_id, in_en) for _, in_id, in_en in move.stayed]
    return Moved(
        id=move.id,
        by=move.by,
        at=_time(move.made),
        is_out=move.way == Way.OUT,
        status=move.status.value,
        total=move.total,
        done=move.done,
        moved=len(move.moved),
        stayed=tuple(said(why) for why in stayed),
        problem=said(Text(*move.problem)) if move.problem else "",
    )


def _said(words: Text | None) -> str:
    return said(words) if words else ""


def _time(at: datetime) -> str:
    local = at.astimezone(house().clinic.rulebook.zone)
    return f"{date_said(local.date())} {local:%H.%M}"


def _megabytes(size: int) -> str:
    return str(format_decimal(max(size / MEGABYTE, 0.1), "#,##0.0"))
