"""Each table by itself: does it leave anybody out, and has each rule somebody?"""

from collections.abc import Iterator, Sequence

from flow.engine.decisions import NO_RULE, Asked
from flow.engine.diagrams import Node
from flow.engine.tables import Rule
from flow.engine.text import Text
from flow.rulebook.findings import Finding
from flow.rulebook.proofs.ground import Ground

ONE_RULE_EACH = Text("setiap pasien punya aturan", "each patient has a rule")
SOMEBODY = Text("setiap aturan berlaku bagi seseorang", "each rule is for somebody")


def findings(ground: Ground) -> Iterator[Finding]:
    """Gaps, and rules that are shadowed, never come to, impossible, or in conflict."""
    everybody = ground.cells.valid
    for asked in (ground.decisions.priority, ground.decisions.tickets):
        yield from _table(ground, asked, everybody)
    for stage in ground.stages:
        yield from _table(ground, stage.asked, stage.comers)
    tables = ground.rulebook.tables
    for rule in (*tables.bands, *tables.flags):
        if not ground.cells.exist(ground.guard(rule)):
            yield impossible(ground, rule)


def _table(ground: Ground, asked: Asked, comers: Node) -> Iterator[Finding]:
    table = asked.table
    left = ground.diagrams.both(ground.having(asked.diagram, NO_RULE), comers)
    if left is not ground.diagrams.none:
        yield _gap(ground, asked, left)
    for place, rule in enumerate(table.rules):
        guard = ground.guard(rule)
        if guard is ground.diagrams.none:
            yield impossible(ground, rule)
        elif table.unique:
            yield from _conflicts(ground, asked, place, ground.diagrams.both(guard, comers))
        else:
            won = ground.having(asked.diagram, place)
            if won is ground.diagrams.none:
                yield shadowed(ground, rule, guard, table.rules[:place])
            elif ground.diagrams.both(won, comers) is ground.diagrams.none:
                yield _never_come(ground, rule, won)


def _gap(ground: Ground, asked: Asked, left: Node) -> Finding:
    name = asked.table.name
    who = ground.cells.said(left, 1)
    them = Text("; ".join(w.id for w in who), "; ".join(w.en for w in who))
    return ground.shown(
        asked.table.line,
        Text(
            f'tabel "{name}" tidak punya aturan untuk: {them.id}',
            f'the table "{name}" has no rule for: {them.en}',
        ),
        ONE_RULE_EACH,
        Text(
            "tambahkan aturan untuk mereka, atau aturan terakhir tanpa `when`",
            "add a rule for them, or a last rule without `when`",
        ),
        "gap",
        left,
    )


def impossible(ground: Ground, rule: Rule) -> Finding:
    """A rule whose tests no possible patient passes."""
    return ground.shown(
        rule.line,
        Text(
            f'tidak ada pasien yang bisa memenuhi aturan "{rule.name}"',
            f'no patient can meet the rule "{rule.name}"',
        ),
        SOMEBODY,
        Text(
            "ubah `when`-nya, atau `only_if` dan batas di facts.yaml",
            "change its `when`, or `only_if` and the limits in facts.yaml",
        ),
        "impossible-rule",
    )


def shadowed(ground: Ground, rule: Rule, guard: Node, before: Sequence[Rule]) -> Finding:
    """A rule that never wins, since earlier ones take all of its patients."""
    takers = []
    left = guard
    for earlier in before:
        rest = ground.diagrams.without(left, ground.guard(earlier))
        if rest is not left:
            takers.append(f'"{earlier.name}" ({earlier.line})')
        left = rest
    said = ", ".join(takers)
    return ground.shown(
        rule.line,
        Text(
            f'aturan "{rule.name}" tidak pernah terpakai: semua pasiennya sudah diambil {said}',
            f'the rule "{rule.name}" is never used: all of its patients are taken by {said}',
        ),
        SOMEBODY,
        Text(
            "pindahkan ke atas, persempit aturan sebelumnya, atau hapus",
            "move it up, narrow the earlier rule, or remove it",
        ),
        "shadowed",
        guard,
    )


def _never_come(ground: Ground, rule: Rule, won: Node) -> Finding:
    return ground.shown(
        rule.line,
        Text(
            f'aturan "{rule.name}" tidak pernah tercapai: pasiennya sudah berhenti di tahap sebelumnya',
            f'the rule "{rule.name}" is never reached: its patients have ended in an earlier stage',
        ),
        SOMEBODY,
        Text("hapus, atau ubah aturan `final` itu", "remove it, or change that `final` rule"),
        "unreachable-rule",
        won,
    )


def _conflicts(ground: Ground, asked: Asked, place: int, guard: Node) -> Iterator[Finding]:
    rule = asked.table.rules[place]
    for earlier in asked.table.rules[:place]:
        both = ground.diagrams.both(guard, ground.guard(earlier))
        if both is not ground.diagrams.none:
            yield ground.shown(
                rule.line,
                Text(
                    f'aturan "{rule.name}" dan "{earlier.name}" ({earlier.line}) berlaku bersamaan',
                    f'the rules "{rule.name}" and "{earlier.name}" ({earlier.line}) hold together',
                ),
                Text(
                    "`hit: unique`: satu aturan untuk setiap pasien",
                    "`hit: unique`: one rule for each patient",
                ),
                Text(
                    "persempit salah satunya, atau tulis `hit: first`",
                    "narrow one of them, or write `hit: first`",
                ),
                "conflict",
                both,
            )
