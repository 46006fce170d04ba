"""Whatever anybody asks, in whatever order: thousands of random commands through the real door, the invariants after each.

1 nothing acknowledged is lost or happens twice · 2 tickets unique and gap-free · 3 one desk, one visit · 4 nobody is stuck
5 no screen in a waiting room shows more than ticket codes · 6 floor == fold of the journal, boards == what the floor says
"""

import json
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from flow.clinic import Clinic
from flow.database import open_database
from flow.engine import boards, deadlines
from flow.engine import commands as c
from flow.engine.events import Entry
from flow.engine.evolve import fold
from flow.engine.floor import Day, Floor
from flow.engine.lifecycle import AT_A_DESK, Status
from flow.engine.outcomes import Outcome
from flow.engine.refusals import Refused
from flow.journal import Journal, Stream
from flow.journal.memory import MemoryJournal
from flow.journal.projections import expected
from flow.journal.sql import SqlJournal
from flow.journal.verify import findings
from tests.engine.small import DAY, MORNING, SMALL

STATIONS = tuple(SMALL.stations)
PATIENTS = tuple(f"orang-{n}" for n in range(12))
BIRTHS = ("2019-07-30", "1991-04-17", "1949-12-31")
SECRETS = (*PATIENTS, *BIRTHS, "female", "pregnant", "red", "cough", "Ruang dalam", "karena")
"""What no public board may say: patients, fact values, internal names, reasons."""

facts = st.fixed_dictionaries(
    {},
    optional={
        "birth_date": st.sampled_from((*BIRTHS, "2019-13-01", None)),
        "sex": st.sampled_from(("female", "male", None)),
        "pregnant": st.booleans(),
        "triage": st.sampled_from(("none", "none", "green", "red")),
        "cough_weeks": st.sampled_from((0, 2, 3, 9999)),
        "service": st.sampled_from(("umum", "umum", "obat", "lab")),
        "payer": st.sampled_from(("bpjs", "umum")),
    },
)
stations = st.sampled_from(STATIONS)
orders = st.sampled_from(
    ((), (), ("lab",), ("lab", "gigi"), ("obat",), ("gigi", "obat"), ("lab", "gigi", "obat"))
)
outcomes = st.sampled_from(Outcome)
picks = st.integers(0, 10_000)


class Floors(RuleBasedStateMachine):
    """Commands as they come; what must hold is checked after every one."""

    journal: Journal

    @initialize()
    def open_the_house(self) -> None:
        self.journal = self.new_journal()
        self.clinic = Clinic(SMALL, self.journal)
        self.now = MORNING
        self.asked: list[tuple[c.Command, Entry]] = []
        self.visits: list[str] = []
        self.done: dict[str, int] = {}
        self.ask(c.OpenDay, day=DAY)
        for code, station in SMALL.stations.items():
            for desk in station.desks:
                self.ask(c.OpenDesk, station=code, desk=desk)

    def new_journal(self) -> Journal:
        return MemoryJournal()

    # Asking

    def ask(self, kind: type[Any], **about: Any) -> Entry | None:
        """One command through the door, and everything that must hold right after it."""
        self.now += timedelta(seconds=37)
        number = len(self.asked) + sum(self.done.values())
        about = {
            "id": f"{kind.__name__}-{number}-{self.now:%j%H%M%S}",
            "by": "uji",
            "at": self.now,
        } | about
        command = kind(**about)
        before = self.shown()
        position = self.floor.position
        try:
            entry = self.clinic.handle(command)
        except Refused as refusal:
            self.done[refusal.code] = self.done.get(refusal.code, 0) + 1
            assert refusal.said.id
            assert refusal.said.en
            assert self.floor.position == position
            assert self.shown() == before, "a refused command moved something"
            return None
        self.asked.append((command, entry))
        self.screens_tell_what_changed(before)
        return entry

    def pick(self, number: int, visits: list[str]) -> str:
        return visits[number % len(visits)] if visits else "hantu"

    def inside(self, *statuses: Status) -> list[str]:
        """The visits that have a stop in one of these statuses; all that are open when none has."""
        floor = self.floor
        some = [
            v.id
            for v in floor.visits.values()
            if v.is_open and any(s.status in statuses for s in v.open_stops())
        ]
        return some or [v.id for v in floor.visits.values() if v.is_open]

    @property
    def floor(self) -> Floor:
        return self.clinic.look(lambda floor, _: floor)

    # The commands

    @rule(facts=facts)
    def issue_ticket(self, facts: dict[str, Any]) -> None:
        self.ask(c.IssueTicket, visit=self.newcomer(), facts=facts)

    @rule(facts=facts, patient=st.sampled_from((*PATIENTS, None)), at_counter=st.booleans())
    def register_newcomer(
        self, facts: dict[str, Any], patient: str | None, at_counter: bool
    ) -> None:
        station = "loket" if at_counter else None
        self.ask(c.Register, visit=self.newcomer(), patient=patient, facts=facts, station=station)

    @rule(
        pick=picks,
        facts=facts,
        patient=st.sampled_from((*PATIENTS, None)),
        station=st.sampled_from((None, "loket")),
    )
    def register_known(
        self, pick: int, facts: dict[str, Any], patient: str | None, station: str | None
    ) -> None:
        visit = self.pick(pick, self.inside())
        self.ask(c.Register, visit=visit, patient=patient, facts=facts, station=station)

    @rule(facts=facts)
    def enter_emergency(self, facts: dict[str, Any]) -> None:
        self.ask(c.EnterEmergency, visit=self.newcomer(), facts={"triage": "red"} | facts)

    @rule(pick=picks, facts=facts)
    def update_facts(self, pick: int, facts: dict[str, Any]) -> None:
        self.ask(c.UpdateFacts, visit=self.pick(pick, self.inside()), facts=facts)

    @rule(station=stations, desk=st.sampled_from(("1", "2")))
    def call_next(self, station: str, desk: str) -> None:
        self.ask(c.CallNext, station=station, desk=desk)

    @rule()
    def call_everywhere(self) -> None:
        for code, station in SMALL.stations.items():
            for desk in station.desks:
                self.ask(c.CallNext, station=code, desk=desk)

    @rule(pick=picks, station=stations)
    def call_one(self, pick: int, station: str) -> None:
        visit = self.pick(pick, self.inside(Status.WAITING, Status.HELD, Status.ABSENT))
        self.ask(c.CallOne, station=station, desk="1", visit=visit)

    @rule(pick=picks)
    def recall(self, pick: int) -> None:
        self.ask(c.Recall, visit=self.pick(pick, self.inside(Status.CALLED)))

    @rule(pick=picks)
    def start(self, pick: int) -> None:
        self.ask(c.Start, visit=self.pick(pick, self.inside(Status.CALLED)))

    @rule()
    def start_everywhere(self) -> None:
        for visit in self.inside(Status.CALLED):
            self.ask(c.Start, visit=visit)

    @rule(
        pick=picks,
        orders=orders,
        review=st.sampled_from((None, None, True, False)),
        outcome=st.none() | outcomes,
    )
    def finish(
        self, pick: int, orders: tuple[str, ...], review: bool | None, outcome: Outcome | None
    ) -> None:
        visit = self.pick(pick, self.inside(Status.SERVING))
        self.ask(c.Finish, visit=visit, orders=orders, review=review, outcome=outcome)

    @rule(orders=orders)
    def finish_everywhere(self, orders: tuple[str, ...]) -> None:
        for visit in self.inside(Status.SERVING):
            if self.ask(c.Finish, visit=visit, orders=orders) is None:
                self.ask(c.Finish, visit=visit)

    @rule(pick=picks)
    def mark_absent(self, pick: int) -> None:
        self.ask(c.MarkAbsent, visit=self.pick(pick, self.inside(Status.CALLED)))

    @rule(pick=picks)
    def bring_back(self, pick: int) -> None:
        self.ask(c.BringBack, visit=self.pick(pick, self.inside(Status.ABSENT)))

    @rule(pick=picks)
    def hold(self, pick: int) -> None:
        self.ask(c.Hold, visit=self.pick(pick, self.inside(Status.SERVING)), reason="sebentar")

    @rule(pick=picks)
    def resume(self, pick: int) -> None:
        self.ask(c.Resume, visit=self.pick(pick, self.inside(Status.HELD)))

    @rule(pick=picks, to=stations, station=st.none() | stations)
    def transfer(self, pick: int, to: str, station: str | None) -> None:
        self.ask(c.Transfer, visit=self.pick(pick, self.inside()), to=to, station=station)

    @rule(pick=picks, outcome=outcomes)
    def depart(self, pick: int, outcome: Outcome) -> None:
        self.ask(c.Depart, visit=self.pick(pick, self.inside()), outcome=outcome)

    @rule(pick=picks)
    def ask_about_anybody(self, pick: int) -> None:
        """Also who has left, and who was never here."""
        self.ask(c.Start, visit=self.pick(pick, [*self.visits, "hantu"]))

    @rule(station=stations, desk=st.sampled_from(("1", "2", "9")), opens=st.booleans())
    def turn_desk(self, station: str, desk: str, opens: bool) -> None:
        self.ask(c.OpenDesk if opens else c.CloseDesk, station=station, desk=desk)

    @rule()
    def deadlines_pass(self) -> None:
        self.now += timedelta(seconds=SMALL.call_seconds)
        due = list(deadlines.missed_calls(self.floor, SMALL, self.now))
        for command in due:
            self.ask(c.MarkAbsent, id=command.id, visit=command.visit, station=command.station)
        assert not list(deadlines.missed_calls(self.floor, SMALL, self.now))

    @rule(pick=picks)
    def retry(self, pick: int) -> None:
        """A double click, however late: the first answer, and nothing moves."""
        command, entry = self.asked[pick % len(self.asked)]
        before, position = self.shown(), self.floor.position
        if not entry.events:
            return
        assert self.clinic.handle(command) == entry
        assert self.floor.position == position
        assert self.shown() == before

    @precondition(lambda self: len(self.asked) > 60)
    @rule()
    def next_day(self) -> None:
        self.ask(c.CloseDay)
        self.refold()
        for visit in self.floor.visits.values():
            assert visit.is_open is any(
                s.status in AT_A_DESK or s.station == "ugd" for s in visit.open_stops()
            )
        day = (self.floor.day or DAY) + timedelta(days=1)
        self.now = MORNING + (day - DAY)
        self.ask(c.OpenDay, day=day)
        for code, station in SMALL.stations.items():
            self.ask(c.OpenDesk, station=code, desk=station.desks[0])

    def newcomer(self) -> str:
        self.visits.append(f"v{len(self.visits)}")
        return self.visits[-1]

    # What must hold

    @invariant()
    def tickets_are_unique_and_gap_free(self) -> None:
        if not hasattr(self, "clinic"):
            return
        names = [visit.name for visit in self.floor.visits.values()]
        assert len(names) == len(set(names)), "two visits share a name"
        issued: dict[str, set[int]] = {}
        for visit in self.floor.visits.values():
            if visit.ticket and "/" not in visit.ticket:
                letter, number = visit.ticket.split("-")
                issued.setdefault(letter, set()).add(int(number))
        for letter, numbers in issued.items():
            assert numbers == set(range(1, self.floor.numbers[letter] + 1))

    @invariant()
    def one_desk_one_visit_and_nobody_is_stuck(self) -> None:
        if not hasattr(self, "clinic"):
            return
        floor = self.floor
        at_desks = [
            visit
            for s in floor.stations.values()
            for visit in s.desks.values()
            if visit is not None
        ]
        assert len(at_desks) == len(set(at_desks)), "one visit at two desks"
        listed: dict[str, set[int]] = {}
        for code in floor.stations:
            shown: Any = boards.queue(floor, SMALL, code)
            rows = [*shown["waiting"], *shown["held"], *shown["absent"]]
            rows += [desk["visit"] for desk in shown["desks"].values() if desk["visit"]]
            assert len({row["visit"] for row in rows}) == len(rows), "a visit twice on one list"
            for row in rows:
                listed.setdefault(row["visit"], set()).add(row["stop"])
        for visit in floor.visits.values():
            stops = {stop.number for stop in visit.open_stops()}
            assert listed.get(visit.id, set()) == stops, "a list and a visit disagree"
            assert bool(stops) is visit.is_open, f"{visit.name} is stuck, or haunts a list"
            assert sum(s.status in AT_A_DESK for s in visit.open_stops()) <= 1
            assert (visit.at_desk is not None) is (visit.id in at_desks)
            assert floor.inside.get(visit.patient or "") in (None, visit.id) or not visit.is_open

    @invariant()
    def boards_keep_secrets(self) -> None:
        if not hasattr(self, "clinic"):
            return
        for code in SMALL.boards:
            text = json.dumps(boards.board(self.floor, SMALL, code))
            assert not [word for word in SECRETS if word in text]
            assert not any(f'"{visit}"' in text for visit in self.visits)

    def teardown(self) -> None:
        if hasattr(self, "clinic"):
            self.refold()
            self.acknowledged_is_there_once()
            assert list(findings(self.journal)) == []

    def refold(self) -> None:
        """The floor is the fold of its stream, from the first entry on, and so are the tables."""
        floor = self.floor
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

    def shown(self) -> dict[tuple[str, str], tuple[int, str]]:
        """Every screen: its position, and all it shows besides."""
        floor = self.floor
        screens: dict[tuple[str, str], Any] = {}
        for code in SMALL.boards:
            screens["board", code] = boards.board(floor, SMALL, code)
        for code in SMALL.stations:
            screens["queue", code] = boards.queue(floor, SMALL, code)
            changed = max(floor.opened_position, floor.station(code).changed)
            screens["station", code] = {
                "position": changed,
                **boards.board_station(floor, SMALL, code),
            }
        for visit in list(floor.visits)[-12:]:
            screens["ticket", visit] = boards.ticket(floor, SMALL, visit)
        return {
            screen: (int(shown.pop("position")), json.dumps(shown))
            for screen, shown in screens.items()
        }

    def screens_tell_what_changed(self, before: dict[tuple[str, str], tuple[int, str]]) -> None:
        """A screen that shows something else than before has a higher position; sockets send nothing otherwise."""
        floor = self.floor
        if floor.status is not Day.OPEN or floor.position == floor.opened_position:
            return
        for screen, (position, shown) in self.shown().items():
            if screen not in before:
                continue
            old_position, old = before[screen]
            if shown != old:
                assert position == floor.position > old_position, f"{screen}: {old} became {shown}"
            else:
                assert position >= old_position


class SqlFloors(Floors):
    """The same through a SQLite file."""

    def new_journal(self) -> Journal:
        self.folder = TemporaryDirectory()
        self.engine = open_database(f"sqlite:///{Path(self.folder.name) / 'alur.db'}")
        return SqlJournal(self.engine)

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "clinic"):
            again = Clinic(SMALL, self.journal)
            assert again.look(lambda floor, _: floor) == self.floor
            self.engine.dispose()
            self.folder.cleanup()


CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def test_it_holds_whatever_anybody_asks() -> None:
    run_state_machine_as_test(
        Floors,
        settings=settings(max_examples=40, stateful_step_count=70, suppress_health_check=CHECKS),
    )


def test_it_holds_on_disk_too() -> None:
    run_state_machine_as_test(
        SqlFloors,
        settings=settings(max_examples=6, stateful_step_count=50, suppress_health_check=CHECKS),
    )
