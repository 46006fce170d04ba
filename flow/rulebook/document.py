"""One YAML text as a tree of nodes that know their place.

The tree is built from YAML's own node graph, so that nothing is ever constructed from a tag, `no`
stays a word (YAML 1.2), and a key that stands twice is seen. Anchors are refused: a rule must be
readable where it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from flow.engine.text import Text
from flow.rulebook.findings import Finding, Place

SIZE_MAX = 200_000  # characters; some ten times the longest file of a large Puskesmas
FILES_KNOWN = (
    64  # those of a rulebook, of what it includes and of the one in force, each in two versions
)

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; `text` is how it was written."""

    place: Place
    value: Value
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A YAML list."""

    place: Place
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A YAML mapping; `keys` are the places of its keys."""

    place: Place
    entries: Mapping[str, "Node"] = field(default_factory=dict)
    keys: Mapping[str, Place] = field(default_factory=dict)

    def get(self, key: str) -> "Node | None":
        """What stands at `key`, or None."""
        return self.entries.get(key)


Node = Scalar | Listing | Section


def parse(file: str, text: str, findings: list[Finding]) -> Node | None:
    """The tree of one YAML text, or None when it cannot be read; what is wrong joins `findings`."""
    tree, found = known(file, text)
    findings.extend(found)
    return tree


@lru_cache(maxsize=FILES_KNOWN)
def known(file: str, text: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """What was read once is not read again: reading is the longest part of a start, and whoever edits changes one file of many."""
    findings: list[Finding] = []
    return _read(file, text, findings), tuple(findings)


def _read(file: str, text: str, findings: list[Finding]) -> Node | None:
    if len(text) > SIZE_MAX:
        found = Text(f"{len(text)} huruf", f"{len(text)} characters")
        allowed = Text(f"satu berkas paling banyak {SIZE_MAX}", f"a file has at most {SIZE_MAX}")
        findings.append(Finding(Place(file), found, allowed, Text("pendekkan", "shorten it")))
        return None
    try:
        graph = YAML(typ="safe", pure=True).compose(text)
        if graph:
            return _Tree(file, findings).node(graph)
        findings.append(_empty(file))
    except YAMLError as error:
        findings.append(_unreadable(file, text, error))
    except RecursionError:
        found = Text("terlalu dalam bertingkat", "nested too deeply")
        allowed = Text("aturan ditulis datar", "a rulebook is flat")
        findings.append(Finding(Place(file), found, allowed, Text("ratakan", "flatten it")))
    return None


def _empty(file: str) -> Finding:
    return Finding(
        Place(file),
        Text("berkas ini kosong", "the file is empty"),
        Text("perlu pasangan kunci dan nilai YAML", "a YAML mapping is needed"),
        Text("isi, lihat rules/README.md", "fill it, see rules/README.md"),
    )


def _unreadable(file: str, text: str, error: YAMLError) -> Finding:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    if mark:
        place = Place(file, mark.line + 1, mark.column + 1)
        problem = getattr(error, "problem", None) or "cannot be read"
    else:
        before = text[: getattr(error, "position", 0)]
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        problem = "a character that cannot be printed"
    found = Text(f"bukan YAML yang terbaca ({problem})", f"not readable as YAML ({problem})")
    allowed, remedy = next((said for words, said in USUAL if words in problem), UNUSUAL)
    return Finding(place, found, allowed, remedy)


USUAL = (
    (
        "\\t",
        (
            Text("baris menjorok dengan spasi, bukan tab", "indent with spaces, never tabs"),
            Text("pakai spasi", "use spaces"),
        ),
    ),
    (
        "expected <block end>",
        (
            Text(
                "baris yang setingkat mulai di kolom yang sama",
                "lines of one level begin in the same column",
            ),
            Text("samakan dengan baris di atasnya", "line it up with those above"),
        ),
    ),
    (
        "mapping values are not allowed",
        (
            Text("satu kunci dengan nilainya per baris", "one key with its value on a line"),
            Text(
                "beri tanda kutip pada teks yang memuat titik dua",
                "put a text with a colon in quotes",
            ),
        ),
    ),
)
"""What the YAML reader says of the usual slips, and what to say of them to people."""

UNUSUAL = (
    Text("perlu YAML 1.2", "YAML 1.2 is needed"),
    Text("lihat baris ini dan baris di atasnya", "look at this line and the one above"),
)


class _Tree:
    def __init__(self, file: str, findings: list[Finding]) -> None:
        self._file = file
        self._findings = findings

    def node(self, graph: YamlNode) -> Node:
        place = self._place(graph)
        if graph.anchor:
            self._report(
                place,
                Text(f'jangkar "&{graph.anchor}"', f'the anchor "&{graph.anchor}"'),
                Text("jangkar tidak dipakai", "anchors are not used"),
                Text("tulis nilainya", "write the values out"),
            )
            return Scalar(place, None, "")
        match graph:
            case MappingNode():
                return self._section(place, graph)
            case SequenceNode():
                return Listing(place, tuple(self.node(item) for item in graph.value))
            case ScalarNode():
                return Scalar(place, _value(graph), graph.value)
            case _:
                raise AssertionError(f"YAML has no such node: {graph}")

    def _section(self, place: Place, graph: MappingNode) -> Section:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key, value in graph.value:
            at = self._place(key)
            if not isinstance(key, ScalarNode):
                self._report(
                    at,
                    Text("kunci yang bukan kata", "a key that is no word"),
                    Text("kunci berupa satu kata", "keys are single words"),
                    Text("pakai satu kata", "use a word"),
                )
            elif key.value in keys:
                self._report(at, *_twice(key.value, keys[key.value].line))
            else:
                keys[key.value] = at
                entries[key.value] = self.node(value)
        return Section(place, entries, keys)

    def _place(self, graph: YamlNode) -> Place:
        return Place(self._file, graph.start_mark.line + 1, graph.start_mark.column + 1)

    def _report(self, place: Place, found: Text, allowed: Text, remedy: Text) -> None:
        self._findings.append(Finding(place, found, allowed, remedy))


def _twice(key: str, first: int) -> tuple[Text, Text, Text]:
    return (
        Text(
            f'kunci "{key}" ada dua kali (pertama di baris {first})',
            f'the key "{key}" stands twice (first in line {first})',
        ),
        Text("setiap kunci sekali saja", "each key stands once"),
        Text("hapus salah satunya", "remove one of them"),
    )


def _value(graph: ScalarNode) -> Value:
    """The value by YAML's own resolution; what is neither bool, number nor null is its text."""
    text: str = graph.value
    try:
        match str(graph.tag).rpartition(":")[2]:
            case "bool":
                return {"true": True, "false": False}.get(text.lower(), text)
            case "int":
                return int(text)
            case "float":
                return float(text)
            case "null":
                return None
            case _:
                return text
    except ValueError:  # hexadecimal, infinity: numbers that no rule needs
        return text
