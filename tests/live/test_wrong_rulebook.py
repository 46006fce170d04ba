"""A rulebook with a mistake: the server says where and how to mend it, and does not start."""

import shutil
from pathlib import Path

import pytest

from flow.rulebook import shipped
from tests.live.server import Server

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"),
    [
        ("stations.yaml", "discipline: strict", "dicipline: strict", "discipline"),
        ("entry.yaml", "stops: skrining", "stops: skrinning", "skrining"),
        ("stations.yaml", "registers: true", "registers: mungkin", "registers"),
        ("stations.yaml", "    cluster: LK\n", "    cluster: LK\n    cluster: LK\n", "cluster"),
    ],
    ids=["a typo", "an unknown station", "a wrong type", "a duplicate key"],
)
def test_it_does_not_start_and_names_the_place(
    tmp_path: Path, file: str, right: str, wrong: str, said: str
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(shipped("typical"), rules)
    text = (rules / file).read_text()
    assert right in text, f"the test no longer fits {file}"
    (rules / file).write_text(text.replace(right, wrong, 1))
    broken = text[: text.index(right)].count("\n") + wrong.count("\n", 0, wrong.rindex(":")) + 1

    server = Server(tmp_path / "data", rules=rules)
    server.data.mkdir()
    done = server.alur("serve", "--port", str(server.port))
    assert done.returncode == 1
    assert f"{file}:{broken}:" in done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
