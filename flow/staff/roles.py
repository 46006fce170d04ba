"""Who may do what at this facility, in five words."""

from collections.abc import Mapping
from enum import StrEnum

from flow.engine.text import Text


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


ROLE_NAMES: Mapping[Role, Text] = {
    Role.ADMIN: Text("admin", "admin"),
    Role.REGISTRATION: Text("pendaftaran", "registration"),
    Role.STATION: Text("petugas pos", "station"),
    Role.VIEWER: Text("pemirsa", "viewer"),
    Role.KIOSK: Text("kios", "kiosk"),
}
"""What people call them; in English they are called as programs name them."""

PEOPLE = (Role.ADMIN, Role.REGISTRATION, Role.STATION, Role.VIEWER)
"""The roles of those who work here; a kiosk stands at the door, and anybody touches it."""
