"""Who may do what at this facility, in four words."""

from enum import StrEnum


class Role(StrEnum):
    """What an account or a token may do.

    `admin`: everything. `registration`: visits, patients, the day, and calls at the registration counters. `station`: calls, and
    everything about a visit. `viewer`: look, without identities.
    """

    ADMIN = "admin"
    REGISTRATION = "registration"
    STATION = "station"
    VIEWER = "viewer"
