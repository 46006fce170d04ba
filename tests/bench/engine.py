"""decide + evolve per command, on floors of 100, 1,000 and 10,000 visits, beside one bare trigger of two state machine libraries.

Ours is the whole command: decided (routed, numbered, ordered) and folded into the floor; told too is what it takes together with
making the command and its entry. It has to stay flat: within 1.5x. The mix is one patient's way through a day: in at the counter,
what screening found, then screening, consultation and pharmacy, each called, started and finished: 11 commands.
"""

import gc
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

from flow.engine import commands as c
from flow.engine import deadlines
from flow.engine.decide import decide
from flow.engine.events import Entry
from flow.engine.evolve import fold
from flow.engine.floor import Floor
from flow.engine.routing import Rulebook, Station, Target
from flow.rulebook import load, shipped
from tests.bench import machines, report

SIZES = (100, 1_000, 10_000)
MIDDLE = 1_000
ROUNDS = 120
IN_A_ROW = 5  # so that everybody also runs warm
OPENED_AT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
ADULT = {"birth_date": "1980-05-05", "sex": "male"}


class Bench:
    """A floor with so many people inside, most of them waiting, and commands that keep their number.

    `kinds` are the seconds that deciding and folding took, by what was asked; `seconds` is their sum so far.
    """

    def __init__(self, rulebook: Rulebook, visits: int) -> None:
        self.floor = Floor(facility=rulebook.facility)
        self.kinds: dict[str, list[float]] = defaultdict(list)
        self.seconds = 0.0
        self.rulebook = rulebook
        self._ids = count(1)
        self.ask(c.OpenDay, day=date(2026, 11, 23))
        for station in ("loket", "skrining", "k3-dewasa", "lab", "farmasi"):
            self.ask(c.OpenDesk, station=station, desk="1")
        for number in range(visits):
            self.ask(c.Register, visit=f"v{number}", facts=ADULT, station="loket")
        for _ in range(visits // 2):
            self._serve("skrining")
        self.kinds.clear()

    def ask(self, kind: type[c.Asked], **about: object) -> Entry:
        number = next(self._ids)
        at = OPENED_AT + timedelta(seconds=number)
        command = kind(id=str(number), by="bench", at=at, **about)  # type: ignore[arg-type]
        asked = time.perf_counter()
        events = decide(self.floor, command, self.rulebook)  # type: ignore[arg-type]
        decided = time.perf_counter()
        entry = Entry(
            position=self.floor.position + 1,
            command=command.id,
            kind=kind.__name__,
            by=command.by,
            at=at,
            request="",
            events=events,
        )
        written = time.perf_counter()
        fold(self.floor, entry)
        took = time.perf_counter() - written + decided - asked
        self.kinds[kind.__name__].append(took)
        self.seconds += took
        return entry

    def round(self) -> tuple[int, float]:
        """One patient in, one through screening, one through a consultation and home; how many commands, and their seconds."""
        before = self.seconds
        number = next(self._ids)
        self.ask(c.Register, visit=f"n{number}", facts=ADULT, station="loket")
        self.ask(c.UpdateFacts, visit=f"n{number}", facts={"cough_weeks": 1})
        self._serve("skrining")
        self._serve("k3-dewasa", orders=("farmasi",))
        self._serve("farmasi")
        return 11, self.seconds - before

    def _serve(self, station: str, **finished: object) -> None:
        called = self.ask(c.CallNext, station=station, desk="1")
        visit = called.events[0].visit  # type: ignore[union-attr]
        self.ask(c.Start, visit=visit)
        self.ask(c.Finish, visit=visit, **finished)


def run() -> None:
    benches = _deciding()
    _looking(benches)


def _deciding() -> dict[int, Bench]:
    report.title("decide + evolve, per command (quartiles)")
    rulebook = load(shipped("demo"))
    benches = {size: Bench(rulebook, size) for size in SIZES}
    bare = {name: _once_round(cycle) for name, cycle in machines.bare().items()}
    work = {**{size: bench.round for size, bench in benches.items()}, **bare}
    times: dict[int | str, list[float]] = {name: [] for name in work}
    with_making: dict[int | str, list[float]] = {name: [] for name in work}
    gc.collect()
    gc.freeze()
    chance = Random(1)
    for _ in range(ROUNDS):  # interleaved and shuffled: whatever disturbs one disturbs all alike
        for name, go in chance.sample(list(work.items()), len(work)):
            for _ in range(IN_A_ROW):
                start = time.perf_counter()
                steps, seconds = go()
                with_making[name].append((time.perf_counter() - start) / steps)
                times[name].append(seconds / steps)
    gc.unfreeze()
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for size in SIZES:
        flat = medians[size] / medians[SIZES[0]]
        report.line(f"floor of {size:,} visits", _told(times[size]), f"{flat:.2f}x of {SIZES[0]}")
    for kind, taken in benches[MIDDLE].kinds.items():
        ratio = statistics.median(taken) / medians[MIDDLE]
        report.line(f"  {kind}, floor of {MIDDLE:,}", _told(taken), f"{ratio:.2f}x the mix")
    making = statistics.median(with_making[MIDDLE]) / medians[MIDDLE]
    made = f"  with command and entry made, {MIDDLE:,}"
    report.line(made, _told(with_making[MIDDLE]), f"{making:.2f}x the mix")
    for name in bare:
        ratio = medians[name] / medians[MIDDLE]
        report.line(f"one bare trigger: {name}", _told(times[name]), f"{ratio:.2f}x the mix")
    return benches


def _once_round(cycle: tuple[Callable[[], object], ...]) -> Callable[[], tuple[int, float]]:
    """The cycle of a machine, triggered; how many triggers, and their seconds."""

    def go() -> tuple[int, float]:
        start = time.perf_counter()
        for trigger in cycle:
            trigger()
        return len(cycle), time.perf_counter() - start

    return go


def _told(seconds: list[float]) -> str:
    low, middle, high = (part * 1e6 for part in statistics.quantiles(seconds, n=4))
    return f"{middle:.1f} us ({low:.1f}–{high:.1f})"


def _looking(benches: dict[int, Bench]) -> None:
    """What the scheduler's second costs when the floor has moved and nothing is due; else it costs two comparisons."""
    report.title("one look for what is due, nothing is")
    medians: dict[int, float] = {}
    for size, bench in benches.items():
        rulebook, floor = bench.rulebook, bench.floor
        at = floor.at or OPENED_AT
        quiet = replace(rulebook, stations={c: _patient(s) for c, s in rulebook.stations.items()})
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            found = list(deadlines.due(floor, quiet, at))
            deadlines.next_at(floor, quiet)
            times.append((time.perf_counter() - start) * 1e6)
            if found:
                raise RuntimeError("this measures a look that finds nothing")
        medians[size] = statistics.median(times)
        ratio = medians[size] / medians[SIZES[0]]
        value = f"{medians[size]:.1f} us"
        report.line(f"floor of {size:,} visits", value, f"{ratio:.2f}x of {SIZES[0]}")


def _patient(station: Station) -> Station:
    """The station with a target that nobody on these floors has waited for."""
    return replace(station, target=Target(wait_minutes=720, source=station.name))
