"""To whom a patient is handed on at the end: a house that the rulebook names, and why."""

from flow.engine import words
from flow.engine.outcomes import LEADS_TO, Destination, Outcome
from flow.engine.refusals import DestinationNeeded, ReasonNeeded, UnknownDestination
from flow.engine.routing import Rulebook


def destination_of(
    outcome: Outcome | None, code: str | None, reason: str, rulebook: Rulebook
) -> Destination | None:
    """The house that takes over; None where nobody does, or where the rulebook names none of its kind.

    Raises `DestinationNeeded`, `UnknownDestination`, `ReasonNeeded`.
    """
    if outcome is None and code is None:
        return None  # as almost always
    kinds = LEADS_TO.get(outcome, frozenset()) if outcome else frozenset()
    known = {one.code: one for one in rulebook.destinations.values() if one.kind in kinds}
    said = words.OUTCOME[outcome] if outcome else "–"
    allowed = ", ".join(known) or "–"
    if code is not None and code not in known:
        raise UnknownDestination(destination=code, outcome=said, allowed=allowed)
    if code is None and known:
        raise DestinationNeeded(outcome=said, allowed=allowed)
    if kinds and not reason.strip():
        raise ReasonNeeded
    return known[code] if code is not None else None
