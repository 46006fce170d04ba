"""What is told of any two in a line is what happens when the desks call: over random walks through the small house."""

from copy import deepcopy
from itertools import combinations
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow.engine import between, boards, ordering
from flow.engine.evolve import families
from flow.engine.floor import Floor
from flow.journal.memory import MemoryJournal
from tests.engine.small import SMALL
from tests.engine.walking import WHAT_HAPPENS, Walk

STEPS, LOOK_EVERY = 120, 12
CROWDED = (Walk.register_newcomer, Walk.link_who_waits_together, Walk.book, Walk.check_in)
"""What fills the lines: without it a walk empties them as fast as they grow."""
DOING = tuple(what for what in WHAT_HAPPENS if what is not Walk.retry) + CROWDED * 8


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_any_two_are_told_what_every_desk_will_do(seed: int) -> None:
    """And so is the console, which names the next one."""
    pairs_told(seed)


def test_enough_are_told() -> None:
    """Else the test above would say nothing."""
    assert sum(map(pairs_told, range(4))) > 20


def pairs_told(seed: int) -> int:
    """How many pairs were compared on one walk."""
    random, walk, pairs = Random(seed), Unwatched(MemoryJournal()), 0
    walk.open_the_house()
    for number in range(1, STEPS):
        random.choice(DOING)(walk, random)
        if number % LOOK_EVERY == 0:
            pairs += sum(told_is_done(walk, station) for station in SMALL.stations)
    return pairs


class Unwatched(Walk):
    """What must hold besides is looked at elsewhere."""

    def look_around(self) -> None:
        pass


def told_is_done(walk: Walk, station: str) -> int:
    floor, now = walk.floor, walk.now
    line = [place.visit for place in floor.station(station).line][:7]
    desks = {desk: calls(floor, station, desk, walk) for desk in floor.station(station).desks}
    shown = boards.queue(floor, SMALL, station, now)["desks"]
    for desk, called in desks.items():
        assert shown[desk]["next"] == next(iter(called), None)  # type: ignore[index]
    pairs = tuple(combinations(line, 2))
    for first, second in pairs:
        told = between.why_before(floor, SMALL, station, first, second, now).en
        verdicts = between.at_each_desk(floor, SMALL, station, first, second, now)
        for desk, called in desks.items():
            expected = next((visit for visit in called if visit in (first, second)), None)
            assert verdicts[desk].first == expected
            assert verdicts[desk].said.en in told
            name = floor.visits[expected].name if expected else "Neither"
            assert verdicts[desk].said.en.startswith(f"{name} ")
    return len(pairs)


def calls(floor: Floor, station: str, desk: str, walk: Walk) -> list[str]:
    """Whom this desk would call, one after the other, if it called everybody now."""
    floor = deepcopy(floor)
    state, called = floor.station(station), []
    while place := ordering.next_place(floor, SMALL, station, walk.now, desk):
        called.append(place.visit)
        state.line.leave(place)
        state.called.append(place.rank)
        families.forget(state, place.visit)
    return called
