"""The audit trail: every entry of a day, found by number, person and kind of command; and as CSV to keep."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import Response, render_template, request
from flask_babel import gettext as _

from flow.insight.trail import Row, Sought, Trail
from flow.journal.archiving import Move, Way
from flow.spreadsheets import MARK
from web.admin.frame import blueprint, date_said, filled
from web.auth import needs
from web.errors import Wrong
from web.house import house
from web.sentences import STATUS
from web.words import Choice, language, said

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRow:
    position: int
    time: str
    by: str
    command: str
    tickets: tuple[str, ...]
    said: tuple[str, ...]
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailPage:
    """`first` counts from 1; `newer`, `older` and `file` are addresses, "" where there is nothing. `moves`: who archived
    the day or brought it back, and when.
    """

    day: str
    days: tuple[Choice, ...]
    sought: Sought
    people: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    rows: tuple[TrailRow, ...]
    first: int
    count: int
    newer: str
    older: str
    file: str
    moves: tuple[str, ...]


@blueprint.get("/jejak")
@needs()
def trail() -> str:
    """One page of what was done on one day, the latest first."""
    known, sought = Trail(house().clinic, _day()), _sought()
    found = known.matching(sought)
    number = min(_number(), max(0, (len(found) - 1) // PAGE_ROWS))
    start = number * PAGE_ROWS
    shown = found[start : start + PAGE_ROWS]
    page = TrailPage(
        day=known.day.isoformat(),
        days=_days(known.day),
        sought=sought,
        people=tuple(Choice(value=by, label=said(name)) for by, name in known.people()),
        kinds=tuple(Choice(value=kind, label=said(name)) for kind, name in known.kinds()),
        rows=tuple(_row(known, row) for row in known.rows(shown)),
        first=start + 1,
        count=len(found),
        newer=_address("/admin/jejak", known, sought, number - 1) if number else "",
        older=_address("/admin/jejak", known, sought, number + 1)
        if start + PAGE_ROWS < len(found)
        else "",
        file=_address("/admin/jejak.csv", known, sought),
        moves=tuple(_moved(move) for move in house().archives.moves_of(known.day)),
    )
    return render_template("admin/trail.html", page=page)


@blueprint.get("/jejak.csv")
@needs()
def trail_file() -> Response:
    """All of what was found, as a table."""
    known = Trail(house().clinic, _day())
    text = known.as_csv(known.matching(_sought()), language())
    name = f'attachment; filename="jejak-{known.day.isoformat()}.csv"'
    return Response(MARK + text, mimetype="text/csv", headers={"Content-Disposition": name})


def _day() -> date:
    """The day that is asked for, else the one on the floor, else today; raises `Wrong`."""
    wanted = request.args.get("day")
    try:
        if wanted:
            return date.fromisoformat(wanted)
    except ValueError:
        raise Wrong(422, "BadDay", STATUS[422][1], "day") from None
    on_floor = house().clinic.look(lambda floor, _: floor.day)
    return on_floor or house().now().astimezone(house().clinic.rulebook.zone).date()


def _days(shown: date) -> tuple[Choice, ...]:
    archived = {date.fromisoformat(day) for move in house().archives.moves() for day in move.moved}
    known = sorted({shown, *house().clinic.days(), *archived}, reverse=True)
    return tuple(Choice(value=one.isoformat(), label=date_said(one)) for one in known)


def _moved(move: Move) -> str:
    words = _("Hari ini diarsipkan oleh {by} pada {at}: entrinya ada di berkas arsip.")
    if move.way == Way.BACK:
        words = _("Hari ini dibawa kembali dari arsip oleh {by} pada {at}.")
    local = move.made.astimezone(house().clinic.rulebook.zone)
    return filled(words, by=move.by, at=f"{date_said(local.date())} {local:%H.%M}")


def _sought() -> Sought:
    typed = {name: request.args.get(name, "")[:80] for name in ("ticket", "by", "kind")}
    return Sought(**typed)


def _number() -> int:
    written = request.args.get("page", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 0


def _address(path: str, known: Trail, sought: Sought, number: int = 0) -> str:
    asked = {"day": known.day.isoformat(), "ticket": sought.ticket, "by": sought.by}
    asked |= {"kind": sought.kind, "page": str(number) if number else ""}
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"


def _row(known: Trail, row: Row) -> TrailRow:
    return TrailRow(
        position=row.position,
        time=f"{row.at.astimezone(known.rulebook.zone):%H.%M.%S}",
        by=said(row.by),
        command=said(row.command),
        tickets=row.tickets,
        said=tuple(said(one) for one in row.said),
        undone=row.undone,
    )
