"""kill -9 at random instants, again and again: nothing acknowledged is lost or doubled, and the next life goes on.

SIGKILL takes the process and not the machine. That the disk keeps what was written when the power goes as well is the business of
SQLite's synchronous=FULL, of which only is seen here that every connection has it.
"""

import multiprocessing
import os
import shutil
import sqlite3
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random, randrange
from threading import Event, Thread

import pytest
from sqlalchemy import create_engine

from flow.database import open_database
from flow.engine import commands as c
from flow.engine.events import Entry
from flow.journal import Stream
from flow.journal.verify import findings
from tests.conftest import missing
from tests.crashing import Resident, live
from tests.engine.small import SMALL
from tests.journal.stores import open_store
from tests.postgres import binaries, crash, postgres

pytestmark = pytest.mark.slow

KILLS, KILLS_POSTGRES, CRASHES = 200, 20, 5
SYNCHRONOUS_FULL = 2  # as SQLite numbers it
STILLBORN = 0.2  # so likely does a life end while it still opens the database and folds the day
BIRTH_SECONDS_MAX, LIFE_SECONDS_MAX, LIFE_SECONDS_MAX_POSTGRES = 0.06, 0.12, 0.4
SEED = "ALUR_CRASH_SEED"

Row = tuple[str, int, str]
"""Day, position and command of an entry."""


class Deaths:
    """One database, many lives, and what was acknowledged to whoever outlives them."""

    def __init__(self, url: str, seed: int, life_seconds_max: float) -> None:
        self.url = url
        self.life_seconds_max = life_seconds_max
        self.random = Random(seed)
        self.apart = multiprocessing.get_context("forkserver")
        self.apart.set_forkserver_preload(["pytest", "tests.crashing"])
        self.count = 0
        self.known: list[c.Command] = []
        self.acknowledged: dict[str, Entry] = {}
        self.unanswered: c.Command | None = None
        self.died: Counter[str] = Counter()

    def one(self) -> None:
        """A life from its birth to its death. It begins with what the one before was not answered, and something older."""
        self.count += 1
        listener, teller = self.apart.Pipe(duplex=False)
        first = [command for command in (self.unanswered, self.some_older()) if command]
        seed = self.random.randrange(2**32)
        given = (self.url, f"hidup{self.count}", seed, first, teller)
        life = self.apart.Process(target=live, args=given, daemon=True)
        life.start()
        teller.close()
        with closing(listener):
            self.outlive(life, listener)
        assert life.exitcode == -9, f"life {self.count} ended by itself: {life.exitcode}"

    def some_older(self) -> c.Command | None:
        return self.random.choice(self.known) if self.known else None

    def outlive(self, life: BaseProcess, listener: Connection) -> None:
        """Listen, kill, and listen to the last word."""
        if self.random.random() < STILLBORN:
            until = time.monotonic() + self.random.uniform(0, BIRTH_SECONDS_MAX)
        else:
            assert listener.poll(60), "no life within a minute"
            until = time.monotonic() + self.random.uniform(0, self.life_seconds_max)
        self.listen(listener, until - time.monotonic())
        life.kill()
        life.join(20)
        with suppress(EOFError, OSError):  # it may break off in the middle of a word
            while True:
                self.hear(*listener.recv())

    def listen(self, listener: Connection, seconds: float) -> None:
        until = time.monotonic() + seconds
        while listener.poll(max(until - time.monotonic(), 0)):
            self.hear(*listener.recv())

    def hear(self, word: str, about: object) -> None:
        assert word != "broken", about
        if isinstance(about, c.Asked):
            self.unanswered = about
            return
        if isinstance(about, Entry) and about.events and self.unanswered:
            first = self.acknowledged.setdefault(about.command, about)
            assert first == about, f"first the answer was {first}, now it is {about}"
            self.known.append(self.unanswered)
        if word != "born":
            self.unanswered = None

    # What must hold

    def nothing_is_lost_or_doubled(self, rows: Sequence[Row]) -> None:
        """Right after a death."""
        places = {command: (day, position) for day, position, command in rows}
        assert len(places) == len(rows), "a command is there twice"
        lost = [
            entry
            for command, entry in self.acknowledged.items()
            if command not in places or places[command][1] != entry.position
        ]
        assert not lost, f"acknowledged, but not there: {lost}"
        untold = places.keys() - self.acknowledged.keys()
        asked = {self.unanswered.id} if self.unanswered else set()
        assert untold <= asked, "done, but neither acknowledged nor asked again"
        days = Counter(day for day, _ in places.values())
        gapless = {(day, n + 1) for day, count in days.items() for n in range(count)}
        assert set(places.values()) == gapless
        self.died["done and not told" if untold else "asked" if asked else "between"] += 1

    def all_is_whole(self) -> None:
        """At the end: what is stored is what was answered; the tables and snapshots are what the journal says."""
        with open_store("sql", self.url) as journal:
            stored = {
                entry.command: entry
                for day in journal.days(SMALL.facility)
                for entry in journal.read(Stream(SMALL.facility, day))
            }
            assert list(findings(journal)) == []
        assert self.acknowledged.items() <= stored.items()
        print(f"{len(self.acknowledged)} acknowledged; died {dict(self.died)}")

    def proved_something(self) -> None:
        """However slow the disk is: many lives did something, many died in the middle, some just before they could answer."""
        assert len(self.acknowledged) > self.count
        assert self.died["asked"] + self.died["done and not told"] > self.count / 4
        assert self.died["done and not told"] or self.count < KILLS


@pytest.fixture
def seed() -> int:
    """Printed with a failure. The same seed kills after the same times; what happens until then is never quite the same."""
    seed = int(os.environ.get(SEED) or randrange(2**32))
    print(f"{SEED}={seed}")
    return seed


def test_two_hundred_kills_on_sqlite(tmp_path: Path, seed: int) -> None:
    file = tmp_path / "alur.db"
    open_database(f"sqlite:///{file}").dispose()
    deaths = Deaths(f"sqlite:///{file}", seed, LIFE_SECONDS_MAX)
    for _ in range(KILLS):
        deaths.one()
        deaths.nothing_is_lost_or_doubled(found(file, tmp_path / "found"))
    deaths.all_is_whole()
    deaths.proved_something()


def found(file: Path, folder: Path) -> list[Row]:
    """What lies there after a death: read in a copy, so that the next life has to do its own recovery."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in (file.name, f"{file.name}-wal"):
        with suppress(FileNotFoundError):
            shutil.copy(file.with_name(name), folder)
    with closing(sqlite3.connect(folder / file.name)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return copy.execute("SELECT day, position, command FROM entry").fetchall()


@pytest.mark.postgres
def test_twenty_kills_on_postgresql(postgres_url: str, seed: int) -> None:
    open_database(postgres_url).dispose()
    deaths = Deaths(postgres_url, seed, LIFE_SECONDS_MAX_POSTGRES)
    for _ in range(KILLS_POSTGRES):
        deaths.one()
        deaths.nothing_is_lost_or_doubled(kept(postgres_url))
    deaths.all_is_whole()
    deaths.proved_something()


def kept(url: str) -> list[Row]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT day, position, command FROM entry").all()
    engine.dispose()
    return [(day, position, command) for day, position, command in rows]


@pytest.mark.postgres
def test_five_crashes_of_postgresql(seed: int) -> None:
    """The server dies, not the one who asks: the same command is asked again, and is done once."""
    programs = binaries() or missing("PostgreSQL")
    with postgres(programs) as url, open_store("sql", url) as journal:
        deaths = Deaths(url, seed, LIFE_SECONDS_MAX_POSTGRES)
        listener, teller = multiprocessing.Pipe(duplex=False)
        resident = Resident(journal, "warga", teller)
        done = Event()
        thread = Thread(target=stay, args=(resident, Random(seed), done))
        thread.start()
        for _ in range(CRASHES):
            deaths.listen(listener, deaths.random.uniform(0.1, 0.6))
            crash(programs, url)
        for _ in range(60):
            deaths.listen(listener, 0.5)
            if len(deaths.acknowledged) > 100:
                break
        done.set()
        with suppress(EOFError):
            deaths.listen(listener, 60)
        thread.join(60)
        deaths.nothing_is_lost_or_doubled(kept(url))
        deaths.all_is_whole()
    assert resident.clinic.not_saved > 0, "nobody noticed"
    assert len(deaths.acknowledged) > 100


def stay(resident: Resident, random: Random, done: Event) -> None:
    """Whatever happens in a house, until it is done; the last word is the end of the line."""
    with closing(resident.teller):
        try:
            resident.open_the_house()
            while not done.is_set():
                resident.step(random)
        except BaseException:
            resident.teller.send(("broken", traceback.format_exc()))


def test_every_connection_to_sqlite_waits_for_the_disk(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'alur.db'}")
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == SYNCHRONOUS_FULL
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()
