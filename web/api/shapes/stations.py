"""A station for its staff, and what all stations are like."""

from typing import Literal

from web.api.shapes.parts import Date, Head, Labelled, Shape, Time, Value, Words
from web.api.shapes.visits import Family


class Planned(Shape):
    station: str
    name: Words
    because: Words
    if_ordered: bool


class Alert(Shape):
    """What takes longer than the `minutes` that the station's rule allows."""

    kind: Literal["long_wait", "long_service", "long_hold"]
    minutes: int


class Row(Shape):
    """One visit on a station's list. Only in the line: `why`, `busy` (can't be called now), and `expected_at`, the desk where it is
    next with its family. `for_desk`: the one desk that may call it. `absent_at`: when somebody who is called and does not come
    counts as absent by itself.
    """

    visit: str
    ticket: str
    stop: int
    status: str
    priority: str
    priority_label: Words
    flags: list[Labelled]
    bands: list[Words]
    cluster: str
    registered: bool
    age_years: int | None
    facts: dict[str, Value]
    review: bool
    because: Words
    note: str
    for_desk: str | None
    family: Family | None
    since: Time | None
    called_at: Time | None
    absent_at: Time | None
    started_at: Time | None
    calls: int
    alert: Alert | None
    next: list[Planned]
    why: Words | None = None
    busy: bool = False
    expected_at: str | None = None


class Desk(Shape):
    """`paused` says why a desk has a break (an empty text: nobody said why), `next` which visit it would call next."""

    open: bool
    paused: str | None
    visit: Row | None
    next: str | None


class Served(Shape):
    """Somebody who was finished here, by the number that they had then."""

    visit: str
    ticket: str
    at: Time


class Undoable(Shape):
    """What was done last to a visit here, and can be taken back. `desk` is where the visit was last, null if at none."""

    visit: str
    ticket: str
    position: int
    action: Words
    at: Time
    desk: str | None


class Queue(Head):
    """`waiting` are the first of the line, as many as a screen can hold; `count` is the whole of it. `turns_at` is when their
    order changes next though nothing happens: where waiting counts at different rates. `target_minutes` is how long one should wait
    here at most, where the facility has said so."""

    code: str
    name: Words
    cluster: str
    desks: dict[str, Desk]
    waiting: list[Row]
    count: int
    turns_at: Time | None
    target_minutes: int | None
    held: list[Row]
    absent: list[Row]
    served: list[Served]
    undoable: list[Undoable]


class WholeLine(Shape):
    """All of the line, where a station's list brings only its first."""

    position: int
    waiting: list[Row]


class Order(Shape):
    """Who of two comes before whom, and why."""

    why: Words


class QueueMoved(Shape):
    position: int
    queue: Queue


class StationDesk(Shape):
    open: bool


class Station(Shape):
    """`in_hours`: whether now is within its opening hours. `waiting`: how many stand in line."""

    code: str
    name: Words
    public_name: Words
    cluster: str
    discipline: str
    registers: bool
    in_hours: bool
    desks: dict[str, StationDesk]
    waiting: int


class Stations(Shape):
    day: Date | None
    day_open: bool
    position: int
    stations: list[Station]
