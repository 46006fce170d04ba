"""What a request may use: the rooms behind the web, put together once by `create_app`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from flask import current_app

from flow.books import in_force
from flow.clinic import Clinic
from flow.database import must_be_writable, open_database
from flow.devices import Devices
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.journal import Journal
from flow.journal.archiving import Archives
from flow.journal.sql import SqlJournal
from flow.journal.writing import Writing
from flow.media import Media
from flow.patients import Patients
from flow.patients.importing import Imports
from flow.printing import Printing
from flow.rulebook import RulebookError
from flow.rulebook.draft import Draft
from flow.staff import Staff
from flow.voice import Voices
from web.codes import new_code
from web.config import Settings
from web.receipts import MemoryReceipts, Receipts, receipts
from web.seats import MemorySeats, Seats, seats
from web.speakers import Speakers, speakers

MEDIA_FOLDER, IMPORTS_FOLDER, ARCHIVE_FOLDER = "media", "imports", "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One facility's rooms. `draft` is the folder of the rules as it is edited; `now` is the clock, handed in; `database_trouble`
    is why commands can't be saved just now, None while they can.
    """

    clinic: Clinic
    draft: Draft
    patients: Patients
    staff: Staff
    voices: Voices
    speakers: Speakers
    devices: Devices
    media: Media
    imports: Imports
    archives: Archives
    settings: Settings
    now: Callable[[], datetime]
    database_trouble: Callable[[], Text | None]
    printing: Printing = field(default_factory=Printing)
    receipts: Receipts = field(default_factory=MemoryReceipts)
    seats: Seats = field(default_factory=MemorySeats)


def open_house(settings: Settings, now: Callable[[], datetime]) -> House:
    """Open the rooms that the settings name.

    The journal says which rulebook is in force; the folder is a draft. Before the first day the folder is the rulebook, and it must
    be right: raises `RulebookError`. Raises `DatabaseError` where the database can't be used.
    """
    draft = Draft(settings.rules, now)
    engine = open_database(settings.database)
    must_be_writable(engine)
    journal = SqlJournal(engine)
    clinic = Clinic(_first(draft, journal), journal, shared=settings.redis is not None)
    if clinic.rulebook is draft.seen.rulebook:
        journal.keep_rulebook(clinic.rulebook.digest, clinic.rulebook.facility, draft.seen.texts)
    patients = Patients(engine, now)
    return House(
        clinic=clinic,
        draft=draft,
        patients=patients,
        staff=Staff(engine, now),
        voices=Voices(settings.data),
        speakers=speakers(settings.redis),
        devices=Devices(engine, now, new_code),
        media=Media(engine, settings.data / MEDIA_FOLDER, now),
        imports=Imports(patients, settings.data / IMPORTS_FOLDER, now),
        archives=Archives(journal, clinic.rulebook.facility, settings.data / ARCHIVE_FOLDER, now),
        settings=settings,
        now=now,
        database_trouble=Writing(engine, now).trouble,
        printing=Printing(settings.printers),
        receipts=receipts(settings.redis),
        seats=seats(settings.redis),
    )


def _first(draft: Draft, journal: Journal) -> Rulebook:
    """The rulebook with which the door begins: the draft's, until the journal has said which one is in force. Where the draft
    can't be read the journal is asked before; then its last day is folded twice.
    """
    if draft.seen.rulebook is not None:
        return draft.seen.rulebook
    for facility in journal.facilities():
        kept = in_force(journal, facility)
        if kept is not None:
            return kept
    raise RulebookError(draft.seen.findings)


def house() -> House:
    """The rooms of the running application."""
    return cast("House", current_app.extensions["alur"])
