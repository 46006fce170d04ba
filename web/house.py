"""What a request may use: the rooms behind the web, put together once by `create_app`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import cast

from flask import current_app

from flow.books import in_force
from flow.clinic import Clinic
from flow.database import is_reachable, must_be_writable, open_database
from flow.engine.routing import Rulebook
from flow.journal import Journal
from flow.journal.sql import SqlJournal
from flow.patients import Patients
from flow.printing import Printing
from flow.rulebook import RulebookError
from flow.rulebook.draft import Draft
from flow.staff import Staff
from web.config import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One facility's rooms. `draft` is the folder of the rules as it is edited; `now` is the clock, handed in; `database_answers`
    says whether the database does.
    """

    clinic: Clinic
    draft: Draft
    patients: Patients
    staff: Staff
    settings: Settings
    now: Callable[[], datetime]
    database_answers: Callable[[], bool]
    printing: Printing = field(default_factory=Printing)


def open_house(settings: Settings, now: Callable[[], datetime]) -> House:
    """Open the rooms that the settings name.

    The journal says which rulebook is in force; the folder is a draft. Before the first day the folder is the rulebook, and it must
    be right: raises `RulebookError`. Raises `DatabaseError` where the database can't be used.
    """
    draft = Draft(settings.rules, now)
    engine = open_database(settings.database)
    must_be_writable(engine)
    journal = SqlJournal(engine)
    return House(
        clinic=Clinic(_first(draft, journal), journal, shared=settings.redis is not None),
        draft=draft,
        patients=Patients(engine, now),
        staff=Staff(engine, now),
        settings=settings,
        now=now,
        database_answers=partial(is_reachable, engine),
        printing=Printing(settings.printers),
    )


def _first(draft: Draft, journal: Journal) -> Rulebook:
    """The rulebook to begin with: the one in force, else the draft's, which is kept."""
    seen = draft.seen
    facilities = [seen.rulebook.facility] if seen.rulebook else journal.facilities()
    for facility in facilities:
        kept = in_force(journal, facility)
        if kept is not None:
            return kept
    if seen.rulebook is None:
        raise RulebookError(seen.findings)
    journal.keep_rulebook(seen.rulebook.digest, seen.rulebook.facility, seen.texts)
    return seen.rulebook


def house() -> House:
    """The rooms of the running application."""
    return cast("House", current_app.extensions["alur"])
