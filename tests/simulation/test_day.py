"""The made-up day: real commands only, everybody ends somewhere, the same seed gives the same journal."""

from datetime import UTC, datetime, timedelta
from random import Random

from flow.clinic import Clinic
from flow.engine.outcomes import Outcome
from flow.journal import Stream
from flow.journal.memory import MemoryJournal
from flow.journal.verify import findings
from flow.rulebook import load, shipped
from flow.simulation.day import Day
from flow.simulation.people import Person

START = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def run_day(seed: int, seconds: int = 900, speed: float = 20.0) -> tuple[Clinic, MemoryJournal]:
    rulebook, journal = load(shipped("demo")), MemoryJournal()
    clinic = Clinic(rulebook, journal)
    enrolled: list[Person] = []

    def enrol(person: Person) -> str:
        enrolled.append(person)
        return f"patient-{len(enrolled)}"

    day = Day(clinic, enrol, speed, Random(seed), START)
    day.open(START)
    for second in range(1, seconds):
        day.tick(START + timedelta(seconds=second))
    return clinic, journal


def test_patients_arrive_move_and_go_home() -> None:
    clinic, journal = run_day(seed=1)
    visits = clinic.look(lambda floor, _: list(floor.visits.values()))
    home = [visit for visit in visits if visit.outcome is Outcome.HOME]
    assert len(visits) > 60
    assert len(home) > 40
    assert {"k2-ibu", "k3-dewasa", "lab", "farmasi"} <= {
        stop.station for visit in home for stop in visit.stops.values()
    }
    assert list(findings(journal)) == []


def test_the_same_seed_gives_the_same_journal() -> None:
    stream = Stream(load(shipped("demo")).facility, START.date())
    first, second, other = (list(run_day(s, 200)[1].read(stream)) for s in (3, 3, 4))
    assert first == second
    assert first != other
