"""A Puskesmas' rules: YAML in the words of the ward → checked → one immutable `Rulebook`."""

from flow.rulebook.compiler import compile_sources
from flow.rulebook.explain import explain
from flow.rulebook.findings import Finding, Place, RulebookError
from flow.rulebook.folder import load, shipped, sources

__all__ = [
    "Finding",
    "Place",
    "RulebookError",
    "compile_sources",
    "explain",
    "load",
    "shipped",
    "sources",
]
