"""Bytes on their way: over a real connection, into a real device, and what is said when they don't arrive."""

import os
import pty
import socket
import threading
import time
import tty
from pathlib import Path

import pytest

from flow.printing import Printing, State
from flow.printing.addresses import read_printers
from flow.printing.errors import (
    CoverOpen,
    NoPrinter,
    PaperOut,
    PrinterBusy,
    PrinterError,
    PrinterOff,
    PrinterStopped,
    UsbMissing,
)
from flow.printing.layout import lay_out
from flow.printing.paper import Paper
from flow.printing.printers import Printer, look_at, put_out
from tests.live.server import free_port
from tests.printing import fake
from tests.printing.fake import PrinterOnTheNet
from tests.printing.test_layout import SITI


def the_printer(address: str) -> Printer:
    return read_printers(f"kiosk={address}")["kiosk"]


def test_a_slip_arrives_over_the_network() -> None:
    with PrinterOnTheNet() as printer:
        assert put_out(the_printer(printer.address), b"A-012\n") is State.READY
    assert printer.printed == b"A-012\n"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"paper": fake.PAPER_OUT}, PaperOut),
        ({"cause": fake.COVER_OPEN, "paper": fake.PAPER_OUT}, CoverOpen),
    ],
)
def test_without_paper_nothing_is_sent(
    answers: dict[str, int], problem: type[PrinterError]
) -> None:
    with PrinterOnTheNet(**answers) as printer, pytest.raises(problem) as told:
        put_out(the_printer(printer.address), b"A-012\n")
    assert printer.printed == b""
    assert "kiosk" in told.value.said.id


def test_a_roll_that_ends_in_the_middle_of_a_slip_is_noticed() -> None:
    with PrinterOnTheNet(ends=fake.PAPER_OUT) as printer, pytest.raises(PaperOut):
        put_out(the_printer(printer.address), b"A-012\n")


def test_a_roll_that_runs_low_still_prints_and_says_so() -> None:
    with PrinterOnTheNet(paper=fake.PAPER_LOW) as printer:
        assert put_out(the_printer(printer.address), b"A-012\n") is State.PAPER_LOW
    assert printer.printed == b"A-012\n"


def test_a_cheap_printer_that_tells_nothing_prints() -> None:
    with PrinterOnTheNet(cause=None) as printer:
        assert put_out(the_printer(printer.address), b"A-012\n") is State.SILENT
    assert printer.printed == b"A-012\n"


def test_a_printer_that_wakes_up_is_tried_again_and_prints_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flow.printing.PAUSE_SECONDS", 1)
    printer = PrinterOnTheNet()
    printer._listening.close()
    house = Printing(read_printers(printer.address))

    def wake() -> None:
        printer._listening = socket.create_server(("127.0.0.1", printer.port))
        printer.__enter__()

    waking = threading.Timer(0.3, wake)
    waking.start()
    assert house.print(SITI) is State.READY
    waking.join()
    printer.__exit__(None, None, None)
    assert printer.printed == lay_out(SITI, Paper())


def test_a_printer_that_is_off_is_named_with_its_address() -> None:
    port = free_port()
    with pytest.raises(PrinterOff) as told:
        look_at(the_printer(f"network:127.0.0.1:{port}"))
    assert f"127.0.0.1:{port}" in told.value.said.id
    assert "cable" in told.value.said.en


def test_a_device_takes_the_bytes_and_answers() -> None:
    """A pseudo-terminal stands for /dev/usb/lp0: a character device that is written and read."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    taken = bytearray()

    def printer() -> None:
        while not taken.endswith(b"A-012\n" + fake.WHY_OFFLINE + fake.PAPER):
            taken.extend(os.read(ours, 1024))
            if taken.endswith((fake.WHY_OFFLINE, fake.PAPER)):
                os.write(ours, bytes([fake.FINE]))

    thread = threading.Thread(target=printer, daemon=True)
    thread.start()
    assert put_out(the_printer(f"file:{os.ttyname(theirs)}"), b"A-012\n") is State.READY
    thread.join(timeout=5)
    assert b"A-012\n" in taken
    os.close(ours)
    os.close(theirs)


def test_a_device_that_takes_no_more_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flow.printing.printers.SEND_SECONDS", 1)
    ours, theirs = pty.openpty()  # nobody reads: after some kilobytes it is full
    tty.setraw(theirs)
    with pytest.raises(PrinterStopped, match="takes no data"):
        put_out(the_printer(f"file:{os.ttyname(theirs)}"), b"A-012\n" * 200_000)
    os.close(ours)
    os.close(theirs)


def test_a_file_or_a_share_takes_the_bytes_too(tmp_path: Path) -> None:
    share = tmp_path / "kios.prn"
    share.touch()
    assert put_out(the_printer(f"file:{share}"), b"A-012\n") is State.SILENT
    assert share.read_bytes() == b"A-012\n"


def test_a_path_that_is_not_there_is_no_file_to_be_made(tmp_path: Path) -> None:
    missing = tmp_path / "lp0"
    with pytest.raises(PrinterOff, match="lp0"):
        put_out(the_printer(f"file:{missing}"), b"A-012\n")
    assert not missing.exists()


def test_without_the_usb_library_the_remedy_is_said() -> None:
    try:
        import usb.backend.libusb1 as libusb
    except ImportError:
        libusb = None
    with pytest.raises(PrinterError) as told:
        look_at(the_printer("usb:0416:5011"))
    if libusb is None or libusb.get_backend() is None:
        assert isinstance(told.value, UsbMissing)
        assert "libusb" in told.value.said.id
    else:
        assert isinstance(told.value, PrinterOff)
        assert "0416:5011" in told.value.said.id


# The house


def test_a_place_has_its_own_printer_or_the_one_for_everybody() -> None:
    house = Printing(read_printers("kiosk=network:10.0.0.1;network:10.0.0.2"))
    assert [house.nearest(place) for place in ("kiosk", "loket")] == ["kiosk", "utama"]
    assert Printing(read_printers("kiosk=network:10.0.0.1")).nearest("loket") is None
    with pytest.raises(NoPrinter):
        Printing().print(SITI)


def test_the_house_prints_and_knows_how_its_printer_is() -> None:
    with PrinterOnTheNet() as printer:
        house = Printing(read_printers(printer.address))
        house.print(SITI)
        assert printer.printed == lay_out(SITI, Paper())
        printer.paper = fake.PAPER_OUT
        with pytest.raises(PaperOut):
            house.print(SITI)
        seen = house.seen()[0]
    assert (seen.name, seen.state, type(seen.problem)) == ("utama", None, PaperOut)


def test_paper_that_is_out_is_seen_before_the_first_patient_comes() -> None:
    with PrinterOnTheNet(paper=fake.PAPER_OUT) as printer:
        seen = Printing(read_printers(printer.address)).seen()[0]
    assert type(seen.problem) is PaperOut


def test_new_paper_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flow.printing.FRESH_SECONDS", 0)
    with PrinterOnTheNet(paper=fake.PAPER_OUT) as printer:
        house = Printing(read_printers(printer.address))
        assert house.seen()[0].problem is not None
        printer.paper = fake.FINE
        assert house.seen()[0].problem is None


def test_a_printer_that_hangs_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the connection and then nothing; who stopped waiting does not get paper later."""
    monkeypatch.setattr("flow.printing.SLIP_SECONDS", 1)
    monkeypatch.setattr("flow.printing.WAITING_MAX", 1)
    hanging = threading.Event()
    with PrinterOnTheNet() as printer:
        house = Printing(read_printers(printer.address))
        spool = house._spools["utama"]
        spool._thread.submit(hanging.wait)
        begun = time.monotonic()
        told: list[type[PrinterError]] = []

        def one() -> None:
            try:
                house.print(SITI)
            except PrinterError as problem:
                told.append(type(problem))

        threads = [threading.Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - begun < 5
        assert sorted(one.__name__ for one in told) == [
            PrinterBusy.__name__,
            PrinterOff.__name__,
        ]
        hanging.set()
        monkeypatch.setattr("flow.printing.SLIP_SECONDS", 15)
        house.print(SITI)
    assert printer.printed == lay_out(SITI, Paper())
