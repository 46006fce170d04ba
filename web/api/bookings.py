"""Bookings: made for one day or many, listed, cancelled, kept by coming."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import uuid4

from flask import request

from flow.engine import boards
from flow.engine import commands as c
from flow.engine.events import BookedPatientArrived, VisitBooked
from flow.engine.floor import Floor
from flow.engine.refusals import CodeTaken, Refused
from flow.engine.routing import Rulebook
from flow.staff import Role
from web.api import bodies, shapes
from web.api.doing import do, own_station, show_visit
from web.api.identity import facts_with
from web.api.operations import AT_THE_COUNTER, AT_THE_DOOR, STAFF, Answer, operation
from web.asking import asked
from web.auth import actor, not_yours
from web.codes import as_typed, new_code
from web.errors import Wrong
from web.house import house
from web.sentences import BAD_DAY
from web.words import said

CODES_TRIED = 5  # two equal codes on one day are rarer than one in a million


@operation(
    "POST",
    "bookings",
    roles=STAFF,
    body=bodies.NewBookings,
    answer=shapes.Booked,
    status=201,
    is_command=True,
)
def book(body: bodies.NewBookings) -> Answer:
    """Book one visit, or one for each of several days; a day that can't be had is named, and the others stand."""
    if body.follows is not None:
        house().clinic.day_of(body.follows)
    facts = facts_with(body.patient, body.facts)
    made: list[Answer] = []
    refused: list[tuple[date, Refused]] = []
    follows = body.follows
    for day in body.days:
        try:
            follows = _book(body, facts, day, follows)
        except Refused as refusal:
            refused.append((day, refusal))
        else:
            made.append({"day": day.isoformat(), **_shown(day, follows)})
    if not made:
        raise refused[0][1]
    return {
        "bookings": made,
        "refused": [
            {"day": day.isoformat(), "code": refusal.code, "detail": said(refusal.said)}
            for day, refusal in refused
        ],
    }


def _book(
    body: bodies.NewBookings, facts: Mapping[str, object], day: date, follows: str | None
) -> str:
    """One day of them: the visit that is expected then. Each day is a command of its own, so that a retry finds it."""
    common = asked()
    common["id"] += f":{day}"
    command = c.Book(
        **common,
        day=day,
        visit=uuid4().hex,
        code=new_code(),
        patient=body.patient,
        facts=facts,
        slot=body.slot,
        follows=follows,
        channel=body.channel,
    )
    for _ in range(CODES_TRIED):
        try:
            entry = do(command)
        except CodeTaken:
            command = replace(command, code=new_code())
        else:
            return next(e.visit for e in entry.events if isinstance(e, VisitBooked))
    raise CodeTaken


def _shown(day: date, visit: str) -> Answer:
    return house().clinic.look_on(
        day, lambda floor, _: boards.booking(floor, floor.bookings[visit])
    )


@operation(
    "GET",
    "bookings",
    roles=AT_THE_COUNTER,
    answer=shapes.Bookings,
    query={"day": "YYYY-MM-DD; today, if left out"},
)
def list_bookings() -> Answer:
    """Who is expected on a day, who has come, and what can still be booked."""
    rooms = house()
    now = rooms.now()
    day = _asked_day() or now.astimezone(rooms.clinic.rulebook.zone).date()

    def shown(floor: Floor, rulebook: Rulebook) -> Answer:
        return boards.bookings(floor, rulebook, day, now)

    listed = rooms.clinic.look_on(day, shown)
    rows = listed.pop("bookings")
    assert isinstance(rows, list)
    return {**listed, "bookings": [{**row, "person": _person(row["patient"])} for row in rows]}


def _asked_day() -> date | None:
    text = request.args.get("day", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Wrong(422, "BadDay", BAD_DAY, "day") from None


def _person(patient: str | None) -> str | None:
    """The name, for the counter that looks for it."""
    known = house().patients.get(patient) if patient else None
    return known.name if known else None


@operation(
    "DELETE",
    "bookings/<visit>",
    roles=STAFF,
    body=bodies.Cancelled,
    answer=shapes.BookingMoved,
    is_command=True,
)
def cancel_booking(visit: str, body: bodies.Cancelled) -> Answer:
    """The patient will not come that day."""
    day = house().clinic.day_of(visit)
    return _cancelled(c.CancelBooking(**asked(), day=day, visit=visit, reason=body.reason))


@operation(
    "POST",
    "bookings/cancellations",
    roles=STAFF,
    body=bodies.CancelledByCode,
    answer=shapes.BookingMoved,
    is_command=True,
)
def cancel_by_code(body: bodies.CancelledByCode) -> Answer:
    """The patient calls off, by telephone or by a message, and says the code."""
    code = as_typed(body.code)
    return _cancelled(c.CancelBooking(**asked(), day=body.day, code=code, reason=body.reason))


def _cancelled(command: c.CancelBooking) -> Answer:
    entry = do(command)

    def found(floor: Floor, _: Rulebook) -> Answer:
        named = (command.visit, command.code)
        rows = [b for b in floor.bookings.values() if b.visit in named or b.code in named]
        return boards.booking(floor, rows[-1])

    shown = house().clinic.look_on(command.day, found)
    day = command.day.isoformat()
    return {"position": entry.position, "booking": {"day": day, **shown}}


@operation(
    "POST",
    "bookings/check-ins",
    roles=(*AT_THE_COUNTER, *AT_THE_DOOR),
    body=bodies.CheckIn,
    answer=shapes.VisitMoved,
    is_command=True,
)
def check_in(body: bodies.CheckIn) -> Answer:
    """Somebody who has booked for today is here: by the visit, or by the code that they show.

    A kiosk knows codes, and, where the house allows it, cards.
    """
    visit = body.visit if house().settings.kiosk_cards else None
    if actor().role is Role.KIOSK and body != bodies.CheckIn(code=body.code, visit=visit):
        raise not_yours(Role.KIOSK)
    code = as_typed(body.code) if body.code is not None else None
    command = c.CheckIn(
        **asked(),
        visit=body.visit,
        code=code,
        patient=body.patient,
        facts=facts_with(body.patient, body.facts),
        station=own_station(body.station) if body.station else None,
        beside=body.with_,
        together=body.together,
    )
    entry = do(command)
    visit = next(e.visit for e in entry.events if isinstance(e, BookedPatientArrived))
    return {"position": entry.position, "visit": show_visit(visit)}


@operation("GET", "visits/<visit>/thread", roles=STAFF, answer=shapes.Thread)
def get_thread(visit: str) -> Answer:
    """The visit with all that it continues and all that continue it, by day; what is still booked too."""
    return {
        "visits": [
            {
                "visit": row.visit,
                "day": row.day.isoformat(),
                "ticket": row.ticket,
                "booked": row.booked,
                "outcome": row.outcome,
                "follows": row.follows,
            }
            for row in house().clinic.thread(visit)
        ]
    }
