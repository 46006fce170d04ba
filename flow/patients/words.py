"""The forms in which names, numbers and dates are compared."""

import re
import unicodedata
from datetime import date

_DATES = tuple(
    re.compile(rf"(?<!\d){form}(?!\d)")
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})",
    )
)
_SILENT = str.maketrans("", "", "'`’‘ʼ")


def search_name(name: str) -> str:
    """No case, no accents, no punctuation: "Nur'aini  ÉLISA" is "nuraini elisa"."""
    plain = unicodedata.normalize("NFKD", name.translate(_SILENT)).casefold()
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


def one_line(text: str) -> str:
    """The text with single spaces and nothing that cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def digits_of(text: str) -> str:
    """The text without what people put between digits."""
    return re.sub(r"[\s.\-]", "", text)


def bare_record(text: str) -> str:
    """What counts in a record number: "RM 00-10-73" is 1073. Nothing where it is not a number."""
    bare = digits_of(text).upper().lstrip("RM0")
    return bare if bare.isascii() and bare.isdigit() else ""


def phone_digits(text: str) -> str:
    """A telephone number as it is dialled inside the country: +62 812-3456 is 08123456."""
    digits = re.sub(r"[\s.\-()/]", "", text)
    return re.sub(r"^(?:\+|00)62", "0", digits)


def split_date(query: str) -> tuple[str, date | None]:
    """The words of a query, and the birth date in it (1990-05-17, 17-05-1990, 17/5/1990, 17051990), if one is there."""
    found = next(filter(None, (form.search(query) for form in _DATES)), None)
    if found is None:
        return query, None
    try:
        born = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return query, None
    return query[: found.start()] + " " + query[found.end() :], born


def veiled(name: str) -> str:
    """A name as its owner knows it again and others don't: "Siti A***"; of a single name the first two letters."""
    first, *others = one_line(name).split()
    return f"{first} {others[-1][0]}***" if others else f"{first[:2]}***"
