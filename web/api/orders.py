"""Orders after the patient has left the room, and the desk that a visit waits for."""

from flow.engine import commands as c
from web.api import bodies, shapes
from web.api.doing import do_to_visit, own_station
from web.api.operations import STAFF, Answer, operation
from web.asking import asked


@operation(
    "POST",
    "visits/<visit>/orders",
    roles=STAFF,
    body=bodies.MoreOrders,
    answer=shapes.VisitMoved,
    is_command=True,
)
def add_orders(visit: str, body: bodies.MoreOrders) -> Answer:
    """Order what was forgotten, for somebody who has been served here and is still inside."""
    command = c.AddOrders(
        **asked(),
        visit=visit,
        station=own_station(body.station),
        orders=body.orders,
        review=body.review,
    )
    return do_to_visit(command, visit)


@operation(
    "DELETE",
    "visits/<visit>/orders",
    roles=STAFF,
    body=bodies.OrderCancelled,
    answer=shapes.VisitMoved,
    is_command=True,
)
def cancel_order(visit: str, body: bodies.OrderCancelled) -> Answer:
    """Cancel what was ordered at a station, while it has not begun."""
    command = c.CancelOrder(
        **asked(),
        visit=visit,
        station=own_station(body.station),
        order=body.order,
        reason=body.reason,
    )
    return do_to_visit(command, visit)


@operation(
    "PUT",
    "visits/<visit>/desk",
    roles=STAFF,
    body=bodies.OwnDesk,
    answer=shapes.VisitMoved,
    is_command=True,
)
def assign_desk(visit: str, body: bodies.OwnDesk) -> Answer:
    """Say which desk of a station a visit waits for: this doctor, or any."""
    command = c.AssignDesk(
        **asked(), visit=visit, station=own_station(body.station), desk=body.desk
    )
    return do_to_visit(command, visit)
