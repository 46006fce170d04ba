"""The only clock. Time enters the product here, and travels from here on as data."""

from datetime import UTC, datetime


def now() -> datetime:
    """The time now, as an aware UTC time."""
    return datetime.now(UTC)
