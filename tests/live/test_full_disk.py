"""The disk fills up below a running server: it refuses and says what helps, shows what it knows, and goes on when there is room."""

import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests

from flow.journal.writing import KEPT_SECONDS
from tests.live.server import Server

resource = pytest.importorskip("resource", reason="needs the limits of Unix")
pytestmark = pytest.mark.slow

TRIES_MAX = 300
PAGE_BYTES = 4096


@contextmanager
def filled_mount(server: Server) -> Iterator[None]:
    """Another file takes all the room: database, log and secret lie on the same disk. Not a line more fits into the log."""
    filler, log = server.data / "filler", server.data / "server.log"
    with log.open("ab") as file:
        file.write(b"." * (PAGE_BYTES - 1 - file.tell() % PAGE_BYTES) + b"\n")
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * PAGE_BYTES)
    yield
    filler.unlink()


@contextmanager
def no_file_grows(server: Server) -> Iterator[None]:
    """No file of the server may become larger than its largest is, as under a quota."""
    largest = max(file.stat().st_size for file in server.data.iterdir())
    before = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (largest, before[1]))
    yield
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, before)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB, for those who may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"may not mount a small disk here ({done.stderr.strip()}); the quota stands in")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux' prlimit and tmpfs")
@pytest.mark.parametrize("fault", ["mount", "quota"])
def test_it_refuses_while_the_disk_is_full_and_goes_on(
    fault: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    folder = request.getfixturevalue("small_disk") if fault == "mount" else tmp_path
    full = filled_mount if fault == "mount" else no_file_grows
    with Server(folder / "data") as server:
        client = server.client(server.token("registration"))
        acknowledged: dict[str, str] = {}
        with full(server):
            key, problem = draw_until_refused(server, client, acknowledged)
            assert problem["code"] == "NotSaved"
            assert problem["detail"].startswith("Perintah ini belum dapat disimpan. Disk ")
            assert "lalu ulangi; yang sudah tersimpan tetap aman." in problem["detail"]
            assert monitor_hears(server) in ("DiskFull", "DiskFailed")
            waiting = count(server, client)
            for _ in range(5):
                assert draw(server, client, key).status_code == 503
            assert waiting == count(server, client) == len(acknowledged), "it still shows who waits"
        answer = draw(server, client, key)
        assert answer.status_code == 201, "by itself, without a restart"
        assert requests.get(f"{server.url}/healthz", timeout=20).status_code == 200
        acknowledged[key] = answer.json()["ticket"]
        draw_more(server, client, acknowledged)
        again = {key: draw(server, client, key).json()["ticket"] for key in acknowledged}
        assert again == acknowledged
        assert count(server, client) == len(acknowledged)
        verified = server.alur("verify")
        assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")
        assert "Traceback" not in (server.data / "server.log").read_text()


def monitor_hears(server: Server) -> str:
    """What is the matter, as soon as `healthz` has tried again."""
    until = time.monotonic() + KEPT_SECONDS + 5
    while time.monotonic() < until:
        answer = requests.get(f"{server.url}/healthz", timeout=20)
        if answer.status_code == 503:
            return str(answer.json()["code"])
        time.sleep(0.5)
    raise AssertionError("healthz says that all is well")


def draw(server: Server, client: requests.Session, key: str) -> requests.Response:
    headers = {"Idempotency-Key": key}
    return client.post(f"{server.url}/api/v1/visits", json={}, headers=headers, timeout=20)


def draw_until_refused(
    server: Server, client: requests.Session, acknowledged: dict[str, str]
) -> tuple[str, dict[str, str]]:
    for _ in range(TRIES_MAX):
        key = uuid.uuid4().hex
        answer = draw(server, client, key)
        if answer.status_code == 503:
            problem: dict[str, str] = answer.json()
            return key, problem
        assert answer.status_code == 201, answer.text
        acknowledged[key] = answer.json()["ticket"]
    raise AssertionError("the disk was never full")


def draw_more(server: Server, client: requests.Session, acknowledged: dict[str, str]) -> None:
    for _ in range(20):
        key = uuid.uuid4().hex
        acknowledged[key] = draw(server, client, key).json()["ticket"]


def count(server: Server, client: requests.Session) -> int:
    answer = client.get(f"{server.url}/api/v1/stations/loket/queue", timeout=20)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["count"])


# Starting


def plainly_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    said = done.stdout + done.stderr
    assert done.returncode > 0, said
    assert "Traceback" not in said
    for word in words:
        assert word in said


COMMANDS = (("serve", "--port", "0"), ("token", "add", "mesin", "--role", "station"))
named = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])


@named
def test_it_does_not_start_on_a_database_that_may_not_be_written(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    with Server(tmp_path) as server:
        server.environment["ALUR_DATABASE"] = f"sqlite:///file:{tmp_path}/alur.db?mode=ro&uri=true"
        done = server.alur(*command)
    plainly_refused(done, "Basis data tidak boleh ditulis", "may not be written")


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (
            {"ALUR_DATABASE": "sqlite:///file:{data}/alur.db?mode=ro&uri=true"},
            "tidak boleh ditulis",
        ),
        ({"ALUR_DATABASE": "sqlite:////sys/alur.db"}, "tidak dapat dibuka"),
        ({"ALUR_RULES": "{data}"}, "Buku aturan belum benar"),
        ({"ALUR_PROXIES": "banyak"}, "ALUR_PROXIES"),
    ],
    ids=["read-only", "nowhere", "rules", "settings"],
)
def test_a_process_manager_is_told_plainly_too(
    about: dict[str, str], words: str, tmp_path: Path
) -> None:
    with Server(tmp_path) as server:
        environment = server.environment
    environment |= {name: value.format(data=tmp_path) for name, value in about.items()}
    if "ALUR_RULES" in about:
        environment["ALUR_DATABASE"] = f"sqlite:///{tmp_path}/lain.db"
    done = subprocess.run(
        [sys.executable, "-c", "import web.wsgi"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    plainly_refused(done, words)
    assert done.returncode == 3


def test_what_only_reads_needs_no_right_to_write(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        server.environment["ALUR_DATABASE"] = f"sqlite:///file:{tmp_path}/alur.db?mode=ro&uri=true"
        done = server.alur("verify")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@named
def test_it_does_not_start_on_a_full_disk(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x" * 64)
    (tmp_path / "secret").chmod(0o600)
    done = subprocess.run(
        [sys.executable, "-m", "flow", *command],
        env=Server(tmp_path).environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    plainly_refused(done, "apakah disk penuh", "Check whether it is full")
