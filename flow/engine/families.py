"""Families: visits that came together, and who of them is called together at a desk.

The wish to be called together is everybody's: one who does not wish it is enough. What that costs others: whenever one of a
family is called in their own turn, those of it who wait in the same line are next at that desk, so everybody behind loses at
most as many places as the call names companions, never more than `MEMBERS_MAX` - 1. Only an emergency comes in between.
"""

from flow.engine.floor import Floor, Party, StationState
from flow.engine.lines import Place
from flow.engine.visits import Visit

MEMBERS_MAX = 8  # a bus is no family: everybody else in line pays for its size


def companions(floor: Floor, visit: Visit) -> list[Visit]:
    """The others of its family who are inside, in order of arrival; of a group of one, nobody."""
    if visit.group is None or not visit.is_open:
        return []
    members = floor.groups.get(visit.group, [])
    others = (floor.visits[member] for member in members if member != visit.id)
    return sorted(others, key=lambda other: other.turn)


def called_with(floor: Floor, visit: Visit) -> list[Visit]:
    """The companions with whom the visit is called together, if all of them wish so."""
    others = companions(floor, visit) if visit.together else []
    return others if all(other.together for other in others) else []


def expected_elsewhere(state: StationState, desk: str | None) -> set[str]:
    """The visits that are left to another desk than this one: one of their family is called or served there."""
    if desk is None or not state.parties:
        return set()
    return {
        other
        for at, party in state.parties.items()
        if at != desk and state.desks.get(at) in party.called
        for other in party.others
    }


def expected_at(floor: Floor, state: StationState, desk: str | None) -> list[Place]:
    """The places of those who are next at this desk (None: at any), whose family it has or just had."""
    parties = (party for at, party in state.parties.items() if desk in (None, at))
    return [floor.place_of(*other) for party in parties for other in party.others.items()]


def is_expected_at(state: StationState, desk: str, visit: str) -> bool:
    """Whether the visit is next at just this desk."""
    return desk in state.parties and visit in state.parties[desk].others


def named_at(floor: Floor, state: StationState, desk: str, visit: str) -> tuple[str, ...]:
    """The names of the companions of whom a desk has; where one visit is folded alone, nobody is known beside it."""
    party = state.parties.get(desk)
    if party is None or party.called[-1] != visit:
        return ()
    return tuple(floor.visits[other].name for other in party.others if other in floor.visits)


def expecting(state: StationState, visit: str) -> tuple[str, Party] | None:
    """The desk where the visit is next with its family, if there is one."""
    return next(((at, party) for at, party in state.parties.items() if visit in party.others), None)
