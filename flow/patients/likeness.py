"""Whether somebody who is being entered may be on record already: the same number, nearly the same name or birth date."""

import re
from dataclasses import dataclass
from datetime import date

from flow.engine.text import Text
from flow.patients.person import Patient
from flow.patients.words import bare_record, digits_of, one_line, search_name

SAME_NAME = Text("nama dan tanggal lahir sama", "same name and birth date")
LIKE_NAME = Text("nama mirip, tanggal lahir sama", "a similar name, the same birth date")
NEAR_DATE = Text("nama sama, tanggal lahir mirip", "the same name, a similar birth date")
SAME_NUMBER = {
    "nik": Text("NIK sama", "same NIK"),
    "bpjs": Text("nomor BPJS sama", "same BPJS number"),
    "record": Text("nomor RM sama", "same record number"),
}

LETTERS_PER_SLIP = 6  # of two names whose letters differ; one slip is always allowed
WORD_LETTERS_MIN = 3  # shorter words are initials and titles

_SPELLINGS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "s"), ("sy", "s"), ("kh", "h"), ("ch", "h"),
    ("th", "t"), ("dh", "d"), ("ph", "f"), ("v", "f"), ("y", "i"), ("z", "s"), ("q", "k"),
)  # fmt: skip
_MUHAMMAD = re.compile(r"\b(?:m|md|mhd|moh|muh|moch|much|m[ou]c?ham+[ae]d)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """As much as has been typed of somebody, the numbers in the form in which they are kept."""

    name: str = ""
    birth_date: date | None = None
    nik: str | None = None
    bpjs: str | None = None
    record: str | None = None

    def __post_init__(self) -> None:
        for field in ("nik", "bpjs"):
            object.__setattr__(self, field, digits_of(getattr(self, field) or "") or None)
        object.__setattr__(self, "record", one_line((self.record or "").upper()) or None)


def same_number(known: Patient, typed: Typed) -> str | None:
    """The field of the number that both have. A record number counts without its noughts."""
    for field in ("nik", "bpjs"):
        number = getattr(typed, field)
        if number and number == getattr(known, field):
            return field
    record = bare_record(typed.record or "")
    if typed.record and typed.record == known.record:
        return "record"
    return "record" if record and record == bare_record(known.record or "") else None


def likeness(known: Patient, typed: Typed) -> Text | None:
    """Why these two may be one person; None where nothing says so."""
    if field := same_number(known, typed):
        return SAME_NUMBER[field]
    is_same_name = search_name(known.name) == search_name(typed.name)
    if known.birth_date == typed.birth_date:
        if is_same_name:
            return SAME_NAME
        return LIKE_NAME if alike(known.name, typed.name) else None
    if (
        is_same_name
        and typed.birth_date
        and differ_in_one_place(known.birth_date, typed.birth_date)
    ):
        return NEAR_DATE
    return None


def alike(one: str, other: str) -> bool:
    """Nearly the same name: another spelling, a slip, other order, or a part of it left out."""
    first, second = sorted((folded(one).split(), folded(other).split()), key=len)
    whole, rest = " ".join(sorted(first)), " ".join(sorted(second))
    allowed = max(1, min(len(whole), len(rest)) // LETTERS_PER_SLIP)
    if slips(whole, rest) <= allowed or "".join(first) == "".join(second):
        return True
    told = any(len(word) >= WORD_LETTERS_MIN for word in first)
    return told and all(any(_same_word(word, mate) for mate in second) for word in first)


def _same_word(one: str, other: str) -> bool:
    """One slip in a word, or its initial."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < WORD_LETTERS_MIN:
        return longer.startswith(shorter)
    return slips(one, other) <= (len(shorter) > WORD_LETTERS_MIN)


def folded(name: str) -> str:
    """A name in one spelling: "Moch. Djoko Soetjipto" is "muhammad joko sucipto"."""
    text = _MUHAMMAD.sub("muhammad", search_name(name))
    for old, new in _SPELLINGS:
        text = text.replace(old, new)
    return " ".join(re.sub(r"(.)\1+", r"\1", word).rstrip("h") or word for word in text.split())


def differ_in_one_place(one: date, other: date) -> bool:
    """One digit, two digits side by side, or day and month, changed over."""
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return True
    return slips(f"{one:%d%m%Y}", f"{other:%d%m%Y}") == 1


def slips(one: str, other: str) -> int:
    """How many letters are left out, added, mistaken or changed over with the next (optimal string alignment)."""
    above: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        higher, above, row = above, row, [i + 1]
        for j, mate in enumerate(other):
            least = min(above[j + 1] + 1, row[j] + 1, above[j] + (letter != mate))
            if i and j and letter == other[j - 1] and one[i - 1] == mate:
                least = min(least, higher[j - 1] + 1)
            row.append(least)
    return row[-1]
