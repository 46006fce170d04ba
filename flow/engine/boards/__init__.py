"""What a screen may show: pure functions of the floor, primitives only, ticket codes and never identities.

Four kinds of screen watch the floor: a public board (a waiting room's TV), a station's queue and the whole building (staff), and
one visit (the patient's phone). Each carries `day` and `position`, the place in the stream at which it last changed, so that
whoever receives it can tell old from new. Times are ISO 8601 in UTC. `now` is the time for which the order of a line is told: where
waiting counts at different rates it changes by itself, next at `turns_at`.
"""

from flow.engine.boards.bookings import booking, bookings
from flow.engine.boards.building import building, building_part, building_position
from flow.engine.boards.closing import closing
from flow.engine.boards.parts import Shown
from flow.engine.boards.room import (
    WAITING_SHOWN,
    board,
    board_calls,
    board_position,
    board_station,
    call_at,
    position_before,
)
from flow.engine.boards.staff import QUEUE_SHOWN, orphans, queue, whole_line
from flow.engine.boards.visits import ticket, ticket_position, visit

__all__ = [
    "QUEUE_SHOWN",
    "WAITING_SHOWN",
    "Shown",
    "board",
    "board_calls",
    "board_position",
    "board_station",
    "booking",
    "bookings",
    "building",
    "building_part",
    "building_position",
    "call_at",
    "closing",
    "orphans",
    "position_before",
    "queue",
    "ticket",
    "ticket_position",
    "visit",
    "whole_line",
]
