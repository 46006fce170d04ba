"""Lives that are cut short: each works in a small house on a real database, and says what it asks and what it was answered."""

import time
import traceback
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from flow.clinic import Clinic
from flow.database import open_database
from flow.engine import commands as c
from flow.engine.events import Entry
from flow.engine.floor import Day
from flow.engine.refusals import NotSaved, Refused
from flow.journal import Journal
from flow.journal.snapshots import folding_code
from flow.journal.sql import SqlJournal
from tests.engine.small import SMALL
from tests.engine.walking import Shown, Walk

PATIENCE_SECONDS = 30

# Once, in the process from which all lives are forked: what is imported late, or remembered, is there when they begin.
open_database("sqlite://").dispose()
folding_code()


class Life(Walk):
    """A walk of which everything is told; nothing is looked at meanwhile, so that most of the time something is written."""

    def __init__(self, journal: Journal, name: str, teller: Connection) -> None:
        super().__init__(journal)
        self.name = name
        self.teller = teller
        self.now = self.floor.at or self.now

    def ask(self, kind: type[Any], **about: Any) -> Entry | None:
        return super().ask(kind, **{"id": f"{self.name}.{self.count}"} | about)

    def say(self, command: c.Command) -> Entry | None:
        self.teller.send(("asked", command))
        try:
            entry = self.clinic.handle(command)
        except Refused as refused:
            self.refusals[refused.code] += 1
            self.teller.send(("refused", refused.code))
            return None
        self.teller.send(("done", entry))
        self.asked.append((command, entry))
        return entry

    def retry(self, random: Random) -> None:
        if self.asked:
            super().retry(random)

    def shown(self) -> Shown:
        return {}

    def newcomer(self) -> str:
        self.visits.append(f"{self.name}-v{len(self.visits)}")
        return self.visits[-1]


class Resident(Life):
    """Outlives its database: what is not saved is asked again with the same id until there is an answer."""

    def __init__(self, journal: Journal, name: str, teller: Connection) -> None:
        super().__init__(journal, name, teller)
        self.clinic = Insisting(SMALL, journal)

    def next_day(self) -> None:
        """It never reads but through its door, which may be told that the database is away."""

    def restart(self, random: Random) -> None:
        """Nor this."""


class Insisting(Clinic):
    """A door at which somebody stands until the command is carried out."""

    not_saved = 0

    def handle(self, command: c.Command) -> Entry:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return super().handle(command)
            except NotSaved:
                self.not_saved += 1
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)


def live(url: str, name: str, seed: int, first: tuple[c.Command, ...], teller: Connection) -> None:
    """Ask for what came `first`, then for whatever happens in a house, for ever."""
    try:
        life = Life(SqlJournal(open_database(url)), name, teller)
        teller.send(("born", len(first)))
        for command in first:
            life.say(command)
        random = Random(seed)
        if life.floor.day is None:
            life.open_the_house()
        elif life.floor.status is Day.CLOSED:  # the one before died at night
            life.next_day()
        while True:
            life.step(random)
    except BaseException:
        teller.send(("broken", traceback.format_exc()))
        raise
