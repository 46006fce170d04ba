"""What a NIK tells about its owner.

Permendagri 108/2019: 6 digits of the place of registration, birth date as DDMMYY (a woman's day is written + 40), 4 serial
digits. It stays when a wrong birth date is corrected later, so that a mismatch is a reason to look, never to refuse.
"""

from collections.abc import Iterator
from datetime import date

from flow.engine.text import Text
from flow.patients.errors import NIK_BIRTH_DATE, NIK_SEX
from flow.patients.person import Sex

WOMAN_DAY_ADDED = 40


def doubts(nik: str, birth_date: date, sex: Sex) -> Iterator[tuple[str, Text]]:
    """What does not fit: (field, sentence) for the birth date, for the sex."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    woman = day > WOMAN_DAY_ADDED
    told = (day - WOMAN_DAY_ADDED * woman, month, year)
    if told != (birth_date.day, birth_date.month, birth_date.year % 100):
        yield "birth_date", NIK_BIRTH_DATE.filled(told="{:02}-{:02}-{:02}".format(*told))
    if woman != (sex is Sex.FEMALE):
        yield "sex", NIK_SEX
