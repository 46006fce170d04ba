"""The server's voice: what is said of a call, as sound that every screen can play."""

from flow.voice.errors import NoVoice
from flow.voice.speaking import Voices

__all__ = ["NoVoice", "Voices"]
