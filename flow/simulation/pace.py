"""How fast a made-up day goes: arrivals with the morning crowd, and how long each room takes.

Minutes here are minutes of the made-up day; a speed of 20 makes twenty of them pass in one real minute. Service times
follow what one Puskesmas publishes (registration 3; mother 30-60; child 10-30; pharmacy near 10), shortened where rooms would
not clear.
"""

from random import Random

OPENING_CROWD = 14  # already outside when the doors open
BOOKED = 16  # expected today, at any time; some never come
BOOKED_SHARE = 0.25  # of those who arrive, while anybody is expected
ARRIVALS_PER_HOUR = ((60, 42.0), (120, 30.0), (240, 16.0), (float("inf"), 8.0))

SERVICE_MINUTES = {
    "loket": (1.0, 3.0),
    "skrining": (2.0, 4.0),
    "k2-ibu": (8.0, 18.0),
    "k2-anak": (6.0, 14.0),
    "k3-dewasa": (5.0, 12.0),
    "k3-lansia": (6.0, 14.0),
    "lab": (5.0, 12.0),
    "farmasi": (3.0, 9.0),
    "kasir": (1.0, 3.0),
    "ugd": (15.0, 40.0),
}
OTHER_SERVICE_MINUTES = (6.0, 15.0)
WALK_MINUTES = (0.4, 1.6)
NO_SHOW = 0.05


def arrivals_per_minute(minutes: float) -> float:
    """The rate of arrivals `minutes` after opening."""
    return next(rate for until, rate in ARRIVALS_PER_HOUR if minutes < until) / 60


def service_minutes(random: Random, station: str) -> float:
    """How long this patient takes here."""
    return random.uniform(*SERVICE_MINUTES.get(station, OTHER_SERVICE_MINUTES))


def walk_minutes(random: Random) -> float:
    """From the call to the door of the room."""
    return random.uniform(*WALK_MINUTES)
