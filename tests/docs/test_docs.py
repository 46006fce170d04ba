"""The documents tell the truth: commands exist and run, the picture is the table, every file has its line."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from flow import __version__
from tests.docs import lifecycle_picture, rulebook_pictures

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.id.md")
LONG_RUNNING = ("serve", "demo")


def commands(page: str) -> list[list[str]]:
    """Every `alur …` line of the page's shell blocks, once (each system has its own block)."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh|bat)\n(.*?)```", text, flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in dict.fromkeys(lines) if line.startswith("alur ")]


@pytest.mark.slow
@pytest.mark.parametrize("page", READMES)
def test_every_command_of_the_readme_runs(page: str, tmp_path: Path) -> None:
    found = commands(page)
    assert len(found) >= 2
    for arguments in found:
        given = ["--help"] if arguments[0] in LONG_RUNNING else []
        typed = ["--password-stdin"] if arguments[:2] == ["user", "add"] else []
        done = subprocess.run(
            [sys.executable, "-m", "flow", *arguments, *given, *typed],
            cwd=ROOT,
            env={**os.environ, "ALUR_DATA": str(tmp_path)},
            input="cukup-panjang-1",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"alur {' '.join(arguments)}: {done.stderr}"


def blocks(page: str, language: str) -> list[list[str]]:
    """The lines of each block of code in that language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)
    return [block.splitlines() for block in found]


@pytest.mark.parametrize("page", READMES)
@pytest.mark.parametrize(
    ("shell", "folder"), [("sh", "~/alur/bin/"), ("bat", r"C:\alur\program\Scripts" + "\\")]
)
def test_alur_is_installed_into_a_folder_of_its_own(page: str, shell: str, folder: str) -> None:
    """Debian's pip refuses the system's Python; and a service needs a place that stays."""
    installing = [
        one for one in blocks(page, shell) if any("pip install ." in line for line in one)
    ]
    assert len(installing) == 1
    (lines,) = installing
    made, entered, installed = lines[:3]
    assert re.search(r"-m venv \S+$", made)
    assert folder.startswith(made.split()[-1])
    assert entered.removeprefix(". ") == f"{folder}activate"
    assert installed.endswith("-m pip install .")


@pytest.mark.parametrize("page", READMES)
def test_a_service_starts_what_was_installed_on_the_same_data(page: str) -> None:
    (unit,) = blocks(page, "ini")
    (task,) = blocks(page, "powershell")
    known = {
        line for language in ("sh", "bat") for block in blocks(page, language) for line in block
    }
    assert 'export ALUR_DATA="$HOME/alur-data"' in known
    assert "Environment=ALUR_DATA=%h/alur-data" in unit
    assert "ExecStart=%h/alur/bin/alur serve --host 0.0.0.0 --port 8000" in unit
    assert r"set ALUR_DATA=C:\alur\data" in known
    assert r"setx /M ALUR_DATA C:\alur\data" in task
    assert any(r"C:\alur\program\Scripts\alur.exe" in line for line in task)


def test_both_readmes_show_the_same_commands() -> None:
    for language in ("ini", "powershell"):
        english, indonesian = (blocks(page, language) for page in READMES)
        assert english == indonesian


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for page in READMES:
        for target in re.findall(r"^make (\w+)", (ROOT / page).read_text(), flags=re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_the_pictures_of_the_rulebooks_are_drawn_from_the_rules() -> None:
    assert rulebook_pictures.PAGE.read_text(encoding="utf-8") == rulebook_pictures.pictures()


def test_the_picture_of_the_lifecycle_is_drawn_from_the_table() -> None:
    assert lifecycle_picture.PAGE.read_text(encoding="utf-8") == lifecycle_picture.picture()


def test_architecture_has_one_line_per_file() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tracked = subprocess.run(
        ["git", "ls-files", "flow", "web", "rules"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    named = set(re.findall(r"^\| `([^`]+)`", page, flags=re.MULTILINE))
    wanted = {name for name in tracked if name.endswith((".py", ".ts", ".yaml"))}
    wanted -= {
        name
        for name in wanted
        if name.endswith("__init__.py") and not (ROOT / name).read_text().strip()
    }
    assert wanted - named == set(), "files without a line in ARCHITECTURE.md"
    assert {n for n in named if not (ROOT / n).exists()} == set(), "lines about files that are gone"


def test_the_changelog_begins_with_this_version() -> None:
    """What is not released yet may stand above it."""
    heads = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
    assert next(head for head in heads if head != "Unreleased") == __version__
