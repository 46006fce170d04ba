"""One sheet of ESC/POS, line by line, in letters and sizes that every such printer has."""

import textwrap
import unicodedata

import segno

from flow.printing.paper import Paper, tidy

LETTERS_MAX = (
    8  # ESC/POS enlarges letters at most so many times; a number of five signs fills 80 mm so
)
NAME_LINES_MAX = 2  # of large letters; a longer name is set in small ones
QR_SHARE = 0.62  # of the width: less is hard to scan from narrow paper
QR_DOTS = (3, 8)  # of one module: fewer smear, more only cost paper
FEED_LINES = 5  # until the last line has passed the edge where the paper is torn
_LIKE = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "·": "-"})


class Sheet:
    """What has been written so far, each line in the middle of the paper."""

    def __init__(self, paper: Paper) -> None:
        from escpos.printer import Dummy  # a quarter of a second, for those only who have a printer

        tidy()
        self._bytes = Dummy(profile=paper.profile)
        self._bytes.hw("INIT")
        self._bytes.set(align="center")
        self._columns = self._bytes.profile.get_columns("a")

    def words(self, text: str, *, bold: bool = False) -> None:
        """In small letters, in as many lines as it takes."""
        self._bytes.set(normal_textsize=True, bold=bold)
        self._write(text, self._columns)

    def tall(self, text: str) -> None:
        """In letters of double height that are no wider."""
        self._bytes.set(custom_size=True, width=1, height=2, bold=True)
        self._write(text, self._columns)

    def number(self, sign: str) -> None:
        """As large as the paper allows, in one line."""
        times = min(LETTERS_MAX, max(1, self._columns // len(sign)))
        self._bytes.set(custom_size=True, width=times, height=times, bold=True)
        self._bytes.textln(sign)

    def name(self, text: str) -> None:
        """In letters of double size; a long name in small ones."""
        if len(_wrapped(text, self._columns // 2)) > NAME_LINES_MAX:
            self.words(text, bold=True)
        else:
            self._bytes.set(custom_size=True, width=2, height=2, bold=True)
            self._write(text, self._columns // 2)

    def code(self, content: str) -> None:
        """A QR code: by the printer itself where it can, else as a picture."""
        from escpos.constants import QR_ECLEVEL_M

        sheet, size = self._bytes, self._module(content)
        sheet.set(normal_textsize=True, bold=False)
        if sheet.profile.supports("qrCode"):
            sheet.textln()
            sheet.qr(content, ec=QR_ECLEVEL_M, size=size, native=True)
            sheet.textln()
        else:
            sheet.qr(content, ec=QR_ECLEVEL_M, size=size, center=True)

    def end(self) -> bytes:
        """Cut, or fed to the edge where it is torn; the bytes that print it."""
        profile = self._bytes.profile
        if profile.supports("paperPartCut") or profile.supports("paperFullCut"):
            self._bytes.cut(mode="PART")
        else:
            self._bytes.print_and_feed(FEED_LINES)
        return bytes(self._bytes.output)

    def _write(self, text: str, columns: int) -> None:
        for line in _wrapped(text, columns):
            self._bytes.textln(line)

    def _module(self, content: str) -> int:
        """How many dots wide each of the code's squares is."""
        code = segno.make(content, error="m", boost_error=False, micro=False)
        width = int(self._bytes.profile.profile_data["media"]["width"]["pixels"])
        dots = int(width * QR_SHARE // code.symbol_size(border=0)[0])
        return max(QR_DOTS[0], min(QR_DOTS[1], dots))


def _wrapped(text: str, columns: int) -> list[str]:
    return textwrap.wrap(_plain(text), columns)


def _plain(text: str) -> str:
    """Without signs that only some printers have: é is e, a long dash is a short one."""
    apart = unicodedata.normalize("NFKD", text.translate(_LIKE))
    return apart.encode("ascii", "ignore").decode()
