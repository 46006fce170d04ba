"""Every floor that can be reached in a tiny house, by every command there is: what must hold holds on each.

What tells two floors apart is told in `tests/engine/forms.py`; the worlds and their bounds in `tests/engine/tiny.py`.
"""

import pickle
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from copy import copy, deepcopy
from dataclasses import fields, replace
from typing import Any, get_args

import pytest

from flow.engine import commands as c
from flow.engine import ordering
from flow.engine.decide import decide
from flow.engine.decide.arrival import CLASSIFICATION
from flow.engine.events import Entry, Event, OfVisit, PatientCalled
from flow.engine.evolve import fold
from flow.engine.floor import Day, Floor, StationState
from flow.engine.history import of_visit
from flow.engine.lines import Line
from flow.engine.refusals import Refused
from flow.engine.routing import Rulebook
from flow.engine.visits import Visit
from flow.journal.codec import from_json, to_json
from tests.engine.forms import form, unknown_fields
from tests.engine.holding import (
    boards_keep_secrets,
    families_agree,
    one_desk_one_visit_and_nobody_is_stuck,
    tickets_are_unique_and_gap_free,
    time_runs_for_all_who_wait,
    what_was_ordered_is_ahead,
    who_has_booked_comes_once_or_is_on_the_list,
    who_takes_over_is_told_why,
)
from tests.engine.small import MORNING
from tests.engine.tiny import (
    DOING,
    EDITIONS,
    LAB,
    LOKET,
    OBAT,
    PEOPLE,
    SERVING,
    SPUTUM,
    UGD,
    VISITS,
    Done,
    State,
    World,
    asked,
)

SECRETS = (*PEOPLE, *VISITS, "red", "Ruang dalam", "karena")
PLAIN = frozenset(
    {c.OpenDay, c.OpenDesk, c.Register, c.CallNext, c.Start, c.Finish, c.BringBack, c.Resume}
)
"""What staff do when nothing odd happens: enough to see everybody through."""


def world(house: Rulebook, visits: int, *doing: str) -> World:
    return World(house, visits, frozenset(doing))


WORLDS = {
    "lab": (world(LAB, 2), 1_000),
    "lab, undoing": (world(LAB, 1, "undoing", "leaving", "numbers"), 1_200),
    "lab, orders": (world(LAB, 1, "orders", "publishing"), 400),
    "sputum, orders": (world(SPUTUM, 1, "orders"), 3_000),
    "obat, desks": (world(OBAT, 2, "desks"), 600),
    "obat, assigning": (world(OBAT, 1, "assigning", "desks"), 300),
    "obat, leaving": (world(OBAT, 2, "leaving", "identity"), 300),
    "obat, undoing": (world(OBAT, 2, "undoing"), 1_500),
    "obat, alerts": (world(OBAT, 2, "alerts"), 400),
    "obat, moving": (world(OBAT, 1, "moving"), 3_000),
    "obat, families": (world(OBAT, 2, "families"), 2_000),
    "loket, numbers": (world(LOKET, 2, "numbers", "merging"), 3_000),
    "loket, booking": (world(LOKET, 2, "booking"), 1_500),
    "loket, urgency": (world(LOKET, 1, "urgency", "numbers", "identity"), 1_500),
    "ugd, urgency": (world(UGD, 1, "urgency"), 1_500),
    "ugd, orders": (world(UGD, 1, "orders", "leaving"), 1_000),
}
"""The worlds that are walked through, and how many floors each has at least: fewer, and something is not reached any more."""


class Exploration:
    """All floors of one world, breadth first. `to_end` are the ways of plain service, backwards; floors go by number."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.books = {digest: replace(world.house, digest=digest) for digest in EDITIONS}
        self.carried_out: Counter[type[Any]] = Counter()
        self.refused: Counter[type[Any]] = Counter()
        self.to_end: dict[int, list[int]] = defaultdict(list)
        self.empty: list[int] = []
        self._numbers: dict[object, int] = {}
        self._ahead: deque[tuple[int, bytes]] = deque()

    def __len__(self) -> int:
        return len(self._numbers)

    def explore(self) -> None:
        self._reach(State(Floor(facility=self.world.house.facility), {}))
        while self._ahead:
            number, kept = self._ahead.popleft()
            state = pickle.loads(kept)
            for command in asked(state, self.world):
                reached = self._ask(state, command)
                if reached is not None and type(command) in PLAIN:
                    self.to_end[reached].append(number)
            assert state == pickle.loads(kept), "asking must not move this floor"

    def stuck(self) -> int:
        """How many floors there are from which plain service does not see everybody through."""
        ahead, reached = deque(self.empty), set(self.empty)
        while ahead:
            for before in self.to_end[ahead.popleft()]:
                if before not in reached:
                    reached.add(before)
                    ahead.append(before)
        return len(self) - len(reached)

    def _ask(self, state: State, command: c.Command) -> int | None:
        """The number of the floor that follows; None when nothing does."""
        floor = state.floor
        begins = isinstance(command, c.OpenDay) and floor.day not in (None, command.day)
        if begins and floor.status is Day.CLOSED:
            floor = Floor(facility=floor.facility)
        try:
            events = decide(floor, command, self._book(floor, command))
        except Refused:
            self.refused[type(command)] += 1
            return None
        self.carried_out[type(command)] += 1
        if not events:
            return None
        after = apart(state, events) if floor is state.floor else State(floor, {})
        entry = _entry(after.floor, command, events)
        _moves(state, after, entry, remember="undoing" in self.world.doing)
        what_was_ordered_is_ahead(after.floor, self.world.house, entry)
        who_takes_over_is_told_why(entry)
        self._follows(state.floor, after.floor, command, events)
        reached = len(self)
        number = self._reach(after)
        if number == reached:
            assert from_json(to_json(events)) == events
        return number

    def _book(self, floor: Floor, command: c.Command) -> Rulebook:
        digest = command.digest if isinstance(command, c.PublishRulebook) else floor.rulebook
        return self.books[digest or EDITIONS[0]]

    def _reach(self, state: State) -> int:
        shape = form(state)
        number = self._numbers.get(shape)
        if number is None:
            number = self._numbers[shape] = len(self._numbers)
            self._holds(state.floor)
            if not any(visit.is_open for visit in state.floor.visits.values()):
                self.empty.append(number)
            self._ahead.append((number, pickle.dumps(state, pickle.HIGHEST_PROTOCOL)))
        return number

    # What must hold

    def _holds(self, floor: Floor) -> None:
        """On every floor."""
        house, now = self.world.house, floor.at or MORNING
        tickets_are_unique_and_gap_free(floor)
        one_desk_one_visit_and_nobody_is_stuck(floor, house, now)
        time_runs_for_all_who_wait(floor)
        families_agree(floor)
        who_has_booked_comes_once_or_is_on_the_list(floor, house, now)
        boards_keep_secrets(floor, house, now, SECRETS)
        inside = {v.patient: v.id for v in floor.visits.values() if v.is_open and v.patient}
        assert floor.inside == inside
        for visit in floor.visits.values():
            if visit.is_open and floor.day:
                assert CLASSIFICATION(visit) == CLASSIFICATION(house.route(visit.facts, floor.day))

    def _follows(
        self, before: Floor, after: Floor, command: c.Command, events: tuple[Event, ...]
    ) -> None:
        """Whenever anything happens: no time is invented, who is inside keeps their rules."""
        assert {event.at for event in events} == {command.at}
        for visit in after.visits.values():
            known = before.visits.get(visit.id)
            opened = known.rulebook if known else before.rulebook
            assert visit.rulebook == opened
        if isinstance(command, c.CallNext):
            called = next(event for event in events if isinstance(event, PatientCalled))
            heads = (
                ordering.next_place(before, self.world.house, room, command.at, desk)
                for room, desk in ((command.station, command.desk), *command.also)
            )
            assert (called.visit, called.stop) in {(p.visit, p.stop) for p in heads if p}


def apart(state: State, events: tuple[Event, ...]) -> State:
    """The same again, to be moved by these events: only what they may touch is copied."""
    floor = copy(state.floor)
    touched = {event.visit for event in events if isinstance(event, OfVisit)}
    floor.visits = {
        v: _visit_apart(one) if v in touched else one for v, one in floor.visits.items()
    }
    floor.stations = {code: _station_apart(room) for code, room in floor.stations.items()}
    floor.bookings = {visit: copy(one) for visit, one in floor.bookings.items()}
    floor.numbers, floor.inside = dict(floor.numbers), dict(floor.inside)
    floor.groups = {group: list(members) for group, members in floor.groups.items()}
    return State(floor, dict(state.done))


def _visit_apart(visit: Visit) -> Visit:
    visit = copy(visit)
    visit.stops = {number: copy(stop) for number, stop in visit.stops.items()}
    return visit


def _station_apart(station: StationState) -> StationState:
    parts = {field.name: copy(getattr(station, field.name)) for field in fields(StationState)}
    parts["parties"] = deepcopy(station.parties)
    parts["line"] = Line({rank: list(places) for rank, places in station.line.classes.items()})
    return StationState(**parts)


def _entry(floor: Floor, command: c.Command, events: tuple[Event, ...]) -> Entry:
    return Entry(
        position=floor.position + 1,
        command=command.id,
        kind=type(command).__name__,
        by=command.by,
        at=command.at,
        request="",
        events=events,
    )


def _moves(before: State, after: State, entry: Entry, *, remember: bool) -> None:
    """Move the floor, and note what can be taken back."""
    fold(after.floor, entry)
    for visit in after.floor.visits.values():
        station = visit.acted_at
        if station is None or not remember:
            after.done.pop(visit.id, None)
        elif after.floor.stations[station].undoable[visit.id].position == entry.position:
            own = next(of_visit([entry], visit.id))
            after.done[visit.id] = Done(before.floor.visits[visit.id], own)


@pytest.mark.slow
@pytest.mark.parametrize(("world", "floors"), WORLDS.values(), ids=WORLDS)
def test_what_must_hold_holds_on_every_floor(world: World, floors: int) -> None:
    exploration = Exploration(world)
    exploration.explore()
    assert floors < len(exploration) < 2 * floors
    assert exploration.stuck() == 0
    assert set(exploration.carried_out) == set(world.ways)
    assert set(exploration.refused) == set(world.ways)


def test_a_fault_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is passed over who is busy elsewhere: somebody stands at two desks."""
    monkeypatch.setattr(ordering, "is_masked", lambda *_: False)
    with pytest.raises(AssertionError):
        Exploration(WORLDS["lab, orders"][0]).explore()


def test_no_command_is_left_out() -> None:
    everything = {*SERVING, *_kinds(DOING.values())}
    assert everything == set(get_args(c.Command)), "say in tests/engine/tiny.py how it can be asked"
    assert everything == set(_kinds(world.ways for world, _ in WORLDS.values()))


def _kinds(ways: Iterable[Iterable[type[Any]]]) -> Iterable[type[Any]]:
    return (kind for some in ways for kind in some)


def test_nothing_on_the_floor_is_left_out() -> None:
    assert list(unknown_fields()) == [], "say in tests/engine/forms.py whether it is forgotten"
