"""The decision tables that give one word: bands, flags, the priority class, the letters of a ticket.

A row is `rule`, `when`, `then`, `because`. In a table with `hit: first` the first row that holds wins; with `hit: unique` no
patient may meet two. The last row of most tables has no `when`: it catches everybody who is left.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from string import ascii_uppercase

from flow.engine.tables import Rule, Table
from flow.engine.text import Text
from flow.rulebook.conditions import read_when
from flow.rulebook.document import Listing, Node, Scalar, Section
from flow.rulebook.nouns import FLAG, HIT_POLICY, PRIORITY_CLASS, SERIES
from flow.rulebook.reader import AT_LEAST_ONE, Reader
from flow.rulebook.values import Terms

LETTERS = re.compile(r"[A-Z]{1,2}")
AUTO = "auto"
NOTICES = "notices"
HITS = ("first", "unique")
_ROW = ("rule", "then", "because")


@dataclass(frozen=True, slots=True)
class Row:
    """One rule without its consequence, and the section that it was read from."""

    rule: Rule
    section: Section


def read_rows(
    reader: Reader, node: Node | None, terms: Terms, more: tuple[str, ...] = ()
) -> tuple[Row, ...]:
    """The rules of one table; `more` are further keys that each row must have."""
    rows = tuple(_row(reader, item, terms, more) for item in reader.items(node))
    _check_names(reader, rows)
    return rows


def _row(reader: Reader, node: Node, terms: Terms, more: tuple[str, ...]) -> Row:
    section = reader.section(node, required=(*_ROW, *more), optional=("when",))
    rule = Rule(
        name=reader.code(section.get("rule")),
        when=read_when(reader, section.get("when"), terms),
        because=reader.words(section.get("because")),
        line=node.place.as_line,
    )
    return Row(rule, section)


def _check_names(reader: Reader, rows: Iterable[Row]) -> None:
    seen: dict[str, str] = {}
    for row in rows:
        name = row.section.get("rule")
        if name and row.rule.name in seen:
            first = seen[row.rule.name]
            reader.report(
                name,
                Text(
                    f'aturan kedua bernama "{row.rule.name}" (pertama di {first})',
                    f'a second rule named "{row.rule.name}" (first in {first})',
                ),
                Text("setiap nama sekali dalam satu tabel", "each name once in its table"),
                Text("ganti nama salah satunya", "rename one of them"),
            )
        seen.setdefault(row.rule.name, row.rule.line)


def read_hit(reader: Reader, node: Node | None) -> bool:
    """Whether the table is `hit: unique`; without the key the first row that holds wins."""
    return bool(node) and reader.one_of(node, HITS, HIT_POLICY) == "unique"


def named_table(name: str, node: Node | None, rules: tuple[Rule, ...], *, unique: bool) -> Table:
    """The table of these rules, with its place."""
    return Table(name=name, rules=rules, unique=unique, line=node.place.as_line if node else "")


def check_not_empty(reader: Reader, node: Node | None, rows: tuple[Row, ...]) -> None:
    """A table that is there has rules."""
    if isinstance(node, Listing) and not rows:
        found = Text("tabel tanpa aturan", "a table without rules")
        reader.report(node, found, AT_LEAST_ONE, Text("tambahkan aturan", "add a rule"))


def read_tags(
    reader: Reader,
    node: Node | None,
    key: str,
    noun: Text,
    terms: Terms,
    optional: tuple[str, ...] = (),
) -> tuple[tuple[Rule, ...], Mapping[str, Text]]:
    """bands.yaml or flags.yaml, whose `key` is bands or flags: every rule that holds gives its tag; and the tags' words."""
    section = reader.section(node, required=(key, "rules"), optional=optional)
    tags = dict(reader.named(section.get(key), may_be_empty=True))
    rows = read_rows(reader, section.get("rules"), terms)
    return _valued(reader, rows, tags, noun), {tag: reader.words(tags[tag]) for tag in tags}


def read_notices(reader: Reader, node: Node | None, flags: Mapping[str, Text]) -> dict[str, Text]:
    """What patients with a flag are told; without `notices` nothing."""
    told = reader.mapping(node).get(NOTICES)
    if told is None:
        return {}
    section = reader.section(told, optional=flags, noun=FLAG)
    return {flag: reader.words(words) for flag, words in section.entries.items()}


@dataclass(frozen=True, slots=True)
class Priority:
    """priority.yaml: the classes in order, the one that a review gets, and who gets which."""

    classes: Mapping[str, Text]
    review_class: str | None
    table: Table


def read_priority(reader: Reader, node: Node | None, terms: Terms) -> Priority:
    """The priority classes and their table."""
    optional = ("review_class", "rates", "ratio", "hit")
    section = reader.section(node, required=("classes", "rules"), optional=optional)
    named = reader.named(section.get("classes"))
    classes = {code: reader.words(label) for code, label in named}
    review = section.get("review_class")
    rows = read_rows(reader, section.get("rules"), terms)
    check_not_empty(reader, section.get("rules"), rows)
    rules = _valued(reader, rows, classes, PRIORITY_CLASS)
    unique = read_hit(reader, section.get("hit"))
    return Priority(
        classes,
        reader.one_of(review, classes, PRIORITY_CLASS) if review else None,
        named_table("priority", section.get("rules"), rules, unique=unique),
    )


def _valued(
    reader: Reader, rows: tuple[Row, ...], allowed: Iterable[str], noun: Text
) -> tuple[Rule, ...]:
    names = tuple(allowed)
    return tuple(
        replace(row.rule, value=reader.one_of(row.section.get("then"), names, noun)) for row in rows
    )


def read_tickets(reader: Reader, node: Node | None, terms: Terms) -> Table:
    """tickets.yaml: the letters that a ticket begins with, named directly or by their series."""
    section = reader.section(node, required=("rules",), optional=("series", "hit"))
    series = _read_series(reader, section.get("series"))
    rows = read_rows(reader, section.get("rules"), terms)
    check_not_empty(reader, section.get("rules"), rows)
    rules = tuple(
        replace(row.rule, value=_ticket(reader, row.section.get("then"), series)) for row in rows
    )
    unique = read_hit(reader, section.get("hit"))
    return named_table("tickets", section.get("rules"), rules, unique=unique)


def _ticket(reader: Reader, node: Node | None, series: Mapping[str, str]) -> str:
    if not series:
        return _letters(reader, node)
    return series.get(reader.one_of(node, series, SERIES), "")


def _read_series(reader: Reader, node: Node | None) -> dict[str, str]:
    """The letters of each series: as written, or, for `auto`, the next free ones: A to Z, then AA, AB…"""
    if node is None:
        return {}
    written = dict(reader.named(node))
    chosen = {code: _letters(reader, one) for code, one in written.items() if not _is_auto(one)}
    _check_collisions(reader, written, chosen)
    free = (letters for letters in ALL_LETTERS if letters not in set(chosen.values()))
    for code, one in written.items():
        if code not in chosen:
            chosen[code] = next(free, "")
            if not chosen[code]:
                found = Text(
                    f'tidak ada huruf lagi untuk "{code}"', f'no letters left for "{code}"'
                )
                allowed = Text(
                    f"ada {len(ALL_LETTERS)} huruf", f"there are {len(ALL_LETTERS)} letters"
                )
                remedy = Text("gabungkan beberapa seri", "join some series")
                reader.report(one, found, allowed, remedy, "letters-run-out")
    return chosen


def _is_auto(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == AUTO


def _check_collisions(
    reader: Reader, written: Mapping[str, Node], chosen: Mapping[str, str]
) -> None:
    first: dict[str, str] = {}
    for code, letters in chosen.items():
        if letters and letters in first:
            found = Text(
                f'seri "{code}" dan "{first[letters]}" sama-sama memakai {letters}',
                f'the series "{code}" and "{first[letters]}" both use {letters}',
            )
            allowed = Text("setiap seri punya huruf sendiri", "each series has its own letters")
            remedy = Text(f"pilih huruf lain atau tulis {AUTO}", f"choose others, or write {AUTO}")
            reader.report(written[code], found, allowed, remedy, "letters-collide")
        first.setdefault(letters, code)


ALL_LETTERS = (*ascii_uppercase, *("".join(two) for two in product(ascii_uppercase, repeat=2)))
"""Every possible beginning of a ticket, in the order in which `auto` takes them."""


def _letters(reader: Reader, node: Node | None) -> str:
    letters = reader.text(node)
    if node and letters and not LETTERS.fullmatch(letters):
        reader.report(
            node,
            Text(f'huruf "{letters}"', f'the letters "{letters}"'),
            Text(
                "nomor antrean diawali satu atau dua huruf A sampai Z",
                "a ticket begins with one or two letters A to Z",
            ),
            Text("pakai huruf besar, misalnya A atau AB", "use capitals, such as A or AB"),
        )
    return letters
