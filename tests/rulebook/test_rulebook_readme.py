"""rules/README.md says what is true: every block of YAML is tried, every message is what the program says."""

import re
from collections.abc import Iterator
from copy import deepcopy
from io import StringIO
from typing import Any

import pytest
from ruamel.yaml import YAML

from flow.rulebook import RulebookError, compile_sources, shipped, sources
from flow.rulebook.cases import differences, read_cases
from flow.rulebook.proofs import prove
from tests.rulebook.proofs.test_breaks import Files, laid_out, written

README = shipped("typical").parent / "README.md"
BLOCK = re.compile(r"<!-- (.*?) -->\n```(?:yaml|text)\n(.*?)```", re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """What stands above each block, and the block."""
    return BLOCK.findall(README.read_text())


def place(files: Files, path: str) -> Any:
    """The part of the rulebook that `entry.yaml stages.ruang` names."""
    file, _, keys = path.partition(" ")
    found = files.setdefault(file, {})
    for key in filter(None, keys.split(".")):
        found = found[key]
    return found


def lay(into: Any, data: Any) -> None:
    """Mappings over mappings, rows behind rows."""
    for key, value in data.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            lay(into[key], value)
        elif (
            isinstance(value, list)
            and isinstance(into.get(key), list)
            and key in ("always", "never")
        ):
            into[key] = [*into[key], *value]
        else:
            into[key] = value


def apply(files: Files, what: str, data: Any) -> None:
    """One block, as its comment says."""
    path, _, before = what.partition(" before ")
    here = place(files, path)
    if isinstance(here, list):
        names = [row["rule"] for row in here]
        here.insert(names.index(before) if before else 0, data)
    else:
        lay(here, data)


def said(files: Files) -> list[str]:
    try:
        compile_sources(written(files))
    except RulebookError as error:
        return [finding.said("en") for finding in error.findings]
    return []


def load_yaml(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(StringIO(text))


def alone() -> Iterator[Any]:
    for number, (comment, text) in enumerate(blocks()):
        kind, _, what = comment.partition(": ")
        if kind in ("row", "merge", "replace"):
            yield pytest.param(kind, what, text, id=f"{number} {what}")


@pytest.mark.parametrize(("kind", "what", "text"), list(alone()))
def test_an_example_is_right_within_the_typical_rules(kind: str, what: str, text: str) -> None:
    files = laid_out("typical")
    if kind == "replace":
        files[what] = load_yaml(text)
    else:
        apply(files, what, load_yaml(text))
    found = said(files)
    assert found == [], found


def test_the_example_of_a_district_includes_the_typical_rules() -> None:
    own = {w: text for c, text in blocks() for k, _, w in [c.partition(": ")] if k == "include"}
    assert own.keys() == {"facility.yaml", "stations.yaml"}
    shared = {f"../typical/{name}": text for name, text in sources(shipped("typical")).items()}
    book = compile_sources(own | shared)
    assert book.facility == "mekar-jaya"
    assert book.stations["farmasi"].desks == ("1", "2", "3")
    assert len(book.stations) == 15


def test_the_worked_example_says_what_the_program_says() -> None:
    """Steps add up; a mistake is made on top of them and leaves no trace."""
    steps = laid_out("typical")
    tried = steps
    messages = mistakes = 0
    for comment, text in blocks():
        kind, _, what = comment.partition(": ")
        match kind:
            case "step":
                apply(steps, what, load_yaml(text))
                tried = steps
            case "mistake":
                tried = deepcopy(steps)
                apply(tried, what, load_yaml(text))
                mistakes += 1
            case "with":
                apply(tried, what, load_yaml(text))
            case "says":
                assert any(text.strip() in one for one in said(tried)), said(tried)
                messages += 1
    assert (mistakes, messages) == (5, 6)
    assert said(steps) == [], "at the end the example is a proven rulebook"


def test_the_case_of_the_worked_example_holds() -> None:
    steps = laid_out("typical")
    for comment, text in blocks():
        kind, _, what = comment.partition(": ")
        if kind == "step":
            apply(steps, what, load_yaml(text))
    (case_text,) = [text for comment, text in blocks() if comment == "case"]
    indented = "".join(f"    {line}\n" for line in case_text.splitlines())
    (case,) = read_cases(f"on: 2026-11-23\ncases:\n  -\n{indented}")
    assert differences(compile_sources(written(steps)), case) == []


def test_every_code_of_a_finding_is_explained() -> None:
    """The codes in the sources of the proofs and the readers are those of the table."""
    page = README.read_text()
    package = README.parent.parent / "flow" / "rulebook"
    code = re.compile(r'^\s+"([a-z]+(?:-[a-z]+)*)",?$|, "([a-z]+(?:-[a-z]+)+)"\)$', re.MULTILINE)
    files = [*(package / "proofs").glob("*.py"), package / "tables.py", package / "orders.py"]
    used = {a or b for file in files for a, b in code.findall(file.read_text())}
    assert {"gap", "closed", "loop", "letters-collide"} <= used
    assert [name for name in sorted(used) if f"`{name}`" not in page] == []
    assert prove.__doc__
