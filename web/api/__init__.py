"""`/api/v1`: the one way in for commands, for our screens and for other programs. JSON in, JSON or a problem document out."""

from web.api import (
    boards,
    bookings,
    day,
    explanations,
    families,
    health,
    mistakes,
    openapi,
    orders,
    patients,
    routes,
    rulebook,
    slips,
    stations,
    stops,
    stories,
    visits,
)
from web.api.operations import blueprint

__all__ = [
    "blueprint",
    "boards",
    "bookings",
    "day",
    "explanations",
    "families",
    "health",
    "mistakes",
    "openapi",
    "orders",
    "patients",
    "routes",
    "rulebook",
    "slips",
    "stations",
    "stops",
    "stories",
    "visits",
]
