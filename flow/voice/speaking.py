"""Which voice says a call: the facility's recordings, else the server's own; and the WAV that comes of it."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import structlog

from flow.engine.announcing import Announcement
from flow.voice.errors import UnusableRecording
from flow.voice.espeak import Espeak
from flow.voice.recordings import Recordings
from flow.voice.sound import Sound, as_wav, joined

RECORDED, SAID = "rekaman", "suara"
"""The folders in the data folder: what people have recorded, and what the machine has said and is kept."""

log = structlog.get_logger()


class Voices:
    """The voices of one server."""

    def __init__(self, data: Path) -> None:
        self.recordings = Recordings(data / RECORDED)
        self.espeak = Espeak(data / SAID)

    def is_there(self, languages: Iterable[str]) -> bool:
        """Whether a screen may hope for sound in these languages."""
        return self.espeak.is_installed() or all(map(self.recordings.has_any, languages))

    def wav(self, announcements: Iterable[Announcement]) -> bytes:
        """All of it, one language after the other; raises `NoVoice`."""
        return as_wav(joined(chain.from_iterable(map(self._parts, announcements))))

    def _parts(self, announcement: Announcement) -> list[tuple[Sound, int]]:
        sounds = self._recorded(announcement) or self.espeak.sounds(announcement.pieces)
        pauses = (piece.pause_ms for piece in announcement.pieces)
        return list(zip(sounds, pauses, strict=True))

    def _recorded(self, announcement: Announcement) -> list[Sound] | None:
        """A recording that cannot be used is no reason to be silent; whoever reads the log learns of it."""
        try:
            return self.recordings.sounds(announcement)
        except UnusableRecording as error:
            log.warning("recording not used", reason=error.said.en)
            return None
