"""The facility's own recordings: one WAV for each piece, in `rekaman/id` and `rekaman/en` of the data folder."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from flow.engine.announcing import Announcement, Piece, needed
from flow.engine.routing import Rulebook
from flow.voice.errors import UnusableRecording
from flow.voice.sound import Sound, read, trimmed


class Recordings:
    """What somebody has spoken into a microphone. An announcement is made of them whole, or not at all: two voices in one
    sentence are harder to follow than either.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, language: str, piece: Piece) -> Path:
        return self._folder / language / f"{piece.code}.wav"

    def sounds(self, announcement: Announcement) -> list[Sound] | None:
        """The sound of each piece, or None where one is not recorded; raises `UnusableRecording`."""
        paths = [self.path(announcement.language, piece) for piece in announcement.pieces]
        if not all(path.is_file() for path in paths):
            return None
        return [_as_it_is_now(path) for path in paths]

    def has_any(self, language: str) -> bool:
        return any((self._folder / language).glob("*.wav"))

    def missing(self, rulebook: Rulebook, language: str) -> Iterator[tuple[Path, str]]:
        """Each file that calls on the boards may need and that is not there, with the words to be spoken."""
        for piece in pieces(rulebook, language):
            path = self.path(language, piece)
            if not path.is_file():
                yield path, piece.text

    def unusable(self, language: str) -> Iterator[UnusableRecording]:
        """What is wrong with those that are there."""
        for path in sorted((self._folder / language).glob("*.wav")):
            try:
                if not _as_it_is_now(path).samples:
                    yield UnusableRecording(path=path, reason="nothing is heard")
            except UnusableRecording as error:
                yield error


def languages(rulebook: Rulebook) -> tuple[str, ...]:
    """The languages in which any board speaks."""
    spoken = (one for board in rulebook.boards.values() for one in board.voice.languages)
    return tuple(dict.fromkeys(spoken))


def pieces(rulebook: Rulebook, language: str) -> Iterable[Piece]:
    """All that calls on the boards which speak this language may need, each once."""
    found: dict[str, Piece] = {}
    for board in rulebook.boards.values():
        if language in board.voice.languages:
            stations = [rulebook.stations[code] for code in board.stations]
            for piece in needed(stations, language, board.voice.zero):
                found.setdefault(piece.code, piece)
    return found.values()


def _as_it_is_now(path: Path) -> Sound:
    state = path.stat()
    return _recorded(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=512)
def _recorded(path: Path, _mtime_ns: int, _size: int) -> Sound:
    return trimmed(read(path))
