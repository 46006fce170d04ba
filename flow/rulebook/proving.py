"""Read, then prove: the only way in which a rulebook comes into force."""

from collections.abc import Mapping
from functools import lru_cache

from flow.engine.routing import Rulebook
from flow.rulebook.compiler import read_sources
from flow.rulebook.findings import RulebookError
from flow.rulebook.proofs import prove

BOOKS_KNOWN = 4  # the one in force, and what its owner tries back and forth


def compile_sources(texts: Mapping[str, str]) -> Rulebook:
    """The proven rulebook of these file texts by file name; raises `RulebookError` with all findings."""
    return _proven(tuple(texts.items()))


@lru_cache(maxsize=BOOKS_KNOWN)
def _proven(texts: tuple[tuple[str, str], ...]) -> Rulebook:
    """What was proven once is not proven again: a rulebook is immutable."""
    compiled = read_sources(dict(texts))
    found = prove(compiled)
    if found:
        raise RulebookError(found)
    return compiled.rulebook
