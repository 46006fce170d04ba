"""Ticket codes: letter(s) and at least three digits, per facility, letter and day."""

from datetime import date


def code(letter: str, number: int) -> str:
    """`A-012`; after 999 the number simply grows."""
    return f"{letter}-{number:03d}"


def carried(name: str, day: date | None) -> str:
    """The code on a later day: marked with the day it was issued on, since that day's codes begin anew (`A-012/22`)."""
    return name if "/" in name or day is None else f"{name}/{day.day:02d}"
