"""What a request may use: the rooms behind the web, put together once by `create_app`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app
from web.config import Settings

from flow.clinic import Clinic
from flow.patients import Patients
from flow.staff import Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One facility's rooms. `now` is the clock, handed in."""

    clinic: Clinic
    patients: Patients
    staff: Staff
    settings: Settings
    now: Callable[[], datetime]


def house() -> House:
    """The rooms of the running application."""
    return cast("House", current_app.extensions["alur"])
