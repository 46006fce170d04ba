"""Where a patient goes, and why: the answer of all tables with the rule, its place and the facts that mattered; and what would
have changed it. For programs and for people.

A fact mattered to a table when changing it alone, as far as the vocabulary allows, makes another rule win.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flow.engine.conditions import meets
from flow.engine.decisions import Asked
from flow.engine.diagrams import Cell, Node, walk
from flow.engine.facts import Facts
from flow.engine.routing import Rulebook
from flow.engine.tables import OrderRule, Rule
from flow.engine.text import Text
from flow.rulebook.alternatives import Alternative, alternatives
from flow.rulebook.neighbours import Around, around

Explanation = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One answer of one table: the rule that gave it, and the names of the facts that mattered."""

    table: str
    rule: Rule
    facts: tuple[str, ...]

    @property
    def said(self) -> Text:
        return self.rule.because


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Every answer about one patient. `stages` were asked in this order; `cluster` is the one that named it; `automatic`
    is what each room orders by itself."""

    priority: Because
    ticket: Because
    cluster: Because | None
    stages: tuple[Because, ...]
    bands: tuple[Because, ...]
    flags: tuple[Because, ...]
    automatic: Mapping[str, tuple[OrderRule, ...]]
    alternatives: tuple[Alternative, ...]


def reasons(rulebook: Rulebook, facts: Facts, on: date) -> Reasons:
    """Why these (already checked) facts lead where they lead on the service day `on`."""
    decisions = rulebook.decisions
    cell = decisions.cell(facts, on)
    near = around(rulebook, facts, on)
    stages = tuple(_stages(rulebook, cell, near))
    complete = rulebook.vocabulary.complete(facts)
    held = {
        name: tuple(
            Because(table=name, rule=rule, facts=_mattering(diagram, cell, near, rule.value))
            for rule in rules
            if meets(rule.when, complete, on)
        )
        for name, rules, diagram in (
            ("bands", rulebook.tables.bands, decisions.bands),
            ("flags", rulebook.tables.flags, decisions.flags),
        )
    }
    return Reasons(
        priority=_because("priority", decisions.priority, cell, near),
        ticket=_because("tickets", decisions.tickets, cell, near),
        cluster=next((one for one in reversed(stages) if one.rule.cluster), None),
        stages=stages,
        bands=held["bands"],
        flags=held["flags"],
        automatic=_automatic(rulebook, facts, on),
        alternatives=alternatives(rulebook, facts, cell, near, on),
    )


def _automatic(rulebook: Rulebook, facts: Facts, on: date) -> Mapping[str, tuple[OrderRule, ...]]:
    """What follows by itself in each room when it finishes this patient."""
    found = {
        room: rulebook.decisions.offered(room, facts, on).values() for room in rulebook.stations
    }
    return {room: tuple(row for row in rows if row.automatic) for room, rows in found.items()}


def _stages(rulebook: Rulebook, cell: Cell, near: Sequence[Around]) -> Iterator[Because]:
    for part in ("entry", "exits"):
        for asked in getattr(rulebook.decisions, part):
            because = _because(f"{part}.{asked.table.name}", asked, cell, near)
            yield because
            if because.rule.final:
                return


def _because(name: str, asked: Asked, cell: Cell, near: Sequence[Around]) -> Because:
    rule = asked.table.rules[asked.winner(cell)]
    return Because(table=name, rule=rule, facts=_mattering(asked.diagram, cell, near))


def _mattering(
    diagram: Node, cell: Cell, near: Sequence[Around], member: str | None = None
) -> tuple[str, ...]:
    """The facts whose change alone changes the leaf; with `member`, whether that value is in it."""

    def seen(leaf: Any) -> object:
        return leaf if member is None else member in leaf

    here = seen(walk(diagram, cell))
    return tuple(
        about.fact
        for about in near
        if any(seen(walk(diagram, one.cell)) != here for one in about.neighbours)
    )


# For programs


def explain(
    rulebook: Rulebook, facts: Mapping[str, object], on: date, language: str = "id"
) -> Explanation:
    """The route of these facts on the service day, as JSON primitives.

    Raises `flow.engine.refusals.BadFact` when the vocabulary does not allow a fact.
    """
    known = rulebook.vocabulary.check(facts, on)
    way = rulebook.route(known, on)
    why = reasons(rulebook, known, on)
    return {
        "cluster": way.cluster,
        "priority": way.priority,
        "priority_because": way.priority_because.in_language(language),
        "bands": list(way.bands),
        "flags": list(way.flags),
        "ticket": way.letter,
        "stops": _stops(rulebook, why, language),
        "why": {
            "cluster": _told(why.cluster, language) if why.cluster else None,
            "priority": _told(why.priority, language),
            "ticket": _told(why.ticket, language),
            "bands": [_told(one, language) for one in why.bands],
            "flags": [_told(one, language) for one in why.flags],
        },
        "alternatives": [
            {
                "fact": one.fact,
                "if": one.if_so.in_language(language),
                "then": one.then.in_language(language),
            }
            for one in why.alternatives
        ],
    }


def _stops(rulebook: Rulebook, why: Reasons, language: str) -> list[dict[str, object]]:
    return [
        {
            "station": station,
            "name": rulebook.station(station).name.in_language(language),
            "step": number,
            "rule": stage.rule.name,
            "table": stage.table,
            "line": stage.rule.line,
            "because": stage.said.in_language(language),
            "if_ordered": stage.rule.if_ordered,
            "facts": list(stage.facts),
            "automatic": [
                _followed(rulebook, row, language) for row in why.automatic.get(station, ())
            ],
        }
        for number, stage in enumerate(_steps(why), start=1)
        for station in stage.rule.stops
    ]


def _followed(rulebook: Rulebook, row: OrderRule, language: str) -> dict[str, object]:
    return {
        "order": row.order,
        "stops": list(row.rule.stops),
        "names": [rulebook.station(stop).name.in_language(language) for stop in row.rule.stops],
        "review": row.review,
        "rule": row.rule.name,
        "line": row.rule.line,
        "because": row.rule.because.in_language(language),
    }


def _steps(why: Reasons) -> list[Because]:
    """The stages that added stops."""
    return [stage for stage in why.stages if stage.rule.stops]


def _told(because: Because, language: str) -> dict[str, object]:
    return {
        "value": because.rule.cluster or because.rule.value,
        "table": because.table,
        "rule": because.rule.name,
        "line": because.rule.line,
        "because": because.said.in_language(language),
        "facts": list(because.facts),
    }


# For people


CLUSTER = Text("Klaster", "Cluster")
PRIORITY = Text("Prioritas", "Priority")
BANDS = Text("Kelompok", "Bands")
FLAGS = Text("Tanda", "Flags")
TICKET = Text("Nomor", "Ticket")
ROUTE = Text("Rute", "Route")
HAD_IT_BEEN = Text("Andai", "Had it been")
NONE = Text("tidak ada", "none")
IF_ORDERED = Text(" (bila diminta)", " (if ordered)")
BY_ITSELF = Text("lalu dengan sendirinya", "then by itself")
BACK = Text(", kembali dengan hasil", ", back with the results")
LOOKED_AT = Text("melihat", "looked at")


def in_words(rulebook: Rulebook, facts: Facts, on: date, language: str) -> str:
    """The route of these (already checked) facts as a few lines."""
    way, why = rulebook.route(facts, on), reasons(rulebook, facts, on)
    said = _Said(rulebook, language)
    rows = [
        (CLUSTER, f"{way.cluster} {said.cluster(way.cluster)}{said.source(why.cluster)}"),
        (PRIORITY, said.reason(way.priority, why.priority)),
        (BANDS, said.labels(way.bands)),
        (FLAGS, said.labels(way.flags)),
        (TICKET, f"{way.letter}-...{said.source(why.ticket)}"),
    ]
    lines = [f"{title.in_language(language):<10} {words}" for title, words in rows]
    lines += [ROUTE.in_language(language), *said.steps(why)]
    if why.alternatives:
        lines += [HAD_IT_BEEN.in_language(language), *said.alternatives(why)]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Said:
    """The parts of an explanation in one language."""

    rulebook: Rulebook
    language: str

    def cluster(self, code: str) -> str:
        clusters = self.rulebook.clusters
        return clusters[code].name.in_language(self.language) if code in clusters else "-"

    def reason(self, code: str, because: Because) -> str:
        why = because.said.in_language(self.language)
        return f"{self.labels((code,))}: {why}{self.source(because)}"

    def labels(self, codes: tuple[str, ...]) -> str:
        labels = (self.rulebook.label(code).in_language(self.language) for code in codes)
        return ", ".join(labels) or NONE.in_language(self.language)

    def steps(self, why: Reasons) -> list[str]:
        lines = []
        for number, stage in enumerate(_steps(why), start=1):
            maybe = IF_ORDERED.in_language(self.language) if stage.rule.if_ordered else ""
            because = f"{stage.said.in_language(self.language)}{self.source(stage)}"
            for station in stage.rule.stops:
                lines.append(f"  {number}. {self.station(station)}{maybe}: {because}")
                lines += map(self.followed, why.automatic.get(station, ()))
        return lines

    def station(self, code: str) -> str:
        return self.rulebook.station(code).name.in_language(self.language)

    def followed(self, row: OrderRule) -> str:
        names = " + ".join(map(self.station, row.rule.stops))
        back = BACK.in_language(self.language) if row.review else ""
        because = row.rule.because.in_language(self.language)
        by_itself = BY_ITSELF.in_language(self.language)
        return f"     {by_itself} {names}{back}: {because} [{row.rule.line} {row.rule.name}]"

    def alternatives(self, why: Reasons) -> list[str]:
        return [
            f"  {one.if_so.in_language(self.language)} → {one.then.in_language(self.language)}"
            for one in why.alternatives
        ]

    def source(self, because: Because | None) -> str:
        """Where that stands, and what was looked at: " [entry.yaml:34 hamil; melihat Hamil, Umur]"."""
        if because is None:
            return ""
        label = self.rulebook.vocabulary.label
        labels = ", ".join(label(name).in_language(self.language) for name in because.facts)
        seen = f"; {LOOKED_AT.in_language(self.language)} {labels}" if labels else ""
        return f" [{because.rule.line} {because.rule.name}{seen}]"
