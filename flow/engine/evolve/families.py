"""How families move: who belongs to one, and who is next at the desk that has called one of them."""

from flow.engine import events as e
from flow.engine.evolve.marking import station_state, touch
from flow.engine.floor import Floor, Party, StationState
from flow.engine.lifecycle import Status
from flow.engine.ordering import EMERGENCY
from flow.engine.visits import Stop, Visit


def link(floor: Floor, event: e.VisitLinked) -> None:
    visit = floor.visits[event.visit]
    if visit.group != event.group:
        leave(floor, visit)
        visit.group = event.group
        enter(floor, visit)
    visit.together = event.together
    if not event.together:
        _scatter(floor, event.group)
    touch_family(floor, visit)


def unlink(floor: Floor, event: e.VisitUnlinked) -> None:
    """The visit goes its own way; who was expected with it is in line like everybody else."""
    visit = floor.visits[event.visit]
    _scatter(floor, visit.group or "")
    leave(floor, visit)
    visit.group, visit.together = None, False
    touch(floor, visit)


def enter(floor: Floor, visit: Visit) -> None:
    """Who is inside is counted among the family."""
    if visit.group and visit.is_open:
        floor.groups.setdefault(visit.group, []).append(visit.id)
        touch_family(floor, visit)


def leave(floor: Floor, visit: Visit) -> None:
    members = floor.groups.get(visit.group or "", [])
    if visit.id not in members:
        return
    touch_family(floor, visit)
    members.remove(visit.id)
    if not members:
        del floor.groups[visit.group or ""]


def touch_family(floor: Floor, visit: Visit) -> None:
    """Whoever of the family stands on a list is shown with the others' numbers."""
    for member in floor.groups.get(visit.group or "", []):
        touch(floor, floor.visits[member])


# At a desk


def call(state: StationState, visit: Visit, stop: Stop, event: e.PatientCalled) -> None:
    """The desk has this visit now, and its companions next. An emergency in between changes nothing."""
    if not event.companions and not state.parties:
        return  # as almost always
    party = state.parties.get(event.desk)
    is_expected = party is not None and visit.id in party.others
    called = [*party.called, visit.id] if party and is_expected else [visit.id]
    others = {one.visit: one.stop for one in event.companions}
    for other in (visit.id, *others):
        forget(state, other)
    if others or is_expected:
        state.parties[event.desk] = Party(called, others)
    elif stop.rank != EMERGENCY:
        state.parties.pop(event.desk, None)


def hand_over(state: StationState, visit: Visit, before: str | None, desk: str) -> None:
    """The family follows to the other desk; so it does when that is taken back."""
    party = state.parties.get(before or "")
    if party and visit.id in party.called:
        state.parties[desk] = state.parties.pop(before or "")
    else:
        state.parties.pop(desk, None)


def forget(state: StationState, visit: str) -> None:
    """The visit does not wait here any more, or not for that desk."""
    for party in state.parties.values():
        party.others.pop(visit, None)


def take_back(state: StationState, visit: Visit, stop: Stop) -> None:
    """A call that is taken back was none: who was called is expected again, or nobody is. `stop` is as it was called."""
    party = state.parties.get(stop.desk or "")
    if party is None or visit.id != party.called[-1]:
        return
    party.called.pop()
    if not party.called:
        del state.parties[stop.desk or ""]
    elif visit.stops[stop.number].status is Status.WAITING:
        party.others[visit.id] = stop.number


def come_back(floor: Floor, visit: Visit) -> None:
    """Who is inside again is of its family again; where that has gone to another one meanwhile, it follows to no desk."""
    enter(floor, visit)
    for stop in visit.open_stops():
        parties = station_state(floor, stop.station).parties
        for desk, party in list(parties.items()):
            others = [floor.visits[other] for other in party.others if other in floor.visits]
            last = floor.visits.get(party.called[-1], visit)
            if visit.id in (last.id, *party.others) and any(o.group != last.group for o in others):
                del parties[desk]


def _scatter(floor: Floor, group: str) -> None:
    """Whoever of the family was expected somewhere is in line like everybody else."""
    for member in floor.groups.get(group, []):
        for stop in floor.visits[member].open_stops():
            parties = station_state(floor, stop.station).parties
            for desk, party in list(parties.items()):
                if member in party.others:
                    del parties[desk]
