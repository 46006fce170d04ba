"""A Puskesmas' rules: YAML in the words of the ward → checked → proven → one immutable `Rulebook`."""

from flow.rulebook.compiler import read_sources
from flow.rulebook.explain import explain
from flow.rulebook.findings import Finding, Place, RulebookError
from flow.rulebook.folder import load, shipped, sources
from flow.rulebook.proving import compile_sources

__all__ = [
    "Finding",
    "Place",
    "RulebookError",
    "compile_sources",
    "explain",
    "load",
    "read_sources",
    "shipped",
    "sources",
]
