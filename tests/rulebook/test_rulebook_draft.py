"""The folder while somebody edits it: noticed, proven, never in the way."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flow.rulebook import shipped
from flow.rulebook.draft import Draft

MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demo house beside the typical one, which it includes."""
    shutil.copytree(shipped("demo").parent, tmp_path / "rules")
    return tmp_path / "rules" / "demo"


@pytest.fixture
def draft(folder: Path) -> Draft:
    ticks = iter(range(1000))
    draft = Draft(folder, lambda: MORNING + timedelta(seconds=next(ticks)))
    draft.look()  # now it knows what is included
    return draft


def edit(path: Path, change: Callable[[str], str]) -> None:
    """As an editor saves: other text, a later time."""
    path.write_text(change(path.read_text()))
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))


def test_what_has_not_changed_is_not_read_again(draft: Draft) -> None:
    seen = draft.seen
    assert seen.rulebook is not None
    assert draft.look() is False
    assert draft.seen is seen


def test_a_change_is_noticed_and_proven(draft: Draft, folder: Path) -> None:
    before = draft.seen.rulebook
    edit(folder / "facility.yaml", lambda text: text + "call_seconds: 90\n")
    assert draft.look() is True
    after = draft.seen.rulebook
    assert before is not None
    assert after is not None
    assert (before.call_seconds, after.call_seconds) == (180, 90)
    (change,) = draft.changes(before)
    assert (change.before.id, change.after.id) == ("180 detik", "90 detik")


def test_a_change_in_an_included_folder_is_noticed_too(draft: Draft, folder: Path) -> None:
    edit(
        folder.parent / "typical" / "entry.yaml",
        lambda text: text.replace("then: {stops: skrining}", "then: {stops: skrinning}"),
    )
    assert draft.look() is True
    (finding,) = draft.seen.findings
    assert finding.place.file == "../typical/entry.yaml"
    assert draft.seen.rulebook is None


def test_what_can_be_read_but_not_proven_is_broken(draft: Draft, folder: Path) -> None:
    edit(folder.parent / "typical" / "priority.yaml", lambda text: text[: text.rindex("  - rule:")])
    draft.look()
    assert [finding.code for finding in draft.seen.findings] == ["gap"]
    assert draft.changes(draft_of(folder)) == ()


def draft_of(folder: Path):  # type: ignore[no-untyped-def]
    shutil.copytree(shipped("demo").parent, folder.parent.parent / "whole")
    book = Draft(folder.parent.parent / "whole" / "demo", lambda: MORNING).seen.rulebook
    assert book is not None
    return book


def test_a_half_saved_file_heals_at_the_next_look(draft: Draft, folder: Path) -> None:
    path = folder / "facility.yaml"
    whole = path.read_text()
    for half in ("", whole[: len(whole) // 2] + "\n  - {", "\ufeff\x00"):
        edit(path, lambda _, half=half: half)
        draft.look()
        assert draft.seen.findings
    edit(path, lambda _: whole)
    draft.look()
    assert draft.seen.findings == ()


def test_a_folder_that_goes_away_and_comes_back(draft: Draft, folder: Path) -> None:
    away = folder.with_name("away")
    folder.rename(away)
    draft.look()
    assert "no such folder" in str(draft.seen.findings[0])
    away.rename(folder)
    draft.look()
    assert draft.seen.rulebook is not None


def test_cases_that_fail_are_told_and_stop_nothing(tmp_path: Path) -> None:
    shutil.copytree(shipped("typical"), tmp_path / "rules")
    edit(
        tmp_path / "rules" / "cases.yaml",
        lambda text: text.replace("cluster: K2", "cluster: K3", 1),
    )
    seen = Draft(tmp_path / "rules", lambda: MORNING).seen
    assert seen.rulebook is not None
    assert len(seen.cases) == 1
