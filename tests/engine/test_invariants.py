"""Whatever anybody asks, in whatever order, on whatever journal: what must hold holds after each command.

Short ways are drawn by hypothesis, which finds the shortest that fails; long ones are walked from a number. `make soak` walks on.
"""

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from flow.engine import commands as c
from flow.engine import ordering
from flow.journal import Stream
from flow.journal.codec import to_json
from flow.journal.memory import MemoryJournal
from tests.engine.small import SMALL
from tests.engine.soak import failure, shortest, told, walked
from tests.engine.walking import WHAT_HAPPENS, Walk
from tests.journal.stores import open_store

COMMANDS = 7_000  # on each of three journals
ALL = set(get_args(c.Command))
CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


class Floors(RuleBasedStateMachine):
    """A house in which hypothesis chooses what happens."""

    @initialize()
    def open_the_house(self) -> None:
        self.walk = Walk(MemoryJournal())
        self.walk.open_the_house()

    @rule(seed=st.integers(0, 2**32))
    def a_while(self, seed: int) -> None:
        random = Random(seed)
        for _ in range(20):
            self.walk.step(random)

    @rule(seed=st.integers(0, 2**32), what=st.sampled_from(WHAT_HAPPENS))
    def one_thing(self, seed: int, what: object) -> None:
        what(self.walk, Random(seed))  # type: ignore[operator]

    def teardown(self) -> None:
        if hasattr(self, "walk"):
            self.walk.look_back()


@pytest.mark.slow
def test_it_holds_over_thousands_of_short_sequences() -> None:
    run_state_machine_as_test(
        Floors,
        settings=settings(max_examples=250, stateful_step_count=5, suppress_health_check=CHECKS),
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def test_it_holds_on_a_long_walk(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """For months, on each journal."""
    url = f"sqlite:///{tmp_path / 'alur.db'}"
    if kind == "postgres":
        url = request.getfixturevalue("postgres_url")
    with open_store(kind, url) as journal:
        walk = Walk(journal)
        assert walked(walk, seed=len(kind), commands=COMMANDS) >= COMMANDS
        assert {type(command) for command in walk.said} >= ALL


def test_the_same_walk_writes_the_same_journal() -> None:
    """Byte for byte, as a simulation needs it."""
    written = []
    for _ in range(2):
        journal = MemoryJournal()
        walked(Walk(journal), seed=7, commands=600)
        streams = [Stream(SMALL.facility, day) for day in journal.days(SMALL.facility)]
        entries = [entry for stream in streams for entry in journal.read(stream)]
        written.append([(replace(entry, events=()), to_json(entry.events)) for entry in entries])
    assert written[0] == written[1]
    assert len(written[0]) > 200


def test_a_fault_is_found_and_told_in_a_few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is passed over who is busy elsewhere: sooner or later somebody stands at two desks."""
    monkeypatch.setattr(ordering, "is_masked", lambda *_: False)
    way = shortest(_a_walk_that_fails().said)
    assert len(way) <= 20
    assert "CallNext" in told(way)
    assert failure(way)
    assert not failure(way[:-1])


def _a_walk_that_fails() -> Walk:
    """The first of some short ones."""
    for seed in range(100):
        walk = Walk(MemoryJournal())
        try:
            walked(walk, seed=seed, commands=250)
        except AssertionError:
            return walk
    raise AssertionError("no walk has found the fault")
