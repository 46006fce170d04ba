"""What stands on a slip: the number, where to go first, and the address of the patient's own page. Never a name."""

from dataclasses import dataclass
from datetime import datetime

from flow.engine import boards
from flow.engine.floor import Floor
from flow.engine.routing import Rulebook
from flow.engine.text import Text

NUMBER = Text("Nomor antrean", "Queue number")
FIRST = Text("Tunggu panggilan ke", "Wait to be called to")
AHEAD = Text("Di depan Anda sekarang: {count}", "Before you now: {count}")
SCAN = Text(
    "Pindai untuk melihat giliran Anda di ponsel", "Scan to see your turn on your telephone"
)
PRINTED = Text("Dicetak {at}", "Printed {at}")
TODAY = Text("Berlaku hari ini", "Valid today")
TEST = Text("Cetak percobaan", "Test print")

_IN_LINE = ("waiting", "called", "serving", "planned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """`room` is the public name of the first room, `ahead` how many would be called before; `notices` are what such a patient is
    told; `printed_at` is a local time as it is written.
    """

    facility: str
    ticket: str
    room: str
    ahead: int | None
    notices: tuple[str, ...]
    printed_at: str
    address: str
    language: str = "id"


def slip_of(
    floor: Floor, rulebook: Rulebook, visit: str, now: datetime, *, address: str, language: str
) -> Slip:
    """The slip of a visit as it stands now; raises `UnknownVisit`. It shows no more than the patient's own page."""
    shown = boards.ticket(floor, rulebook, visit, now)
    stops, told = shown["stops"], shown["notices"]
    assert isinstance(stops, list)
    assert isinstance(told, list)
    spoken = "en" if language == "en" else "id"
    first = next((stop for stop in stops if stop["status"] in _IN_LINE), None)
    return Slip(
        facility=rulebook.name.in_language(language),
        ticket=str(shown["ticket"]),
        room=first["name"][spoken] if first else "",
        ahead=first["ahead"] if first else None,
        notices=tuple(one[spoken] for one in told),
        printed_at=written(now.astimezone(rulebook.zone), language),
        address=address,
        language=language,
    )


def written(local: datetime, language: str) -> str:
    """A local time as the slip has it: 25-11-2026 07.12."""
    return f"{local:%d-%m-%Y %H:%M}" if language == "en" else f"{local:%d-%m-%Y %H.%M}"


def sample(local: datetime) -> Slip:
    """A slip by which one sees whether the printer, its width and its QR code are right."""
    return Slip(
        facility="Alur",
        ticket="A-000",
        room=TEST.id,
        ahead=None,
        notices=(),
        printed_at=written(local, "id"),
        address="https://alur.invalid/tiket/cetak-percobaan",
    )
