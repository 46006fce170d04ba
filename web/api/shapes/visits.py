"""One visit: its stops, its family, its booking, its thread."""

from web.api.shapes.parts import Date, Head, Shape, Time, Value, Words


class StopOrder(Shape):
    """An order for which a stop is."""

    code: str
    label: Words


class Stop(Shape):
    number: int
    station: str
    status: str
    origin: str
    rule: str
    because: str
    orders: list[StopOrder]
    if_ordered: bool
    review_of: int | None
    steps_ahead: int | None
    desk: str | None
    for_desk: str | None
    calls: int
    since: Time | None
    not_before: Time | None
    called_at: Time | None
    started_at: Time | None
    ended_at: Time | None
    note: str


class Destination(Shape):
    """A house that takes over a patient."""

    code: str
    name: Words
    kind: str


class Member(Shape):
    visit: str
    ticket: str


class Family(Shape):
    """The others of a visit's family who are inside, and whether they are called together."""

    together: bool
    others: list[Member]


class Appointment(Shape):
    """`slot` is a local time, null for any time of that day. `on_time`: came early, or within the grace."""

    slot: str | None
    on_time: bool


class Visit(Head):
    """`patient` is an opaque id; who that is, is told elsewhere and not to everybody.

    `follows` is the visit that this one continues. `reason` is what somebody wrote, `because` what the house says where it has
    ended the visit by itself. `notices` are what patients with such flags are told.
    """

    id: str
    ticket: str | None
    name: str
    emergency: bool
    patient: str | None
    facts: dict[str, Value]
    cluster: str
    priority: str
    bands: list[str]
    flags: list[str]
    notices: list[Words]
    outcome: str | None
    destination: Destination | None
    reason: str
    because: Words | None
    merged_into: str | None
    voided: bool
    family: Family | None
    appointment: Appointment | None
    follows: str | None
    opened_at: Time
    ended_at: Time | None
    stops: list[Stop]


class Visits(Shape):
    visits: list[Visit]


class VisitMoved(Shape):
    """What a command did: the place of its entry in the journal, and the visit after it."""

    position: int
    visit: Visit


class ThreadVisit(Shape):
    """`booked` and without a ticket: has not come (yet)."""

    visit: str
    day: Date
    ticket: str | None
    booked: bool
    outcome: str | None
    follows: str | None


class Thread(Shape):
    visits: list[ThreadVisit]
