"""A floor that went through a snapshot is the fold, at whatever point; what cannot be used is not used."""

from collections import deque
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from flow.engine.evolve import fold
from flow.engine.floor import CALLS_KEPT, Floor
from flow.journal import Journal, Snapshot, Stream
from flow.journal.memory import MemoryJournal
from flow.journal.snapshots import DamagedSnapshot, floor_of, folded, standing, taken
from flow.journal.verify import findings
from tests.engine.small import DAY, SMALL
from tests.engine.walking import Walk

HERE = Stream(SMALL.facility, DAY)


def walked(seed: int, steps: int) -> Walk:
    walk, random = Walk(MemoryJournal()), Random(seed)
    walk.open_the_house()
    for _ in range(steps):
        walk.step(random)
    return walk


def alike(one: Any, other: Any) -> Iterator[str]:
    """Where two values are not of one type, or do not keep as many items: what == does not see."""
    if isinstance(one, datetime):
        return
    if type(one) is not type(other):
        yield f"{one!r} became {other!r}"
    elif isinstance(one, deque) and one.maxlen != other.maxlen:
        yield f"{other!r} keeps {other.maxlen} items, not {one.maxlen}"
    elif is_dataclass(one):
        for field in fields(one):
            yield from alike(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, dict):
        yield from alike(list(one), list(other))
        yield from alike(list(one.values()), list(other.values()))
    elif isinstance(one, list | tuple | deque):
        for a, b in zip(one, other, strict=True):
            yield from alike(a, b)


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32), steps=st.integers(0, 160), cut=st.floats(0, 1))
def test_a_floor_through_a_snapshot_is_the_fold(seed: int, steps: int, cut: float) -> None:
    walk = walked(seed, steps)
    assert walk.floor.day is not None
    entries = list(walk.journal.read(Stream(SMALL.facility, walk.floor.day)))
    at = round(cut * (len(entries) - 1)) + 1
    floor = Floor(facility=SMALL.facility)
    for entry in entries[:at]:
        fold(floor, entry)
    again = floor_of(taken(floor, entries[at - 1].command))
    assert again == floor
    assert list(alike(floor, again)) == []
    for entry in entries[at:]:
        fold(again, entry)
    assert again == walk.floor


def test_lists_that_keep_their_last_items_still_do() -> None:
    again = floor_of(taken(walked(1, 100).floor, "c1"))
    assert {state.calls.maxlen for state in again.stations.values()} == {CALLS_KEPT}


@pytest.fixture
def walk() -> Walk:
    """Some thirty entries, without a usable snapshot."""
    return walked(2, 40)


def kept(walk: Walk) -> Snapshot:
    last = list(walk.journal.read(HERE))[-1]
    return taken(walk.floor, last.command)


def standing_with(walk: Walk, snapshot: Snapshot) -> tuple[Floor, list[str]]:
    """What a door begins with, and what it logs."""
    walk.journal.keep_snapshot(HERE, snapshot)
    with capture_logs() as logs:
        return standing(walk.journal, HERE), [str(line["event"]) for line in logs]


def test_a_start_begins_with_the_snapshot(walk: Walk) -> None:
    assert standing_with(walk, kept(walk)) == (walk.floor, [])
    assert folded(walk.journal, HERE) == walk.floor


def test_a_damaged_snapshot_is_not_used_and_said(walk: Walk) -> None:
    good = kept(walk)
    spoiled = good.floor.replace('"kecil-1"', '"kecil-2"')
    assert spoiled != good.floor
    for floor, checksum in (
        (spoiled, good.checksum),
        (good.floor[:-9], good.checksum),
        ("{}", sha256(b"{}").hexdigest()),
        ("", sha256(b"").hexdigest()),
    ):
        damaged = replace(good, floor=floor, checksum=checksum)
        floor_now, logs = standing_with(walk, damaged)
        assert (floor_now.position, floor_now.day) == (0, DAY)
        assert logs == ["a damaged snapshot is not used"]
        assert [finding for finding in findings(walk.journal) if "damaged" in finding]
        assert folded(walk.journal, HERE) == walk.floor
    with pytest.raises(DamagedSnapshot, match="position"):
        floor_of(replace(good, position=good.position - 1))


def test_a_snapshot_by_other_code_is_not_used_and_nothing_is_wrong_with_it(walk: Walk) -> None:
    floor, logs = standing_with(walk, replace(kept(walk), code="lama", floor="{}"))
    assert (floor.position, logs) == (0, [])
    assert list(findings(walk.journal)) == []


def test_a_snapshot_of_entries_that_are_not_there_is_not_used(walk: Walk) -> None:
    """As after a backup of the entries alone, or of an older day's."""
    for command in ("hantu", "c1"):
        floor, logs = standing_with(walk, replace(kept(walk), command=command))
        assert (floor.position, logs) == (0, ["a snapshot of other entries is not used"])
        assert [finding for finding in findings(walk.journal) if "journal says" in finding]


def test_verify_finds_a_snapshot_that_is_not_the_fold(walk: Walk) -> None:
    walk.journal.keep_snapshot(HERE, kept(walk))
    assert list(findings(walk.journal)) == []
    other = floor_of(kept(walk))
    other.turns += 1
    walk.journal.keep_snapshot(HERE, taken(other, kept(walk).command))
    assert list(findings(walk.journal)) == [
        f"pustu {DAY}: the snapshot at position {walk.floor.position} is not what the journal says"
    ]
    other.position += 1
    walk.journal.keep_snapshot(HERE, taken(other, "hantu"))
    assert ["belongs to no entry" in finding for finding in findings(walk.journal)] == [True]


def test_a_day_without_a_snapshot_is_folded_from_its_first_entry() -> None:
    journal: Journal = MemoryJournal()
    assert standing(journal, HERE) == Floor(facility=SMALL.facility, day=DAY)
    assert folded(journal, HERE).position == 0
