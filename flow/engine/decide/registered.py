"""Nobody leaves the registration counter unknown."""

from flow.engine.facts import BIRTH_DATE
from flow.engine.refusals import NotRegistered
from flow.engine.routing import Rulebook
from flow.engine.visits import Stop, Visit


def refuse_unregistered(visit: Visit, stop: Stop, rulebook: Rulebook, to: set[str]) -> None:
    """Raises `NotRegistered`: without an age the rules can't tell the room.

    Except into care: the rooms that are open at night take everybody, who they are is asked later.
    """
    known = rulebook.stations.get(stop.station)
    if not known or not known.registers or visit.patient or BIRTH_DATE in visit.facts:
        return
    ahead = to | {s.station for s in [*visit.open_stops(), *visit.planned()]}
    if not any(code in rulebook.stations and rulebook.stations[code].overnight for code in ahead):
        raise NotRegistered(ticket=visit.name)
