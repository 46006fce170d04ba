"""Worlds of two rooms and one or two visits, and everything that can be asked in each.

A world is a house, how many may come, and what people do there beside serving patients: a world in which everything is done at
once would have millions of floors. Bounds, all of them here: so many visits a day (who was carried over counts), one desk in each
room, one order, the facts triage red or none. How often something is done is not bounded: transfers, orders, days, undoing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import Any

from flow.engine import commands as c
from flow.engine.alerts import counts_from
from flow.engine.decide.day import handed_on, left_open
from flow.engine.events import Entry, VisitCarriedIn
from flow.engine.floor import Day, Floor
from flow.engine.lifecycle import Status
from flow.engine.outcomes import Outcome
from flow.engine.routing import Board, Rulebook, Target
from flow.engine.tables import OrderRule, Table
from flow.engine.text import Text
from flow.engine.visits import Alert, Visit
from tests.engine.small import DAY, MORNING, order, rule, small, station

DESK = "1"
VISITS = ("v1", "v2")
PEOPLE = ("ani", "budi", "citra")
EDITIONS = ("edisi-1", "edisi-2")
"""Two editions of the same rules: one is published after the other, for ever."""

RED: dict[str, object] = {"triage": "red"}
STEP = timedelta(minutes=1)


# Houses

AT_ONCE = {
    "target": Target(wait_minutes=1, source=Text("Uji", "A test")),
    "service_minutes": 1,
    "hold_minutes": 1,
}
"""Everything takes too long after a step, where anybody looks."""


def _house(*rooms: str, orders: tuple[OrderRule, ...] = (), if_ordered: str = "") -> Rulebook:
    """Everybody goes to the rooms that are not ordered, in order; with a ugd who is red goes there at once."""
    stations = [
        station(code, registers=code == "loket", overnight=code == "ugd", **AT_ONCE)
        for code in rooms
    ]
    red = rule("merah", RED, stops=("ugd",), final=True)
    ordered = {code for row in orders for code in row.rule.stops}
    entry = [_everybody(code) for code in rooms if code not in ordered]
    exits = [_everybody(code, if_ordered=True) for code in rooms if code == if_ordered]
    return small(
        digest=EDITIONS[0],
        stations={one.code: one for one in stations},
        boards={"depan": Board(code="depan", title=Text("Depan", "Front"), stations=rooms)},
        entry=(
            *([Table(name="darurat", rules=(red, rule("biasa")))] if "ugd" in rooms else []),
            *entry,
        ),
        orders=orders,
        exits=tuple(exits),
    )


def _everybody(code: str, **more: Any) -> Table:
    return Table(name=code, rules=(rule("semua", stops=(code,), **more),))


LAB = _house("dewasa", "lab", orders=(order("lab", review=True),))
"""An order with review."""
SPUTUM = _house(
    "dewasa",
    "lab",
    orders=(
        order("lab", review=True, in_room=True),
        order("dahak", "lab", times=2),
    ),
)
"""Two orders at one station, one of them twice; without a pause, since no clock runs here."""
OBAT = _house("dewasa", "obat", orders=(order("obat", last=True),), if_ordered="obat")
"""A room on the way out, for those for whom it was ordered."""
LOKET = _house("loket", "ugd")
"""A counter that nobody leaves unknown, and a room that never closes: who is red goes there at once."""
UGD = _house("dewasa", "ugd", orders=(order("ugd", review=True),))
"""The same room never closes, and may be ordered."""


@dataclass(frozen=True, slots=True)
class World:
    """`doing` names what is done beside serving (see `DOING`)."""

    house: Rulebook
    visits: int
    doing: frozenset[str]

    @property
    def ways(self) -> "Mapping[type[Any], Ways]":
        """Each command that is asked here, and how."""
        return SERVING | {kind: ways for name in self.doing for kind, ways in DOING[name].items()}


@dataclass(frozen=True, slots=True)
class Done:
    """The last thing that was done to a visit, while it can be taken back, and the visit before it."""

    before: Visit
    entry: Entry


@dataclass(slots=True)
class State:
    """A floor, and what can be taken back on it, by visit."""

    floor: Floor
    done: dict[str, Done]


About = dict[str, Any]
Ways = Callable[[State, World], Iterator[About]]


def asked(state: State, world: World) -> Iterator[c.Command]:
    """Everything that can be asked here, in a minute's time: what is sensible and what is not."""
    at = (state.floor.at or MORNING) + STEP
    for kind, ways in world.ways.items():
        for about in ways(state, world):
            yield kind(id=kind.__name__, by="uji", at=at, **about)


# The day and its desks


def _open_day(state: State, _: World) -> Iterator[About]:
    """The first day, the same one again, the next one; as the door opens it."""
    floor = state.floor
    if floor.status is Day.UNOPENED:
        yield {"day": floor.day or DAY}
        return
    yield {"day": floor.day}
    handed = {"carried": handed_on(floor), "desks": left_open(floor)}
    yield {"day": floor.day + timedelta(days=1)} | (handed if floor.status is Day.CLOSED else {})


def _close_day(_state: State, _world: World) -> Iterator[About]:
    yield {}


def _publish(_state: State, _world: World) -> Iterator[About]:
    for digest, previous in product(EDITIONS, EDITIONS):
        yield {"digest": digest, "previous": previous}


def _desks(_: State, world: World) -> Iterator[About]:
    for code in world.house.stations:
        yield {"station": code, "desk": DESK}


# Bookings: for today, before it is opened and while it is open


def _book(state: State, world: World) -> Iterator[About]:
    for visit, patient in product(_anybody(state, world), (*_people(state), None)):
        yield {"day": state.floor.day or DAY, "visit": visit, "code": visit, "patient": patient}


def _cancel_booking(state: State, world: World) -> Iterator[About]:
    for about in _visits(state, world):
        yield about | {"day": state.floor.day or DAY}


# Coming in


def _anybody(state: State, world: World) -> tuple[str, ...]:
    """Who is known; one who is not, while somebody may come."""
    known = state.floor.bookings | state.floor.visits
    new = [visit for visit in VISITS if visit not in known][: world.visits - len(known)]
    return (*known, *new[:1])


def _visits(state: State, world: World) -> Iterator[About]:
    for visit in _anybody(state, world):
        yield {"visit": visit}


def _register(state: State, world: World) -> Iterator[About]:
    """With the urgent, perhaps red; with numbers first, perhaps without a name; at the counter where there is one."""
    people = [*_people(state), *([None] if "numbers" in world.doing else [])]
    facts: list[dict[str, object]] = [{}, *([RED] if "urgency" in world.doing else [])]
    counters = [None, *(code for code in world.house.stations if code == "loket")]
    for visit, patient, fact, counter in product(_anybody(state, world), people, facts, counters):
        yield {"visit": visit, "patient": patient, "facts": fact, "station": counter}


def _people(state: State) -> tuple[str, ...]:
    """Who is known already, and one who is not: any other newcomer would be the same by another name."""
    floor = state.floor
    everybody = (*floor.visits.values(), *floor.bookings.values())
    known = {one.patient for one in everybody if one.patient}
    return (*sorted(known), next(one for one in PEOPLE if one not in known))


def _facts(state: State, world: World) -> Iterator[About]:
    for visit, triage in product(_anybody(state, world), ("red", None)):
        yield {"visit": visit, "facts": {"triage": triage}}


# At a station


def _call_next(_: State, world: World) -> Iterator[About]:
    one, other = world.house.stations
    yield from ({"station": code, "desk": DESK} for code in (one, other))
    yield {"station": one, "desk": DESK, "also": ((other, DESK),)}


def _call_one(state: State, world: World) -> Iterator[About]:
    for about in _stops(state, world):
        yield about | {"desk": DESK, "reason": "uji"}


def _stops(state: State, world: World) -> Iterator[About]:
    """Every visit at every room. What names no room means the one stop that can take it, so it is the same as to name that."""
    for visit, code in product(_anybody(state, world), world.house.stations):
        yield {"visit": visit, "station": code}


def _finish(state: State, world: World) -> Iterator[About]:
    """In all ways where somebody is served; elsewhere it is refused before anybody looks at the rest."""
    outcomes = (None, *((Outcome.REFERRED, Outcome.ADMITTED) if "leaving" in world.doing else ()))
    orders = [(), *((row.order,) for row in world.house.tables.orders)]
    for about in _stops(state, world):
        ways = product(orders, (None, True, False), outcomes) if _is_served(state, **about) else ()
        for ordered, review, outcome in ways or [((), None, None)]:
            why = {"outcome": outcome, "reason": "uji" if outcome else ""}
            yield about | {"orders": ordered, "review": review} | why


def _is_served(state: State, visit: str, station: str) -> bool:
    known = state.floor.visits.get(visit)
    return known is not None and any(
        stop.station == station and stop.status is Status.SERVING for stop in known.open_stops()
    )


def _transfer(state: State, world: World) -> Iterator[About]:
    for about in _stops(state, world):
        for to, back in product(world.house.stations, (False, True)):
            yield about | {"to": to, "back": back}


def _hand_over(state: State, world: World) -> Iterator[About]:
    for about in _stops(state, world):
        yield from (about | {"desk": desk} for desk in (DESK, "2"))


def _assign_desk(state: State, world: World) -> Iterator[About]:
    for about in _stops(state, world):
        yield from (about | {"desk": desk} for desk in (DESK, "2", None))


def _add_orders(state: State, world: World) -> Iterator[About]:
    for about in _stops(state, world):
        for row, review in product(world.house.tables.orders, (None, True, False)):
            yield about | {"orders": (row.order,), "review": review}


def _cancel_order(state: State, world: World) -> Iterator[About]:
    """All that was ordered there, or of several one."""
    rows = world.house.tables.orders
    for about in _stops(state, world):
        for one in (None, *(row.order for row in rows if len(rows) > 1)):
            yield about | {"order": one}


def _raise_alert(state: State, world: World) -> Iterator[About]:
    """Of every open stop, rightly and wrongly; of who is not there."""
    for visit in _anybody(state, world):
        known = state.floor.visits.get(visit)
        stops = known.open_stops() if known else []
        yield from (
            {"visit": visit, "stop": stop.number, "alert": alert, "since": counts_from(known, stop)}
            for stop, alert in product(stops, Alert)
            if known
        )
        yield {"visit": visit, "stop": 99, "alert": Alert.LONG_WAIT, "since": MORNING}


def _depart(state: State, world: World) -> Iterator[About]:
    for visit in _anybody(state, world):
        yield {"visit": visit, "outcome": Outcome.CANCELLED}


def _link(state: State, world: World) -> Iterator[About]:
    """Any two, one alone, with either wish."""
    for visit, other, together in product(*(_anybody(state, world),) * 2, (True, False)):
        yield {"visits": (visit, other), "together": together}


# Mistakes


def _undo(state: State, world: World) -> Iterator[About]:
    """The last thing, where there is one; else what is past.

    Of what happened before it only counts how the visit stood then: so it is told as if the visit had come in just so.
    """
    for about in _stops(state, world):
        done = state.done.get(about["visit"])
        yield about | {
            "position": done.entry.position if done else 1,
            "history": _history(done) if done else (),
        }


def _history(done: Done) -> tuple[Entry, ...]:
    came = VisitCarriedIn(at=done.entry.at, visit=done.before.id, state=done.before)
    return (replace(done.entry, position=done.entry.position - 1, events=(came,)), done.entry)


def _reidentify(state: State, world: World) -> Iterator[About]:
    for visit, patient in product(_anybody(state, world), _people(state)):
        yield from ({"visit": visit, "patient": patient, "exchange": so} for so in (False, True))


def _merge(state: State, world: World) -> Iterator[About]:
    for visit, double in product(_anybody(state, world), repeat=2):
        yield from ({"visit": visit, "double": double, "reason": why} for why in ("", "uji"))


SERVING: Mapping[type[Any], Ways] = {
    c.OpenDay: _open_day,
    c.CloseDay: _close_day,
    c.OpenDesk: _desks,
    c.Register: _register,
    c.CallNext: _call_next,
    c.CallOne: _call_one,
    c.Recall: _stops,
    c.Start: _stops,
    c.Finish: _finish,
    c.MarkAbsent: _stops,
    c.BringBack: _stops,
    c.Hold: _stops,
    c.Resume: _stops,
}
"""What is done in every world, and how it can be asked."""

DOING: Mapping[str, Mapping[type[Any], Ways]] = {
    "desks": {c.CloseDesk: _desks, c.PauseDesk: _desks, c.HandOver: _hand_over},
    "assigning": {c.AssignDesk: _assign_desk},
    "publishing": {c.PublishRulebook: _publish},
    "urgency": {c.EnterEmergency: _visits, c.UpdateFacts: _facts},
    "numbers": {c.IssueTicket: _visits, c.VoidTicket: _visits},
    "merging": {c.Merge: _merge},
    "booking": {c.Book: _book, c.CancelBooking: _cancel_booking, c.CheckIn: _visits},
    "orders": {c.AddOrders: _add_orders, c.CancelOrder: _cancel_order},
    "alerts": {c.RaiseAlert: _raise_alert, c.ConfirmService: _stops},
    "moving": {c.Transfer: _transfer},
    "leaving": {c.Depart: _depart},
    "undoing": {c.Undo: _undo},
    "families": {c.LinkVisits: _link, c.UnlinkVisit: _visits},
    "identity": {c.Reidentify: _reidentify},
}
"""What else is done, by name. A command that is nowhere here is found missing by the test."""
