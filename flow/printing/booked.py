"""What stands on the slip of a booking: when to come and until when that is on time, for what, where, the code. Never a name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from flow.engine.expected import Expected
from flow.engine.text import Text, said_slot

TITLE = Text("Janji kunjungan", "Booked visit")
AT = Text("Pukul {slot}", "At {slot}")
ANY_TIME = Text("Jam berapa saja", "Any time")
ON_TIME = Text("Tepat waktu sampai pukul {until}", "On time until {until}")
SERVICE = Text("Untuk", "For")
ROOM = Text("Mulai di", "Begin at")
SHOW = Text("Tunjukkan atau sebutkan kode ini saat datang", "Show or say this code when you come")
FOLLOWING = Text("Berikutnya", "After that")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingSlip:
    """`day`, `hour` and `on_time_until` in words; `following` are the next days of a series, each in a line with its own code."""

    facility: str
    day: str
    hour: str
    on_time_until: str
    service: str
    room: str
    code: str
    following: tuple[str, ...]
    printed_at: str
    language: str = "id"


def booking_slip(
    series: Sequence[Expected],
    *,
    facility: str,
    said_day: Callable[[date], str],
    printed_at: str,
    language: str,
) -> BookingSlip:
    """The slip of the first of a series, with the others in a line each."""
    first, *others = series
    return BookingSlip(
        facility=facility,
        day=said_day(first.day),
        hour=_hour(first.slot).in_language(language),
        on_time_until=_clock(first.on_time_until, language),
        service=first.service.in_language(language) if first.service else "",
        room=first.room.in_language(language) if first.room else "",
        code=first.code,
        following=tuple(_line(one, language) for one in others),
        printed_at=printed_at,
        language=language,
    )


def _hour(slot: time | None) -> Text:
    return AT.filled(slot=said_slot(slot)) if slot else ANY_TIME


def _line(one: Expected, language: str) -> str:
    """Short enough for one line of narrow paper."""
    return "  ".join(filter(None, (f"{one.day:%d-%m-%Y}", _clock(one.slot, language), one.code)))


def _clock(at: time | None, language: str) -> str:
    return said_slot(at).in_language(language) if at else ""
