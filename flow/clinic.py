"""The door: catch up → decide → append → evolve → publish. Only here are commands decided and entries written.

Web, scheduler, simulation and command line hand it commands and look at the floor through it. Commands pass one at a time; an
entry is published after it is on disk, in the order of the stream.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import RLock
from typing import TypeVar, get_args

import structlog

from flow.books import Books
from flow.database import DatabaseError
from flow.daybook import Daybook
from flow.engine import commands as c
from flow.engine.bookings import Booking
from flow.engine.decide import decide
from flow.engine.decide.day import handed_on, left_open
from flow.engine.events import (
    BookedPatientArrived,
    Entry,
    VisitBooked,
    VisitCarriedIn,
    VisitOpened,
)
from flow.engine.evolve import fold
from flow.engine.floor import Day, Floor
from flow.engine.history import story_of
from flow.engine.refusals import KeyReused, NotOnRecord, NotSaved, Refused, TooBusy
from flow.engine.routing import Rulebook
from flow.journal import Conflict, Journal, Snapshot, Stream
from flow.journal.projections import VisitRow
from flow.journal.snapshots import folded, standing, taken
from flow.outage import Outage

log = structlog.get_logger(__name__)

BY_ITS_OWN_RULES = (
    *get_args(c.AboutVisit),
    c.Register,
)  # a union would be built anew for each command
TRIES_MAX = 20  # a command that loses this many races in a row is refused; nothing has changed

SNAPSHOT_EVERY = (
    1_000  # entries: so many are folded in a tenth of a second, and a busy day has some 25,000
)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Published:
    """One entry, right after the floor has moved by it. Listeners read the floor and must not keep it."""

    floor: Floor
    rulebook: Rulebook
    entry: Entry


@dataclass(frozen=True, slots=True)
class Story:
    """All that was recorded about one visit: each entry with its service day, and the rulebook that decided.

    `digest` names the rulebook with which the visit began; `rulebook` is today's where that one's text is gone. Where it began on a
    day that is `archived`, the entries begin with the first day that is still here.
    """

    visit: str
    digest: str
    rulebook: Rulebook
    entries: tuple[tuple[date, Entry], ...]
    archived: bool = False


class Clinic:
    """One facility, open for commands. `shared`: other processes write the same journal, so every look catches up first.

    A command that the database does not take is refused with `NotSaved`; a question that it can't answer raises `DatabaseError`.
    After every `snapshot_every` entries the floor is kept, so that the next start folds at most so many.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        journal: Journal,
        *,
        shared: bool = False,
        snapshot_every: int = SNAPSHOT_EVERY,
    ) -> None:
        self._journal = journal
        self._shared = shared
        self._snapshot_every = snapshot_every
        self._lock = RLock()
        self._listeners: list[Callable[[Published], None]] = []
        self._books = Books(rulebook, journal)
        self._floor = Floor(facility=rulebook.facility)
        self._daybook = Daybook(journal)
        self._kept_position = 0
        self._coming: dict[date, Floor] = {}
        self._outage = Outage("commands cannot be saved")
        self.catch_up()

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook in force: what the journal says, or, before the first day, the one it was opened with."""
        return self._books.current

    def keep(self, texts: Mapping[str, str]) -> Rulebook:
        """Keep the text of a proven rulebook, so that `PublishRulebook` can put it into force."""
        with self._lock:
            return self._books.keep(texts)

    def publications(self) -> list[Entry]:
        """Who put which rulebook into force, and when; the latest first."""
        return self._journal.publications(self.rulebook.facility)

    def handle(self, command: c.Command) -> Entry:
        """Carry out a command: what it did, durable. A repeated id gets the first answer; raises `Refused`."""
        with self._lock:
            try:
                entry = self._carry_out(command)
            except DatabaseError as error:
                self._outage.begins(error.said.en)
                raise NotSaved(reason=error.said) from error
            snapshot = self._snapshot_due()
        if snapshot is not None:
            self._keep(*snapshot)
        return entry

    def look(self, question: Callable[[Floor, Rulebook], Answer]) -> Answer:
        """Ask the floor something; it does not move meanwhile, and must not be moved by the question."""
        with self._lock:
            if self._shared:
                self.catch_up()
            return question(self._floor, self.rulebook)

    def look_at(self, visit: str, question: Callable[[Floor, Rulebook], Answer]) -> Answer:
        """Ask the floor on which a visit stands: today's, or that of its last day, folded again. Raises `NotOnRecord`."""
        with self._lock:
            if self._shared:
                self.catch_up()
            if visit in self._floor.visits:
                return question(self._floor, self.rulebook)
        return self.look_on(self.day_of(visit), question)

    def look_on(self, day: date, question: Callable[[Floor, Rulebook], Answer]) -> Answer:
        """Ask the floor of any day: today's, that of a day to come, of which only bookings are known, or of one gone by."""
        with self._lock:
            if self._shared:
                self.catch_up()
            if day == self._floor.day:
                return question(self._floor, self.rulebook)
            if self._is_to_come(day):
                return question(self._coming_floor(day), self.rulebook)
        stream = Stream(self.rulebook.facility, day)
        return question(folded(self._journal, stream), self.rulebook)

    def days(self) -> list[date]:
        """The days that have a stream, in order; those to come, of which only bookings are known, too."""
        return self._journal.days(self.rulebook.facility)

    def never_held(self) -> list[tuple[date, Booking]]:
        """Who is still expected on a day that has passed without being opened."""
        with self._lock:
            if self._floor.day is None:
                return []
            passed = self._journal.never_opened(self._floor.facility, self._floor.day)
            return [
                (day, booking)
                for day in passed
                for booking in self._coming_floor(day).bookings.values()
                if booking.is_open
            ]

    def entries(self, day: date) -> list[Entry]:
        """Everything that was recorded on a day, in order, read anew."""
        return list(self._journal.read(Stream(self.rulebook.facility, day)))

    def day_of(self, visit: str) -> date:
        """The last day on which a visit stands, which may be to come. Raises `NotOnRecord`."""
        stream = self._journal.day_of(visit) if visit.isprintable() else None
        if stream is None or stream.facility != self.rulebook.facility:
            raise NotOnRecord(visit=visit)
        return stream.day

    def thread(self, visit: str) -> list[VisitRow]:
        """The visit with all that it continues and all that continue it, by day. Raises `NotOnRecord`."""
        self.day_of(visit)
        return self._journal.thread(visit)

    def story(self, visit: str) -> Story:
        """What was recorded about a visit, from its first day to its last, read anew. Raises `NotOnRecord`."""
        facility, last = self.rulebook.facility, self.day_of(visit)
        entries: list[tuple[date, Entry]] = []
        for day in reversed([one for one in self._journal.days(facility) if one <= last]):
            read = self._journal.naming(Stream(facility, day), visit)
            own = [(day, entry) for entry in story_of(read, visit)]
            entries[:0] = own
            digest = _began_with(own, visit)
            if digest is not None:
                return Story(visit, digest, self._named(digest), tuple(entries))
        digest = _carried_with(entries)
        if digest is None:
            raise NotOnRecord(visit=visit)
        return Story(visit, digest, self._named(digest), tuple(entries), archived=True)

    def subscribe(self, listener: Callable[[Published], None]) -> None:
        """Call `listener` after every entry that this door writes, late where it learns late that it was written.

        Bookings of other days are not told: no screen shows those.
        """
        self._listeners.append(listener)

    def catch_up(self) -> bool:
        """Fold what others have written since, into the next day's stream if there is one; whether anything was new."""
        with self._lock:
            moved = self._fold_new()
            last = self._journal.last_day(self._floor.facility)
            if last is None or (self._floor.day is not None and last <= self._floor.day):
                return moved
            self._begin(standing(self._journal, Stream(self._floor.facility, last)))
            self._fold_new()
            return True

    # One attempt

    def _carry_out(self, command: c.Command) -> Entry:
        if isinstance(command, c.OpenDay):
            self.catch_up()  # a day that others have opened meanwhile is no race at its own position
        for _ in range(TRIES_MAX):
            done = self._daybook.answer(command.id)
            if done is not None:
                return _same(done, command)
            entry = self._attempt(command)
            if entry is not None:
                return entry
        raise TooBusy

    def _attempt(self, asked: c.Command) -> Entry | None:
        """Decide and append once; None when the floor was behind and has caught up."""
        floor, command = self._floor_for(asked)
        command = self._prepared(command, floor)
        try:
            events = decide(floor, command, self._book(floor, command))
        except Refused:
            if self.catch_up():
                return None
            done = self._done_before(command)
            if done is None:
                raise
            return done
        entry = Entry(
            position=floor.position + 1,
            command=command.id,
            kind=type(command).__name__,
            by=command.by,
            at=command.at,
            request=command.request,
            events=events,
        )
        if not events:
            nothing_new = replace(entry, position=floor.position)
            return None if self.catch_up() else self._done_before(command) or nothing_new
        day = command.day if isinstance(command, c.OfDay) else floor.day
        if day is None:
            raise RuntimeError("an open floor has a day")
        try:
            self._journal.append(Stream(floor.facility, day), entry)
        except Conflict:
            self._coming.pop(day, None)
            self.catch_up()
            return self._done_before(command)
        self._outage.ends()
        if entry.at != asked.at:
            log.warning("the clock was set back", position=entry.position, to=str(asked.at))
        if isinstance(command, c.OpenDay) and floor is not self._floor:
            self._begin(floor)
        if floor is self._floor:
            self._fold(entry)
            self._publish(entry)
        else:
            fold(floor, entry)
        return entry

    def _done_before(self, command: c.Command) -> Entry | None:
        """What this command did, on whatever day that was."""
        done = self._journal.find(self._floor.facility, command.id)
        return _same(done, command) if done else None

    def _prepared(self, command: c.Command, floor: Floor) -> c.Command:
        """The command with what the door adds: a time that is not before the last entry's, and what an undo takes back.

        A computer's clock can be set back; who comes then must not stand before those who wait already.
        """
        last = floor.at if floor is self._floor else self._last_before(floor, command)
        if last is not None and command.at < last:
            command = replace(command, at=last)
        if isinstance(command, c.Undo):
            command = replace(command, history=self._done_to(command.visit))
        return command

    def _last_before(self, floor: Floor, command: c.Command) -> datetime | None:
        """The last entry of a day to come, or of today; today's not where a wrong clock has dated it later than that day."""
        today = self._floor.at
        if today and isinstance(command, c.OfDay) and self._date_of(today) > command.day:
            today = None
        return max(filter(None, (floor.at, today)), default=None)

    def _date_of(self, at: datetime) -> date:
        return at.astimezone(self.rulebook.zone).date()

    def _done_to(self, visit: str) -> tuple[Entry, ...]:
        floor = self._floor
        if floor.day is None or visit not in floor.visits:
            return ()
        return self._daybook.about(Stream(floor.facility, floor.day), visit)

    def _floor_for(self, command: c.Command) -> tuple[Floor, c.Command]:
        """The floor that decides: of another day for its bookings, and for its opening, which takes over who was carried."""
        old = self._floor
        if not isinstance(command, c.OfDay):
            return old, command
        if isinstance(command, c.CancelBooking) and command.day != old.day:
            return self._coming_floor(command.day), command  # also of a day that was never opened
        if isinstance(command, c.Book) and self._is_to_come(command.day):
            return self._coming_floor(command.day), command
        if not isinstance(command, c.OpenDay) or not self._is_to_come(command.day):
            return old, command
        if old.status is Day.OPEN:
            return old, command
        taking_over = replace(command, carried=handed_on(old), desks=left_open(old))
        return self._coming_floor(command.day), taking_over

    def _is_to_come(self, day: date) -> bool:
        return self._floor.day is None or day > self._floor.day

    def _coming_floor(self, day: date) -> Floor:
        """The floor of a day that has not been opened: its bookings."""
        floor = self._coming.get(day)
        if floor is None or self._shared:
            floor = self._coming.setdefault(day, Floor(facility=self.rulebook.facility))
            for entry in self._journal.read(Stream(floor.facility, day), floor.position):
                fold(floor, entry)
        return floor

    def _book(self, floor: Floor, command: c.Command) -> Rulebook:
        """A visit is decided by the rulebook with which it began, if the house has its rooms; house and desks are today's.

        A publication is decided by the rulebook that it puts into force.
        """
        if isinstance(command, c.PublishRulebook):
            return self._books.to_publish(command.digest)
        if not isinstance(command, BY_ITS_OWN_RULES):
            return self.rulebook
        visit = floor.visits.get(command.visit)
        if visit is None or visit.rulebook == self.rulebook.digest:
            return self.rulebook
        return self._books.deciding_for(visit.rulebook)

    def _named(self, digest: str) -> Rulebook:
        with self._lock:
            return self._books.named(digest)

    # The floor

    def _begin(self, floor: Floor) -> None:
        self._floor = floor
        self._daybook = Daybook(self._journal, floor.position)
        self._kept_position = floor.position
        self._books.follow(floor.rulebook)
        self._coming.clear()

    def _fold_new(self) -> bool:
        day = self._floor.day
        if day is None:
            return False
        self._books.follow(self._floor.rulebook)  # what could not be read the last time
        stream = Stream(self._floor.facility, day)
        entries = list(self._journal.read(stream, self._floor.position))
        for entry in entries:
            self._fold(entry)
            if not self._shared:  # written by this door, but the line broke before it knew
                self._publish(entry)
        return bool(entries)

    def _fold(self, entry: Entry) -> None:
        fold(self._floor, entry)
        self._daybook.write(entry)
        self._books.follow(self._floor.rulebook)

    def _snapshot_due(self) -> tuple[Stream, Snapshot] | None:
        """The floor as it stands, if enough has happened since it was kept; it is kept when the door is free again."""
        floor, last = self._floor, self._daybook.last
        if (
            last is None
            or floor.day is None
            or floor.position - self._kept_position < self._snapshot_every
        ):
            return None
        self._kept_position = floor.position
        try:
            return Stream(floor.facility, floor.day), taken(floor, last.command)
        except Exception:
            log.exception("the floor cannot be kept", position=floor.position)
            return None

    def _keep(self, stream: Stream, snapshot: Snapshot) -> None:
        """The command has happened, whatever becomes of the snapshot; without one the next start takes a little longer."""
        try:
            self._journal.keep_snapshot(stream, snapshot)
        except DatabaseError as error:
            log.warning("a snapshot is not kept", reason=error.said.en, position=snapshot.position)
        except Exception:
            log.exception("a snapshot is not kept", position=snapshot.position)

    def _publish(self, entry: Entry) -> None:
        """Tell the listeners. What is on disk has happened: a screen that fails must not make the command look undone."""
        for listener in self._listeners:
            try:
                listener(Published(self._floor, self.rulebook, entry))
            except Exception:
                log.exception("a listener failed", position=entry.position, command=entry.command)


def _began_with(entries: Iterable[tuple[date, Entry]], visit: str) -> str | None:
    """The digest of the rulebook with which the visit began, if it did so here; of who has not come, that of the booking."""
    began = [
        event.rulebook
        for _, entry in entries
        for event in entry.events
        if isinstance(event, VisitOpened | VisitBooked | BookedPatientArrived)
        and event.visit == visit
    ]
    return began[-1] if began else None


def _carried_with(entries: Iterable[tuple[date, Entry]]) -> str | None:
    """The digest of the rulebook with which a visit began that was carried in."""
    events = (event for _, entry in entries for event in entry.events)
    return next((e.state.rulebook for e in events if isinstance(e, VisitCarriedIn)), None)


def _same(done: Entry, command: c.Command) -> Entry:
    """The first answer, if this is the same request again; raises `KeyReused`."""
    if command.request and done.request != command.request:
        raise KeyReused
    return done
