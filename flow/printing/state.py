"""How a printer is, in its own words: the real-time status of ESC/POS (DLE EOT), which it answers even while it can't print."""

from enum import StrEnum
from typing import Protocol

from flow.engine.text import Text

WHY_OFFLINE = b"\x10\x04\x02"
PAPER = b"\x10\x04\x04"

_FIXED, _AS_FIXED = 0x93, 0x12  # bits 0, 1, 4 and 7 of every such answer are 0, 1, 1 and 0
_COVER_OPEN = 0x04
_NEAR_END = 0x0C
_END = 0x60


class State(StrEnum):
    """`SILENT`: it takes data but tells nothing about itself, as cheap ones do."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    SILENT = "silent"


STATES = {
    State.READY: Text("siap", "ready"),
    State.PAPER_LOW: Text("kertas hampir habis", "paper is running low"),
    State.SILENT: Text("menyala, tanpa keterangan", "on, tells nothing about itself"),
}
"""In which it prints, and in words; an empty one or an open one is an error with its own."""


class Line(Protocol):
    """An open line to a printer. Both raise `OSError`; neither waits for ever."""

    def send(self, data: bytes) -> None:
        """All of it, or an error."""

    def ask(self, question: bytes) -> int | None:
        """Send the question; the byte that comes back within a moment, None if none does."""


def is_answer(found: int) -> bool:
    """Whether this byte is the answer to a status question, and not part of something else."""
    return found & _FIXED == _AS_FIXED


def state_of(line: Line) -> State:
    """Ask the printer. An open cover also lifts the paper off its sensor, so it is asked about first."""
    cause = line.ask(WHY_OFFLINE)
    if cause is None:
        return State.SILENT
    if cause & _COVER_OPEN:
        return State.COVER_OPEN
    paper = line.ask(PAPER)
    if paper is None:
        return State.SILENT
    if paper & _END:
        return State.PAPER_OUT
    return State.PAPER_LOW if paper & _NEAR_END else State.READY
