"""The rulebook as a page: read the tables and the picture, try a patient, see what an edit would change, publish it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask_babel import gettext as _

from flow.engine import ordering, reasons
from flow.engine.conditions import OneOf, Test, When
from flow.engine.facts import ARRIVED
from flow.engine.routing import Rulebook
from flow.engine.tables import OrderRule, Rule, Table
from flow.engine.text import Text, said_number
from flow.rulebook.orders import manner
from flow.rulebook.picture import graph
from flow.staff import Role
from web.auth import may, needs
from web.house import house
from web.words import Question, questions, said

blueprint = Blueprint("rulebook", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule as people read it: for whom, what follows, why."""

    name: str
    line: str
    who: tuple[str, ...]
    then: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """A table to read. `note` says how it is asked; `heads` stand above its columns: who, then, because.

    `stage` is its name in the file, where there are several of its kind.
    """

    code: str
    title: str
    note: str
    rows: tuple[Row, ...]
    heads: tuple[str, str, str]
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A node of the picture."""

    code: str
    name: str
    cluster: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    source: str
    target: str
    maybe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookPage:
    """`may_publish`: whoever reads may put an edited rulebook into force. `asks_arrival`: the rules ask when somebody comes."""

    facility: str
    zone: str
    digest: str
    folder: str
    tables: tuple[ReadTable, ...]
    nodes: tuple[Drawn, ...]
    edges: tuple[Line, ...]
    questions: tuple[Question, ...]
    labels: dict[str, str]
    clusters: dict[str, str]
    asks_arrival: bool
    may_publish: bool


@blueprint.get("/aturan")
@needs(Role.REGISTRATION, Role.STATION)
def rulebook() -> str:
    """The rulebook in force."""
    return render_template("rulebook.html", page=_page(house().clinic.rulebook))


def _page(book: Rulebook) -> RulebookPage:
    drawn = graph(book)
    return RulebookPage(
        facility=said(book.name),
        zone=book.zone.key,
        digest=book.digest,
        folder=str(house().draft.folder),
        tables=tuple(_tables(book)),
        nodes=tuple(
            Drawn(code=node.code, name=said(node.name), cluster=node.cluster)
            for node in drawn.nodes
        ),
        edges=tuple(
            Line(source=edge.source, target=edge.target, maybe=edge.maybe) for edge in drawn.edges
        ),
        questions=questions(book.vocabulary),
        labels={code: said(text) for code, text in {**book.labels, **book.classes}.items()},
        clusters={code: station.cluster for code, station in book.stations.items()},
        asks_arrival=ARRIVED in book.vocabulary.facts,
        may_publish=may(),
    )


def _tables(book: Rulebook) -> Iterator[ReadTable]:
    tables, first = book.tables, _("Aturan pertama yang cocok berlaku.")
    for part, stages, title in (
        ("entry", tables.entry, _("Jalan masuk")),
        ("exits", tables.exits, _("Jalan pulang")),
    ):
        for stage in stages:
            rows = tuple(_row(book, rule, _stops(book, rule)) for rule in stage.rules)
            yield _table(f"{part}-{stage.name}", title, stage, rows, stage.name)
    for table, title in ((tables.priority, _("Prioritas")), (tables.tickets, _("Huruf nomor"))):
        rows = tuple(_row(book, rule, said(book.label(rule.value))) for rule in table.rules)
        yield _table(table.name, title, table, rows)
    for name, rules, title in (
        ("bands", tables.bands, _("Kelompok")),
        ("flags", tables.flags, _("Tanda")),
    ):
        rows = tuple(_row(book, rule, said(book.label(rule.value))) for rule in rules)
        note = _("Semua yang cocok berlaku.")
        yield ReadTable(code=name, title=title, note=note, rows=rows, heads=_of_a_rule())
    yield _calling(book)
    rows = tuple(_order(book, row) for row in tables.orders)
    title = _("Permintaan dari ruang")
    yield ReadTable(code="orders", title=title, note=first, rows=rows, heads=_of_a_rule())


def _table(
    code: str, title: str, table: Table, rows: tuple[Row, ...], stage: str = ""
) -> ReadTable:
    note = (
        _("Tidak pernah ada dua yang cocok.")
        if table.unique
        else _("Aturan pertama yang cocok berlaku.")
    )
    return ReadTable(code=code, title=title, note=note, rows=rows, heads=_of_a_rule(), stage=stage)


def _of_a_rule() -> tuple[str, str, str]:
    return _("Bila"), _("Maka"), _("Karena")


def _row(book: Rulebook, rule: Rule, then: str) -> Row:
    return Row(
        name=rule.name,
        line=rule.line,
        who=_who(book, rule.when),
        then=then,
        because=said(rule.because),
    )


def _who(book: Rulebook, when: When) -> tuple[str, ...]:
    words = book.vocabulary
    return tuple(
        f"{said(words.label(name))}: {said(_tested(book, name, test))}" for name, test in when
    )


def _tested(book: Rulebook, name: str, test: Test) -> Text:
    if test == OneOf(frozenset({True})):
        return Text("ya", "yes")
    if test == OneOf(frozenset({False})):
        return Text("tidak", "no")
    return book.vocabulary.said_test(name, test)


def _stops(book: Rulebook, rule: Rule) -> str:
    found = [" + ".join(said(book.station_name(code)) for code in rule.stops)] if rule.stops else []
    if rule.if_ordered:
        found.append(_("bila diminta"))
    if rule.cluster:
        found.append(_("klaster {code}").format(code=rule.cluster))
    if rule.final:
        found.append(_("langsung, tanpa tahap berikutnya"))
    return ", ".join(found) or "–"


def _calling(book: Rulebook) -> ReadTable:
    """How each station calls, and what that promises to somebody who has nothing but waiting to speak for them."""
    found: dict[tuple[str, Text], list[str]] = {}
    for code, station in book.stations.items():
        how = (station.discipline, reasons.guarantee(book, code))
        found.setdefault(how, []).append(said(station.name))
    rows = tuple(
        Row(
            name=discipline,
            line="stations.yaml",
            who=(", ".join(stations),),
            then=_called_by(book, discipline),
            because=said(promise),
        )
        for (discipline, promise), stations in found.items()
    )
    note = _("Bagaimana setiap pos memanggil, dan apa jaminannya.")
    heads = (_("Pos"), _("Cara memanggil"), _("Jaminan"))
    return ReadTable(code="calling", title=_("Urutan memanggil"), note=note, rows=rows, heads=heads)


def _called_by(book: Rulebook, discipline: str) -> str:
    if discipline == ordering.ACCUMULATING:
        rates = (
            f"{said(book.label(code))} × {said(said_number(rate))}"
            for code, rate in book.rates.items()
        )
        return str(_("waktu tunggu dihitung menurut kelas: {rates}")).format(rates=", ".join(rates))
    if discipline == ordering.RATIO and book.ratio:
        turns = f"{book.ratio.calls}:{book.ratio.others}"
        return str(_("bergiliran {turns}")).format(turns=turns)
    return str(_("menurut kelas") if discipline == ordering.STRICT else _("menurut kedatangan"))


def _order(book: Rulebook, row: OrderRule) -> Row:
    rooms = ", ".join(said(s.name) for code, s in book.stations.items() if code in row.at)
    found = [
        f"{said(row.label)} → {' + '.join(said(book.station_name(c)) for c in row.rule.stops)}"
    ]
    found += map(said, manner(row))
    read = _row(book, row.rule, ", ".join(found))
    return Row(
        name=read.name,
        line=read.line,
        who=(_("Di: {rooms}").format(rooms=rooms), *read.who),
        then=read.then,
        because=read.because,
    )
