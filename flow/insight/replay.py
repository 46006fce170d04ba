"""The past days' real visits, asked again by other rules: how many would have gone elsewhere.

Each visit is asked with the facts that were known of it last on that day, once by the rulebook with which it began and once by the
other one. Identities play no part.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from flow.books import Books
from flow.engine import tickets
from flow.engine.events import (
    BookedPatientArrived,
    FactsRecorded,
    TicketIssued,
    VisitOpened,
)
from flow.engine.facts import ARRIVED, Facts
from flow.engine.refusals import BadFact
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.vocabulary import said_time
from flow.journal import Journal, Stream
from flow.rulebook.comparing import difference, said_steps
from flow.rulebook.sides import steps_of

Moved = tuple[Text, Text]
"""Where somebody went, and where they would have gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One visit of a past day, as the rules knew it."""

    visit: str
    day: date
    opened_at: datetime
    rulebook: str
    facts: Facts
    ticket: str


@dataclass(slots=True, kw_only=True)
class Replayed:
    """How many visits were asked; where those who would have gone elsewhere went, and would have gone; whom the new rules refuse.

    `moved` counts (before, after), `refused` the fact that the new vocabulary does not accept; `examples` has the first ticket
    and day of each ("" for somebody without a ticket). Which ticket it was names nobody.
    """

    visits: int = 0
    moved: Counter[Moved] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[Moved | str, tuple[str, date]] = field(default_factory=dict)

    def move(self, before: Text, after: Text, one: Asked) -> None:
        self.moved[before, after] += 1
        self.examples.setdefault((before, after), (one.ticket, one.day))

    def refuse(self, fact: str, one: Asked) -> None:
        self.refused[fact] += 1
        self.examples.setdefault(fact, (one.ticket, one.day))


def replay(journal: Journal, new: Rulebook, since: date) -> Replayed:
    """Ask all visits of this facility since that day, its own included."""
    found, books = Replayed(), Books(new, journal)
    for one in _visits(journal, new.facility, since):
        found.visits += 1
        old = books.named(one.rulebook)
        try:
            facts = new.vocabulary.check(_told(one, new), one.day)
        except BadFact as refused:
            found.refuse(str(refused.facts["fact"]), one)
            continue
        went = steps_of(old.route(one.facts, one.day))
        elsewhere = difference(went, steps_of(new.route(facts, one.day)))
        if elsewhere is not None:
            before, after = elsewhere
            found.move(said_steps(old, before), said_steps(new, after), one)
    return found


def _told(one: Asked, new: Rulebook) -> dict[str, object]:
    """The facts as the new rules would have had them: the time of arrival is the engine's to tell."""
    facts: dict[str, object] = {name: v for name, v in one.facts.items() if name != ARRIVED}
    if ARRIVED in new.vocabulary.facts:
        facts[ARRIVED] = said_time(one.opened_at.astimezone(new.zone))
    return facts


def _visits(journal: Journal, facility: str, since: date) -> Iterator[Asked]:
    for day in journal.days(facility):
        if day < since:
            continue
        opened: dict[str, VisitOpened | BookedPatientArrived] = {}
        facts: dict[str, Facts] = {}
        issued: dict[str, str] = {}
        for entry in journal.read(Stream(facility, day)):
            for event in entry.events:
                if isinstance(event, VisitOpened | BookedPatientArrived):
                    opened[event.visit] = event
                elif isinstance(event, FactsRecorded):
                    facts[event.visit] = event.facts
                elif isinstance(event, TicketIssued):
                    issued[event.visit] = tickets.code(event.letter, event.number)
        for visit, event in opened.items():
            yield Asked(
                visit=visit,
                day=day,
                opened_at=event.at,
                rulebook=event.rulebook,
                facts=facts.get(visit, {}),
                ticket=issued.get(visit, ""),
            )
