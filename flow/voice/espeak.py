"""The server's own voice: eSpeak NG, piece by piece, each said once and kept."""

import ctypes.util
import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from flow.engine.announcing import STOP_MS, Piece
from flow.voice.errors import NotInstalled, NotSpoken, UnusableRecording
from flow.voice.sound import Sound, read, trimmed

PROGRAM = Path(__file__).with_name("espeak_program.py")
WORDS_A_MINUTE = 140  # slower than people talk: the hall is loud, many who wait are old
SECONDS_MAX = 20
KEPT_MAX = 2_000  # some 80 MB; a house needs a hundred or two
VOICES = {"id": "id", "en": "en"}

Asked = tuple[str, str]
"""A language and a text."""


class Espeak:
    """Says pieces, and keeps each in `folder`, so that the program runs only for what was never said before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()

    @staticmethod
    def is_installed() -> bool:
        return bool(
            importlib.util.find_spec("espeakng_loader") or ctypes.util.find_library("espeak-ng")
        )

    def sounds(self, pieces: Sequence[Piece]) -> list[Sound]:
        """The sound of each piece; raises `NoVoice`."""
        paths = {_asked(piece): self._path(piece) for piece in pieces}
        with self._lock:
            self._say({asked: path for asked, path in paths.items() if not _is_sound(path)})
        return [_kept(paths[_asked(piece)]) for piece in pieces]

    def _path(self, piece: Piece) -> Path:
        said = json.dumps([VOICES, WORDS_A_MINUTE, *_asked(piece)])
        return self._folder / f"{sha256(said.encode()).hexdigest()[:32]}.wav"

    def _say(self, missing: Mapping[Asked, Path]) -> None:
        """Run the program for what was never said before; in a process of its own nothing here waits but this call."""
        if not missing:
            return
        if not self.is_installed():
            raise NotInstalled
        batch = [
            {"language": VOICES[language], "text": text, "words_a_minute": WORDS_A_MINUTE, "path": str(path)}
            for (language, text), path in missing.items()
        ]  # fmt: skip
        try:
            self._make_room(len(batch))
            done = subprocess.run(
                [sys.executable, "-P", str(PROGRAM)],
                input=json.dumps(batch),
                capture_output=True,
                text=True,
                timeout=SECONDS_MAX,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotSpoken(reason=str(error)) from None
        if done.returncode != 0:
            raise NotSpoken(reason=_last_line(done.stderr) or f"exit code {done.returncode}")

    def _make_room(self, wanted: int) -> None:
        """The oldest go first; what is needed again is said again."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = list(self._folder.glob("*.wav"))
        if len(kept) + wanted > KEPT_MAX:
            kept.sort(key=lambda path: path.stat().st_mtime_ns)
            for path in kept[: KEPT_MAX // 4]:
                path.unlink(missing_ok=True)


def _asked(piece: Piece) -> Asked:
    """The text with the mark that gives it its tune."""
    return piece.language, piece.spoken + ("." if piece.pause_ms == STOP_MS else ",")


def _is_sound(path: Path) -> bool:
    """Whether it is there and whole; what a power cut left behind is said again."""
    try:
        return path.is_file() and _kept(path).seconds > 0
    except UnusableRecording:
        return False


@lru_cache(maxsize=512)
def _kept(path: Path) -> Sound:
    return trimmed(read(path))


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]
