"""A list of patients on its way in: uploaded, looked at, its columns chosen, run, cancelled; and what was not taken."""

from dataclasses import dataclass
from functools import partial

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from flow.chores import Pace, Told
from flow.engine.text import Text
from flow.patients.importing import PREVIEW_ROWS, Imports, ListError, State, Status
from flow.patients.importing.columns import LABELS, NEEDED
from flow.patients.importing.errors import NO_FILE
from flow.patients.importing.taking import Fate
from flow.spreadsheets import MARK, as_csv
from web.admin.frame import blueprint, date_said, pressed
from web.auth import actor, needs
from web.chores import pace, run
from web.house import house
from web.words import language, said

REFUSED_SHOWN = 50
ROW = Text("baris", "row")
WHY = Text("sebab", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownList:
    id: str
    name: str
    by: str
    uploaded: str
    status: str
    added: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsPage:
    lists: tuple[KnownList, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a patient and the column that was chosen for it, -1 for none."""

    name: str
    label: str
    needed: bool
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A row of the list; `wrong` is "" where nothing is, `column` the one at fault."""

    number: int
    cells: tuple[str, ...]
    wrong: str
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """`rows` are the first ones before the run, those not taken after it. `missing` are needed fields without a column."""

    id: str
    name: str
    status: str
    headings: tuple[str, ...]
    fields: tuple[Field, ...]
    missing: tuple[str, ...]
    rows: tuple[ListRow, ...]
    shown_max: int
    total: int
    done: int
    added: int
    known: int
    refused: int
    problem: str


@blueprint.get("/impor")
@needs()
def lists() -> str:
    """The form for a list, and the lists that are kept."""
    page = ListsPage(lists=tuple(_known(state) for state in house().imports.all()))
    return render_template("admin/lists.html", page=page)


@blueprint.post("/impor")
@needs()
def upload_list() -> AnyResponse:
    """Keep a list, then look at it."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise ListError("file", NO_FILE)
        state = house().imports.upload(file.stream, file.filename, actor().name, pace())
    except ListError as wrong:
        flash(said(wrong.said), "alarm")
        return redirect(url_for("admin.lists"), 303)
    return redirect(url_for("admin.one_list", list_=state.id), 303)


@blueprint.get("/impor/<list_>")
@needs()
def one_list(list_: str) -> str | AnyResponse:
    """Before the run its first rows, meanwhile its progress, afterwards its result."""
    try:
        page = _page(house().imports.get(list_))
    except ListError as wrong:
        flash(said(wrong.said), "alarm")
        return redirect(url_for("admin.lists"), 303)
    return render_template("admin/list.html", page=page)


@blueprint.post("/impor/<list_>")
@needs()
def run_list(list_: str) -> AnyResponse:
    """Keep the chosen columns; with `run` it begins, else its first rows are shown anew."""
    imports = house().imports
    try:
        imports.choose(list_, _columns())
        if "run" in request.form:
            imports.begin(list_)
            run("import", partial(_taken, list_, imports))
    except ListError as wrong:
        flash(said(wrong.said), "alarm")
    return redirect(url_for("admin.one_list", list_=list_), 303)


@blueprint.post("/impor/<list_>/batal")
@needs()
def cancel_list(list_: str) -> AnyResponse:
    """Stop before the next row."""
    try:
        house().imports.cancel(list_)
    except ListError as wrong:
        flash(said(wrong.said), "alarm")
    return redirect(url_for("admin.one_list", list_=list_), 303)


@blueprint.post("/impor/<list_>/hapus")
@pressed("admin.lists")
def remove_list(list_: str) -> str:
    house().imports.remove(list_)
    return str(_("Daftar sudah dihapus dari server. Pasien yang tercatat tetap tercatat."))


@blueprint.get("/impor/<list_>/tolak.csv")
@needs()
def refused_rows(list_: str) -> AnyResponse:
    """The rows that were not taken, as they were, each with its number and why: to mend and upload again."""
    try:
        state = house().imports.get(list_)
        rows = list(house().imports.refused(list_))
    except ListError as wrong:
        flash(said(wrong.said), "alarm")
        return redirect(url_for("admin.lists"), 303)
    titles = (said(ROW), said(WHY), *state.headings)
    table = [(number, why.in_language(language()), *cells) for number, _f, why, cells in rows]
    headers = {"Content-Disposition": 'attachment; filename="tidak-tercatat.csv"'}
    return Response(MARK + as_csv([titles, *table]), mimetype="text/csv", headers=headers)


def _taken(list_: str, imports: Imports, tell: Told[State], pace: Pace) -> None:
    imports.run(list_, tell, pace.pause)


def _columns() -> dict[str, int]:
    typed = {field: request.form.get(field, "") for field in LABELS}
    return {field: int(text) for field, text in typed.items() if text.isascii() and text.isdigit()}


def _known(state: State) -> KnownList:
    return KnownList(
        id=state.id,
        name=state.name,
        by=state.by,
        uploaded=date_said(state.made.astimezone(house().clinic.rulebook.zone).date()),
        status=state.status.value,
        added=state.count(Fate.ADDED),
        refused=state.count(Fate.REFUSED),
    )


def _page(state: State) -> ListPage:
    imports = house().imports
    missing: tuple[str, ...] = ()
    if state.status is Status.READY:
        preview = imports.preview(state.id)
        missing = tuple(said(LABELS[field]) for field in preview.missing)
        rows = [
            _row(state, number, cells, wrong.field if wrong else "", wrong.why if wrong else None)
            for number, cells, wrong in preview.rows
        ]
    else:
        found = zip(imports.refused(state.id), range(REFUSED_SHOWN), strict=False)
        rows = [_row(state, n, tuple(cells), at, why) for (n, at, why, cells), _ in found]
    return ListPage(
        id=state.id,
        name=state.name,
        status=state.status.value,
        headings=state.headings,
        fields=tuple(
            Field(
                name=field,
                label=said(label),
                needed=field in NEEDED,
                column=state.columns.get(field, -1),
            )
            for field, label in LABELS.items()
        ),
        missing=missing,
        rows=tuple(rows),
        shown_max=PREVIEW_ROWS if state.status is Status.READY else REFUSED_SHOWN,
        total=state.total,
        done=state.done,
        added=state.count(Fate.ADDED),
        known=state.count(Fate.KNOWN),
        refused=state.count(Fate.REFUSED),
        problem=said(Text(*state.problem)) if state.problem else "",
    )


def _row(
    state: State, number: int, cells: tuple[str, ...], at_fault: str, why: Text | None
) -> ListRow:
    column = state.columns.get(at_fault, -1)
    return ListRow(number=number, cells=cells, wrong=said(why) if why else "", column=column)
