"""The service day: opened, closed with what that means for everybody who is inside, and opened again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import render_template
from flask_babel import gettext as _

from flow.engine import boards
from flow.engine import commands as c
from flow.engine.events import DayClosed, VisitEnded
from flow.engine.floor import Day, Floor
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from web.admin.frame import blueprint, date_said, filled, pressed
from web.asking import asked_in_form
from web.auth import needs
from web.house import house
from web.words import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """Somebody who is inside, where, and how they would leave ("": they would be carried into the next day)."""

    ticket: str
    stations: str
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """`day` is the one on the floor, `today` the one that would be opened; `missed` counts the bookings of who has not come."""

    day: str
    today: str
    status: str
    opened_at: str
    seen: int
    leaving: tuple[Inside, ...]
    carried: tuple[Inside, ...]
    missed: int


@blueprint.get("/hari")
@needs()
def day() -> str:
    """How the day stands, and what closing it now would mean."""
    return render_template("admin/day.html", page=house().clinic.look(_day))


@blueprint.post("/hari/buka")
@pressed("admin.day")
def open_day() -> str:
    today = house().now().astimezone(house().clinic.rulebook.zone).date()
    house().clinic.handle(c.OpenDay(**asked_in_form(), day=today))
    return str(_("Hari layanan dibuka."))


@blueprint.post("/hari/tutup")
@pressed("admin.day")
def close_day() -> str:
    entry = house().clinic.handle(c.CloseDay(**asked_in_form()))
    left = sum(isinstance(event, VisitEnded) for event in entry.events)
    carried = sum(len(event.carried) for event in entry.events if isinstance(event, DayClosed))
    return filled(
        _("Hari layanan ditutup. Keluar: {left}. Dibawa ke hari berikutnya: {carried}."),
        left=left,
        carried=carried,
    )


def _day(floor: Floor, rulebook: Rulebook) -> DayPage:
    now = house().now()
    closing = boards.closing(floor, rulebook, now) if floor.status is Day.OPEN else {}
    local = floor.opened_at.astimezone(rulebook.zone) if floor.opened_at else None
    return DayPage(
        day=date_said(floor.day) if floor.day else "",
        today=date_said(now.astimezone(rulebook.zone).date()),
        status=floor.status.value,
        opened_at=f"{local:%H.%M}" if local else "",
        seen=len(floor.visits),
        leaving=_rows(closing, "leaving"),
        carried=_rows(closing, "carried"),
        missed=cast("int", closing.get("missed", 0)),
    )


def _rows(closing: Mapping[str, object], name: str) -> tuple[Inside, ...]:
    rows = cast("list[dict[str, object]]", closing.get(name, []))
    return tuple(
        Inside(
            ticket=str(row["ticket"]),
            stations=", ".join(_said(one) for one in cast("list[dict[str, str]]", row["stations"])),
            outcome=_said(cast("dict[str, str]", row["outcome"])) if "outcome" in row else "",
        )
        for row in rows
    )


def _said(both: dict[str, str]) -> str:
    return said(Text(both["id"], both["en"]))
