"""Read, then prove: the only way in which a rulebook comes into force."""

from collections.abc import Mapping

from flow.engine.routing import Rulebook
from flow.rulebook.compiler import read_sources
from flow.rulebook.findings import RulebookError
from flow.rulebook.proofs import prove


def compile_sources(texts: Mapping[str, str]) -> Rulebook:
    """The proven rulebook of these file texts by file name; raises `RulebookError` with all findings."""
    compiled = read_sources(texts)
    found = prove(compiled)
    if found:
        raise RulebookError(found)
    return compiled.rulebook
