"""A long walk through a small house: random commands through the real door, and what must hold after each.

1 nothing acknowledged is lost or happens twice · 2 tickets unique and gap-free · 3 one desk, one visit · 4 nobody is stuck
5 no screen in a waiting room shows more than ticket codes · 6 floor == fold of the journal, boards == what the floor says
8 no time is invented: everything is as late as its command · 9 who is inside keeps the rulebook they came with
"""

import json
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import date, time, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

from flow.books import Books
from flow.clinic import Clinic
from flow.engine import boards, deadlines
from flow.engine import commands as c
from flow.engine.events import Entry
from flow.engine.evolve import fold
from flow.engine.floor import Day, Floor, Party
from flow.engine.lifecycle import AT_A_DESK, Status
from flow.engine.outcomes import Outcome
from flow.engine.refusals import Refused
from flow.engine.routing import Rulebook
from flow.engine.visits import Alert, Origin
from flow.journal import Journal, Stream
from flow.journal.projections import expected
from flow.journal.verify import findings
from tests.engine.holding import (
    boards_keep_secrets,
    families_agree,
    nobody_goes_to_a_room_that_is_gone,
    one_desk_one_visit_and_nobody_is_stuck,
    reads_plainly,
    tickets_are_unique_and_gap_free,
    time_runs_for_all_who_wait,
    what_was_ordered_is_ahead,
    who_has_booked_comes_once_or_is_on_the_list,
    who_takes_over_is_told_why,
)
from tests.engine.small import CONSULTING, DAY, EDITIONS, MORNING, SMALL

DAY_LONG, DAY_ENDS = 90, 0.02  # a day has at least so many entries; then it ends as likely as that
SNAPSHOT_EVERY = (
    17  # entries; then the door keeps the floor, and begins with it when it is restarted
)
STATIONS = tuple(SMALL.stations)
PATIENTS = tuple(f"orang-{n}" for n in range(40))
BIRTHS = ("2019-07-30", "1991-04-17", "1949-12-31")
SECRETS = (
    *PATIENTS,
    *BIRTHS,
    "female",
    "pregnant",
    "red",
    "cough",
    "Ruang dalam",
    "karena",
    "Mawar",
)
"""What no public board may say: patients, fact values, internal names, reasons."""

FACTS: dict[str, tuple[object, ...]] = {
    "birth_date": (*BIRTHS, *BIRTHS, "2019-13-01", None),
    "sex": ("female", "female", "male", None),
    "pregnant": (True, False),
    "triage": ("none", "none", "none", "green", "red"),
    "cough_weeks": (0, 0, 2, 3, 9999),
    "service": ("umum", "umum", "obat", "lab"),
    "payer": ("bpjs", "umum"),
}
ORDERS = (
    (),
    (),
    ("lab",),
    ("lab", "gigi"),
    ("obat",),
    ("dahak",),
    ("lab", "dahak"),
    ("dahak", "gigi", "obat"),
    ("gigi", "obat"),
    ("lab", "gigi", "obat"),
)

Shown = dict[tuple[str, str], tuple[int, str]]
"""Every screen by kind and code: its position, and all it shows besides."""


def some_facts(random: Random) -> dict[str, object]:
    names = random.sample(list(FACTS), random.choice((0, 0, 1, 1, 2, 3)))
    known = {} if random.random() < 0.3 else {"birth_date": random.choice(BIRTHS)}
    return known | {name: random.choice(FACTS[name]) for name in names}


class Editions(Books):
    """Both editions are known, as if their texts had been kept."""

    def __init__(self, first: Rulebook, journal: Journal) -> None:
        super().__init__(first, journal)
        self._known |= {one.digest: one for one in EDITIONS}


def door(journal: Journal, **more: Any) -> Clinic:
    """A door of the small house, where either edition may come into force."""
    with patch("flow.clinic.Books", Editions):
        return Clinic(SMALL, journal, **more)


class Walk:
    """Commands as they come; what must hold is checked after every one that does anything.

    `said` are all commands in the order in which they were asked, the refused ones too: asked again, the same happens.
    """

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.clinic = door(self.journal, snapshot_every=SNAPSHOT_EVERY)
        self.now = MORNING
        self.asked: list[tuple[c.Command, Entry]] = []
        self.visits: list[str] = []
        self.refusals: Counter[str] = Counter()
        self.count = 0
        self.seen: Shown = {}
        self.said: list[c.Command] = []
        self.booked: list[tuple[date, str]] = []

    def open_the_house(self) -> None:
        self.ask(c.OpenDay, day=DAY)
        for code, station in SMALL.stations.items():
            for desk in station.desks:
                self.ask(c.OpenDesk, station=code, desk=desk)

    # Asking

    def ask(self, kind: type[Any], **about: Any) -> Entry | None:
        """One command through the door, and everything that must hold right after it."""
        self.now += timedelta(seconds=37)
        self.count += 1
        return self.say(kind(**{"id": f"c{self.count}", "by": "uji", "at": self.now} | about))

    def say(self, command: c.Command) -> Entry | None:
        entry = self.tell(command)
        if entry is not None:
            self.look_around()
            if entry.position == self.floor.position:  # not a retry
                what_was_ordered_is_ahead(self.floor, SMALL, entry)
            who_takes_over_is_told_why(entry)
        return entry

    def tell(self, command: c.Command) -> Entry | None:
        """The command alone, without a look around."""
        self.said.append(command)
        self.now = max(self.now, command.at)
        position, refusal = self.floor.position, None
        try:
            entry = self.clinic.handle(command)
        except Refused as refused:
            refusal = refused
        if refusal is not None:
            self.refusals[refusal.code] += 1
            reads_plainly(refusal.said)
            assert self.floor.position == position
            return None
        self.asked.append((command, entry))
        return entry

    def look_around(self) -> None:
        tickets_are_unique_and_gap_free(self.floor)
        one_desk_one_visit_and_nobody_is_stuck(self.floor, SMALL, self.now)
        time_runs_for_all_who_wait(self.floor)
        who_has_booked_comes_once_or_is_on_the_list(self.floor, SMALL, self.now)
        boards_keep_secrets(self.floor, SMALL, self.now, SECRETS)
        families_agree(self.floor)
        nobody_goes_to_a_room_that_is_gone(self.floor, self.clinic.rulebook)
        now = self.shown()
        self.screens_tell_what_changed(self.seen, now)
        self.seen = now

    @property
    def floor(self) -> Floor:
        return self.clinic.look(lambda floor, _: floor)

    # What people do

    def step(self, random: Random) -> None:
        """One thing as it happens in a house where people also make mistakes; every now and then a new day."""
        if self.floor.position > DAY_LONG and random.random() < DAY_ENDS:
            self.next_day()
        else:
            getattr(self, random.choice(WHAT_HAPPENS).__name__)(random)  # as a kind of walk does it

    def issue_ticket(self, random: Random) -> None:
        self.ask(c.IssueTicket, visit=self.newcomer(), facts=some_facts(random))

    def register_newcomer(self, random: Random) -> None:
        self.ask(
            c.Register,
            visit=self.newcomer(),
            patient=random.choice((*PATIENTS, None)),
            facts=some_facts(random),
            station=random.choice(("loket", None)),
            beside=random.choice((None, None, None, self.somebody(random))),
            together=random.random() < 0.8,
        )

    def register_known(self, random: Random) -> None:
        self.ask(
            c.Register,
            visit=self.somebody(random),
            patient=random.choice((*PATIENTS, None)),
            facts=some_facts(random),
            station=random.choice(("loket", None)),
        )

    def book(self, random: Random) -> None:
        """For today or one of the next days; now and then for one that is not possible."""
        day = (self.floor.day or DAY) + timedelta(days=random.choice((0, 0, 1, 1, 1, 2, 3, -1, 99)))
        before, visit = self.visits[-5:], self.newcomer()
        self.ask(
            c.Book,
            day=day,
            visit=visit,
            code=random.choice((visit, visit, visit, "KODE22")),
            patient=random.choice((*PATIENTS, None)),
            facts=some_facts(random),
            slot=random.choice((time(8), time(9), time(10), time(10), None, None, time(11))),
            follows=random.choice((None, *before)),
        )
        self.booked.append((day, visit))

    def cancel_booking(self, random: Random) -> None:
        day, visit = random.choice([*self.booked[-8:], (DAY, "hantu")])
        self.ask(c.CancelBooking, day=day, visit=visit, reason="uji")

    def check_in(self, random: Random) -> None:
        """Mostly somebody who is expected, by the code or by name."""
        expected = [one.visit for one in self.floor.bookings.values() if one.is_open]
        visit = random.choice(expected or [*self.floor.bookings, "hantu"])
        named = random.choice(("visit", "visit", "code"))
        self.ask(
            c.CheckIn,
            **{named: visit},
            patient=random.choice((*PATIENTS[:3], None, None, None)),
            facts=some_facts(random) if random.random() < 0.3 else {},
            station=random.choice(("loket", None)),
        )

    def enter_emergency(self, random: Random) -> None:
        facts = {"triage": "red"} if random.random() < 0.8 else some_facts(random)
        self.ask(c.EnterEmergency, visit=self.newcomer(), facts=facts)

    def update_facts(self, random: Random) -> None:
        self.ask(c.UpdateFacts, visit=self.somebody(random), facts=some_facts(random))

    def call_next(self, random: Random) -> None:
        """At a desk that is free and has a line, mostly."""
        ready = [
            (code, desk)
            for code, state in self.floor.stations.items()
            for desk, visit in state.desks.items()
            if visit is None and len(state.line)
        ]
        station, desk = random.choice(ready or [(random.choice(STATIONS), "1")])
        self.ask(c.CallNext, station=station, desk=desk)

    def call_next_anywhere(self, random: Random) -> None:
        self.ask(c.CallNext, station=random.choice(STATIONS), desk=random.choice("12"))

    def call_for_two_rooms(self, random: Random) -> None:
        """One person serves both."""
        one, other = random.sample(STATIONS, 2)
        self.ask(c.CallNext, station=one, desk="1", also=((other, random.choice("12")),))

    def call_one(self, random: Random) -> None:
        visit = self.somebody(random, Status.WAITING, Status.HELD, Status.ABSENT)
        station = self.where(random, visit)
        reason = random.choice(("", "dokter meminta"))
        self.ask(c.CallOne, station=station, desk=random.choice("12"), visit=visit, reason=reason)

    def assign_desk(self, random: Random) -> None:
        visit = self.somebody(random, Status.WAITING)
        desk = random.choice(("1", "2", None))
        self.choose_desk(visit, self.where(random, visit), desk)

    def choose_desk(self, visit: str, station: str, desk: str | None) -> None:
        if self.ask(c.AssignDesk, visit=visit, station=station, desk=desk):
            stands = [s for s in self.floor.visits[visit].open_stops() if s.station == station]
            assert [s.for_desk for s in stands] in ([], [desk]), (
                "another line than where they stand"
            )

    def recall(self, random: Random) -> None:
        self.ask(c.Recall, visit=self.somebody(random, Status.CALLED))

    def start(self, random: Random) -> None:
        self.ask(c.Start, visit=self.somebody(random, Status.CALLED))

    def finish(self, random: Random) -> None:
        """With what the room may order, or without anything if it may not."""
        visit = self.somebody(random, Status.SERVING)
        orders = random.choice(ORDERS)
        about = {
            "orders": orders,
            "done_here": orders[: random.choice((0, 0, 0, 1))],
            "review": random.choice((None, None, None, True, False)),
            "outcome": random.choice((None, None, None, *Outcome)),
            "destination": random.choice((None, None, "mawar", "desa")),
            "reason": random.choice(("", "kontrol")),
        }
        if self.ask(c.Finish, visit=visit, **about) is None:
            self.ask(c.Finish, visit=visit)

    def consult(self, random: Random) -> None:
        """Somebody who waits at dewasa or ibu, or is sent there, is seen at once: that is where orders come from."""
        lines = [
            (s, place.visit) for s in sorted(CONSULTING) for place in self.floor.station(s).line
        ]
        if not lines:
            visit = self.somebody(random, Status.WAITING)
            self.ask(c.Transfer, visit=visit, station=self.where(random, visit), to="dewasa")
            return
        station, visit = random.choice(lines)
        self.ask(c.OpenDesk, station=station, desk="1")
        self.ask(c.CallOne, station=station, desk="1", visit=visit)
        self.ask(c.Start, visit=visit, station=station)
        self.ask(c.Finish, visit=visit, station=station, orders=random.choice(ORDERS[2:]))

    def mark_absent(self, random: Random) -> None:
        self.ask(c.MarkAbsent, visit=self.somebody(random, Status.CALLED))

    def bring_back(self, random: Random) -> None:
        self.ask(c.BringBack, visit=self.somebody(random, Status.ABSENT))

    def hold(self, random: Random) -> None:
        statuses = random.choice(((Status.SERVING,), (Status.CALLED,), (Status.WAITING,)))
        self.ask(c.Hold, visit=self.somebody(random, *statuses), reason="sebentar")

    def resume(self, random: Random) -> None:
        self.ask(c.Resume, visit=self.somebody(random, Status.HELD))

    def transfer(self, random: Random) -> None:
        station = random.choice((None, None, *STATIONS))
        to = random.choice(STATIONS)
        self.ask(c.Transfer, visit=self.somebody(random), to=to, station=station)

    def send_there_and_back(self, random: Random) -> None:
        visit, to = self.somebody(random, Status.SERVING), random.choice(STATIONS)
        self.ask(c.Transfer, visit=visit, to=to, back=True)

    def send_back_with_a_question(self, random: Random) -> None:
        """To the room to which the patient will come back anyway, with the results; and to one desk there."""
        ways = [
            (visit.id, stop.station, review.station)
            for visit in self.floor.visits.values()
            for stop in visit.open_stops()
            for review in visit.planned()
            if review.origin is Origin.REVIEW
        ]
        if ways:
            visit, station, to = random.choice(ways)
            self.ask(c.Transfer, visit=visit, station=station, to=to)
            self.choose_desk(visit, to, random.choice(("1", "2")))

    def hand_over(self, random: Random) -> None:
        visit = self.somebody(random, Status.CALLED, Status.SERVING)
        self.ask(c.HandOver, visit=visit, desk=random.choice("12"))

    def hand_over_and_back(self, random: Random) -> None:
        """A family is called, and handed to the wrong colleague: whoever the first desk had, family and all, it has again."""
        code = random.choice([code for code, room in SMALL.stations.items() if len(room.desks) > 1])
        line = [place.visit for place in self.floor.station(code).line][:3]
        if len(line) > 1:
            self.ask(c.LinkVisits, visits=tuple(line))
        for desk in SMALL.stations[code].desks:
            self.ask(c.OpenDesk, station=code, desk=desk)
        self.ask(c.CallNext, station=code, desk="1")
        visit = self.floor.station(code).desks.get("1") or "hantu"
        before = self.at_their_desk(visit)
        entry = self.ask(c.HandOver, visit=visit, station=code, desk="2")
        if entry is not None and entry.events:
            self.ask(c.Undo, visit=visit, station=code, position=entry.position)
            assert self.at_their_desk(visit) == before

    def at_their_desk(self, visit: str) -> tuple[str, str | None, Party | None] | None:
        """The station and the desk where the visit is, and the family that is called there."""
        seen = self.floor.visits.get(visit)
        if seen is None or seen.at_desk is None:
            return None
        stop = seen.stops[seen.at_desk]
        party = self.floor.stations[stop.station].parties.get(stop.desk or "")
        ours = party is not None and visit in party.called
        return stop.station, stop.desk, deepcopy(party) if ours else None

    def add_orders(self, random: Random) -> None:
        """What dewasa or ibu had forgotten."""
        served = [one.visit for s in sorted(CONSULTING) for one in self.floor.station(s).served]
        self.ask(
            c.AddOrders,
            visit=random.choice(served or ["hantu"]),
            station=random.choice(sorted(CONSULTING)),
            orders=random.choice(ORDERS[2:]),
            review=random.choice((None, True, False)),
        )

    def cancel_order(self, random: Random) -> None:
        visit = self.somebody(random)
        order = random.choice((None, None, "lab", "dahak"))
        station = random.choice(("lab", *STATIONS))
        self.ask(c.CancelOrder, visit=visit, station=station, order=order, reason="habis")

    def depart(self, random: Random) -> None:
        about = {"visit": self.somebody(random), "outcome": random.choice(list(Outcome))}
        destination = random.choice((None, "mawar", "tidak-ada"))
        reason = random.choice(("", "kontrol"))
        about["station"] = random.choice((None, self.where(random, about["visit"])))
        if self.ask(c.Depart, destination=destination, reason=reason, **about) is None:
            self.ask(c.Depart, visit=about["visit"], outcome=random.choice(list(Outcome)))

    def undo(self, random: Random) -> None:
        """What a console offers: it works, or a sentence says what is in the way; and the floor is as it was."""
        offered = [
            (code, visit, action)
            for code, state in self.floor.stations.items()
            for visit, action in state.undoable.items()
        ]
        if not offered:
            return
        code, visit, action = random.choice(offered)
        before = self.floor.visits[visit]
        self.ask(c.Undo, visit=visit, station=code, position=action.position)
        taken_back = self.floor.visits[visit] is not before
        assert taken_back or {*self.refusals} & {
            *("DeskBusy", "DeskIsClosed", "PatientIsInside", "SomethingFollowed"),
            *("RoomIsGone", "UnknownStation"),  # rules that came into force since closed the room
        }

    def undo_what_is_past(self, random: Random) -> None:
        visit = random.choice([*self.visits, "hantu"])
        position = random.randint(0, self.floor.position)
        self.ask(c.Undo, visit=visit, station=random.choice(STATIONS), position=position)

    def link(self, random: Random) -> None:
        visits = [self.somebody(random) for _ in range(random.randint(1, 4))]
        self.ask(c.LinkVisits, visits=tuple(visits), together=random.random() < 0.8)

    def link_who_waits_together(self, random: Random) -> None:
        """A family in one line, so that somebody is called together."""
        lines = [[p.visit for p in state.line] for state in self.floor.stations.values()]
        line = random.choice([line for line in lines if len(line) > 1] or [self.visits[-2:]])
        self.ask(c.LinkVisits, visits=tuple(random.sample(line, min(len(line), 3))))

    def unlink(self, random: Random) -> None:
        linked = [visit for members in self.floor.groups.values() for visit in members]
        self.ask(c.UnlinkVisit, visit=random.choice(linked or [self.somebody(random)]))

    def reidentify(self, random: Random) -> None:
        """Mostly somebody who is expected or inside already: whoever is inside is expected no more."""
        expected = [one.patient for one in self.floor.bookings.values() if one.is_open]
        inside = random.choice([*self.floor.inside, random.choice(PATIENTS)])
        patient = random.choice([*filter(None, expected), random.choice(PATIENTS), inside])
        stays_expected = patient in self.floor.inside  # who was carried over night may have booked
        entry = self.ask(
            c.Reidentify,
            visit=random.choice([self.somebody(random), *self.visits[-3:]]),
            patient=patient,
            facts={"birth_date": random.choice(BIRTHS)},
            exchange=random.random() < 0.5,
        )
        if entry is not None and entry.events and not stays_expected:
            assert self.floor.expected(patient) is None

    def merge(self, random: Random) -> None:
        """Nobody waits longer because they had two numbers, and a booking that was kept is kept still."""
        visit, double = self.somebody(random), self.somebody(random)
        before = deepcopy(self.floor.visits.get(double))
        entry = self.ask(c.Merge, visit=visit, double=double, reason=random.choice(("", "dobel")))
        if entry is None or before is None:
            return
        kept = self.floor.visits[visit]
        assert kept.appointment is not None or before.appointment is None
        waited = {s.station: s for s in before.open_stops() if s.status is Status.WAITING}
        for stop in kept.open_stops():
            other = waited.get(stop.station)
            if other and stop.status is Status.WAITING and stop.since and other.since:
                assert stop.since <= other.since

    def void_ticket(self, random: Random) -> None:
        self.ask(c.VoidTicket, visit=self.somebody(random, Status.WAITING), reason="uji")

    def ask_about_anybody(self, random: Random) -> None:
        """Also who has left, and who was never here."""
        self.ask(c.Start, visit=random.choice([*self.visits, "hantu"]))

    def turn_desk(self, random: Random) -> None:
        kind = random.choice((c.OpenDesk, c.OpenDesk, c.CloseDesk))
        self.ask(kind, station=random.choice(STATIONS), desk=random.choice("1129"))

    def pause_desk(self, random: Random) -> None:
        """Mostly one that somebody has just left, where that can still be taken back."""
        left = [
            (code, desk)
            for code, state in self.floor.stations.items()
            for desk, visit in state.desks.items()
            if visit is None and state.undoable
        ]
        station, desk = random.choice(left or [(random.choice(STATIONS), "1")])
        reason = random.choice(("", "makan siang"))
        self.ask(c.PauseDesk, station=station, desk=desk, reason=reason)

    def deadlines_pass(self, random: Random) -> None:
        """Each once: what has been carried out is due no more."""
        self.now += timedelta(seconds=random.choice((SMALL.call_seconds, 31 * 60, 46 * 60)))
        for command in list(deadlines.overdue(self.floor, SMALL, self.now)):
            assert deadlines.next_at(self.floor, SMALL) <= max(self.now, self.floor.at or self.now)
            self.say(command)
        assert not list(deadlines.overdue(self.floor, SMALL, self.now))

    def confirm_service(self, random: Random) -> None:
        asked = [
            visit.id
            for visit in self.floor.visits.values()
            for stop in visit.open_stops()
            if stop.alert is Alert.LONG_SERVICE
        ]
        visit = random.choice(asked or [self.somebody(random, Status.SERVING)])
        self.ask(c.ConfirmService, visit=visit)

    def retry(self, random: Random) -> None:
        """A double click, however late: the first answer, and nothing moves."""
        command, entry = random.choice(self.asked)
        position = self.floor.position
        if entry.events:
            assert self.clinic.handle(command) == entry
            assert self.floor.position == position
            assert self.shown() == self.seen

    def restart(self, random: Random) -> None:
        """A new door on the same journal, which begins with the last snapshot of the day."""
        before = self.floor
        self.clinic = door(self.journal, snapshot_every=SNAPSHOT_EVERY)
        assert self.floor == before

    def next_day(self) -> None:
        self.ask(c.CloseDay)
        self.refold()
        assert not [one for one in self.floor.bookings.values() if one.is_open]
        for visit in self.floor.visits.values():
            cared_for = any(s.status in AT_A_DESK or s.station == "ugd" for s in visit.open_stops())
            assert visit.is_open is cared_for
        day = (self.floor.day or DAY) + timedelta(days=1)
        self.publish(Random(day.toordinal()))
        self.now = MORNING + (day - DAY)
        self.ask(c.OpenDay, day=day)
        for code, station in SMALL.stations.items():
            self.ask(c.OpenDesk, station=code, desk=station.desks[0])

    def publish(self, random: Random) -> None:
        """Dental care closes, or opens again; not while somebody is on the way there."""
        previous = random.choice((self.floor.rulebook,) * 9 + ("lama",))
        self.ask(c.PublishRulebook, digest=random.choice(EDITIONS).digest, previous=previous)

    def somebody(self, random: Random, *statuses: Status) -> str:
        """A visit that has a stop in one of these statuses; any open one when none has."""
        inside = [visit for visit in self.floor.visits.values() if visit.is_open]
        some = [v.id for v in inside if any(s.status in statuses for s in v.open_stops())]
        return random.choice(some or [v.id for v in inside] or ["hantu"])

    def where(self, random: Random, visit: str) -> str:
        """A station on whose list the visit stands, or any."""
        seen = self.floor.visits.get(visit)
        return random.choice(
            [s.station for s in seen.open_stops()] if seen and seen.is_open else STATIONS
        )

    def newcomer(self) -> str:
        self.visits.append(f"v{len(self.visits)}")
        return self.visits[-1]

    # What must hold

    def look_back(self) -> None:
        """At the end: all that was acknowledged is stored once, and what is stored is what happened."""
        self.refold()
        self.acknowledged_is_there_once()
        assert list(findings(self.journal)) == []
        again = door(self.journal)
        assert again.look(lambda floor, _: floor) == self.floor

    def refold(self) -> None:
        """Today's floor, and that of each day to come, is the fold of its stream, from the first entry on; so are the tables."""
        today = self.floor.day
        for day in self.journal.days(SMALL.facility):
            if today is None or day >= today:
                self.refold_of(self.clinic.look_on(day, lambda floor, _: floor))

    def refold_of(self, floor: Floor) -> None:
        assert floor.day is not None
        stream = Stream(floor.facility, floor.day)
        again = Floor(facility=floor.facility)
        for entry in self.journal.read(stream):
            fold(again, entry)
        assert again == floor
        assert self.journal.visits(stream) == expected(floor)

    def acknowledged_is_there_once(self) -> None:
        stored = [
            entry.command
            for day in self.journal.days(SMALL.facility)
            for entry in self.journal.read(Stream(SMALL.facility, day))
        ]
        assert len(stored) == len(set(stored))
        assert {command.id for command, entry in self.asked if entry.events} == set(stored)

    # Screens

    def shown(self) -> Shown:
        """Every screen: its position, and all it shows besides."""
        floor = self.floor
        screens: dict[tuple[str, str], Any] = {}
        for code in SMALL.boards:
            screens["board", code] = boards.board(floor, SMALL, code, LATER)
        for code in SMALL.stations:
            screens["queue", code] = boards.queue(floor, SMALL, code, LATER)
            changed = max(floor.renewed_position, floor.station(code).changed)
            screens["station", code] = {
                "position": changed,
                **boards.board_station(floor, SMALL, code, LATER),
            }
        for visit in list(floor.visits)[-12:]:
            screens["ticket", visit] = boards.ticket(floor, SMALL, visit, LATER)
        return {
            screen: (int(shown.pop("position")), json.dumps(shown))
            for screen, shown in screens.items()
        }

    def screens_tell_what_changed(self, before: Shown, now: Shown) -> None:
        """A screen that shows something else than before has a higher position; sockets send nothing otherwise."""
        floor = self.floor
        if floor.status is not Day.OPEN or floor.position == floor.renewed_position:
            return
        for screen, (position, shown) in now.items():
            if screen not in before:
                continue
            old_position, old = before[screen]
            if shown != old:
                assert position == floor.position > old_position, f"{screen}: {old} became {shown}"
            else:
                assert position >= old_position


LATER = MORNING + timedelta(hours=7)
"""When all screens are looked at: the order of a line changes with time, so the same time is asked for before and after."""

WHAT_HAPPENS: tuple[Callable[[Walk, Random], None], ...] = (
    *(Walk.call_next,) * 7,
    *(Walk.start,) * 6,
    *(Walk.finish,) * 7,
    *(Walk.register_newcomer,) * 3,
    *(Walk.issue_ticket, Walk.register_known, Walk.enter_emergency) * 2,
    *(Walk.update_facts, Walk.call_one, Walk.transfer) * 2,
    Walk.call_for_two_rooms,
    Walk.assign_desk,
    Walk.send_there_and_back,
    Walk.send_back_with_a_question,
    Walk.hand_over,
    Walk.hand_over_and_back,
    *(Walk.consult,) * 3,
    *(Walk.add_orders,) * 3,
    Walk.cancel_order,
    Walk.pause_desk,
    Walk.recall,
    Walk.mark_absent,
    Walk.bring_back,
    Walk.bring_back,
    Walk.hold,
    Walk.resume,
    Walk.resume,
    Walk.depart,
    Walk.call_next_anywhere,
    Walk.ask_about_anybody,
    Walk.turn_desk,
    *(Walk.deadlines_pass,) * 2,
    Walk.confirm_service,
    Walk.retry,
    *(Walk.undo,) * 2,
    Walk.undo_what_is_past,
    Walk.reidentify,
    Walk.merge,
    Walk.restart,
    Walk.publish,
    Walk.void_ticket,
    Walk.link,
    Walk.link_who_waits_together,
    Walk.unlink,
    *(Walk.book,) * 2,
    Walk.cancel_booking,
    *(Walk.check_in,) * 2,
)
