"""Ticket codes: letter(s) and at least three digits, per facility, letter and day."""

import re
from collections.abc import Collection
from datetime import date

_WRITTEN = re.compile(r"([A-Z]+)[ -]*0*(\d+)")


def as_written(text: str) -> str:
    """The code that somebody means who writes `a12`, `A 012` or `A-012`; any other text in capitals."""
    said = text.strip().upper()
    plain = _WRITTEN.fullmatch(said)
    return code(plain[1], int(plain[2])) if plain else said


def code(letter: str, number: int) -> str:
    """`A-012`; after 999 the number simply grows."""
    return f"{letter}-{number:03d}"


MARKS = ("%d", "%d-%m", "%d-%m-%Y")


def carried(name: str, day: date, taken: Collection[str] = ()) -> str:
    """The code on a later day: marked with the day it was issued on, since that day's codes begin anew (`A-012/22`).

    Who has been inside for a month may bear that mark already; whatever is `taken` gets a longer one.
    """
    if is_carried(name):
        return name
    marked = (f"{name}/{day:{mark}}" for mark in MARKS)
    return next(code for code in marked if code not in taken)


def is_carried(name: str) -> bool:
    """Whether the code was issued on an earlier day."""
    return "/" in name
