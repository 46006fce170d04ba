"""What the API answers. Made by `flow.engine.boards`; declared here for the OpenAPI document, and held to it by tests."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from flow.engine.telling.phrases import Topic

Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Date = Annotated[str, Field(json_schema_extra={"format": "date"})]
OneTopic = Annotated[str, Field(json_schema_extra={"enum": [topic.value for topic in Topic]})]
Value = str | int | float | bool


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Words(Shape):
    """The same words in Indonesian and English."""

    id: str
    en: str


class Labelled(Shape):
    code: str
    label: Words


class Flaw(Shape):
    """What is wrong with one field (`facts.birth_date` is one inside another)."""

    field: str
    detail: str


class Problem(Shape):
    """RFC 9457. `code` is stable, for programs; `detail` is a sentence in the language of Accept-Language."""

    model_config = ConfigDict(extra="allow", strict=True)

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Flaw]
    instance: str | None


class Head(Shape):
    """`position` is the place in the day's journal at which this last changed."""

    facility: Words
    zone: str
    day: Date | None
    day_open: bool
    position: int


class Stop(Shape):
    number: int
    station: str
    status: str
    origin: str
    rule: str
    because: str
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
    """`follows` is the visit that this one continues.

    `patient` is an opaque id; who that is, is told elsewhere and not to everybody."""

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
    outcome: str | None
    destination: Destination | None
    reason: str
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


class Booking(Shape):
    """`visit` is the id that the visit will have. `name` is what staff call it, `code` what the patient shows at the door."""

    visit: str
    name: str
    code: str
    slot: str | None
    status: Literal["expected", "arrived", "cancelled", "missed"]
    patient: str | None
    facts: dict[str, Value]
    follows: str | None
    channel: str
    reason: str
    booked_at: Time
    arrived_at: Time | None
    ticket: str | None


class BookingOfDay(Booking):
    day: Date


class ListedBooking(Booking):
    """`person` is the name, where the patient is on record."""

    person: str | None


class RefusedBooking(Shape):
    day: Date
    code: str
    detail: str


class Booked(Shape):
    """What was booked, and the days that could not be had, each with the reason."""

    bookings: list[BookingOfDay]
    refused: list[RefusedBooking]


class BookingMoved(Shape):
    position: int
    booking: BookingOfDay


class Slot(Shape):
    """`left`: how many may still book for it; null for any number."""

    slot: str
    left: int | None


class Bookings(Shape):
    """The bookings of one day, by slot; `slots` are those that have not passed."""

    facility: Words
    zone: str
    day: Date
    slots: list[Slot]
    bookings: list[ListedBooking]


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
    next with its family. `for_desk`: the one desk that may call it.
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
    started_at: Time | None
    calls: int
    alert: Alert | None
    next: list[Planned]
    why: Words | None = None
    busy: bool = False
    expected_at: str | None = None


class Desk(Shape):
    """`paused` says why a desk has a break (an empty text: nobody said why)."""

    open: bool
    paused: str | None
    visit: Row | None


class Served(Shape):
    """Somebody who was finished here, by the number that they had then."""

    visit: str
    ticket: str
    at: Time


class Undoable(Shape):
    """What was done last to a visit here, and can be taken back."""

    visit: str
    ticket: str
    position: int
    action: Words
    at: Time


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


class BoardNow(Shape):
    """`beside` are of the same family and next at this desk."""

    ticket: str
    beside: list[str]
    desk: str
    status: str


class BoardWaiting(Shape):
    ticket: str
    busy: bool


class BoardStation(Shape):
    name: Words
    cluster: str
    open: bool
    now: list[BoardNow]
    waiting: list[BoardWaiting]
    count: int
    turns_at: Time | None


class BoardCall(Shape):
    """`beside` are the other numbers that the call names."""

    position: int
    at: Time
    ticket: str
    beside: list[str]
    station: str
    name: Words
    desk: str
    calls: int


class Board(Head):
    code: str
    title: Words
    stations: dict[str, BoardStation]
    calls: list[BoardCall]


class Patient(Shape):
    id: str
    name: str
    birth_date: Date
    sex: str
    nik: str | None
    bpjs: str | None
    record: str | None
    phone: str | None
    address: str | None


class Patients(Shape):
    patients: list[Patient]


class PatientAdded(Shape):
    """`warnings` never stopped anything: look again at these fields."""

    patient: Patient
    warnings: list[Flaw]


class RoutedStop(Shape):
    """`line` is the place of the rule (`file:line`); `facts` are those whose change alone would make another rule win."""

    station: str
    name: str
    step: int
    rule: str
    table: str
    line: str
    because: str
    if_ordered: bool
    facts: list[str]
    automatic: list["FollowingOrder"]


class FollowingOrder(Shape):
    """What follows by itself when a room finishes such a patient; with `review` the patient comes back to that room."""

    order: str
    stops: list[str]
    names: list[str]
    review: bool
    rule: str
    line: str
    because: str


class Because(Shape):
    """Which rule gave this value, where it stands, and the facts that mattered to it."""

    value: str
    table: str
    rule: str
    line: str
    because: str
    facts: list[str]


class Why(Shape):
    cluster: Because | None
    priority: Because
    ticket: Because
    bands: list[Because]
    flags: list[Because]


class Alternative(Shape):
    """What would follow if this one fact were so."""

    fact: str
    if_: Annotated[str, Field(alias="if")]
    then: str


class ExplainedRoute(Shape):
    """Where the rules send somebody, and why. `ticket` is the letter that a ticket would have."""

    cluster: str
    priority: str
    priority_because: str
    bands: list[str]
    flags: list[str]
    ticket: str
    stops: list[RoutedStop]
    why: Why
    alternatives: list[Alternative]


class Route(ExplainedRoute):
    """Where the rules would send somebody. `ticket` is the letter that a ticket would have.

    `next_ticket` is the whole number if it were issued now; another desk may be faster. Null while the day is not open.
    `full`: the stations whose quota is full today, each with the number on its waiting list that one more would get.
    """

    next_ticket: str | None
    full: dict[str, int]


class Routing(Shape):
    """One moment at which the rules were asked: by which command, with which facts, and what they said."""

    day: Date
    at: Time
    command: str
    facts: dict[str, Value]
    route: ExplainedRoute


class AddedStop(Shape):
    """A stop that no table planned: an order, a review, a transfer. `line` is the place of an order's rule."""

    day: Date
    at: Time
    command: str
    station: str
    name: str
    origin: str
    rule: str
    line: str
    because: str


class Explanation(Shape):
    """`rulebook` is the one with which the visit began; `explained_by` another one only where that one's text is gone. Where the
    visit began on a day that is `archived`, only what came later is here.
    """

    visit: str
    rulebook: str
    explained_by: str
    archived: bool
    routings: list[Routing]
    added: list[AddedStop]


class StoryLine(Shape):
    """One line. `day` and `position` are the place of its entry in the journal. `undone`: taken back by a later line."""

    day: Date
    position: int
    at: Time
    by: str
    who: str
    topic: OneTopic
    station: str | None
    station_name: str | None
    desk: str | None
    said: str
    undone: bool


class Story(Shape):
    """What happened to a visit, oldest first, in the language of Accept-Language. `ticket` is what it is called now."""

    visit: str
    ticket: str
    zone: str
    lines: list[StoryLine]


class RulebookInForce(Shape):
    """`published_at` is null for the rulebook with which the facility began."""

    digest: str
    name: str
    published_at: Time | None
    published_by: str | None


class RulebookFinding(Shape):
    """`example`, `facts` and `on` are a patient who shows it, where a proof found one."""

    code: str
    place: str
    said: str
    example: str | None
    facts: dict[str, Value] | None
    on: Date | None


class RulebookChange(Shape):
    """What would be different, and for whom (null: for the house)."""

    part: str
    who: str | None
    before: str
    after: str


class RulebookDraft(Shape):
    """The folder as it is edited: `same` as what is in force, `ready` to be published, or `broken`."""

    digest: str | None
    state: Literal["same", "ready", "broken"]
    seen_at: Time
    findings: list[RulebookFinding]
    cases: list[str]
    changes: list[RulebookChange]


class Publication(Shape):
    digest: str
    at: Time
    by: str
    note: str


class RulebookState(Shape):
    current: RulebookInForce
    draft: RulebookDraft
    history: list[Publication]


class DayMoved(Shape):
    position: int
    day: Date | None
    day_open: bool


class Health(Shape):
    status: str
    version: str
    facility: str
    day: Date | None
    position: int
