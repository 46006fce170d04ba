"""The decision tables that give one word: bands, flags, the priority class, the letters of a ticket.

A row is `rule`, `when`, `then`, `because`. Where the first match wins, the last row, and only it,
has no `when`: it catches everybody who is left.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flow.engine.facts import Vocabulary
from flow.engine.routing import Rule
from flow.engine.text import Text
from flow.rulebook.conditions import read_when
from flow.rulebook.document import Node, Section
from flow.rulebook.reader import Reader

LETTERS = re.compile(r"[A-Z]{1,2}")
_ROW = ("rule", "then", "because")


@dataclass(frozen=True, slots=True)
class Row:
    """One rule without its consequence, and the section that it was read from."""

    rule: Rule
    section: Section


def read_rows(
    reader: Reader, node: Node | None, vocabulary: Vocabulary, more: tuple[str, ...] = ()
) -> tuple[Row, ...]:
    """The rows of one table; `more` are further keys that each row must have."""
    rows = tuple(_row(reader, item, vocabulary, more) for item in reader.items(node))
    _check_names(reader, rows)
    return rows


def _row(reader: Reader, node: Node, vocabulary: Vocabulary, more: tuple[str, ...]) -> Row:
    section = reader.section(node, required=(*_ROW, *more), optional=("when",))
    rule = Rule(
        name=reader.code(section.get("rule")),
        when=read_when(reader, section.get("when"), vocabulary),
        because=reader.words(section.get("because")),
        line=f"{node.place.file}:{node.place.line}",
    )
    return Row(rule, section)


def _check_names(reader: Reader, rows: Iterable[Row]) -> None:
    seen: dict[str, str] = {}
    for row in rows:
        name = row.section.get("rule")
        if name and row.rule.name in seen:
            found = f'a second rule named "{row.rule.name}" (first in {seen[row.rule.name]})'
            reader.report(name, found, "each name once in its table", "rename one of them")
        seen.setdefault(row.rule.name, row.rule.line)


def check_catch_all(reader: Reader, node: Node | None, rows: tuple[Row, ...]) -> None:
    """The last row, and only the last, catches everybody."""
    if node and not rows:
        reader.report(node, "a table without rules", "at least one is needed", "add a rule")
    for number, row in enumerate(rows):
        open_, is_last = "when" not in row.section.entries, number == len(rows) - 1
        if open_ and not is_last:
            found = f'the rules after "{row.rule.name}" are never reached'
            allowed = "only the last rule has no `when`"
            reader.report(row.section, found, allowed, "give it a `when`, or move it to the end")
            return
        if is_last and not open_:
            found = f'the last rule "{row.rule.name}" has a `when`'
            allowed = "the last rule catches everybody who is left"
            reader.report(row.section, found, allowed, "add a rule without `when` after it")


def read_tags(
    reader: Reader, node: Node | None, noun: str, vocabulary: Vocabulary
) -> tuple[tuple[Rule, ...], Mapping[str, Text]]:
    """bands.yaml or flags.yaml: every rule that holds gives its tag; and the tags' words."""
    section = reader.section(node, required=(f"{noun}s", "rules"))
    tags = dict(reader.named(section.get(f"{noun}s"), may_be_empty=True))
    rows = read_rows(reader, section.get("rules"), vocabulary)
    return _valued(reader, rows, tags, noun), {tag: reader.words(tags[tag]) for tag in tags}


@dataclass(frozen=True, slots=True)
class Priority:
    """priority.yaml: the classes in order, the one that a review gets, and who gets which."""

    classes: Mapping[str, Text]
    review_class: str | None
    rules: tuple[Rule, ...]


def read_priority(reader: Reader, node: Node | None, vocabulary: Vocabulary) -> Priority:
    """The priority classes and their table."""
    section = reader.section(node, required=("classes", "rules"), optional=("review_class",))
    named = reader.named(section.get("classes"))
    classes = {code: reader.words(label) for code, label in named}
    review = section.get("review_class")
    rows = read_rows(reader, section.get("rules"), vocabulary)
    check_catch_all(reader, section.get("rules"), rows)
    return Priority(
        classes,
        reader.one_of(review, classes, "class") if review else None,
        _valued(reader, rows, classes, "class"),
    )


def _valued(
    reader: Reader, rows: tuple[Row, ...], allowed: Iterable[str], noun: str
) -> tuple[Rule, ...]:
    names = tuple(allowed)
    return tuple(
        replace(row.rule, value=reader.one_of(row.section.get("then"), names, noun)) for row in rows
    )


def read_tickets(reader: Reader, node: Node | None, vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """tickets.yaml: the letters that a ticket begins with."""
    section = reader.section(node, required=("rules",))
    rows = read_rows(reader, section.get("rules"), vocabulary)
    check_catch_all(reader, section.get("rules"), rows)
    return tuple(replace(row.rule, value=_letters(reader, row.section.get("then"))) for row in rows)


def _letters(reader: Reader, node: Node | None) -> str:
    letters = reader.text(node)
    if node and letters and not LETTERS.fullmatch(letters):
        allowed = "a ticket begins with one or two letters A to Z"
        reader.report(node, f'the letters "{letters}"', allowed, "use capitals, such as A or AB")
    return letters
