"""A thermal printer's view of ESC/POS: the commands that our slips are made of, drawn as the paper that comes out.

Strict: a command it does not know, or a line that is wider than the paper, is an error.
"""

from collections.abc import Callable

import segno
from PIL import Image, ImageDraw, ImageFont

CELL = (12, 24)  # font A
LINE_GAP = 6
WHITE, BLACK = 255, 0


class Roll:
    """Paper `dots` wide. `cuts` and `texts` are what was cut and written."""

    def __init__(self, dots: int) -> None:
        self.dots = dots
        self.rows: list[Image.Image] = []
        self.texts: list[str] = []
        self.cuts = 0
        self.codes: list[str] = []
        self._reset()

    def _reset(self) -> None:
        self._line: list[tuple[str, int, int, bool]] = []
        self._align = 0
        self._wide = self._high = 1
        self._bold = False
        self._module, self._level, self._stored = 3, "l", b""

    def picture(self) -> Image.Image:
        paper = Image.new("L", (self.dots, sum(row.height for row in self.rows)), WHITE)
        top = 0
        for row in self.rows:
            paper.paste(row, (0, top))
            top += row.height
        return paper

    def print(self, data: bytes) -> "Roll":
        while data:
            data = self._take(data)
        assert not self._line, "the last line was never printed"
        return self

    def _take(self, data: bytes) -> bytes:
        first = data[0]
        if first == 0x0A:
            self._end_of_line()
            return data[1:]
        if first in (0x1B, 0x1D):
            return self._command(data)
        assert 0x20 <= first < 0x7F, f"{data[:8]!r} is no letter that every printer has"
        self._line.append((chr(first), self._wide, self._high, self._bold))
        return data[1:]

    def _command(self, data: bytes) -> bytes:
        name, rest = data[:2], data[2:]
        plain: dict[bytes, Callable[[int], None]] = {
            b"\x1ba": self._set_align,
            b"\x1bE": self._set_bold,
            b"\x1b!": self._set_mode,
            b"\x1bt": lambda page: None,  # only ASCII is sent, which all code pages have
            b"\x1bd": self._feed,
            b"\x1d!": self._set_size,
            b"\x1dV": self._cut,
        }
        if name == b"\x1b@":
            self._reset()
            return rest
        if name in plain:
            plain[name](rest[0])
            return rest[1:]
        if data[:3] == b"\x1dv0":
            return self._raster(data[3:])
        if data[:3] == b"\x1d(k":
            return self._qr(data[3:])
        raise AssertionError(f"unknown command {data[:6]!r}")

    def _set_align(self, n: int) -> None:
        assert not self._line, "alignment counts only at the beginning of a line"
        self._align = n

    def _set_bold(self, n: int) -> None:
        self._bold = bool(n & 1)

    def _set_mode(self, n: int) -> None:
        assert n == 0, "only the normal letters are chosen so"
        self._wide = self._high = 1

    def _set_size(self, n: int) -> None:
        self._wide, self._high = (n >> 4) + 1, (n & 0x0F) + 1
        assert max(self._wide, self._high) <= 8

    def _feed(self, lines: int) -> None:
        self._end_of_line(always=False)
        self.rows.append(Image.new("L", (self.dots, lines * (CELL[1] + LINE_GAP)), WHITE))

    def _cut(self, mode: int) -> None:
        assert mode in (0, 1)
        self.cuts += 1

    def _end_of_line(self, *, always: bool = True) -> None:
        if not self._line:
            if always:
                self.rows.append(Image.new("L", (self.dots, CELL[1] + LINE_GAP), WHITE))
            return
        height = max(high for _, _, high, _ in self._line) * CELL[1]
        width = sum(wide for _, wide, _, _ in self._line) * CELL[0]
        said = "".join(letter for letter, *_ in self._line)
        assert width <= self.dots, f"{said!r} is {width} dots wide, the paper {self.dots}"
        self.texts.append(said)
        line = Image.new("L", (width, height + LINE_GAP), WHITE)
        left = 0
        for letter, wide, high, bold in self._line:
            size = (CELL[0] * wide, CELL[1] * high)
            line.paste(
                _glyph(letter, bold).resize(size, Image.Resampling.NEAREST),
                (left, height - size[1]),
            )
            left += size[0]
        self._place(line)
        self._line = []

    def _raster(self, rest: bytes) -> bytes:
        mode, wide, high = rest[0], rest[1] | rest[2] << 8, rest[3] | rest[4] << 8
        assert mode == 0
        size = wide * high
        bits = rest[5 : 5 + size]
        assert len(bits) == size, "the picture is cut off"
        drawn = Image.frombytes("1", (wide * 8, high), bytes(byte ^ 0xFF for byte in bits))
        self._place(drawn.convert("L"))
        return rest[5 + size :]

    def _qr(self, rest: bytes) -> bytes:
        length = rest[0] | rest[1] << 8
        part, rest = rest[2 : 2 + length], rest[2 + length :]
        assert part[0] == 0x31
        function, value = part[1], part[2:]
        if function == 0x43:
            self._module = value[0]
        elif function == 0x45:
            self._level = "lmqh"[value[0] - 0x30]
        elif function == 0x50:
            self._stored = value[1:]
        elif function == 0x51:
            self._print_qr()
        else:
            assert function == 0x41
        return rest

    def _print_qr(self) -> None:
        self.codes.append(self._stored.decode())
        code = segno.make(self._stored, error=self._level, boost_error=False, micro=False)
        matrix = list(code.matrix_iter(scale=self._module, border=0))
        drawn = Image.new("L", (len(matrix[0]), len(matrix)))
        drawn.putdata([BLACK if dark else WHITE for row in matrix for dark in row])
        self._place(drawn)

    def _place(self, drawn: Image.Image) -> None:
        assert drawn.width <= self.dots, f"{drawn.width} dots on a paper of {self.dots}"
        row = Image.new("L", (self.dots, drawn.height), WHITE)
        row.paste(drawn, ((self.dots - drawn.width) * self._align // 2, 0))
        self.rows.append(row)


def _glyph(letter: str, bold: bool) -> Image.Image:
    cell = Image.new("L", CELL, WHITE)
    font = ImageFont.load_default(19)
    ImageDraw.Draw(cell).text(
        (CELL[0] / 2, 18), letter, font=font, fill=BLACK, anchor="ms", stroke_width=1 if bold else 0
    )
    return cell.point(lambda value: WHITE if value > 128 else BLACK)
