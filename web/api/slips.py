"""Slips on paper, and how the printers are."""

from flow.printing import Seen
from flow.printing.slip import slip_of
from web.api import bodies, shapes
from web.api.operations import AT_THE_COUNTER, AT_THE_DOOR, STAFF, Answer, operation
from web.house import house
from web.ticket import address_of
from web.words import language, said


@operation(
    "POST",
    "visits/<visit>/slips",
    roles=(*STAFF, *AT_THE_DOOR),
    body=bodies.NewSlip,
    answer=shapes.SlipPrinted,
    status=201,
)
def print_slip(visit: str, body: bodies.NewSlip) -> Answer:
    """Print the slip of a visit; the number stands, whatever becomes of the paper."""
    rooms = house()
    address, now, spoken = address_of(visit), rooms.now(), language()
    slip = rooms.clinic.look(
        lambda floor, book: slip_of(floor, book, visit, now, address=address, language=spoken)
    )
    return {"state": rooms.printing.print(slip, body.printer).value}


@operation("GET", "printers", roles=AT_THE_COUNTER, answer=shapes.Printers)
def list_printers() -> Answer:
    """The printers of the house, whether they print, and what to do if they don't."""
    return {"printers": [_shown(seen) for seen in house().printing.seen()]}


def _shown(seen: Seen) -> Answer:
    return {
        "name": seen.name,
        "where": seen.where,
        "state": seen.state.value if seen.state else None,
        "code": seen.problem.code if seen.problem else None,
        "detail": said(seen.problem.said) if seen.problem else "",
    }
