"""Sound: samples of one channel at one rate, read from WAV, cut, joined, and written as WAV."""

import io
import sys
import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flow.voice.errors import UnusableRecording

LOUDEST = 32_767
QUIET = LOUDEST // 100  # 40 dB under the loudest: breath and hiss, no word
EDGE_MS = 12  # kept before and after a word, so that no consonant is cut
RATES = range(8_000, 96_001)
SECONDS_MAX = 20  # a piece is a word or a name; what is longer is another file by mistake

_BYTES = {1: "B", 2: "h", 4: "i"}


@dataclass(frozen=True, slots=True)
class Sound:
    """`samples` from -32768 to 32767, `rate` of them a second."""

    rate: int
    samples: "array[int]"

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def read(path: Path) -> Sound:
    """The WAV file as one channel of 16 bits; raises `UnusableRecording`."""
    try:
        with wave.open(str(path), "rb") as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            frames = file.getnframes()
            if rate not in RATES or frames > rate * SECONDS_MAX:
                raise UnusableRecording(path=path, reason=f"{rate} Hz, {frames} frames")
            samples = _sixteen_bits(file.readframes(frames), width)
    except (OSError, EOFError, wave.Error) as error:
        raise UnusableRecording(path=path, reason=str(error) or type(error).__name__) from None
    return Sound(rate, _one_channel(samples, channels))


def _sixteen_bits(frames: bytes, width: int) -> "array[int]":
    if width == 3:  # the lowest of the three bytes is finer than 16 bits
        frames = b"".join(frames[at + 1 : at + 3] for at in range(0, len(frames) - 2, 3))
        width = 2
    if width not in _BYTES:
        raise wave.Error(f"{width * 8} bits a sample")
    samples = array(_BYTES[width])
    samples.frombytes(frames[: len(frames) - len(frames) % width])
    if sys.byteorder == "big":
        samples.byteswap()
    if width == 1:
        return array("h", ((sample - 128) << 8 for sample in samples))
    return samples if width == 2 else array("h", (sample >> 16 for sample in samples))


def _one_channel(samples: "array[int]", channels: int) -> "array[int]":
    if channels == 1:
        return samples
    whole = len(samples) - len(samples) % channels
    sides = [samples[side:whole:channels] for side in range(channels)]
    return array("h", (sum(frame) // channels for frame in zip(*sides, strict=True)))


def trimmed(sound: Sound) -> Sound:
    """Without the silence around it."""
    loud = [at for at, sample in enumerate(sound.samples) if abs(sample) > QUIET]
    if not loud:
        return Sound(sound.rate, array("h"))
    edge = sound.rate * EDGE_MS // 1000
    return Sound(sound.rate, sound.samples[max(0, loud[0] - edge) : loud[-1] + 1 + edge])


def joined(parts: Iterable[tuple[Sound, int]]) -> Sound:
    """One after the other, each followed by so many milliseconds of silence; at the highest of their rates."""
    listed = list(parts)
    rate = max(sound.rate for sound, _ in listed)
    samples = array("h")
    for sound, pause_ms in listed:
        samples.extend(_at_rate(sound, rate).samples)
        samples.frombytes(bytes(2 * (rate * pause_ms // 1000)))
    return Sound(rate, samples)


def _at_rate(sound: Sound, rate: int) -> Sound:
    """At a higher rate, along straight lines between the samples."""
    if sound.rate == rate or not sound.samples:
        return Sound(rate, sound.samples)
    given = sound.samples
    last = len(given) - 1
    step = sound.rate / rate
    samples = array("h")
    for n in range(int(len(given) / step)):
        at = min(int(n * step), last)
        following = given[min(at + 1, last)]
        samples.append(round(given[at] + (following - given[at]) * (n * step - at)))
    return Sound(rate, samples)


def as_wav(sound: Sound) -> bytes:
    """A WAV file of 16 bits."""
    samples = sound.samples
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(samples.tobytes())
    return written.getvalue()
