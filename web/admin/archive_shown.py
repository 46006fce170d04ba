"""What the archive's pages show: the days by month, the files, and the moves that there were."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask_babel import format_date, format_decimal

from flow.engine.text import Text
from flow.journal.archive import MEGABYTE
from flow.journal.archive_files import DayFile
from flow.journal.archiving import KeptDay, Move, Way
from web.admin.frame import date_said
from web.house import house
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


def months_shown(kept: list[KeptDay]) -> list[Month]:
    latest_first = sorted(kept, key=lambda one: one.size.day, reverse=True)
    return [
        _month(list(days)) for _, days in groupby(latest_first, lambda one: _month_of(one.size.day))
    ]


def _month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


def _month(kept: list[KeptDay]) -> Month:
    return Month(
        title=str(format_date(kept[0].size.day, "MMMM yyyy")),
        size=megabytes(sum(one.size.bytes for one in kept)),
        days=tuple(
            Day(
                value=one.size.day.isoformat(),
                label=date_said(one.size.day),
                visits=one.size.visits,
                entries=one.size.entries,
                size=megabytes(one.size.bytes),
                stays=_said(one.stays),
            )
            for one in kept
        ),
    )


def file_shown(file: DayFile) -> File:
    return File(
        name=file.name,
        day=date_said(date.fromisoformat(file.head.day)) if file.head else "",
        visits=file.head.visits if file.head else 0,
        entries=file.head.entries if file.head else 0,
        size=megabytes(file.bytes),
        is_in_journal=file.is_in_journal,
        wrong=_said(file.wrong),
    )


def move_shown(move: Move) -> Moved:
    stayed = [Text(in_id, in_en) for _, in_id, in_en in move.stayed]
    return Moved(
        id=move.id,
        by=move.by,
        at=time_shown(move.made),
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


def time_shown(at: datetime) -> str:
    local = at.astimezone(house().clinic.rulebook.zone)
    return f"{date_said(local.date())} {local:%H.%M}"


def megabytes(size: int) -> str:
    return str(format_decimal(max(size / MEGABYTE, 0.1), "#,##0.0"))
