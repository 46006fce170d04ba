"""What goes wrong around noon, by the rules of the typical Puskesmas: the power, the wrong name, a meeting."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from flow.clinic import Clinic
from flow.database import open_database
from flow.engine import boards, ordering
from flow.engine import commands as c
from flow.engine.events import Entry
from flow.engine.floor import Floor
from flow.engine.history import of_visit
from flow.engine.lifecycle import Status
from flow.journal.sql import SqlJournal
from flow.journal.verify import findings
from flow.rulebook import load, shipped
from tests.engine.small import DAY, MORNING
from tests.engine.story import Story

TYPICAL = load(shipped("typical"))
MAN = {"birth_date": "1985-03-01", "sex": "male"}


def clinic_on(file: Path) -> tuple[Clinic, SqlJournal]:
    journal = SqlJournal(open_database(f"sqlite:///{file}"))
    return Clinic(TYPICAL, journal), journal


def asking(clinic: Clinic) -> Callable[..., Entry]:
    """Commands of one morning, a minute apart."""
    numbers = count(1)

    def ask(kind: type[Any], **about: Any) -> Entry:
        number = next(numbers)
        at = MORNING + timedelta(minutes=number)
        return clinic.handle(kind(**{"id": f"c{number}", "by": "uji", "at": at} | about))

    return ask


def screens(clinic: Clinic) -> Any:
    """All that staff and waiting rooms see, whole floor and all."""
    later = MORNING + timedelta(hours=5)

    def every(floor: Floor, book: Any) -> Any:
        queues = [boards.queue(floor, book, code, later) for code in book.stations]
        return queues, [boards.board(floor, book, code, later) for code in book.boards]

    return clinic.look(every)


def test_the_power_goes_out_at_noon(tmp_path: Path) -> None:
    """Nobody said goodbye to the computer. When it is on again everybody stands where they stood; who was called is called."""
    clinic, unclosed = clinic_on(tmp_path / "alur.db")
    ask = asking(clinic)
    ask(c.OpenDay, day=DAY)
    ask(c.OpenDesk, station="skrining", desk="1")
    for visit in ("ani", "budi", "citra"):
        ask(c.Register, visit=visit, patient=f"id-{visit}", facts=MAN, station="loket")
    call = {"id": "panggil-ani", "station": "skrining", "desk": "1"}
    called = ask(c.CallNext, **call)
    before = screens(clinic)
    del clinic  # its journal is neither closed nor told

    again, journal = clinic_on(tmp_path / "alur.db")
    assert screens(again) == before
    ani = again.look(lambda floor, _: floor.visits["ani"])
    assert [stop.status for stop in ani.open_stops()] == [Status.CALLED]
    ask = asking(again)
    assert ask(c.CallNext, **call) == called, "the nurse presses once more: nobody else is called"
    ask(c.Start, id="mulai-ani", visit="ani")
    ask(c.Finish, id="selesai-ani", visit="ani")
    next_one = again.look(lambda f, book: ordering.next_place(f, book, "skrining", f.at or MORNING))
    assert next_one is not None
    assert next_one.visit == "budi"
    assert list(findings(journal)) == []
    unclosed.close()
    journal.close()


def test_the_wrong_one_was_called() -> None:
    """A slip of the finger calls Citra, who is third. Taken back, the call was none: on no board, and in no turn."""
    story = Story(TYPICAL).opened("skrining")
    for visit in ("ani", "budi", "citra"):
        story.registered(visit, MAN)
    board = public(story)
    story.when(c.CallOne, station="skrining", desk="1", visit="citra", reason="diminta")
    assert public(story) != board
    last = story.entries[-1]
    history = tuple(of_visit(story.entries, "citra"))
    story.when(c.Undo, visit="citra", station="skrining", position=last.position, history=history)
    assert public(story) == board
    assert story.line("skrining") == ["ani", "budi", "citra"]
    story.when(c.CallNext, station="skrining", desk="1")
    assert story.floor.station("skrining").desks["1"] == "ani"


def public(story: Story) -> Any:
    later = MORNING + timedelta(hours=1)
    shown: Any = boards.board(story.floor, TYPICAL, "utama", later)
    return {name: value for name, value in shown.items() if name != "position"}


def test_a_clerk_goes_to_a_meeting_and_the_other_one_serves_everybody() -> None:
    """The desk has a break with a reason; the line is one line, so nobody is moved. Whoever she served goes to the colleague."""
    first, second = TYPICAL.stations["loket"].desks[:2]
    story = Story(TYPICAL).opened(f"loket/{first}", f"loket/{second}")
    for visit in ("ani", "budi", "citra"):
        story.when(c.IssueTicket, visit=visit)
    assert story.line("loket") == ["ani", "budi", "citra"]
    story.when(c.CallNext, station="loket", desk=first)
    story.when(c.Start, visit="ani")
    assert (
        story.refused(c.PauseDesk, station="loket", desk=first, reason="Rapat").code == "DeskBusy"
    )
    story.when(c.HandOver, visit="ani", desk=second)
    story.when(c.PauseDesk, station="loket", desk=first, reason="Rapat")
    assert story.floor.station("loket").paused == {first: "Rapat"}
    assert story.stop("ani", "loket").desk == second
    assert story.line("loket") == ["budi", "citra"]
