"""Visits that came together: linked, unlinked, and called at one desk after the other."""

from collections.abc import Iterable
from datetime import datetime

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.decide.stops import open_visit
from flow.engine.families import MEMBERS_MAX, called_with, companions, is_expected_at
from flow.engine.floor import Floor, place_of
from flow.engine.lifecycle import Status
from flow.engine.ordering import who_can_come
from flow.engine.refusals import FamilyTooLarge, NotLinked, OneIsNoFamily
from flow.engine.routing import Rulebook
from flow.engine.visits import Visit


def link(floor: Floor, command: c.LinkVisits) -> tuple[e.Event, ...]:
    visits = [open_visit(floor, visit) for visit in command.visits]
    return linked(floor, command, visits, together=command.together)


def unlink(floor: Floor, command: c.UnlinkVisit) -> tuple[e.Event, ...]:
    """It goes its own way; each of the others is recorded with who is still beside it."""
    visit = open_visit(floor, command.visit)
    others = companions(floor, visit)
    if not others:
        raise NotLinked(ticket=visit.name)
    stay = (
        e.VisitLinked(
            at=command.at,
            visit=one.id,
            group=one.group or "",
            together=one.together,
            others=tuple(other.name for other in others if other is not one),
        )
        for one in others
    )
    return (e.VisitUnlinked(at=command.at, visit=visit.id), *stay)


def linked(
    floor: Floor, command: c.Asked, visits: Iterable[Visit], *, together: bool, without: str = ""
) -> tuple[e.Event, ...]:
    """These, and who belongs to their families already, are one family; `without` is a visit that ends now.

    A visit that only just begins may be among them. Empty where it is so already.
    """
    family = {
        member.id: member
        for visit in visits
        for member in (visit, *companions(floor, visit))
        if member.id != without
    }
    if len(family) < 2:
        raise OneIsNoFamily
    if len(family) > MEMBERS_MAX:
        raise FamilyTooLarge(most=MEMBERS_MAX, count=len(family))
    known = (member.group for member in family.values() if member.group)
    group = next(known, f"{floor.day}:{floor.position + 1}")
    if all((m.group, m.together) == (group, together) for m in family.values()):
        return ()
    members = sorted(family.values(), key=lambda member: member.turn)
    return tuple(
        e.VisitLinked(
            at=command.at,
            visit=member.id,
            group=group,
            together=together,
            others=tuple(other.name for other in members if other is not member),
        )
        for member in members
    )


def joined(floor: Floor, command: c.Merge, kept: Visit, double: Visit) -> tuple[e.Event, ...]:
    """Who came with the double came with the kept visit."""
    family = [*companions(floor, kept), *companions(floor, double)]
    others = [one for one in family if one.id not in (kept.id, double.id)]
    if not others:
        return ()
    together = all(one.together for one in others)
    return linked(floor, command, [kept, *others], together=together, without=double.id)


def named_with(
    floor: Floor, rulebook: Rulebook, visit: Visit, station: str, desk: str, now: datetime
) -> tuple[e.Companion, ...]:
    """Whom a call of this visit names too: who waits in the same line and could be called to this desk as well.

    Who is called as a companion names only those who were named with them: a family that grows meanwhile does not go on and on.
    """
    others = called_with(floor, visit)
    if not others:
        return ()
    state, can_come = floor.station(station), who_can_come(floor, rulebook, station, now, desk)
    is_companion = is_expected_at(state, desk, visit.id)
    return tuple(
        e.Companion(visit=other.id, stop=stop.number, name=other.name)
        for other in others
        for stop in other.open_stops()
        if stop.station == station
        and stop.status is Status.WAITING
        and (not is_companion or is_expected_at(state, desk, other.id))
        and can_come(place_of(other, stop))
    )
