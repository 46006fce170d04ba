"""decide + evolve per command, on floors of 100, 1,000 and 10,000 visits. It has to stay flat: within 1.5x."""

import gc
import statistics
import time
from datetime import UTC, date, datetime, timedelta
from itertools import count

from flow.engine import commands as c
from flow.engine.decide import decide
from flow.engine.events import Entry
from flow.engine.evolve import fold
from flow.engine.floor import Floor
from flow.engine.routing import Rulebook
from flow.rulebook import load, shipped
from tests.bench import report

SIZES = (100, 1_000, 10_000)
ROUNDS = 400
OPENED_AT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
ADULT = {"birth_date": "1980-05-05", "sex": "male"}


class Bench:
    """A floor with so many people inside, most of them waiting, and commands that keep their number."""

    def __init__(self, rulebook: Rulebook, visits: int) -> None:
        self.floor = Floor(facility=rulebook.facility)
        self._rulebook = rulebook
        self._ids = count(1)
        self.ask(c.OpenDay, day=date(2026, 11, 23))
        for station in ("loket", "skrining", "k3-dewasa", "lab", "farmasi"):
            self.ask(c.OpenDesk, station=station, desk="1")
        for number in range(visits):
            self.ask(c.Register, visit=f"v{number}", facts=ADULT, station="loket")
        for _ in range(visits // 2):
            self._serve("skrining")

    def ask(self, kind: type[c.Asked], **about: object) -> Entry:
        number = next(self._ids)
        at = OPENED_AT + timedelta(seconds=number)
        command = kind(id=str(number), by="bench", at=at, **about)  # type: ignore[arg-type]
        events = decide(self.floor, command, self._rulebook)  # type: ignore[arg-type]
        entry = Entry(
            position=self.floor.position + 1,
            command=command.id,
            kind=kind.__name__,
            by=command.by,
            at=at,
            request="",
            events=events,
        )
        fold(self.floor, entry)
        return entry

    def round(self) -> int:
        """One patient in, one through screening, one through a consultation and home; how many commands."""
        number = next(self._ids)
        self.ask(c.Register, visit=f"n{number}", facts=ADULT, station="loket")
        self.ask(c.UpdateFacts, visit=f"n{number}", facts={"cough_weeks": 1})
        self._serve("skrining")
        called = self.ask(c.CallNext, station="k3-dewasa", desk="1")
        visit = called.events[0].visit  # type: ignore[union-attr]
        self.ask(c.Start, visit=visit)
        self.ask(c.Finish, visit=visit, orders=("farmasi",))
        self._serve("farmasi")
        return 11

    def _serve(self, station: str) -> None:
        called = self.ask(c.CallNext, station=station, desk="1")
        visit = called.events[0].visit  # type: ignore[union-attr]
        self.ask(c.Start, visit=visit)
        self.ask(c.Finish, visit=visit)


def run() -> None:
    report.title("decide + evolve, per command")
    rulebook = load(shipped("demo"))
    benches = {size: Bench(rulebook, size) for size in SIZES}
    gc.collect()
    gc.freeze()
    times: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(ROUNDS):  # interleaved, so that whatever disturbs the machine disturbs all alike
        for size, bench in benches.items():
            start = time.perf_counter()
            commands = bench.round()
            times[size].append((time.perf_counter() - start) / commands)
    medians = {size: statistics.median(values) * 1e6 for size, values in times.items()}
    for size, micros in medians.items():
        ratio = micros / medians[SIZES[0]]
        report.line(f"floor of {size:,} visits", f"{micros:.1f} us", f"{ratio:.2f}x of {SIZES[0]}")
