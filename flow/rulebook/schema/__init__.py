"""The files of a rulebook as JSON Schemas (draft 7), so that an editor completes the words and marks the mistakes.

A schema says what can be said of one file alone. What needs a second look stays with `alur rules check`: names that stand twice,
hours or ranges that run backwards, and every proof. Without the names of a house any name is right; with them only its own.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from flow.rulebook.compiler import CASES, FILES, MAY_FILES
from flow.rulebook.schema.files import Files
from flow.rulebook.schema.house import ANY, ANY_PART, House, house
from flow.rulebook.schema.shapes import REF, Schema

__all__ = ["ANY", "ANY_PART", "House", "Schema", "house", "schemas", "write"]

WHOLE, PART = "whole", "part"
DRAFT = "http://json-schema.org/draft-07/schema#"


def schemas(known: House = ANY) -> dict[str, Schema]:
    """The schema of every file, by file name."""
    files = Files(known)
    return {
        name: {"$schema": DRAFT, "title": name, **_defined(files.file(name), files.definitions())}
        for name in (*FILES, *MAY_FILES, CASES)
    }


def _defined(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """The schema with the definitions that it refers to."""
    whole = schema
    for name, one in definitions.items():  # each refers only to those behind it
        if f'"{REF}{name}"' in json.dumps(whole):
            whole = {**whole, "definitions": {**whole.get("definitions", {}), name: one}}
    return whole


def write(into: Path, known: Iterable[House]) -> tuple[Path, ...]:
    """The schemas as files: `whole/` for a house that stands alone, `part/` for one that includes another."""
    written = []
    for one in known:
        folder = into / (PART if one.includes else WHOLE)
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas(one).items():
            path = folder / name.replace(".yaml", ".json")
            text = json.dumps(schema, ensure_ascii=False, indent=1)
            path.write_text(f"{text}\n", encoding="utf-8")
            written.append(path)
    return tuple(written)
