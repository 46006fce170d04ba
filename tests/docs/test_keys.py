"""The keys that the READMEs promise are those of the screens."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DESK = ROOT / "web/client/pages/desk.ts"
CONSOLE = tuple(
    ROOT / f"web/client/parts/console/{name}.ts" for name in ("actions", "lists", "seeking")
)
SCREENS = {"README.md": ("desk", "console"), "README.id.md": ("loket", "pos")}


@pytest.mark.parametrize("readme", SCREENS)
def test_each_key_stands_in_the_readme_and_none_besides(readme: str) -> None:
    desk, console = SCREENS[readme]
    pressed = re.findall(r"^ +(F\d+): ", DESK.read_text(), re.MULTILINE)
    assert [key for key in _told(readme, desk) if key.startswith("F")] == pressed
    letters = {
        key.upper()
        for key in re.findall(r'key: "([a-z])"', "".join(p.read_text() for p in CONSOLE))
    }
    told = {key for key in _told(readme, console) if re.fullmatch("[A-Z]", key)}
    assert told == {*letters, "Z"}


def _told(readme: str, screen: str) -> list[str]:
    """The keys in this screen's row of the table of keys."""
    table = re.findall(rf"^\| {screen} \| (.*`.*)\|$", (ROOT / readme).read_text(), re.MULTILINE)
    return re.findall(r"`([^`/]+)`", table[-1])
