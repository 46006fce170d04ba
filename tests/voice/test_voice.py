"""Real calls by the real eSpeak NG: as long as they should be, every word heard, in order, nothing clipped; and the recordings."""

import os
import wave
from array import array
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flow.engine.announcing import COMMA_MS, STOP_MS, Announcement, Piece, announcements
from flow.engine.floor import Call
from flow.engine.routing import Rulebook
from flow.rulebook import load, shipped
from flow.voice import NoVoice, Voices, espeak
from flow.voice.sound import LOUDEST, Sound, as_wav, joined, read, trimmed
from tests.voice.hearing import picture, stretches, unlikeness

TEN = (
    ("A-012", "k2-ibu", "1"),
    ("A-001", "loket", "2"),
    ("B-207", "k2-anak", "1"),
    ("C-345", "k3-dewasa", "2"),
    ("D-680", "k3-lansia", "1"),
    ("E-999", "k4", "1"),
    ("G-019", "gigi", "1"),
    ("H-154", "lab", "1"),
    ("K-730", "kasir", "1"),
    ("LB-482", "farmasi", "1"),
)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load(shipped("typical"))


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> Voices:
    return Voices(tmp_path_factory.mktemp("voice"))


def said(rulebook: Rulebook, ticket: str, station: str, desk: str) -> Announcement:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    call = Call(position=1, at=at, station=station, desk=desk, name=ticket, calls=1)
    board = next(one for one in rulebook.boards.values() if station in one.stations)
    (announcement,) = announcements(call, rulebook.stations[station], board)
    return announcement


def heard(wav: bytes, folder: Path) -> Sound:
    path = folder / "heard.wav"
    path.write_bytes(wav)
    return read(path)


def phrases(pieces: tuple[Piece, ...]) -> list[int]:
    """How many pieces stand between two commas or full stops."""
    counts = [0]
    for piece in pieces:
        counts[-1] += 1
        if piece.pause_ms >= COMMA_MS:
            counts.append(0)
    return counts[:-1]


@pytest.mark.parametrize(("ticket", "station", "desk"), TEN)
def test_a_call_is_heard_word_by_word(
    rulebook: Rulebook, voices: Voices, tmp_path: Path, ticket: str, station: str, desk: str
) -> None:
    call = said(rulebook, ticket, station, desk)
    sound = heard(voices.wav([call]), tmp_path)
    parts = voices.espeak.sounds(call.pieces)
    pauses = sum(piece.pause_ms for piece in call.pieces) / 1000
    assert sound.seconds == pytest.approx(sum(part.seconds for part in parts) + pauses, abs=0.01)
    assert 5 < sound.seconds < 11
    assert max(map(abs, sound.samples)) < LOUDEST, "nothing is clipped"

    words = stretches(sound, gap_ms=COMMA_MS - 30)
    assert len(words) == len(phrases(call.pieces)), "each phrase is heard, with a silence after it"
    signs = slice(1, len(ticket))  # after "Nomor antrean" one piece for each sign of the ticket
    for word, own in zip(words[signs], parts[signs], strict=True):
        others = [part for part in parts[signs] if part is not own]
        assert unlikeness(word, own) < min(unlikeness(word, other) for other in others) + 1e-9


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_two_digits_sound_the_same(voices: Voices, language: str) -> None:
    digits = [piece for piece in _needed(language) if piece.code.isdigit()]
    sounds = voices.espeak.sounds(digits)
    assert len(sounds) == 10
    apart = [unlikeness(a, b) for n, a in enumerate(sounds) for b in sounds[n + 1 :]]
    assert min(apart) > 0.2
    assert all(0.2 < sound.seconds < 1.2 for sound in sounds)


def _needed(language: str) -> list[Piece]:
    from flow.engine.announcing import needed

    return list(needed([], language, "nol"))


def test_a_picture_of_a_call(rulebook: Rulebook, voices: Voices, tmp_path: Path) -> None:
    """For eyes: `ALUR_ARTEFACTS=folder` keeps the WAV and its spectrum."""
    folder = Path(os.environ.get("ALUR_ARTEFACTS") or tmp_path)
    wav = voices.wav([said(rulebook, "A-012", "k2-ibu", "1")])
    sound = heard(wav, tmp_path)
    picture(sound, folder / "A-012.png")
    (folder / "A-012.wav").write_bytes(wav)
    assert (folder / "A-012.png").read_bytes().startswith(b"\x89PNG")


def test_both_languages_in_one_wav(rulebook: Rulebook, voices: Voices, tmp_path: Path) -> None:
    indonesian = said(rulebook, "A-012", "lab", "1")
    pieces = tuple(piece for piece in _needed("en") if piece.code in ("nomor-antrean", "a", "0"))
    english = Announcement(language="en", text="", pieces=pieces)
    alone = [heard(voices.wav([one]), tmp_path).seconds for one in (indonesian, english)]
    assert heard(voices.wav([indonesian, english]), tmp_path).seconds == pytest.approx(sum(alone))


# What is kept


def test_what_was_said_once_is_not_said_again(rulebook: Rulebook, tmp_path: Path) -> None:
    first = Voices(tmp_path)
    call = said(rulebook, "A-012", "k2-ibu", "1")
    wav = first.wav([call])
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "suara").iterdir()}
    assert Voices(tmp_path).wav([call]) == wav
    first.wav([said(rulebook, "A-210", "k2-ibu", "1")])
    now = {path: path.stat().st_mtime_ns for path in (tmp_path / "suara").iterdir()}
    assert now.items() >= kept.items()
    assert 0 < len(now) - len(kept) <= 3, "the same digits with another tune, nothing else"


def test_what_a_power_cut_left_is_said_again(rulebook: Rulebook, tmp_path: Path) -> None:
    call = said(rulebook, "A-012", "k2-ibu", "1")
    wav = Voices(tmp_path).wav([call])
    espeak._kept.cache_clear()
    for path in (tmp_path / "suara").iterdir():
        path.write_bytes(b"")
    assert Voices(tmp_path).wav([call]) == wav


def test_the_folder_has_an_end(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak, "KEPT_MAX", 12)
    voices = Voices(tmp_path)
    for ticket, station, desk in TEN[:4]:
        voices.wav([said(rulebook, ticket, station, desk)])
    assert len(list((tmp_path / "suara").glob("*.wav"))) <= 12 + 8


def test_a_program_that_fails_says_why(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak, "VOICES", {"id": "xx", "en": "en"})
    with pytest.raises(NoVoice, match="espeak-ng has no voice 'xx'"):
        Voices(tmp_path).wav([said(rulebook, "A-012", "k2-ibu", "1")])


def test_without_the_program_it_says_what_to_install(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak.Espeak, "is_installed", staticmethod(lambda: False))
    voices = Voices(tmp_path)
    assert not voices.is_there(["id"])
    with pytest.raises(NoVoice, match="pip install espeakng-loader"):
        voices.wav([said(rulebook, "A-012", "k2-ibu", "1")])


# Recordings


def tone(
    path: Path, *, pitch: int = 40, rate: int = 22_050, channels: int = 1, width: int = 2
) -> None:
    """A quarter of a second of a square wave between silences."""
    samples = [0] * (rate // 10)
    samples += [12_000 if n // pitch % 2 else -12_000 for n in range(rate // 4)]
    samples += [0] * (rate // 10)
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        shift = 8 * (width - 2)
        file.writeframes(
            b"".join(
                (s << shift).to_bytes(width, "little", signed=True) * channels for s in samples
            )
        )


def record(voices: Voices, call: Announcement, **how: int) -> None:
    for piece in call.pieces:
        tone(voices.recordings.path(call.language, piece), **how)


@pytest.mark.parametrize("how", [{}, {"channels": 2}, {"width": 3}, {"width": 4, "rate": 44_100}])
def test_recordings_come_first(rulebook: Rulebook, tmp_path: Path, how: dict[str, int]) -> None:
    voices = Voices(tmp_path)
    call = said(rulebook, "A-012", "lab", "1")
    record(voices, call, **how)
    sound = heard(voices.wav([call]), tmp_path)
    assert sound.rate == how.get("rate", 22_050)
    words = stretches(sound, gap_ms=40)
    assert len(words) == len(call.pieces)
    assert all(0.24 < word.seconds < 0.26 for word in words)
    assert not (tmp_path / "suara").exists(), "the machine was not asked"


def test_one_that_is_missing_leaves_the_call_to_the_machine(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    voices = Voices(tmp_path)
    call = said(rulebook, "A-012", "lab", "1")
    record(voices, call)
    (tmp_path / "rekaman/id/ruang-lab.wav").unlink()
    assert voices.wav([call]) == Voices(tmp_path / "other").wav([call])
    missing = dict(voices.recordings.missing(rulebook, "id"))
    assert missing[tmp_path / "rekaman/id/ruang-lab.wav"] == "Laboratorium"
    assert tmp_path / "rekaman/id/nomor-antrean.wav" not in missing


def test_one_that_cannot_be_used_is_named_and_the_machine_speaks(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    voices = Voices(tmp_path)
    call = said(rulebook, "A-012", "lab", "1")
    record(voices, call)
    (tmp_path / "rekaman/id/a.wav").write_bytes(b"ID3 this is an mp3")
    assert voices.wav([call]) == Voices(tmp_path / "other").wav([call])
    (error,) = voices.recordings.unusable("id")
    assert "rekaman/id/a.wav" in error.said.en
    assert "16-bit PCM WAV" in error.said.en


def test_recordings_of_other_rates_are_brought_together(rulebook: Rulebook, tmp_path: Path) -> None:
    voices = Voices(tmp_path)
    call = said(rulebook, "A-012", "lab", "1")
    record(voices, call)
    tone(tmp_path / "rekaman/id/a.wav", rate=48_000)
    sound = heard(voices.wav([call]), tmp_path)
    assert sound.rate == 48_000
    assert all(0.24 < word.seconds < 0.26 for word in stretches(sound, gap_ms=40))


def test_a_later_recording_is_used_at_once(rulebook: Rulebook, tmp_path: Path) -> None:
    voices = Voices(tmp_path)
    call = said(rulebook, "A-012", "lab", "1")
    record(voices, call)
    before = voices.wav([call])
    tone(tmp_path / "rekaman/id/0.wav", pitch=90, rate=22_050)
    os.utime(tmp_path / "rekaman/id/0.wav", ns=(1, 1))
    assert voices.wav([call]) != before


# Sound


def test_silence_around_a_word_is_cut_and_silence_within_is_kept() -> None:
    word = array("h", [0] * 1000 + [9000] * 500 + [0] * 300 + [9000] * 500 + [0] * 1000)
    cut = trimmed(Sound(10_000, word))
    assert len(cut.samples) == 1300 + 2 * 120


def test_pauses_are_as_long_as_they_are_asked() -> None:
    beep = Sound(10_000, array("h", [9000] * 1000))
    whole = joined([(beep, COMMA_MS), (beep, STOP_MS)])
    assert whole.seconds == pytest.approx(0.2 + (COMMA_MS + STOP_MS) / 1000)
    assert as_wav(whole)[:4] == b"RIFF"


def test_the_ten_calls_differ(rulebook: Rulebook, voices: Voices) -> None:
    wavs = [voices.wav([said(rulebook, *one)]) for one in TEN]
    assert len(set(wavs)) == len(wavs)
