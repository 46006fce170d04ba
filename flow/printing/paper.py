"""Laying a slip out as ESC/POS: 58 or 80 mm wide, in letters that every such printer has."""

import shutil
import textwrap
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import segno

from flow.engine.text import Text
from flow.printing import slip as words
from flow.printing.slip import Slip

if TYPE_CHECKING:
    from escpos.printer import Dummy

PROFILES = {58: "POS-5890", 80: "TM-T20II"}
"""What printers of this width can do at least: the narrow ones neither cut nor make a QR code themselves."""

LETTERS_MAX = (
    8  # ESC/POS enlarges letters at most so many times; a number of five signs fills 80 mm so
)
ROOM_LINES_MAX = 2  # of large letters; a longer name is set in small ones
QR_SHARE = 0.62  # of the width: less is hard to scan from narrow paper
QR_DOTS = (3, 8)  # of one module: fewer smear, more only cost paper
FEED_LINES = 5  # until the last line has passed the edge where the paper is torn
_LIKE = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "·": "-"})


@dataclass(frozen=True, slots=True)
class Paper:
    """`profile` is python-escpos' name for what the printer can do."""

    profile: str = PROFILES[58]

    @classmethod
    def wide(cls, millimetres: int) -> "Paper":
        """The usual printer of this width."""
        return cls(PROFILES[millimetres])


def profiles() -> set[str]:
    """All printers that python-escpos knows the abilities of."""
    from escpos.capabilities import CAPABILITIES

    _tidy()
    return set(CAPABILITIES["profiles"])


def lay_out(slip: Slip, paper: Paper) -> bytes:
    """The bytes that print this slip."""
    sheet = _sheet(paper)
    columns = sheet.profile.get_columns("a")

    def said(text: Text) -> str:
        return text.in_language(slip.language)

    _lines(sheet, slip.facility, columns, bold=True)
    _lines(sheet, said(words.NUMBER), columns)
    _large(sheet, [slip.ticket], min(LETTERS_MAX, max(1, columns // len(slip.ticket))))
    if slip.room:
        _lines(sheet, said(words.FIRST), columns)
        _room(sheet, slip.room, columns)
    if slip.ahead is not None:
        _lines(sheet, said(words.AHEAD.filled(count=slip.ahead)), columns)
    _qr(sheet, slip.address)
    _lines(sheet, said(words.SCAN), columns)
    _lines(sheet, said(words.TODAY), columns, bold=True)
    _lines(sheet, slip.printed_at, columns)
    _end(sheet)
    return bytes(sheet.output)


def _sheet(paper: Paper) -> "Dummy":
    from escpos.printer import Dummy  # a quarter of a second, for those only who have a printer

    _tidy()
    sheet = Dummy(profile=paper.profile)
    sheet.hw("INIT")
    sheet.set(align="center")
    return sheet


@cache
def _tidy() -> None:
    """What python-escpos keeps for other processes lies in a folder that no other process finds."""
    from escpos import capabilities

    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)


def _lines(sheet: "Dummy", text: str, columns: int, *, bold: bool = False) -> None:
    sheet.set(normal_textsize=True, bold=bold)
    for line in textwrap.wrap(plain(text), columns):
        sheet.textln(line)


def _large(sheet: "Dummy", lines: list[str], times: int) -> None:
    sheet.set(custom_size=True, width=times, height=times, bold=True)
    for line in lines:
        sheet.textln(line)


def _room(sheet: "Dummy", name: str, columns: int) -> None:
    wrapped = textwrap.wrap(plain(name), columns // 2)
    if len(wrapped) <= ROOM_LINES_MAX:
        _large(sheet, wrapped, 2)
    else:
        _lines(sheet, name, columns, bold=True)


def _qr(sheet: "Dummy", address: str) -> None:
    """By the printer itself where it can, else as a picture."""
    from escpos.constants import QR_ECLEVEL_M

    modules = segno.make(address, error="m", boost_error=False, micro=False).symbol_size(border=0)
    dots = int(sheet.profile.profile_data["media"]["width"]["pixels"]) * QR_SHARE // modules[0]
    size = max(QR_DOTS[0], min(QR_DOTS[1], int(dots)))
    sheet.set(normal_textsize=True, bold=False)
    if sheet.profile.supports("qrCode"):
        sheet.textln()
        sheet.qr(address, ec=QR_ECLEVEL_M, size=size, native=True)
        sheet.textln()
    else:
        sheet.qr(address, ec=QR_ECLEVEL_M, size=size, center=True)


def _end(sheet: "Dummy") -> None:
    if sheet.profile.supports("paperPartCut") or sheet.profile.supports("paperFullCut"):
        sheet.cut(mode="PART")
    else:
        sheet.print_and_feed(FEED_LINES)


def plain(text: str) -> str:
    """Without signs that only some printers have: é is e, a long dash is a short one."""
    apart = unicodedata.normalize("NFKD", text.translate(_LIKE))
    return apart.encode("ascii", "ignore").decode()
