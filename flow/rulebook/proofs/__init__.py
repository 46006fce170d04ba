"""What is proven of a rulebook before it may open a day, over all possible patients; each finding shows a patient.

Calvanese et al. 2016 (gaps and overlaps of decision tables as geometry) is where the idea comes from; the sets here are decision
diagrams, the same ones that the engine asks.
"""

from flow.rulebook.compiler import Compiled
from flow.rulebook.findings import Finding
from flow.rulebook.proofs import orders, promises, stations, tables, times, ways
from flow.rulebook.proofs.ground import Ground


def prove(compiled: Compiled) -> tuple[Finding, ...]:
    """Everything that does not hold; nothing when the rulebook is proven."""
    ground = Ground.of(compiled)
    return (
        *tables.findings(ground),
        *ways.findings(ground),
        *orders.findings(ground),
        *stations.findings(ground),
        *times.findings(ground),
        *promises.findings(ground, compiled.promises),
    )
