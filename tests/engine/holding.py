"""What must hold on any floor, whatever has happened. Each raises AssertionError and says what does not.

2 tickets unique and gap-free · 3 one desk, one visit · 4 nobody is stuck · 5 a waiting room sees ticket codes only
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flow.engine import boards
from flow.engine import events as e
from flow.engine.alerts import standing
from flow.engine.events import Entry
from flow.engine.floor import Floor
from flow.engine.lifecycle import AT_A_DESK, CLOSED, Status
from flow.engine.outcomes import LEADS_TO
from flow.engine.routing import Rulebook
from flow.engine.tables import OrderRule
from flow.engine.text import Text
from flow.engine.visits import Origin, Stop, Visit


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


def nobody_goes_to_a_room_that_is_gone(floor: Floor, rulebook: Rulebook) -> None:
    for visit in floor.visits.values():
        if visit.is_open:
            for stop in (*visit.open_stops(), *visit.planned()):
                assert stop.station in rulebook.stations, f"{visit.name}: {stop.station} is gone"


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


def what_was_ordered_is_ahead(floor: Floor, rulebook: Rulebook, entry: Entry) -> None:
    """Right after somebody has asked for it: each order has a stop, as often as it takes, and its results their time."""
    for event in entry.events:
        if isinstance(event, e.ServiceFinished):
            visit = floor.visits[event.visit]
            _ordered_is_ahead(floor, rulebook, entry, visit, visit.stops[event.stop].station, event)
        elif isinstance(event, e.OrdersAdded):
            visit = floor.visits[event.visit]
            _ordered_is_ahead(floor, rulebook, entry, visit, event.station, event)
        elif isinstance(event, e.StopsPlanned):
            _one_review_is_enough(floor.visits[event.visit], event)


def who_takes_over_is_told_why(entry: Entry) -> None:
    for event in entry.events:
        if isinstance(event, e.OutcomeIntended | e.VisitEnded) and event.outcome in LEADS_TO:
            assert event.reason.strip(), f"{event.visit} is handed on and nobody says why"


def _one_review_is_enough(visit: Visit, planned: e.StopsPlanned) -> None:
    """Nobody waits for a consultation that is planned for later, with more results, anyway."""
    reviews = [stop for stop in planned.stops if stop.origin is Origin.REVIEW]
    later = {one.station for one in reviews if visit.stops[one.number].status is Status.PLANNED}
    for stop in visit.open_stops():
        waits = stop.status in (Status.WAITING, Status.ABSENT) and stop.origin is Origin.REVIEW
        assert not (waits and stop.station in later), f"{visit.name} is called before the results"


def _ordered_is_ahead(
    floor: Floor,
    rulebook: Rulebook,
    entry: Entry,
    visit: Visit,
    station: str,
    event: e.ServiceFinished | e.OrdersAdded,
) -> None:
    offered = rulebook.offered(station, visit.facts, floor.day or entry.at.date())
    for order in event.orders:
        row = offered[order]
        for goal in row.rule.stops:
            stops = [
                stop
                for stop in visit.stops.values()
                if stop.station == goal and _is_for(stop, row) and _is_to_come(stop, entry)
            ]
            assert stops, f"{visit.name}: {order} is ordered and nobody will do it"
            times = [stops[-1]]
            while (before := times[-1].repeat_of) is not None:
                times.append(visit.stops[before])
            assert len(times) >= row.times, f"{visit.name}: {order} is done {len(times)} times"
            assert all(one.then_minutes >= row.result_minutes for one in times)


def _is_for(stop: Stop, row: OrderRule) -> bool:
    asked = stop.rule == row.rule.name or stop.because == row.rule.because
    return asked or row.rule.name in stop.shared


def _is_to_come(stop: Stop, entry: Entry) -> bool:
    """Not over; what the room has done at once is over with this entry."""
    return stop.status not in CLOSED or (stop.status is Status.DONE and stop.ended_at == entry.at)


NOT_PLAIN = re.compile(
    r"  |\.\.|[{}<>]|\bNone\b|\bStatus\b|\bOutcome\b|berstatus|singgahan|not possible from"
)
"""What a template leaves behind, or only a programmer would understand."""


def reads_plainly(said: Text) -> None:
    """Whole sentences in both languages, each its own."""
    assert said.id != said.en
    for sentence in (said.id, said.en):
        assert sentence.endswith((".", ")")), sentence
        assert not NOT_PLAIN.search(sentence), sentence
