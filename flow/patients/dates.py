"""Birth dates as a clerk types them into a search: whole, with two digits of the year, with the month's name, or the year alone."""

import re
from dataclasses import dataclass
from datetime import date

from flow.patients.words import split_date

MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan januari january", "feb februari february", "mar maret march", "apr april",
            "mei may", "jun juni june", "jul juli july", "agu agustus ags aug august",
            "sep sept september", "okt oktober oct october", "nov november",
            "des desember dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_WORDED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})[ \-/.]*(?P<month>[a-z]+)[ \-/.]*(?P<year>\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_SHORT = tuple(
    re.compile(rf"(?<!\d){form}(?!\d)")
    for form in (
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{2})",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{2})",
    )
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Born:
    """From the first of these days to the last."""

    first: date
    last: date


def split_birth(query: str, today: date) -> tuple[str, Born | None]:
    """The words of a query, and when somebody was born by it, if it says so. A year alone counts only beside a name."""
    words, whole = split_date(query)
    if whole is not None:
        return words, Born(whole, whole)
    for form in (_WORDED, *_SHORT):
        found = form.search(query)
        day = _day(found, today) if found else None
        if found and day:
            return query[: found.start()] + " " + query[found.end() :], Born(day, day)
    return _split_year(query)


def _day(found: re.Match[str], today: date) -> date | None:
    written = found["month"]
    month = int(written) if written.isdigit() else MONTHS.get(written.lower(), 0)
    try:
        if len(found["year"]) == len("1987"):
            return date(int(found["year"]), month, int(found["day"]))
        return _in_its_century(int(found["year"]), month, int(found["day"]), today)
    except ValueError:
        return None


def _in_its_century(year: int, month: int, day: int, today: date) -> date:
    """Nobody is born in the days to come."""
    born = date(2000 + year, month, day)
    return born if born <= today else date(1900 + year, month, day)


def _split_year(query: str) -> tuple[str, Born | None]:
    tokens = query.split()
    years = [token for token in tokens if _YEAR.fullmatch(token)]
    if len(years) != 1 or not any(c.isalpha() for c in query):
        return query, None
    others = " ".join(token for token in tokens if token != years[0])
    year = int(years[0])
    return others, Born(date(year, 1, 1), date(year, 12, 31))
