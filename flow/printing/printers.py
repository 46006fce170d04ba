"""Where the bytes go: over the network, over USB, or into a device or a share by its path."""

import os
import select
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from flow.printing.errors import (
    CoverOpen,
    PaperOut,
    PrinterError,
    PrinterOff,
    PrinterStopped,
    UsbMissing,
)
from flow.printing.paper import Paper
from flow.printing.state import Line, State, is_answer, state_of

CONNECT_SECONDS = 3
SEND_SECONDS = 8  # a slip is printed in one or two; whoever takes nothing for so long has no paper
ANSWER_SECONDS = 0.7  # a status is real-time: what comes later comes never
PRINT_SECONDS = 1.2  # until the slip is out, and a roll that ended in it has been felt
PORT = 9100  # "raw" printing, as all of them listen
USB_PRINTER = 7  # the interface class of printers


class Printer(Protocol):
    """Something that prints. `open` raises `PrinterError`; `where` is said to people."""

    @property
    def name(self) -> str: ...

    @property
    def paper(self) -> Paper: ...

    @property
    def where(self) -> str: ...

    def open(self) -> Any: ...


def put_out(printer: Printer, data: bytes) -> State:
    """Print this and say how the printer is afterwards; raises `PrinterError` when it can't have come out whole."""
    with _told(printer), printer.open() as line:
        before = _refuse(printer, state_of(line))
        with _told(printer, PrinterStopped):
            line.send(data)
        if before is State.SILENT:
            return before
        time.sleep(PRINT_SECONDS)
        return _refuse(printer, state_of(line))


def look_at(printer: Printer) -> State:
    """How the printer is; raises `PrinterError` when it can't print."""
    with _told(printer), printer.open() as line:
        return _refuse(printer, state_of(line))


@contextmanager
def _told(printer: Printer, kind: type[PrinterError] = PrinterOff) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise kind(printer=printer.name, reason=f"{printer.where}: {reason}") from error


def _refuse(printer: Printer, state: State) -> State:
    if state is State.PAPER_OUT:
        raise PaperOut(printer=printer.name)
    if state is State.COVER_OPEN:
        raise CoverOpen(printer=printer.name)
    return state


# The network


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    name: str
    host: str
    port: int = PORT
    paper: Paper = field(default_factory=Paper)

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"

    @contextmanager
    def open(self) -> Iterator[Line]:
        with socket.create_connection((self.host, self.port), CONNECT_SECONDS) as connection:
            yield _Connection(connection)


class _Connection:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def send(self, data: bytes) -> None:
        self._connection.settimeout(SEND_SECONDS)
        self._connection.sendall(data)

    def ask(self, question: bytes) -> int | None:
        self.send(question)
        self._connection.settimeout(ANSWER_SECONDS)
        with suppress(TimeoutError):
            while found := self._connection.recv(1):
                if is_answer(found[0]):
                    return found[0]
        return None


# A path: /dev/usb/lp0, or \\localhost\kios for a shared printer of Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    name: str
    path: str
    paper: Paper = field(default_factory=Paper)

    @property
    def where(self) -> str:
        return self.path

    @contextmanager
    def open(self) -> Iterator[Line]:
        if _is_device(self.path):
            handle = os.open(self.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
            try:
                yield _Handle(handle)
            finally:
                os.close(handle)
        else:
            mode = (
                "ab" if os.name == "posix" else "wb"
            )  # Windows' shares and LPT1 have no end to go to
            with open(self.path, mode, buffering=0) as file:  # noqa: PTH123  a share is no path
                yield _File(file)


def _is_device(path: str) -> bool:
    return os.name == "posix" and stat.S_ISCHR(os.stat(path).st_mode)  # noqa: PTH116


class _Handle:
    """A device that may take nothing for a while, and may answer."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def send(self, data: bytes) -> None:
        until = time.monotonic() + SEND_SECONDS
        while data:
            left = until - time.monotonic()
            if left <= 0 or not select.select([], [self._handle], [], left)[1]:
                raise TimeoutError("takes no data")
            data = data[os.write(self._handle, data) :]

    def ask(self, question: bytes) -> int | None:
        self.send(question)
        until = time.monotonic() + ANSWER_SECONDS
        while (left := until - time.monotonic()) > 0:
            if not select.select([self._handle], [], [], left)[0]:
                return None
            found = os.read(self._handle, 1)
            if not found:
                return None  # a device that can't be read says "end" at once
            if is_answer(found[0]):
                return found[0]
        return None


class _File:
    def __init__(self, file: Any) -> None:
        self._file = file

    def send(self, data: bytes) -> None:
        self._file.write(data)

    def ask(self, question: bytes) -> int | None:
        return None


# USB


@dataclass(frozen=True, slots=True, kw_only=True)
class Usb:
    name: str
    vendor: int
    product: int
    paper: Paper = field(default_factory=Paper)

    @property
    def where(self) -> str:
        return f"USB {self.vendor:04x}:{self.product:04x}"

    @contextmanager
    def open(self) -> Iterator[Line]:
        try:
            import usb.core
            import usb.util

            device = usb.core.find(idVendor=self.vendor, idProduct=self.product)
        except (ImportError, ValueError) as error:  # pyusb says NoBackendError, a ValueError
            raise UsbMissing(printer=self.name) from error
        if device is None:
            raise FileNotFoundError("not found; `lsusb` lists what is connected")
        try:
            yield _UsbLine(device)
        finally:
            usb.util.dispose_resources(device)


class _UsbLine:
    """The printer interface of a USB device, with the end points that it names itself."""

    def __init__(self, device: Any) -> None:
        found = [one for one in device[0] if one.bInterfaceClass == USB_PRINTER]
        if not found:
            raise FileNotFoundError("this is no printer")
        interface = found[0]
        with suppress(NotImplementedError):  # there is nothing to detach outside Linux
            if device.is_kernel_driver_active(interface.bInterfaceNumber):
                device.detach_kernel_driver(interface.bInterfaceNumber)
        points = {one.bEndpointAddress & 0x80: one for one in interface}
        self._out, self._in = points[0x00], points.get(0x80)

    def send(self, data: bytes) -> None:
        self._out.write(data, SEND_SECONDS * 1000)

    def ask(self, question: bytes) -> int | None:
        self.send(question)
        if self._in is None:
            return None
        with suppress(TimeoutError, OSError):  # libusb's timeouts are USBError, an OSError
            for found in self._in.read(self._in.wMaxPacketSize, int(ANSWER_SECONDS * 1000)):
                if is_answer(found):
                    return int(found)
        return None
