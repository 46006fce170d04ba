"""What a request may use: the rooms behind the web, put together once by `create_app`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast

from flask import current_app

from flow.clinic import Clinic
from flow.database import is_reachable, open_database
from flow.journal.sql import SqlJournal
from flow.patients import Patients
from flow.rulebook import load, sources
from flow.staff import Staff
from web.config import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One facility's rooms. `now` is the clock, handed in; `database_answers` says whether the database does."""

    clinic: Clinic
    patients: Patients
    staff: Staff
    settings: Settings
    now: Callable[[], datetime]
    database_answers: Callable[[], bool]


def open_house(settings: Settings, now: Callable[[], datetime]) -> House:
    """Open the rooms that the settings name. Raises `RulebookError` before anything is touched."""
    rulebook = load(settings.rules)
    engine = open_database(settings.database)
    journal = SqlJournal(engine)
    journal.keep_rulebook(rulebook.digest, rulebook.facility, sources(settings.rules))
    return House(
        clinic=Clinic(rulebook, journal, shared=settings.redis is not None),
        patients=Patients(engine, now),
        staff=Staff(engine, now),
        settings=settings,
        now=now,
        database_answers=partial(is_reachable, engine),
    )


def house() -> House:
    """The rooms of the running application."""
    return cast("House", current_app.extensions["alur"])
