"""Booking codes, short enough to say, without letters and digits that look alike; and QR codes."""

import io
import secrets

import segno

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def new_code() -> str:
    """A code that nobody can guess, such as `K7MQ2X`."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def as_typed(text: str) -> str:
    """The code that somebody means who writes `k7m-q2x` or `K7M Q2X`."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def picture_of(content: str) -> bytes:
    """A QR code as SVG, with the quiet border that a scanner needs."""
    picture = io.BytesIO()
    segno.make(content, micro=False).save(picture, kind="svg", border=4, omitsize=True)
    return picture.getvalue()
