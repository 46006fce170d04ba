"""What must hold on any floor, whatever has happened. Each raises AssertionError and says what does not.

2 tickets unique and gap-free · 3 one desk, one visit · 4 nobody is stuck · 5 a waiting room sees ticket codes only
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flow.engine import boards
from flow.engine.alerts import standing
from flow.engine.floor import Floor
from flow.engine.lifecycle import AT_A_DESK, Status
from flow.engine.routing import Rulebook


def tickets_are_unique_and_gap_free(floor: Floor) -> None:
    names = [visit.name for visit in floor.visits.values()]
    assert len(names) == len(set(names)), "two visits share a name"
    issued: dict[str, set[int]] = {}
    for visit in floor.visits.values():
        if visit.ticket and "/" not in visit.ticket:
            letter, number = visit.ticket.split("-")
            issued.setdefault(letter, set()).add(int(number))
    for letter, numbers in issued.items():
        assert numbers == set(range(1, floor.numbers[letter] + 1))


def one_desk_one_visit_and_nobody_is_stuck(floor: Floor, rulebook: Rulebook, now: datetime) -> None:
    at_desks = [
        visit for s in floor.stations.values() for visit in s.desks.values() if visit is not None
    ]
    assert len(at_desks) == len(set(at_desks)), "one visit at two desks"
    for state in floor.stations.values():
        taken = {desk for desk, visit in state.desks.items() if visit is not None}
        assert not taken & state.paused.keys(), "somebody at a desk that has a break"
        assert state.desks.keys() >= state.paused.keys(), "a break at a desk that is closed"
    listed: dict[str, set[int]] = {}
    for code in floor.stations:
        shown: Any = boards.queue(floor, rulebook, code, now)
        rows = [*shown["waiting"], *shown["held"], *shown["absent"]]
        rows += [desk["visit"] for desk in shown["desks"].values() if desk["visit"]]
        assert len({row["visit"] for row in rows}) == len(rows), "a visit twice on one list"
        for row in rows:
            listed.setdefault(row["visit"], set()).add(row["stop"])
    for visit in floor.visits.values():
        stops = {stop.number for stop in visit.open_stops()}
        assert listed.get(visit.id, set()) == stops, "a list and a visit disagree"
        assert bool(stops) is visit.is_open, f"{visit.name} is stuck, or haunts a list"
        assert sum(s.status in AT_A_DESK for s in visit.open_stops()) <= 1
        assert (visit.at_desk is not None) is (visit.id in at_desks)
        assert floor.inside.get(visit.patient or "") in (None, visit.id) or not visit.is_open


def time_runs_for_all_who_wait(floor: Floor) -> None:
    """But for those who have raised their alert; the longest first."""
    running = {
        (code, one.visit, one.stop)
        for code, state in floor.stations.items()
        for one in state.running
    }
    assert running == {
        (stop.station, visit.id, stop.number)
        for visit in floor.visits.values()
        for stop in visit.open_stops()
        if stop.status is Status.WAITING and stop.alert is None
    }
    for state in floor.stations.values():
        assert state.running == sorted(state.running)
        for one in state.running:
            visit = floor.visits[one.visit]
            assert one == standing(visit, visit.stops[one.stop])


def who_has_booked_comes_once_or_is_on_the_list(
    floor: Floor, rulebook: Rulebook, now: datetime
) -> None:
    shown: Any = boards.bookings(floor, rulebook, floor.day or now.date(), now)
    rows = {row["visit"]: row for row in shown["bookings"]}
    assert rows.keys() == floor.bookings.keys()
    for visit, row in rows.items():
        booking = floor.bookings[visit]
        assert (visit in floor.visits) is (booking.arrived_at is not None)
        assert (row["status"] == "arrived") is booking.has_come
        if booking.renewed:
            assert booking.renewed in floor.bookings, "given back to nobody"
    expected = [one.patient for one in floor.bookings.values() if one.is_open and one.patient]
    assert len(expected) == len(set(expected)), "one patient is expected twice"


def boards_keep_secrets(
    floor: Floor, rulebook: Rulebook, now: datetime, secrets: Iterable[str]
) -> None:
    for code in rulebook.boards:
        text = json.dumps(boards.board(floor, rulebook, code, now))
        assert not [word for word in secrets if word in text]
        assert not any(f'"{visit}"' in text for visit in floor.visits)


def families_agree(floor: Floor) -> None:
    """Who is inside is in one family at most, and who is expected at a desk waits there with one of it."""
    members = [(visit, group) for group, some in floor.groups.items() for visit in some]
    inside = {visit.id: visit.group for visit in floor.visits.values() if visit.is_open}
    assert sorted(members) == sorted((v, group) for v, group in inside.items() if group)
    for state in floor.stations.values():
        waiting = {(place.visit, place.stop) for place in state.line}
        expected = [one for party in state.parties.values() for one in party.others.items()]
        assert len(expected) == len(set(expected)), "expected at two desks"
        assert waiting.issuperset(expected), "expected without waiting"
        assert state.desks.keys() - state.paused.keys() >= state.parties.keys()
        for party in state.parties.values():
            last = floor.visits[party.called[-1]]
            groups = {inside[visit] for visit in party.others}
            assert len(groups) <= 1, "two families at one desk"
            assert last.group in groups or not groups or not last.is_open
