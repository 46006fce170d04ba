"""`alur verify`, `rebuild`, `archive` and `unarchive` as somebody types them."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flow.clinic import Clinic
from flow.engine import commands as c
from flow.journal import Stream
from flow.journal.cli import archive, rebuild, unarchive, verify
from tests.engine.small import DAY, MORNING, SMALL
from tests.journal.stores import open_store

COMMANDS = {"verify": verify, "rebuild": rebuild, "archive": archive, "unarchive": unarchive}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with three days of one visit each; the third is in use."""
    url = f"sqlite:///{tmp_path / 'alur.db'}"
    with open_store("sqlite", url) as journal:
        clinic = Clinic(SMALL, journal)
        for n in range(3):
            about = {"by": "uji", "at": MORNING + timedelta(days=n)}
            clinic.handle(c.OpenDay(id=f"buka{n}", day=DAY + timedelta(days=n), **about))
            clinic.handle(c.IssueTicket(id=f"tiket{n}", visit=f"v{n}", **about))
            if n < 2:
                clinic.handle(c.CloseDay(id=f"tutup{n}", **about))
    return url


def run(url: str, name: str, *arguments: str) -> Result:
    return CliRunner().invoke(COMMANDS[name], [*arguments, "--database", url])


def test_what_is_wrong_is_found_put_right_and_gone(url: str) -> None:
    assert (run(url, "verify").exit_code, run(url, "verify").output) == (0, "")
    assert run(url, "rebuild").output == "nothing had to be changed\n"
    with open_store("sqlite", url) as journal:
        journal.restore_visits(Stream("pustu", DAY), 3, {})
    missing = "pustu 2026-11-23: visit v0 is in the journal but not in the table of visits\n"
    found = run(url, "verify")
    assert (found.exit_code, found.stderr) == (1, missing)
    assert run(url, "rebuild").output == f"{missing}1 things put right\n"
    assert run(url, "verify").exit_code == 0


def test_old_days_are_put_away_and_brought_back(url: str, tmp_path: Path) -> None:
    out = tmp_path / "arsip" / "2026"
    done = run(url, "archive", "--before", "2026-11-25", "--out", str(out))
    files = [str(out / f"pustu-2026-11-{day}.jsonl.gz") for day in (23, 24)]
    assert done.exit_code == 0
    assert [line.rsplit(" ", 1)[1] for line in done.output.splitlines()] == files
    again = run(url, "archive", "--before", "2026-11-26", "--out", str(out))
    assert (again.exit_code, again.stderr) == (
        1,
        "pustu: 2026-11-25 is in use or to come; only days that are over can be archived.\n",
    )
    assert run(url, "verify").exit_code == 0
    back = run(url, "unarchive", *files)
    assert (back.exit_code, len(back.output.splitlines())) == (0, 2)
    assert run(url, "verify").exit_code == 0
    assert "there already" in run(url, "unarchive", files[0]).output


def test_the_help_says_what_is_in_the_files(url: str) -> None:
    said = " ".join(run(url, "archive", "--help").output.split())
    assert "Names, NIK and addresses are not in the files" in said


def test_what_cannot_be_done_is_one_line(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "berkas"
    folder.write_text("bukan folder")
    for said in (
        run(url, "archive", "--before", "kemarin", "--out", str(tmp_path)),
        run(url, "archive", "--before", "2026-11-24", "--out", str(folder / "arsip")),
        run(url, "unarchive", str(folder)),
        run(f"sqlite:///{tmp_path / 'tiada.db'}", "rebuild"),
    ):
        assert said.exit_code in (1, 2)
        assert "Error: " in said.output
        assert "Traceback" not in said.output
