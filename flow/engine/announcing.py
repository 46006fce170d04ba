"""What is said when somebody is called: the words in each language, and the pieces of which a voice makes them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from string import ascii_lowercase

from flow.engine.floor import Call
from flow.engine.routing import Board, Station
from flow.engine.text import Text

INDONESIAN, ENGLISH = "id", "en"
LANGUAGES = (INDONESIAN, ENGLISH)

BREATH_MS, COMMA_MS, STOP_MS = 60, 140, 420
"""The silence after a piece: within a phrase, where a comma stands, and where a sentence ends."""

ZEROES = ("nol", "kosong")
_INDONESIAN_DIGITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan"
_ENGLISH_DIGITS = "zero one two three four five six seven eight nine"
_DIGITS = {INDONESIAN: _INDONESIAN_DIGITS.split(), ENGLISH: _ENGLISH_DIGITS.split()}
_NAMES_OF_LETTERS = "a be ce de e ef ge ha i je ka el em en o pe ki er es te u fe we eks ye zet"
_LETTERS = dict(zip(ascii_lowercase, _NAMES_OF_LETTERS.split(), strict=True))
"""The letters as Indonesians name them, spelled so that they are read like that. English voices know their own."""

_PHRASES = {
    "nomor-antrean": {INDONESIAN: "Nomor antrean", ENGLISH: "Ticket number"},
    "bersama": {INDONESIAN: "bersama", ENGLISH: "together with"},
    "silakan-menuju": {INDONESIAN: "Silakan menuju", ENGLISH: "Please go to"},
    "meja": {INDONESIAN: "meja", ENGLISH: "desk"},
}
_SIGNS = re.compile(r"[A-Za-z]{3,}|[A-Za-z]|[0-9]")
_SHORT_DESK = re.compile(r"[A-Za-z0-9]{1,3}")
_VOWELS = "AEIOU"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of an announcement. `code` names its recording; `spoken` is `text` as a machine must read it in `language`."""

    code: str
    text: str
    spoken: str
    language: str
    pause_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A call in one language: the sentence for eyes and for a browser's voice, and its pieces in order."""

    language: str
    text: str
    pieces: tuple[Piece, ...]


def announcements(call: Call, station: Station, board: Board) -> tuple[Announcement, ...]:
    """The call in each language of the board."""
    desk = call.desk if len(station.desks) > 1 else None
    tickets = (call.name, *call.companions)
    voice, name = board.voice, station.public_name
    return _announced(tickets, station.code, name, desk, voice.languages, voice.zero)


@lru_cache(maxsize=512)  # each change of a board tells its last calls again
def _announced(
    tickets: tuple[str, ...],
    station: str,
    name: Text,
    desk: str | None,
    languages: tuple[str, ...],
    zero: str,
) -> tuple[Announcement, ...]:
    return tuple(_in(one, tickets, station, name, desk, zero) for one in languages)


def _in(
    language: str,
    tickets: tuple[str, ...],
    station: str,
    name: Text,
    desk: str | None,
    zero: str,
) -> Announcement:
    numbers = [list(_spelled(language, ticket, zero)) for ticket in tickets]
    where = [_room(language, station, name), *_desk(language, desk, zero)]
    go = replace(_phrase(language, "silakan-menuju"), pause_ms=BREATH_MS)
    pieces = (
        _phrase(language, "nomor-antrean"),
        *_together(language, numbers),
        go,
        *_ending(where),
    )
    text = f"{_listed(pieces[: -len(where) - 1])}. {go.text} {_listed(where)}."
    return Announcement(language=language, text=text, pieces=pieces)


def _listed(pieces: Iterable[Piece]) -> str:
    """Nomor antrean, A, nol, satu, dua, bersama A, nol, satu, tiga"""
    said = ""
    for piece in pieces:
        said += piece.text + (" " if piece.pause_ms == BREATH_MS else ", ")
    return said.rstrip(", ")


def _together(language: str, numbers: list[list[Piece]]) -> Iterator[Piece]:
    """The numbers, joined by "bersama"; the last sign ends the sentence."""
    *others, last = numbers
    for signs in others:
        yield from signs
        yield replace(_phrase(language, "bersama"), pause_ms=BREATH_MS)
    yield from _ending(last)


def _ending(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces at the end of a sentence."""
    yield from pieces[:-1]
    yield replace(pieces[-1], pause_ms=STOP_MS)


def _spelled(language: str, written: str, zero: str) -> Iterator[Piece]:
    """A-012 → A, nol, satu, dua; whole words stay words."""
    for sign in _SIGNS.findall(written):
        if sign.isdigit():
            yield _digit(language, int(sign), zero)
        elif len(sign) == 1:
            yield _letter(language, sign)
        else:
            yield _piece(f"kata-{sign.lower()}", sign, sign.lower(), language)


def _digit(language: str, digit: int, zero: str) -> Piece:
    word = _DIGITS[language][digit]
    if digit == 0 and language == INDONESIAN:
        word = zero
    return _piece(str(digit), word, word, language)


def _letter(language: str, letter: str) -> Piece:
    spoken = _LETTERS[letter.lower()] if language == INDONESIAN else letter.upper()
    return _piece(letter.lower(), letter, spoken, language)


def _phrase(language: str, code: str) -> Piece:
    words = _PHRASES[code][language]
    return _piece(code, words, words, language)


def _room(language: str, station: str, name: Text) -> Piece:
    """A name that is the same in both languages is Indonesian, and is read as that."""
    words, reads = name.in_language(language), INDONESIAN if name.id == name.en else language
    return _piece(f"ruang-{station}", words, _read_out(words, reads), reads)


def _desk(language: str, desk: str | None, zero: str) -> Iterator[Piece]:
    if desk is None:
        return
    yield replace(_phrase(language, "meja"), pause_ms=BREATH_MS)
    if _SHORT_DESK.fullmatch(desk):
        yield from _spelled(language, desk, zero)
    else:
        yield _piece(f"meja-{_file_name(desk)}", desk, _read_out(desk, INDONESIAN), INDONESIAN)


def _file_name(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _read_out(name: str, language: str) -> str:
    """A name as a machine reads it rightly: signs as words, abbreviations letter by letter, "dr." in full."""
    words = re.sub(r"\bdrg\.", "dokter gigi", name, flags=re.IGNORECASE)
    words = re.sub(r"\bdr\.", "dokter", words, flags=re.IGNORECASE)
    words = words.replace("&", "dan" if language == INDONESIAN else "and")
    words = re.sub(r"[/()\-_]+", " ", words)
    if words.isupper() and " " in words.strip():  # all in capitals: they tell of no abbreviation
        return " ".join(words.lower().split())
    return " ".join(chain.from_iterable(_abbreviation(one, language) for one in words.split()))


def _abbreviation(word: str, language: str) -> Iterable[str]:
    """UGD → u, ge, de; MTBS as well; DOTS is read as a word, as people do."""
    letters = word.rstrip(",.")
    is_spelled = letters.isascii() and letters.isalpha() and letters.isupper()
    if not is_spelled or not 2 <= len(letters) <= 4:
        return (word,)
    if len(letters) == 4 and letters[1] in _VOWELS:
        return (letters.lower(),)
    return (_LETTERS[one.lower()] if language == INDONESIAN else one for one in letters)


def _piece(code: str, text: str, spoken: str, language: str) -> Piece:
    return Piece(code=code, text=text, spoken=spoken, language=language, pause_ms=COMMA_MS)


def needed(stations: Iterable[Station], language: str, zero: str) -> Iterator[Piece]:
    """Every piece that calls to these stations may need, but for names of desks in words: what has to be recorded."""
    for digit in range(10):
        yield _digit(language, digit, zero)
    for letter in _LETTERS:
        yield _letter(language, letter)
    for code in _PHRASES:
        yield _phrase(language, code)
    for station in stations:
        yield _room(language, station.code, station.public_name)
        for desk in station.desks if len(station.desks) > 1 else ():
            yield from _desk(language, desk, zero)
