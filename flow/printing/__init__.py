"""The printers of a house: slips come out one after the other, nobody waits for ever, and no number hangs on paper."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent import futures
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from gevent import monkey, threadpool

from flow.outage import Outage
from flow.printing.addresses import MAIN
from flow.printing.booked import BookingSlip
from flow.printing.errors import NoPrinter, PrinterBusy, PrinterError, PrinterOff
from flow.printing.layout import lay_out
from flow.printing.printers import Printer, look_at, put_out
from flow.printing.slip import Slip
from flow.printing.state import State

__all__ = ["AnySlip", "NoPrinter", "PrinterError", "Printing", "Seen", "State"]

AnySlip = Slip | BookingSlip

WAITING_MAX = 8  # slips in line at one printer; more come out after their owners have gone in
SLIP_SECONDS = (
    15  # whoever waits longer photographs the number; that slip is then not printed any more
)
LOOK_SECONDS = 5
FRESH_SECONDS = 30  # what is known of a printer for longer is asked anew
TRIES = 2  # a printer that wakes up, or that another computer was just using
PAUSE_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How a printer is. `problem` says why it can't print, None if it can or tells nothing."""

    name: str
    where: str
    state: State | None
    problem: PrinterError | None


class Printing:
    """All printers of a house, each with a thread of its own: a printer that hangs holds up nobody but itself."""

    def __init__(self, printers: Mapping[str, Printer] | None = None) -> None:
        self._spools = {name: _Spool(printer) for name, printer in (printers or {}).items()}

    def nearest(self, place: str) -> str | None:
        """The printer for this place: its own, else the one for everybody."""
        return next((name for name in (place, MAIN) if name in self._spools), None)

    def print(self, slip: AnySlip, name: str | None = None) -> State:
        """Print it and say how the printer is; raises `PrinterError` when it did not come out."""
        spool = self._spools.get(name or MAIN)
        if spool is None:
            raise NoPrinter(printer=name or MAIN)
        return spool.print(slip)

    def seen(self) -> list[Seen]:
        """How all printers are, asked anew where that was long ago."""
        return [spool.seen() for spool in self._spools.values()]


class _Spool:
    """What waits for one printer, and how it was seen last."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._thread: futures.Executor = _executor()
        self._waiting = 0
        self._state: State | None = None
        self._problem: PrinterError | None = None
        self._seen_at: float | None = None
        self._outage = Outage(f"printer {printer.name} does not print")

    def print(self, slip: AnySlip) -> State:
        if self._waiting >= WAITING_MAX:
            raise PrinterBusy(printer=self._printer.name, waiting=self._waiting)
        self._waiting += 1
        try:
            return self._ask(partial(self._put_out, slip), SLIP_SECONDS)
        finally:
            self._waiting -= 1

    def seen(self) -> Seen:
        if self._seen_at is None or time.monotonic() - self._seen_at > FRESH_SECONDS:
            self._look()
        printer = self._printer
        return Seen(
            name=printer.name, where=printer.where, state=self._state, problem=self._problem
        )

    def _look(self) -> None:
        if self._waiting:
            return  # what is being printed tells as much
        with suppress(PrinterError):  # it is remembered
            self._ask(lambda _: look_at(self._printer), LOOK_SECONDS)

    def _put_out(self, slip: AnySlip, given_up: threading.Event) -> State:
        """In the printer's own thread. A slip whose owner has stopped waiting is not printed, and none is begun twice."""
        data = lay_out(slip, self._printer.paper)
        for left in reversed(range(TRIES)):
            if given_up.is_set():
                break
            try:
                return put_out(self._printer, data)
            except PrinterOff:
                if not left:
                    raise
                time.sleep(PAUSE_SECONDS)
        raise PrinterOff(printer=self._printer.name, reason=self._printer.where)

    def _ask(self, work: Callable[[threading.Event], State], seconds: float) -> State:
        """The answer of the printer's thread, waited for as long as a person would."""
        given_up = threading.Event()
        answer = self._thread.submit(work, given_up)
        try:
            state = answer.result(timeout=seconds)
        except futures.TimeoutError:
            raise self._saw(
                PrinterOff(printer=self._printer.name, reason=self._printer.where)
            ) from None
        except PrinterError as problem:
            raise self._saw(problem) from problem.__cause__
        finally:
            given_up.set()
        self._outage.ends()
        self._state, self._problem, self._seen_at = state, None, time.monotonic()
        return state

    def _saw(self, problem: PrinterError) -> PrinterError:
        self._outage.begins(str(problem))
        self._state, self._problem, self._seen_at = None, problem, time.monotonic()
        return problem


def _executor() -> futures.Executor:
    """One real thread: a device that blocks must not stop the server, whose own threads may be gevent's."""
    if monkey.is_module_patched("threading"):
        return threadpool.ThreadPoolExecutor(max_workers=1)  # type: ignore[no-any-return]
    return futures.ThreadPoolExecutor(max_workers=1)
