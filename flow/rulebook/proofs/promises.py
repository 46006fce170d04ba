"""The owner's promises, over all possible patients."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from flow.engine.diagrams import Node
from flow.engine.text import Text
from flow.rulebook.findings import Finding
from flow.rulebook.promises import Promise, Seen
from flow.rulebook.proofs.ground import Ground


def findings(ground: Ground, promises: Iterable[Promise]) -> Iterator[Finding]:
    """Promises that some patient breaks, and promises about nobody."""
    for promise in promises:
        meant = ground.cells.possible(ground.cells.space.guard(promise.when))
        if meant is ground.diagrams.none:
            if (
                "/" not in promise.place.file
            ):  # a Dinas may promise for patients whom not every house has
                yield _about_nobody(promise)
            continue
        described = ground.diagrams.all
        for key in promise.then:
            described = ground.diagrams.both(described, _described(ground, promise, key))
        kept = described if promise.always else ground.diagrams.opposite(described)
        broken = ground.diagrams.without(meant, kept)
        if broken is not ground.diagrams.none:
            yield _broken(ground, promise, broken)


def _described(ground: Ground, promise: Promise, key: str) -> Node:
    """For whom this key of `then` is true. Each key looks at one part of the answer."""
    name = ("promise", key, promise.then[key])
    decisions, nothing = ground.decisions, Seen()

    def see(node: Node, seen: Callable[[Any], Seen]) -> Node:
        return ground.diagrams.where(node, lambda leaf: promise.sees(key, seen(leaf)), name)

    match key:
        case "priority":
            rules = decisions.priority.table.rules
            return see(
                decisions.priority.diagram, lambda n: replace(nothing, priority=rules[n].value)
            )
        case "ticket":
            letters = decisions.tickets.table.rules
            return see(
                decisions.tickets.diagram, lambda n: replace(nothing, ticket=letters[n].value)
            )
        case "bands":
            return see(decisions.bands, lambda tags: replace(nothing, bands=tags))
        case "flags":
            return see(decisions.flags, lambda tags: replace(nothing, flags=tags))
        case _:
            return see(
                ground.way, lambda way: replace(nothing, cluster=way.cluster, stops=way.stops)
            )


def _broken(ground: Ground, promise: Promise, broken: Node) -> Finding:
    who = ground.cells.said(broken, 2)
    them = Text("; ".join(w.id for w in who), "; ".join(w.en for w in who))
    return Finding(
        promise.place,
        Text(
            f'janji "{promise.name.id}" tidak ditepati untuk: {them.id}',
            f'the promise "{promise.name.en}" is broken for: {them.en}',
        ),
        Text("janji berlaku bagi semua pasien", "a promise holds for every patient"),
        Text("perbaiki aturannya, atau janjinya", "correct the rules, or the promise"),
        "broken-promise",
        ground.cells.witness(broken),
    )


def _about_nobody(promise: Promise) -> Finding:
    return Finding(
        promise.place,
        Text(
            f'janji "{promise.name.id}" tidak menyangkut siapa pun',
            f'the promise "{promise.name.en}" is about nobody',
        ),
        Text("`when` menyebut pasien yang mungkin ada", "`when` names possible patients"),
        Text("perbaiki `when`-nya", "correct its `when`"),
        "impossible-rule",
    )
