"""A rulebook as a folder of YAML files, on disk or shipped with the product."""

import posixpath
from pathlib import Path

import flow
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.rulebook.compiler import CASES
from flow.rulebook.findings import Finding, Place, RulebookError
from flow.rulebook.including import DEPTH_MAX, included
from flow.rulebook.proving import compile_sources


def load(folder: Path) -> Rulebook:
    """The proven rulebook in the folder; raises `RulebookError` with all findings."""
    return compile_sources(sources(folder))


def sources(folder: Path) -> dict[str, str]:
    """The texts of the folder's rules by file name, to be kept and compiled again elsewhere; what it includes comes with its path.

    The cases stay out. Raises `RulebookError` when the folder or a file cannot be read.
    """
    texts: dict[str, str] = {}
    path: str | None = ""
    for _ in range(DEPTH_MAX + 1):
        if path is None or any(posixpath.dirname(name) == path for name in texts):
            break
        texts |= _texts(folder, path)
        path = included(path, texts, [])
    return texts


def _texts(folder: Path, path: str) -> dict[str, str]:
    here = folder / path
    if not here.is_dir():
        if path:  # the compiler says which `include` leads nowhere
            return {}
        found = Text("folder ini tidak ada", "there is no such folder")
        allowed = Text("perlu folder berisi berkas YAML", "a folder of YAML files is needed")
        remedy = Text("periksa jalurnya", "check the path")
        raise RulebookError([Finding(Place(str(folder)), found, allowed, remedy)])
    names = (*sorted(here.glob("*.yaml")), *sorted(here.glob("*.yml")))
    return {
        posixpath.join(path, file.name): read_text(file) for file in names if file.name != CASES
    }


def read_text(path: Path) -> str:
    """The text of one file; raises `RulebookError` when it is no UTF-8 text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        column = error.start - error.object.rfind(b"\n", 0, error.start)
        place = Place(path.name, line, column)
        found = Text("isi yang bukan UTF-8", "bytes that are no UTF-8")
        allowed = Text("perlu UTF-8", "UTF-8 is needed")
        remedy = Text("simpan berkas sebagai UTF-8", "save the file as UTF-8")
        raise RulebookError([Finding(place, found, allowed, remedy)]) from None
    except OSError as error:
        found = Text(
            f"berkas tidak bisa dibaca ({error.strerror})",
            f"the file cannot be read ({error.strerror})",
        )
        allowed = Text("perlu berkas", "a file is needed")
        remedy = Text("periksa", "check it")
        raise RulebookError([Finding(Place(path.name), found, allowed, remedy)]) from None


def shipped(name: str) -> Path:
    """The folder of an example rulebook: `rules/` in a checkout, inside the package when installed."""
    package = Path(flow.__file__).parent
    checkout = package.parent / "rules" / name
    return checkout if checkout.is_dir() else package / "rulebook" / "shipped" / name
