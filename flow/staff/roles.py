"""Who may do what at this facility, in five words."""

from enum import StrEnum


class Role(StrEnum):
    """What an account or a token may do.

    `admin`: everything. `registration`: visits, patients, the day, and calls at the registration counters. `station`: calls, and
    everything about a visit. `viewer`: look, without identities. `kiosk`: a number by one touch, and coming with a booking's code.
    """

    ADMIN = "admin"
    REGISTRATION = "registration"
    STATION = "station"
    VIEWER = "viewer"
    KIOSK = "kiosk"


PEOPLE = (Role.ADMIN, Role.REGISTRATION, Role.STATION, Role.VIEWER)
"""The roles of those who work here; a kiosk stands at the door, and anybody touches it."""
