"""Where a patient goes, and why: the answer of all tables, for programs and for people."""

from collections.abc import Mapping
from datetime import date

from flow.engine.decisions import Route
from flow.engine.routing import Rulebook

Explanation = dict[str, object]


def explain(
    rulebook: Rulebook, facts: Mapping[str, object], on: date, language: str = "id"
) -> Explanation:
    """The route of these facts on the service day, as JSON primitives.

    Raises `flow.engine.refusals.BadFact` when the vocabulary does not allow a fact.
    """
    way = rulebook.route(rulebook.vocabulary.check(facts, on), on)
    return {
        "cluster": way.cluster,
        "priority": way.priority,
        "priority_because": way.priority_because.in_language(language),
        "bands": list(way.bands),
        "flags": list(way.flags),
        "ticket": way.letter,
        "stops": _stops(rulebook, way, language),
    }


def _stops(rulebook: Rulebook, way: Route, language: str) -> list[dict[str, object]]:
    return [
        {
            "station": stop.station,
            "name": rulebook.station(stop.station).name.in_language(language),
            "step": number,
            "rule": stop.rule,
            "table": stop.table,
            "because": stop.because.in_language(language),
            "if_ordered": stop.if_ordered,
        }
        for number, step in enumerate(way.steps, start=1)
        for stop in step
    ]


def in_words(rulebook: Rulebook, way: Route) -> str:
    """The route as a few Indonesian lines."""
    cluster = rulebook.clusters[way.cluster].name.id if way.cluster in rulebook.clusters else "-"
    rows = [
        ("Klaster", f"{way.cluster} {cluster}"),
        ("Prioritas", f"{rulebook.label(way.priority).id}: {way.priority_because.id}"),
        ("Kelompok", _labels(rulebook, way.bands)),
        ("Tanda", _labels(rulebook, way.flags)),
        ("Nomor", f"{way.letter}-..."),
    ]
    lines = [f"{title:<10} {said}" for title, said in rows]
    return "\n".join([*lines, "Rute", *_numbered(rulebook, way)])


def _labels(rulebook: Rulebook, codes: tuple[str, ...]) -> str:
    return ", ".join(rulebook.label(code).id for code in codes) or "tidak ada"


def _numbered(rulebook: Rulebook, way: Route) -> list[str]:
    return [
        f"  {number}. {rulebook.station(stop.station).name.id}"
        f"{' (bila diminta)' if stop.if_ordered else ''}: {stop.because.id}"
        f" [{stop.table}, aturan {stop.rule}]"
        for number, step in enumerate(way.steps, start=1)
        for stop in step
    ]
