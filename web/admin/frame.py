"""What the pages of the admin have in common: the tabs around them, and the way of a form: act, say it, show the page again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, ParamSpec
from uuid import uuid4

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flow.devices import DeviceError
from flow.engine.refusals import Refused
from flow.journal.errors import NotArchived
from flow.media import MediaError
from flow.patients.importing import ListError
from flow.staff import StaffError
from web.auth import needs
from web.words import said

P = ParamSpec("P")

REFUSALS = (StaffError, DeviceError, MediaError, ListError, NotArchived, Refused)

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    url: str
    title: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminFrame:
    """What stands around every page of the admin. `key` makes a form that is sent twice one command."""

    tabs: tuple[Tab, ...]
    key: Callable[[], str]


@blueprint.context_processor
def frame() -> dict[str, AdminFrame]:
    tabs = tuple(
        Tab(url=url, title=title, here=request.path.startswith(url)) for url, title in _tabs()
    )
    return {"admin": AdminFrame(tabs=tabs, key=lambda: uuid4().hex)}


def _tabs() -> tuple[tuple[str, str], ...]:
    return (
        ("/admin/hari", _("Hari")),
        ("/admin/pos", _("Pos dan meja")),
        ("/admin/orang", _("Orang")),
        ("/admin/program", _("Program")),
        ("/admin/perangkat", _("Perangkat")),
        ("/admin/media", _("Media")),
        ("/admin/impor", _("Impor")),
        ("/admin/jejak", _("Jejak")),
        ("/admin/arsip", _("Arsip")),
    )


@blueprint.get("")
@needs()
def start() -> Response:
    """The first tab."""
    return redirect(_tabs()[0][0])


def pressed(page: str, *keeps: str) -> Callable[[Callable[P, str]], Callable[P, Response]]:
    """A form's view: it acts and says what it did; then, or when it was refused, the page comes again with these words,
    and with the `at` of the form's address, which says where on the page one was. A refusal keeps the fields named `keeps`.
    """

    def guard(view: Callable[P, str]) -> Callable[P, Response]:
        @wraps(view)
        @needs()
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            kept: dict[str, Any] = {}
            try:
                flash(view(*args, **kwargs), "done")
            except REFUSALS as refused:
                flash(said(refused.said), "alarm")
                kept = {name: request.form.get(name, "") for name in keeps}
            return redirect(url_for(page, at=request.args.get("at"), **kept), 303)

        return answer

    return guard


def date_said(day: date) -> str:
    """25 Nov 2026, in the language of the page."""
    return str(format_date(day, "d MMM yyyy"))


def filled(words: str, **values: object) -> str:
    """Translated words with their `{placeholders}` filled."""
    return str(words).format(**values)
