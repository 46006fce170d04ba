"""`alur print`: what somebody at the printer is told."""

import zxingcpp
from click.testing import CliRunner, Result

from flow.printing.cli import print_slips
from tests.live.server import free_port
from tests.printing import fake
from tests.printing.fake import PrinterOnTheNet
from tests.printing.roll import Roll


def alur_print(*arguments: str, setting: str = "") -> Result:
    return CliRunner().invoke(print_slips, arguments, env={"ALUR_PRINTER": setting})


def test_a_test_slip_comes_out() -> None:
    with PrinterOnTheNet() as printer:
        done = alur_print("--test", setting=f"kiosk={printer.address}?width=80")
    assert (done.exit_code, done.stdout.split()[-1]) == (0, "siap")
    roll = Roll(576).print(printer.printed)
    assert "Cetak percobaan" in roll.texts
    assert len(zxingcpp.read_barcodes(roll.picture())) == 1


def test_how_the_printers_are_is_said_and_nothing_is_printed() -> None:
    with PrinterOnTheNet(paper=fake.PAPER_OUT) as out, PrinterOnTheNet() as fine:
        done = alur_print("--status", setting=f"kiosk={out.address};loket={fine.address}")
    assert done.exit_code == 1
    assert [line.split("  ")[-1] for line in done.stdout.splitlines()] == ["siap"]
    assert "Kertas printer kiosk habis" in done.stderr
    assert out.printed + fine.printed == b""


def test_one_that_is_off_is_an_error_with_its_remedy() -> None:
    done = alur_print("--test", "--printer", f"network:127.0.0.1:{free_port()}")
    assert done.exit_code == 1
    assert "Periksa listrik dan kabelnya" in done.stderr


def test_a_wrong_setting_is_named() -> None:
    done = alur_print(setting="192.168.1.50")
    assert done.exit_code == 2
    assert "network:HOST" in done.stderr


def test_without_a_printer_the_browser_prints() -> None:
    done = alur_print()
    assert (done.exit_code, "peramban" in done.stdout) == (0, True)
