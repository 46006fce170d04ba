"""What is packed can be built and installed where no Node is, and brings all that it needs."""

import os
import shutil
import subprocess
import sys
import tarfile
from collections import defaultdict
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose PATH holds nothing, so no Node either."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return environ | {"PATH": str(tmp_path_factory.mktemp("path"))}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory, bare: dict[str, str]) -> Path:
    """The sdist, and the wheel that was built from that sdist: one build proves both."""
    assert shutil.which("node", path=bare["PATH"]) is None
    dist = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--outdir", str(dist), str(ROOT)], dist, bare)
    return dist


@pytest.fixture(scope="module")
def installed(
    tmp_path_factory: pytest.TempPathFactory, dist: Path, bare: dict[str, str]
) -> tuple[Path, Path]:
    """The wheel in a bare virtual environment: its `alur` command and its packages."""
    home = tmp_path_factory.mktemp("venv")
    run([sys.executable, "-m", "venv", str(home)], home, bare)
    (wheel,) = dist.glob("*.whl")
    bin_folder = home / ("Scripts" if sys.platform == "win32" else "bin")
    pinned = ["--quiet", "--no-compile", "-c", str(ROOT / "constraints.txt")]
    run([str(bin_folder / "python"), "-m", "pip", "install", *pinned, str(wheel)], home, bare)
    (packages,) = home.rglob("site-packages")
    return bin_folder / "alur", packages


def test_the_sdist_holds_the_browser_side_as_sources_only(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"web/client/package-lock.json", "web/client/build.mjs", "hatch_build.py"} <= names
    assert not [name for name in names if "node_modules" in name or "static/built" in name]


def test_the_installed_command_knows_all_its_commands(
    installed: tuple[Path, Path], bare: dict[str, str]
) -> None:
    alur, packages = installed
    groups = defaultdict(set)
    for entry in entry_points(group="alur.commands"):
        *group, own = entry.name.split(".")  # `rules.replay` is one of the group `rules`
        groups[tuple(group)].add(own)
    for group, commands in groups.items():
        said = run([str(alur), *group, "--help"], packages.parent, bare)
        assert [own for own in commands if f"\n  {own} " not in said] == []
        assert "cannot be loaded" not in said


def test_the_installed_package_brings_screens_fonts_and_rulebooks(
    installed: tuple[Path, Path],
) -> None:
    _, packages = installed
    built = packages / "web" / "static" / "built"
    assert (built / "board.js").is_file()
    assert (built / "alur.css").is_file()
    assert list(built.glob("*.woff2"))
    assert (packages / "flow/rulebook/shipped/typical/facility.yaml").is_file()


def test_the_installed_rulebooks_find_what_they_include(
    installed: tuple[Path, Path], bare: dict[str, str]
) -> None:
    alur, packages = installed
    for house in ("demo", "kecil", "besar", "rawat-inap", "pustu"):
        folder = packages / "flow/rulebook/shipped" / house
        said = run([str(alur), "rules", "check", "--rules", str(folder)], packages.parent, bare)
        assert "semua benar" in said


def test_the_installed_package_leaves_the_workshop_at_home(
    installed: tuple[Path, Path],
) -> None:
    _, packages = installed
    assert not (packages / "web" / "client").exists()
    ours = {one.name for one in Path("tests").iterdir()} - {"__pycache__"}
    theirs = packages / "tests"  # a library leaves a folder of this name behind
    assert not theirs.exists() or ours.isdisjoint(one.name for one in theirs.iterdir())


def run(command: list[str], folder: Path, environ: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
