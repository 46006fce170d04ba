"""What happens to one stop of a visit, from the recall to the transfer."""

from collections.abc import Callable

from flow.engine import commands as c
from flow.engine.refusals import UnknownStation
from web.api import bodies, shapes
from web.api.doing import do_to_visit, own_stop
from web.api.operations import STAFF, Answer, View, operation
from web.asking import asked
from web.errors import Wrong
from web.house import house


def _stop(method: str, path: str, body: type[bodies.AtStation]) -> Callable[[View], View]:
    """A command about one stop of a visit; all of them ask and answer alike."""
    return operation(
        method,
        f"visits/<visit>/{path}",
        roles=STAFF,
        body=body,
        answer=shapes.VisitMoved,
        is_command=True,
    )


@_stop("POST", "recalls", bodies.AtStation)
def recall(visit: str, body: bodies.AtStation) -> Answer:
    """Call again."""
    station = own_stop(visit, body.station)
    return do_to_visit(c.Recall(**asked(), visit=visit, station=station), visit)


@_stop("POST", "starts", bodies.AtStation)
def start(visit: str, body: bodies.AtStation) -> Answer:
    """Begin serving who was called."""
    station = own_stop(visit, body.station)
    return do_to_visit(c.Start(**asked(), visit=visit, station=station), visit)


@_stop("POST", "confirmations", bodies.AtStation)
def confirm_service(visit: str, body: bodies.AtStation) -> Answer:
    """Say that somebody is still being served, where the list asks."""
    station = own_stop(visit, body.station)
    return do_to_visit(c.ConfirmService(**asked(), visit=visit, station=station), visit)


@_stop("POST", "finishes", bodies.Finish)
def finish(visit: str, body: bodies.Finish) -> Answer:
    """Finish serving; what is ordered becomes stops."""
    command = c.Finish(
        **asked(),
        visit=visit,
        station=own_stop(visit, body.station),
        orders=body.orders,
        done_here=body.done_here,
        review=body.review,
        outcome=body.outcome,
        destination=body.destination,
        reason=body.reason,
    )
    return do_to_visit(command, visit)


@_stop("POST", "absences", bodies.AtStation)
def mark_absent(visit: str, body: bodies.AtStation) -> Answer:
    """Called, and did not come."""
    station = own_stop(visit, body.station)
    return do_to_visit(c.MarkAbsent(**asked(), visit=visit, station=station), visit)


@_stop("POST", "returns", bodies.AtStation)
def bring_back(visit: str, body: bodies.AtStation) -> Answer:
    """Back in line after an absence, with the time already waited."""
    station = own_stop(visit, body.station)
    return do_to_visit(c.BringBack(**asked(), visit=visit, station=station), visit)


@_stop("POST", "hold", bodies.Hold)
def hold(visit: str, body: bodies.Hold) -> Answer:
    """Set aside; the place in line is kept."""
    station = own_stop(visit, body.station)
    return do_to_visit(c.Hold(**asked(), visit=visit, station=station, reason=body.reason), visit)


@_stop("DELETE", "hold", bodies.AtStation)
def resume(visit: str, body: bodies.AtStation) -> Answer:
    """Back in line after a hold."""
    station = own_stop(visit, body.station)
    return do_to_visit(c.Resume(**asked(), visit=visit, station=station), visit)


@_stop("POST", "transfers", bodies.Transfer)
def transfer(visit: str, body: bodies.Transfer) -> Answer:
    """Send to another station instead."""
    command = c.Transfer(
        **asked(),
        visit=visit,
        station=own_stop(visit, body.station),
        to=_target(body.to),
        reason=body.reason,
        back=body.back,
    )
    return do_to_visit(command, visit)


@_stop("POST", "handovers", bodies.HandOver)
def hand_over(visit: str, body: bodies.HandOver) -> Answer:
    """Give whoever is called or served to another desk of the same station."""
    station = own_stop(visit, body.station)
    return do_to_visit(c.HandOver(**asked(), visit=visit, station=station, desk=body.desk), visit)


def _target(code: str) -> str:
    """The station to go to; the refusal names `to`, not `station`."""
    try:
        return house().clinic.rulebook.station(code).code
    except UnknownStation as unknown:
        raise Wrong(422, unknown.code, unknown.said, "to") from None
