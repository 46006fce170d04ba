"""One patient: who they are. Nothing of this is ever in an event or on a public screen."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum


class Sex(StrEnum):
    """As the rules ask for it."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """`id` is opaque (32 hexadecimal digits); `record` is the number of the medical record (RM); numbers are text."""

    id: str
    name: str
    birth_date: date
    sex: Sex
    nik: str | None = None
    bpjs: str | None = None
    record: str | None = None
    phone: str | None = None
    address: str | None = None

    def as_json(self) -> dict[str, object]:
        """All of it as JSON primitives."""
        return {**asdict(self), "birth_date": self.birth_date.isoformat(), "sex": self.sex.value}
