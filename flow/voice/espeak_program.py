"""eSpeak NG as a program of its own: reads from stdin what to say, writes one WAV file for each text.

It is run by its path, imports nothing of Alur, and ends after one batch: the library (GPL-3, installed apart) never lives in the
server's process, and what goes wrong in it cannot take the server along.
"""

import array
import ctypes
import ctypes.util
import importlib
import json
import os
import sys
import wave
from functools import partial
from pathlib import Path
from typing import Any

SYNCHRONOUS, UTF8, RATE, EXIT_ON_NOTHING = 2, 1, 1, 0x8000
CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


def main() -> None:
    """Say each `{"language", "text", "words_a_minute", "path"}` of the list on stdin."""
    batch = json.load(sys.stdin)
    for one in batch:
        one["path"] = str(Path(one["path"]).absolute())
    library, data = opened()
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, data, EXIT_ON_NOTHING)
    if rate <= 0:
        sys.exit("espeak-ng found no data")
    samples = array.array("h")
    taking = CALLBACK(partial(take, samples))  # the library keeps no reference of its own
    library.espeak_SetSynthCallback(taking)
    for one in batch:
        del samples[:]
        say(library, one)
        write(Path(one["path"]), rate, samples)


def opened() -> tuple[ctypes.CDLL, bytes | None]:
    """The library and where its data lies: the Python package's, else the machine's own."""
    try:
        loader = importlib.import_module("espeakng_loader")
    except ImportError:
        name = ctypes.util.find_library("espeak-ng")
        if name is None:
            sys.exit("espeak-ng is not installed")
        return ctypes.CDLL(name), None
    library = ctypes.CDLL(loader.get_library_path())
    # The library cuts long paths off and cannot read all of Windows' letters: a relative path is neither.
    os.chdir(loader.get_data_path())
    return library, b"."


def take(samples: "array.array[int]", heard: Any, count: int, _events: object) -> int:
    """What was just made, to the rest; 0 asks for more."""
    if heard and count > 0:
        samples.extend(heard[:count])
    return 0


def say(library: ctypes.CDLL, one: dict[str, object]) -> None:
    language, text = str(one["language"]), str(one["text"])
    if library.espeak_SetVoiceByName(language.encode()) != 0:
        sys.exit(f"espeak-ng has no voice {language!r}")
    library.espeak_SetParameter(RATE, int(str(one["words_a_minute"])), 0)
    encoded = text.encode()
    if library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, UTF8, None, None) != 0:
        sys.exit(f"espeak-ng did not say {text!r}")
    library.espeak_Synchronize()


def write(path: Path, rate: int, samples: "array.array[int]") -> None:
    """Whole at once: two processes may say the same."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(draft), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    draft.replace(path)


if __name__ == "__main__":
    main()
