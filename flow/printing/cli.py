"""`alur print`: whether the printers answer, and a test slip out of each."""

import sys

import click

from flow import clock
from flow.printing.addresses import read_printers
from flow.printing.errors import PrinterError
from flow.printing.layout import lay_out
from flow.printing.printers import Printer, look_at, put_out
from flow.printing.slip import sample
from flow.printing.state import STATES


@click.command(name="print")
@click.option("--test", "is_test", is_flag=True, help="Print a test slip on each.")
@click.option("--status", is_flag=True, help="Ask each how it is (the default).")
@click.option(
    "--printer",
    "address",
    envvar="ALUR_PRINTER",
    show_envvar=True,
    help="network:HOST, usb:VENDOR:PRODUCT or file:PATH, with ?width=80 for wide paper.",
)
def print_slips(is_test: bool, status: bool, address: str | None) -> None:
    """Ask the printers how they are, or print a test slip."""
    try:
        printers = read_printers(address or "")
    except ValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="--printer") from None
    if not printers:
        click.echo("Tidak ada printer di ALUR_PRINTER: karcis dicetak lewat peramban.")
    answers = [_answer(printer, is_test=is_test and not status) for printer in printers.values()]
    if not all(answers):
        sys.exit(1)


def _answer(printer: Printer, *, is_test: bool) -> bool:
    """Say how it went; whether it went well."""
    try:
        if is_test:
            local = clock.now().astimezone()
            state = put_out(printer, lay_out(sample(local), printer.paper))
        else:
            state = look_at(printer)
    except PrinterError as problem:
        click.echo(str(problem.said), err=True)
        return False
    click.echo(f"{printer.name}  {printer.where}  {STATES[state]}")
    return True
