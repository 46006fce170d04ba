"""What happens by itself: a table of jobs for APScheduler. Each asks the floor what is due and hands it to the door."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from flow.clinic import Clinic
from flow.database import DatabaseError
from flow.engine import deadlines
from flow.engine.commands import Command
from flow.engine.floor import Floor
from flow.engine.refusals import NotSaved, Refused
from flow.engine.routing import Rulebook
from flow.outage import Outage
from flow.rulebook.draft import Draft

ROUNDS_MAX = 3  # missed calls, the closing of yesterday, the opening of today

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the schedule."""

    name: str
    every_seconds: int
    run: Callable[[datetime], object]


class Watch:
    """Hands everything that is due to the door. While the floor has not moved and nothing can be due, a look is two comparisons."""

    def __init__(self, clinic: Clinic) -> None:
        self._clinic = clinic
        self._seen: tuple[date | None, int, str] | None = None
        self._next_at = deadlines.AT_ONCE
        self._cleared: date | None = None

    def carry_out_due(self, now: datetime) -> None:
        """Closing a day makes the next one due, so ask until nothing is. Raises `NotSaved`, `DatabaseError`."""
        for _ in range(ROUNDS_MAX):
            commands = self._clinic.look(lambda floor, book: self._due(floor, book, now))
            self._hand_in(commands)
            if not commands:
                break
        self._clear_days_never_held(now)

    def _clear_days_never_held(self, now: datetime) -> None:
        """Once for each day that opens, and at the start."""
        today = self._seen[0] if self._seen else None
        if today != self._cleared:
            self._hand_in(deadlines.never_held(self._clinic.never_held(), now))
            self._cleared = today

    def _hand_in(self, commands: Iterable[Command]) -> None:
        for command in commands:
            try:
                self._clinic.handle(command)
            except NotSaved:
                raise
            except Refused as refused:
                log.info("a deadline had passed already", command=command.id, said=str(refused))

    def _due(self, floor: Floor, book: Rulebook, now: datetime) -> Sequence[Command]:
        seen = (floor.day, floor.position, book.digest)
        if seen == self._seen and now < self._next_at:
            return ()
        commands = tuple(deadlines.due(floor, book, now))
        if not commands:
            self._seen, self._next_at = seen, deadlines.next_at(floor, book)
        return commands


def schedule(clinic: Clinic, draft: Draft | None) -> Iterator[Job]:
    """What happens by itself, and how often."""
    yield Job("due", 1, Watch(clinic).carry_out_due)
    if draft is not None:
        yield Job("draft", 2, lambda _: draft.look())


def start_scheduler(
    clinic: Clinic, now: Callable[[], datetime], draft: Draft | None = None
) -> BackgroundScheduler:
    """Run the schedule, at once and then in the background; a run that comes late is made up for once, not many times."""
    scheduler = BackgroundScheduler(timezone="UTC")
    for job in schedule(clinic, draft):
        run = _patiently(job, now)
        run()
        scheduler.add_job(
            run,
            "interval",
            id=job.name,
            seconds=job.every_seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    return scheduler


def _patiently(job: Job, now: Callable[[], datetime]) -> Callable[[], None]:
    """The job, which stops nothing when it fails: the log says so, and at its next time it is tried again."""
    outage = Outage(f"the job {job.name!r} cannot be done; it is tried again")

    def run() -> None:
        try:
            job.run(now())
        except (NotSaved, DatabaseError) as error:
            outage.begins(error.said.en)
        except Exception:
            log.exception("a job failed; it is tried again", job=job.name)
        else:
            outage.ends()

    return run
