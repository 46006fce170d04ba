"""Where the rules send somebody, and why."""

from typing import Annotated

from pydantic import Field

from web.api.shapes.parts import Date, Shape, Time, Value


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
