"""The made-up day itself: patients arrive, staff call, serve, order and send on, all by real commands through the door.

`Day.tick` is called again and again with the time; it does what has become due. Times in commands are the real ones; only
the pauses between them are shortened by the speed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

import structlog

from flow.clinic import Clinic
from flow.engine import commands as c
from flow.engine import ordering
from flow.engine.facts import Facts, FactValue
from flow.engine.floor import Floor
from flow.engine.lifecycle import Status
from flow.engine.refusals import Refused
from flow.engine.routing import Rulebook
from flow.engine.visits import Stop, Visit
from flow.simulation import pace
from flow.simulation.people import Person, somebody

log = structlog.get_logger(__name__)

STAFF = "peragaan"
RECALLS_MAX = 2

Enrol = Callable[[Person], str]
"""Keeps a person's identity and returns the patient's id."""


@dataclass(slots=True)
class Day:
    """One synthetic day at one clinic. The same seed draws the same patients and decisions.

    Nobody works at the stations `left_alone`: whoever watches the day may do so.
    """

    clinic: Clinic
    enrol: Enrol
    speed: float
    random: Random
    began_at: datetime
    left_alone: frozenset[str] = frozenset()
    people: dict[str, Person] = field(default_factory=dict)
    due_at: dict[tuple[str, int, str], datetime] = field(default_factory=dict)
    away: set[tuple[str, int]] = field(default_factory=set)
    next_arrival_at: datetime | None = None
    expected: list[str] = field(default_factory=list)
    commands: int = 0

    def open(self, now: datetime) -> None:
        """Open the day if nobody has, every desk, and let the crowd at the door in."""
        local = now.astimezone(self.clinic.rulebook.zone).date()
        self._ask(c.OpenDay, now, day=local)
        for station, desk in self._desks():
            self._ask(c.OpenDesk, now, station=station, desk=desk)
        if self.clinic.rulebook.bookings:
            for _ in range(pace.BOOKED):
                self._book(local, now)
        for _ in range(pace.OPENING_CROWD):
            self._arrive(now)
        self.next_arrival_at = now

    def tick(self, now: datetime) -> None:
        """Everything that is due by now."""
        while self.next_arrival_at is not None and self.next_arrival_at <= now:
            self._arrive(now)
            minutes = (now - self.began_at).total_seconds() / 60 * self.speed
            gap = self.random.expovariate(pace.arrivals_per_minute(minutes))
            self.next_arrival_at += self._real(gap)
        for station, desk in self._desks():
            self._work(station, desk, now)
        self._bring_back(now)

    def _desks(self) -> Iterator[tuple[str, str]]:
        for station in self.clinic.rulebook.stations.values():
            if station.code not in self.left_alone:
                yield from ((station.code, desk) for desk in station.desks)

    # Arriving

    def _book(self, day: date, now: datetime) -> None:
        """Somebody on record has called; they come at any time of the day."""
        visit, person = self._new_visit(), somebody(self.random, day)
        self.people[visit] = person
        self._ask(
            c.Book,
            now,
            day=day,
            visit=visit,
            code=visit[:6].upper(),
            patient=self.enrol(person),
            facts=self._told(person),
            channel="telepon",
        )
        self.expected.append(visit)

    def _arrive(self, now: datetime) -> None:
        if self.expected and self.random.random() < pace.BOOKED_SHARE:
            visit = self.expected.pop(self.random.randrange(len(self.expected)))
            if self.random.random() >= pace.NO_SHOW:
                self._ask(c.CheckIn, now, visit=visit)
            return
        visit = self._new_visit()
        person = somebody(self.random, now.astimezone(self.clinic.rulebook.zone).date())
        self.people[visit] = person
        if person.emergency:
            self._ask(c.EnterEmergency, now, visit=visit, facts={"triage": "red"})
        else:
            service = person.facts.get("service", "umum")
            facts = self._understood({"service": service})
            self._ask(c.IssueTicket, now, visit=visit, facts=facts)

    # Working

    def _work(self, station: str, desk: str, now: datetime) -> None:
        """One member of staff at one desk: the next sensible thing, when its time has come."""
        seen = self.clinic.look(lambda floor, book: _at_desk(floor, book, station, desk, now))
        if seen is None:  # the night has closed it
            self._ask(c.OpenDesk, now, station=station, desk=desk)
            return
        if isinstance(seen, bool):
            if seen and self._is_due(("", 0, f"{station}/{desk}"), now, pace.walk_minutes):
                self._ask(c.CallNext, now, station=station, desk=desk)
            return
        visit, stop = seen
        if stop.status is Status.CALLED:
            self._await(visit, stop, now)
        elif self._is_due((visit.id, stop.number, "serve"), now, self._service(station)):
            self._finish(visit, stop, now)

    def _await(self, visit: Visit, stop: Stop, now: datetime) -> None:
        """The patient comes, or is called again, or is absent."""
        if not self._is_due((visit.id, stop.number, f"walk{stop.calls}"), now, pace.walk_minutes):
            return
        if stop.calls == 1 and self.random.random() < pace.NO_SHOW:
            self.away.add((visit.id, stop.number))
        if (visit.id, stop.number) not in self.away:
            self._ask(c.Start, now, visit=visit.id, station=stop.station)
        elif stop.calls <= RECALLS_MAX:
            self._ask(c.Recall, now, visit=visit.id, station=stop.station)
        else:
            self._ask(c.MarkAbsent, now, visit=visit.id, station=stop.station)

    def _finish(self, visit: Visit, stop: Stop, now: datetime) -> None:
        person = self.people.get(visit.id)
        registers = self.clinic.rulebook.stations[stop.station].registers
        if person is not None and visit.patient is None and (registers or visit.emergency):
            self._register(visit, person, now)
        if person is not None and stop.station == "skrining":
            self._ask(c.UpdateFacts, now, visit=visit.id, facts=self._understood(person.screening))
        orders = () if stop.review_of else self._orders(visit, stop)
        self._ask(c.Finish, now, visit=visit.id, station=stop.station, orders=orders)

    def _register(self, visit: Visit, person: Person, now: datetime) -> None:
        patient = self.enrol(person)
        self._ask(c.Register, now, visit=visit.id, patient=patient, facts=self._told(person))

    def _orders(self, visit: Visit, stop: Stop) -> tuple[str, ...]:
        """What a room asks for: often medicine, sometimes the laboratory."""
        today = self.began_at.astimezone(self.clinic.rulebook.zone).date()
        offered = self.clinic.rulebook.offered(stop.station, visit.facts, today)
        if not stop.station.startswith(("k", "ugd", "gigi")):
            return ()
        chances = {"farmasi": 0.7, "lab": 0.22, "tindakan": 0.08, "gigi": 0.04}
        return tuple(
            o for o, chance in chances.items() if o in offered and self.random.random() < chance
        )

    def _bring_back(self, now: datetime) -> None:
        """Who was absent comes to the counter after a while."""
        absent = self.clinic.look(
            lambda floor, _: [
                (visit, code) for code, state in floor.stations.items() for visit in state.absent
            ]
        )
        for visit, code in absent:
            if self._is_due((visit, 0, f"back/{code}"), now, lambda r: r.uniform(8, 20)):
                self.away = {(who, stop) for who, stop in self.away if who != visit}
                self._ask(c.BringBack, now, visit=visit, station=code)

    # Details

    def _new_visit(self) -> str:
        return f"{self.random.getrandbits(128):032x}"

    def _told(self, person: Person) -> dict[str, FactValue]:
        """What somebody says at the counter or on the telephone."""
        known: dict[str, FactValue] = {
            "birth_date": person.birth_date.isoformat(),
            "sex": person.sex,
        }
        return self._understood(person.facts) | known

    def _understood(self, facts: Facts) -> dict[str, FactValue]:
        """What this house asks for; another one may know fewer facts and services."""
        declared = self.clinic.rulebook.vocabulary.facts
        return {
            name: value
            for name, value in facts.items()
            if name in declared and (not declared[name].choices or value in declared[name].choices)
        }

    def _service(self, station: str) -> Callable[[Random], float]:
        return lambda random: pace.service_minutes(random, station)

    def _is_due(
        self, key: tuple[str, int, str], now: datetime, minutes: Callable[[Random], float]
    ) -> bool:
        """Whether the pause for `key`, drawn when it was first asked for, is over."""
        if key not in self.due_at:
            self.due_at[key] = now + self._real(minutes(self.random))
        if now < self.due_at[key]:
            return False
        del self.due_at[key]
        return True

    def _real(self, minutes: float) -> timedelta:
        return timedelta(minutes=minutes / self.speed)

    def _ask(self, kind: type[c.Asked], now: datetime, **about: object) -> None:
        """Hand a command to the door. A refusal is what staff meet too: the day simply goes on."""
        self.commands += 1
        command_id = f"peragaan:{self.began_at.isoformat()}:{self.commands}"
        try:
            self.clinic.handle(kind(id=command_id, by=STAFF, at=now, **about))  # type: ignore[arg-type]
        except Refused as refused:
            log.debug("refused", command=kind.__name__, said=str(refused))


def _at_desk(
    floor: Floor, rulebook: Rulebook, station: str, desk: str, now: datetime
) -> tuple[Visit, Stop] | bool | None:
    """Who is at the desk; or whether somebody could be called; or None for a desk that is closed."""
    desks = floor.station(station).desks
    if desk not in desks:
        return None
    visit_id = desks[desk]
    if visit_id is None:
        return ordering.next_place(floor, rulebook, station, now) is not None
    visit = floor.visits[visit_id]
    return (visit, visit.stops[visit.at_desk]) if visit.at_desk is not None else None
