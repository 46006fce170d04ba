"""Ears for tests: where a WAV sounds and where it is silent, which of two sounds it resembles, and its spectrum as a picture."""

import cmath
import struct
import zlib
from array import array
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from flow.voice.sound import QUIET, Sound

WINDOW = 512  # 23 ms at 22,050 Hz
BANDS = 24
STEPS = 24


def stretches(sound: Sound, gap_ms: int) -> list[Sound]:
    """The parts that are heard, told apart by at least so much silence."""
    gap = sound.rate * gap_ms // 1000
    parts, start, last = [], None, 0
    for at, sample in enumerate(sound.samples):
        if abs(sample) <= QUIET:
            continue
        if start is None:
            start = at
        elif at - last > gap:
            parts.append(Sound(sound.rate, sound.samples[start : last + 1]))
            start = at
        last = at
    if start is not None:
        parts.append(Sound(sound.rate, sound.samples[start : last + 1]))
    return parts


def unlikeness(one: Sound, other: Sound) -> float:
    """How far two sounds are apart: how differently their strength lies in the bands, along their length. 0 is the same."""
    steps = zip(_print(one.samples.tobytes()), _print(other.samples.tobytes()), strict=True)
    apart = sum(abs(x - y) for mine, theirs in steps for x, y in zip(mine, theirs, strict=True))
    longer = abs(one.seconds - other.seconds) / max(one.seconds, other.seconds)
    return apart / STEPS + longer


@lru_cache(maxsize=1024)
def _print(samples: bytes) -> tuple[list[float], ...]:
    """The bands at some moments from beginning to end."""
    heard = array("h", [0] * WINDOW)
    heard[WINDOW // 2 : WINDOW // 2] = array("h", samples)
    places = (step * (len(heard) - WINDOW) // STEPS for step in range(STEPS))
    return tuple(_bands(_strengths(heard[at : at + WINDOW])) for at in places)


def spectrum(sound: Sound) -> list[list[float]]:
    """Strength per frequency, every half window."""
    samples = [*sound.samples, *[0] * WINDOW]
    return [
        _strengths(samples[at : at + WINDOW])
        for at in range(0, max(1, len(sound.samples)), WINDOW // 2)
    ]


def picture(sound: Sound, path: Path) -> None:
    """Time to the right, frequency upwards, strength as light: a PNG for eyes."""
    columns = spectrum(sound)
    loudest = max(max(column) for column in columns) or 1.0
    rows = []
    for band in reversed(range(WINDOW // 2)):
        row = (_light(column[band] / loudest) for column in columns for _ in range(2))
        rows.append(bytes(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_png(rows))


def _light(strength: float) -> int:
    decibels = 20 * cmath.log10(max(strength, 1e-6)).real
    return max(0, min(255, round(255 * (1 + decibels / 70))))


def _bands(strengths: Sequence[float]) -> list[float]:
    """The share of each band in the whole, so that loudness does not count."""
    size = len(strengths) // 2 // BANDS  # speech lies in the lower half
    sums = [sum(strengths[band * size : (band + 1) * size]) for band in range(BANDS)]
    whole = sum(sums) or 1.0
    return [one / whole for one in sums]


def _strengths(samples: Sequence[int]) -> list[float]:
    bell = _bell()
    changed = _fft([sample * weight for sample, weight in zip(samples, bell, strict=True)])
    return [abs(one) for one in changed[: WINDOW // 2]]


@lru_cache
def _bell() -> tuple[float, ...]:
    return tuple(0.5 - 0.5 * cmath.cos(2 * cmath.pi * n / WINDOW).real for n in range(WINDOW))


@lru_cache
def _turns(size: int) -> tuple[complex, ...]:
    return tuple(cmath.exp(-2j * cmath.pi * n / size) for n in range(size // 2))


def _fft(values: Sequence[complex]) -> list[complex]:
    size = len(values)
    if size == 1:
        return list(values)
    even, odd = _fft(values[::2]), _fft(values[1::2])
    turned = [turn * one for turn, one in zip(_turns(size), odd, strict=True)]
    return [a + b for a, b in zip(even, turned, strict=True)] + [
        a - b for a, b in zip(even, turned, strict=True)
    ]


def _png(rows: Sequence[bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
