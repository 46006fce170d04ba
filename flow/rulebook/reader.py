"""Reading typed values out of nodes: every wrong one becomes a finding, and reading goes on.

Each method takes a node, or None where a key is missing (which has been reported by then), and
answers with a stand-in when the node is wrong, so that one reading finds as much as it can.
"""

import re
from collections.abc import Iterable

from flow.engine.text import Text
from flow.rulebook.document import Listing, Node, Scalar, Section
from flow.rulebook.findings import ADD_IT, FORM, Finding, Place, did_you_mean, needed, only
from flow.rulebook.nouns import KEY

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")  # 40: fits a column, a URL, a button

CHOOSE = Text(
    "pilih salah satunya, atau daftarkan dulu", "choose one of these, or declare it first"
)
QUOTE = Text(
    "beri tanda kutip pada teks yang memuat koma atau titik dua",
    "put a text with a comma or a colon in quotes",
)
REMOVE_ONE = Text("hapus salah satu", "remove one")
CORRECT_THE_NUMBER = Text("perbaiki angkanya", "correct the number")
AT_LEAST_ONE = Text("perlu paling sedikit satu", "at least one is needed")
EACH_ONCE = Text("masing-masing sekali saja", "each stands once")
NONE_DECLARED = Text("belum ada yang didaftarkan", "allowed: none is declared")
NOWHERE = Place("")


class Reader:
    """Reads the nodes of one rulebook and keeps what it finds."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def report(
        self, at: Node | Place, found: Text, allowed: Text, remedy: Text, code: str = FORM
    ) -> None:
        """One more finding; none about a stand-in, whose key has been reported as missing."""
        place = at if isinstance(at, Place) else at.place
        if place != NOWHERE:
            self.findings.append(Finding(place, found, allowed, remedy, code))

    def section(
        self,
        node: Node | None,
        required: Iterable[str] = (),
        optional: Iterable[str] = (),
        remedy: Text = CHOOSE,
        noun: Text = KEY,
    ) -> Section:
        """The mapping with these keys; reports those that are missing and those that are unknown."""
        section = self.mapping(node)
        if section is not node:
            return section
        required = tuple(required)
        allowed = (*required, *optional)
        for key, place in section.keys.items():
            if key not in allowed:
                self._unknown(place, noun, key, allowed, remedy)
        for key in required:
            if key not in section.entries:
                found = Text(f'kunci "{key}" tidak ada', f'the key "{key}" is missing')
                self.report(section, found, needed(required), ADD_IT)
        return section

    def mapping(self, node: Node | None) -> Section:
        """The mapping with whatever keys it has."""
        if isinstance(node, Section):
            return node
        if node:
            allowed = Text("perlu kunci dengan nilainya", "keys with values are needed")
            self.report(
                node, shown(node), allowed, Text("tulis `kunci: nilai`", "write `key: value`")
            )
        return Section(node.place if node else NOWHERE)

    def named(self, node: Node | None, *, may_be_empty: bool = False) -> Iterable[tuple[str, Node]]:
        """A mapping from codes to what they mean; reports a code that cannot be one."""
        section = self.mapping(node)
        if section is node and not section.entries and not may_be_empty:
            found = Text("di sini tidak ada apa-apa", "nothing stands here")
            self.report(section, found, AT_LEAST_ONE, Text("tambahkan satu", "add one"))
        for key, value in section.entries.items():
            self._check_code(section.keys[key], key)
            yield key, value

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """The items of a list; a single value counts as a list of one."""
        if isinstance(node, Listing):
            return node.items
        if isinstance(node, Section):
            remedy = Text("awali setiap butir dengan `- `", "start each item with `- `")
            self.report(node, shown(node), Text("perlu daftar", "a list is needed"), remedy)
            return ()
        return (node,) if node else ()

    def text(self, node: Node | None) -> str:
        """A text that is not empty."""
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
            return node.value.strip()
        if node:
            remedy = Text("tulis, bila perlu dalam tanda kutip", "write it, in quotes if need be")
            self.report(node, shown(node), Text("perlu teks", "a text is needed"), remedy)
        return ""

    def words(self, node: Node | None) -> Text:
        """A text for people: one for both languages, or `{id: ..., en: ...}`."""
        if isinstance(node, Section):
            both = self.section(node, required=("id", "en"), remedy=QUOTE)
            return Text(self.text(both.get("id")), self.text(both.get("en")))
        same = self.text(node)
        return Text(same, same)

    def code(self, node: Node | None) -> str:
        """A short name for programs and people alike; a number is taken as it was written."""
        if isinstance(node, Scalar) and node.text and node.value is not None:
            self._check_code(node.place, node.text)
            return node.text
        return self.text(node)

    def flag(self, node: Node | None) -> bool:
        """`true` or `false`; nothing is false."""
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        if node:
            self.report(node, shown(node), only(("true", "false")), _plain_flag(node))
        return False

    def whole(self, node: Node | None, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        if node:
            allowed = Text(
                f"perlu bilangan bulat dari {low} sampai {high}",
                f"a whole number from {low} to {high} is needed",
            )
            self.report(node, shown(node), allowed, CORRECT_THE_NUMBER)
        return low

    def one_of(self, node: Node | None, allowed: Iterable[str], noun: Text) -> str:
        """One of the known names; `noun` says what they name."""
        if not isinstance(node, Scalar) or node.value is None:
            return self.text(node)
        names = tuple(allowed)
        if node.text not in names:
            self._unknown(node.place, noun, node.text, names)
        return node.text

    def several_of(self, node: Node | None, allowed: Iterable[str], noun: Text) -> tuple[str, ...]:
        """Some of the known names, each once."""
        names = tuple(allowed)
        names_found: dict[str, None] = {}
        for item in self.items(node):
            name = self.one_of(item, names, noun)
            if name in names_found:
                found = Text(f'"{name}" ada dua kali', f'"{name}" stands twice')
                self.report(item, found, EACH_ONCE, REMOVE_ONE)
            names_found[name] = None
        return tuple(names_found)

    def _unknown(
        self, at: Place, noun: Text, found: str, allowed: tuple[str, ...], otherwise: Text = CHOOSE
    ) -> None:
        said = Text(f'{noun.id} "{found}" tidak dikenal', f'unknown {noun.en} "{found}"')
        remedy = did_you_mean(found, allowed, otherwise)
        self.report(at, said, only(allowed) if allowed else NONE_DECLARED, remedy)

    def _check_code(self, at: Place, found: str) -> None:
        if not CODE.fullmatch(found):
            self.report(
                at,
                Text(f'"{found}" bukan kode', f'"{found}" is no code'),
                Text(
                    "kode terdiri atas huruf, angka, - dan _, paling banyak 40",
                    "a code has letters, digits, - and _, at most 40 of them",
                ),
                Text("pendekkan, atau tinggalkan yang lain", "shorten it or leave the rest out"),
            )


def shown(node: Node) -> Text:
    """The node as a finding names it."""
    match node:
        case Scalar(value=None):
            return Text("tidak ada isinya", "found nothing")
        case Scalar(value=str()):
            return Text(f'ada teks "{node.text}"', f'found the text "{node.text}"')
        case Scalar(value=bool()):
            return Text(f"ada {node.text}", f"found the flag {node.text}")
        case Scalar():
            return Text(f"ada angka {node.text}", f"found the number {node.text}")
        case Listing():
            return Text("ada daftar", "found a list")
        case Section():
            return Text("ada kunci dengan nilainya", "found keys with values")


def _plain_flag(node: Node) -> Text:
    said = node.text.lower() if isinstance(node, Scalar) else ""
    meant = {"yes": "true", "ya": "true", "on": "true", "no": "false", "tidak": "false"}.get(said)
    return Text(
        f"tulis {meant or 'true atau false'} tanpa tanda kutip",
        f"write {meant or 'true or false'} without quotes",
    )
