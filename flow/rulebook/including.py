"""`include: ../kabupaten` in facility.yaml: what a folder does not say, the folder that it names says.

Mappings are laid over each other key by key, so that a Puskesmas writes only its own stations, or only the desks of one of
them; a list, such as the rows of a table, is replaced as a whole. A key whose value is `removed` is taken away. Promises add
up: what a Dinas has promised for all of its Puskesmas, none of them can take back.
"""

import posixpath
from collections.abc import Mapping

from flow.engine.text import Text
from flow.rulebook.document import Listing, Node, Scalar, Section, parse
from flow.rulebook.findings import Finding, Place

INCLUDE = "include"
FACILITY = "facility.yaml"
PROMISES = "promises.yaml"
BOOKINGS = "bookings.yaml"
REMOVED = "removed"
DEPTH_MAX = 5  # nation, province, Dinas, Puskesmas, Pustu


def included(folder: str, texts: Mapping[str, str], findings: list[Finding]) -> str | None:
    """The folder that this one includes, as a path from the rulebook's own; None without an `include`."""
    name = posixpath.join(folder, FACILITY)
    text = texts.get(name)
    tree = parse(name, text, findings) if text else None
    node = tree.get(INCLUDE) if isinstance(tree, Section) else None
    if node is None:
        return None
    path = node.text if isinstance(node, Scalar) else ""
    if not path.strip() or posixpath.isabs(path) or "\\" in path or ":" in path:
        found = Text("`include` bukan nama folder", "`include` is no folder")
        allowed = Text("jalur relatif ke folder lain", "a relative path to another folder")
        remedy = Text("tulis misalnya ../kabupaten", "write for example ../kabupaten")
        findings.append(Finding(node.place, found, allowed, remedy))
        return None
    return posixpath.normpath(posixpath.join(folder, path))


def chain(texts: Mapping[str, str], findings: list[Finding]) -> tuple[str, ...]:
    """The folders of a rulebook, its own ("") first, each including the next."""
    folders = [""]
    while len(folders) <= DEPTH_MAX:
        ignored: list[Finding] = []  # the file is read once more, as a whole
        following = included(folders[-1], texts, ignored)
        if following is None:
            return tuple(folders)
        place = Place(posixpath.join(folders[-1], FACILITY))
        if following in (*folders, "."):
            found = Text(f"{following} menyertakan dirinya sendiri", f"{following} includes itself")
            findings.append(Finding(place, found, _chained(), _shorten()))
            return tuple(folders)
        if not any(posixpath.dirname(name) == following for name in texts):
            found = Text(f"folder {following} tidak ada", f"there is no folder {following}")
            allowed = Text("folder berisi berkas YAML", "a folder of YAML files is needed")
            remedy = Text("periksa jalurnya", "check the path")
            findings.append(Finding(place, found, allowed, remedy))
            return tuple(folders)
        folders.append(following)
    found = Text("terlalu banyak folder", "too many folders")
    findings.append(Finding(Place(FACILITY), found, _chained(), _shorten()))
    return tuple(folders)


def _chained() -> Text:
    return Text(
        f"paling banyak {DEPTH_MAX} folder, berurutan", f"at most {DEPTH_MAX} folders, in a row"
    )


def _shorten() -> Text:
    return Text("hapus satu `include`", "remove one `include`")


def laid_over(base: Node | None, own: Node | None, file: str) -> Node | None:
    """The base with what its user says laid over it."""
    if base is None or own is None:
        return own or base
    if isinstance(base, Section) and isinstance(own, Section):
        return _merged(base, own, file)
    if file == PROMISES and isinstance(base, Listing) and isinstance(own, Listing):
        return Listing(own.place, (*base.items, *own.items))
    return own


def _merged(base: Section, own: Section, file: str) -> Section:
    entries, keys = dict(base.entries), dict(base.keys)
    for key, node in own.entries.items():
        if isinstance(node, Scalar) and node.text == REMOVED:
            entries.pop(key, None)
            keys.pop(key, None)
            continue
        merged = laid_over(entries.get(key), node, file)
        if merged is not None:
            entries[key], keys[key] = merged, own.keys[key]
    return Section(own.place, entries, keys)
