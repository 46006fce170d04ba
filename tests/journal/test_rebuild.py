"""The table of visits follows from the journal: spoiled in whatever way, it is made right again, and what was wrong is said."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest

from flow.clinic import Clinic
from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.outcomes import Outcome
from flow.journal import Journal, Stream
from flow.journal.memory import MemoryJournal
from flow.journal.projections import VisitRow
from flow.journal.rebuild import TRIES_MAX, Busy, rebuild
from flow.journal.verify import findings
from tests.engine.small import DAY, MORNING, SMALL
from tests.engine.walking import Walk
from tests.journal.stores import open_store

HERE = Stream(SMALL.facility, DAY)


def walked(journal: Journal) -> None:
    walk, random = Walk(journal), Random(3)
    walk.open_the_house()
    while len(walk.floor.visits) < 5:
        walk.step(random)


def test_wrong_missing_and_invented_rows_are_put_right(journal: Journal) -> None:
    walked(journal)
    right = journal.visits(HERE)
    assert list(rebuild(journal)) == []
    first, second = sorted(right)[:2]
    wrong = {visit: row for visit, row in right.items() if visit != second}
    wrong[first] = replace(right[first], cluster="K9", carried=True)
    wrong["z"] = replace(right[first], visit="z", ticket=None)
    journal.restore_visits(HERE, len(list(journal.read(HERE))), wrong)
    found = list(findings(journal))
    assert [finding.partition(": ")[2] for finding in found] == [
        f"visit {first}: carried is True in the table, False by the journal",
        f"visit {first}: cluster is 'K9' in the table, {right[first].cluster!r} by the journal",
        f"visit {second} is in the journal but not in the table of visits",
        "visit z is in the table of visits but not in the journal",
    ]
    assert list(rebuild(journal)) == found
    assert journal.visits(HERE) == right
    assert list(findings(journal)) == []
    assert list(rebuild(journal)) == []


class Written(MemoryJournal):
    """A journal into which somebody writes whenever rows are about to be restored."""

    times = 0

    def restore_visits(self, stream: Stream, position: int, rows: object) -> None:
        if self.times:
            self.times -= 1
            desk = e.DeskOpened(at=MORNING, station="loket", desk=str(position))
            self.append(
                stream,
                e.Entry(
                    position=position + 1,
                    command=f"meja-{position}",
                    kind="OpenDesk",
                    by="uji",
                    at=MORNING + timedelta(hours=1),
                    request="",
                    events=(desk,),
                ),
            )
        super().restore_visits(stream, position, rows)  # type: ignore[arg-type]


def test_a_day_that_is_written_meanwhile_is_looked_at_again() -> None:
    journal = Written()
    walked(journal)
    right = journal.visits(HERE)
    journal.restore_visits(HERE, len(list(journal.read(HERE))), {})
    journal.times = 3
    assert len(list(rebuild(journal))) == len(right)
    assert journal.visits(HERE) == right
    journal.restore_visits(HERE, len(list(journal.read(HERE))), {})
    journal.times = TRIES_MAX
    with pytest.raises(Busy, match="all the while"):
        list(rebuild(journal))
    assert journal.visits(HERE) == {}


class Interrupted(dict[str, VisitRow]):
    """Rows; when the store takes them, another door is already writing."""

    leaving: Thread

    def values(self) -> Any:
        self.leaving.start()
        self.leaving.join(0.5)
        return super().values()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_nothing_is_lost_that_another_process_writes_meanwhile(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Ani leaves through one door in the very moment in which the rows are made anew through another."""
    url = f"sqlite:///{tmp_path / 'alur.db'}"
    if kind == "postgres":
        url = request.getfixturevalue("postgres_url")
    about = {"by": "uji", "at": MORNING}
    leave = c.Depart(id="pergi", visit="ani", outcome=Outcome.HOME, **about)
    with open_store(kind, url) as one, open_store(kind, url) as other:
        clinic = Clinic(SMALL, one)
        clinic.handle(c.OpenDay(id="buka", day=DAY, **about))
        clinic.handle(c.IssueTicket(id="tiket", visit="ani", **about))
        rows = Interrupted(other.visits(HERE))
        rows.leaving = Thread(target=clinic.handle, args=(leave,))
        other.restore_visits(HERE, 2, rows)
        rows.leaving.join(60)
        assert other.visits(HERE)["ani"].outcome == Outcome.HOME.value
        assert list(findings(other)) == []
