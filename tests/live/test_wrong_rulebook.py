"""A rulebook with a mistake: before the first day the server does not start on it; later it goes on with the one in force."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import requests

from flow.rulebook import shipped
from tests.changed import DEWASA
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


def test_a_day_in_progress_survives_broken_rules_a_publication_and_a_restart(
    tmp_path: Path,
) -> None:
    """Who is inside finishes by the old rules, whoever comes later follows the new ones; a power cut in between changes nothing."""
    rules = tmp_path / "rules"
    shutil.copytree(shipped("demo").parent, rules)
    entry = rules / "typical" / "entry.yaml"
    right = entry.read_text()
    assert DEWASA in right
    with Server(tmp_path / "data", rules=rules / "demo") as server:
        admin = server.client(server.token("admin"))
        api = f"{server.url}/api/v1"
        old = register(admin, api)

        entry.write_text(right.replace("stops: skrining", "stops: skrinning"))
        assert admin.get(f"{api}/rulebook", timeout=10).json()["draft"]["state"] == "broken"
        assert register(admin, api)["rooms"] == old["rooms"]
        server.kill()
        server.start()
        log = (server.data / "server.log").read_text()
        assert "Folder aturan belum benar" in log
        assert rooms(admin, api, old["id"]) == old["rooms"]

        entry.write_text(right.replace(DEWASA, DEWASA.replace("k3-dewasa", "gigi")))
        draft = admin.get(f"{api}/rulebook", timeout=10).json()["draft"]
        assert draft["state"] == "ready"
        body = {"digest": draft["digest"], "note": "Dicat"}
        assert admin.post(f"{api}/rulebook/publications", json=body, timeout=10).status_code == 201
        new = register(admin, api)
        assert new["rooms"] == ["skrining", "gigi", "farmasi"]
        server.kill()
        server.start()
        assert rooms(admin, api, old["id"]) == old["rooms"] == ["skrining", "k3-dewasa", "farmasi"]
        assert rooms(admin, api, new["id"]) == new["rooms"]
        assert register(admin, api)["rooms"] == new["rooms"]
        for visit, room in ((old, "k3-dewasa"), (new, "gigi")):
            why = admin.get(f"{api}/visits/{visit['id']}/explanation", timeout=10).json()
            stops = why["routings"][0]["route"]["stops"]
            assert room in [stop["station"] for stop in stops]


def register(admin: requests.Session, api: str) -> dict[str, Any]:
    facts = {"birth_date": "1985-01-01", "sex": "male"}
    body = {"facts": facts, "station": "loket"}
    visit = admin.post(f"{api}/visits", json=body, timeout=10).json()
    return {"id": visit["id"], "rooms": rooms(admin, api, visit["id"])}


def rooms(admin: requests.Session, api: str, visit: str) -> list[str]:
    """Where the visit is still to go, the stop at the counter left out."""
    stops = admin.get(f"{api}/visits/{visit}", timeout=10).json()["stops"]
    return [stop["station"] for stop in stops if stop["status"] in ("waiting", "planned")]
