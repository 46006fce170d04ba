"""What is due at a given time, as commands. Pure: the clock is asked elsewhere.

The id of each command is made of what it is about, so that a deadline that is found twice is carried out once. Nothing here walks
a line: each station knows whose time runs in it, the longest first.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from flow.engine.alerts import may_raise, minutes_allowed, standing
from flow.engine.bookings import Booking
from flow.engine.commands import CancelBooking, CloseDay, MarkAbsent, OpenDay, RaiseAlert
from flow.engine.floor import Day, Floor, StationState
from flow.engine.lifecycle import Status
from flow.engine.lines import Standing
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.visits import Alert, Stop, Visit

SCHEDULER = "penjadwal"

NOT_OPENED = Text("Puskesmas tidak buka pada hari itu", "The Puskesmas was not open that day")

DAYS_APART_MAX = timedelta(days=31)
"""A computer that wakes up in another year has a wrong clock: after so long a pause, people open the day."""

AT_ONCE, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
DAYS_OF_WEEK = 7

Overdue = MarkAbsent | RaiseAlert
Passed = tuple[datetime, Overdue]
"""A deadline that has passed: when, and what is to be done."""


def due(
    floor: Floor, rulebook: Rulebook, now: datetime
) -> Iterator[MarkAbsent | RaiseAlert | OpenDay | CloseDay]:
    """Everything that is due at `now` (aware), the oldest first; what comes after the end of the day is not."""
    if floor.day is not None and now.astimezone(rulebook.zone).date() - floor.day > DAYS_APART_MAX:
        return
    if floor.status is Day.OPEN:
        yield from overdue(floor, rulebook, now)
    yield from day_turns(floor, rulebook, now)


def next_at(floor: Floor, rulebook: Rulebook) -> datetime:
    """The earliest time at which anything can be due while the floor stays as it is. Costs O(stations + desks + held)."""
    if floor.status is not Day.OPEN:
        return _next_opening(floor, rulebook)
    times = [_closing(floor, rulebook)]
    times += (missed_at(rulebook, visit, stop) for visit, stop in _calls(floor))
    times += (running[0].since + limit for _, limit, running in _running(floor, rulebook))
    return min(times)


def overdue(floor: Floor, rulebook: Rulebook, now: datetime) -> Iterator[Overdue]:
    """Calls that nobody answered and what takes too long, the oldest first.

    Where the clock was set back, entries keep the time of the last one until it has passed again: so do these.
    """
    now = max(now, floor.at or now)
    until = min(now, _closing(floor, rulebook))
    found: list[Passed] = [
        *_missed(floor, rulebook, now, until),
        *_alerts(floor, rulebook, now, until),
    ]
    found.sort(key=lambda one: one[0])
    return (command for _, command in found)


def missed_calls(floor: Floor, rulebook: Rulebook, now: datetime) -> Iterator[MarkAbsent]:
    """Who was called and has not come within the rulebook's seconds."""
    if floor.status is Day.OPEN:
        yield from (command for _, command in _missed(floor, rulebook, now, now))


def _missed(
    floor: Floor, rulebook: Rulebook, now: datetime, until: datetime
) -> Iterator[tuple[datetime, MarkAbsent]]:
    for visit, stop in _calls(floor):
        passed_at = missed_at(rulebook, visit, stop)
        if passed_at <= until:
            called_at = _called_at(visit, stop)
            yield (
                passed_at,
                MarkAbsent(
                    id=f"missed:{floor.day}:{visit.id}:{stop.number}:{called_at.isoformat()}",
                    by=SCHEDULER,
                    at=now,
                    visit=visit.id,
                    station=stop.station,
                ),
            )


def missed_at(rulebook: Rulebook, visit: Visit, stop: Stop) -> datetime:
    """When the visit, which is called at this stop, counts as absent if it has not begun by then."""
    return _called_at(visit, stop) + timedelta(seconds=rulebook.call_seconds)


def _called_at(visit: Visit, stop: Stop) -> datetime:
    called_at = stop.called_at or visit.opened_at
    return max(called_at, visit.restored_at or called_at)


def _calls(floor: Floor) -> Iterator[tuple[Visit, Stop]]:
    """Who is called and has not begun: from the desks, never from the lines."""
    for state in floor.stations.values():
        for visit, stop in _at_desks(floor, state):
            if stop.status is Status.CALLED and stop.called_at:
                yield visit, stop


def _alerts(
    floor: Floor, rulebook: Rulebook, now: datetime, until: datetime
) -> Iterator[tuple[datetime, RaiseAlert]]:
    for alert, limit, running in _running(floor, rulebook):
        for place in _before(running, until - limit):
            stood_at = floor.visits[place.visit].stops[place.stop].stood_at
            about = f"{place.visit}:{place.stop}:{place.since.isoformat()}:{stood_at}"
            yield (
                place.since + limit,
                RaiseAlert(
                    id=f"{alert}:{about}",
                    by=SCHEDULER,
                    at=now,
                    visit=place.visit,
                    stop=place.stop,
                    alert=alert,
                    since=place.since,
                ),
            )


def _before(running: Sequence[Standing], time: datetime) -> Iterator[Standing]:
    return takewhile(lambda one: one.since <= time, running)


def _running(
    floor: Floor, rulebook: Rulebook
) -> Iterator[tuple[Alert, timedelta, Sequence[Standing]]]:
    """Whose time runs against a limit, the longest first: by station and alert."""
    for code, state in floor.stations.items():
        station = rulebook.stations.get(code)
        for alert, running in _running_at(floor, state):
            minutes = minutes_allowed(station, alert)
            if minutes is not None and running:
                yield alert, timedelta(minutes=minutes), running


def _running_at(floor: Floor, state: StationState) -> Iterator[tuple[Alert, Sequence[Standing]]]:
    """Who may still raise which alert here, the longest first."""
    yield Alert.LONG_WAIT, state.running
    if any(state.desks.values()):
        yield Alert.LONG_SERVICE, _may_raise(Alert.LONG_SERVICE, _at_desks(floor, state))
    if state.held:
        yield Alert.LONG_HOLD, _may_raise(Alert.LONG_HOLD, _held(floor, state))


def _may_raise(alert: Alert, stops: Iterator[tuple[Visit, Stop]]) -> list[Standing]:
    return sorted(standing(visit, stop) for visit, stop in stops if may_raise(stop) is alert)


def _at_desks(floor: Floor, state: StationState) -> Iterator[tuple[Visit, Stop]]:
    for visit_id in filter(None, state.desks.values()):
        visit = floor.visits[visit_id]
        if visit.at_desk is not None:
            yield visit, visit.stops[visit.at_desk]


def _held(floor: Floor, state: StationState) -> Iterator[tuple[Visit, Stop]]:
    for visit, stop in state.held.items():
        yield floor.visits[visit], floor.visits[visit].stops[stop]


# The day


def day_turns(floor: Floor, rulebook: Rulebook, now: datetime) -> Iterator[OpenDay | CloseDay]:
    """The closing of a day that is over, the opening of one whose hours have begun; both in the facility's zone."""
    local = now.astimezone(rulebook.zone)
    today = local.date()
    if floor.status is Day.OPEN:
        if now >= _closing(floor, rulebook):
            opening = f"{floor.day}:{floor.renewed_position}"
            yield CloseDay(id=f"close:{rulebook.facility}:{opening}", by=SCHEDULER, at=now)
    elif (floor.day is None or floor.day < today) and rulebook.hours.includes(local):
        yield OpenDay(id=f"open:{rulebook.facility}:{today}", by=SCHEDULER, at=now, day=today)


def _closing(floor: Floor, rulebook: Rulebook) -> datetime:
    """When the open day ends: with its last hours, or, where it was opened by hand after them or without any, at midnight."""
    day = floor.day
    if day is None:
        return NEVER
    closing = rulebook.hours.closing(day)
    if closing is not None and closing != time.max and floor.opened_at is not None:
        ends_at = datetime.combine(day, closing, rulebook.zone)
        if floor.opened_at < ends_at:
            return ends_at
    return datetime.combine(day + timedelta(days=1), time.min, rulebook.zone)


def _next_opening(floor: Floor, rulebook: Rulebook) -> datetime:
    """When the hours of the next day with any begin; of a facility that has never been open, any day may be the first."""
    if floor.day is None:
        return AT_ONCE
    days = (floor.day + timedelta(days=ahead) for ahead in range(1, DAYS_OF_WEEK + 1))
    openings = ((day, rulebook.hours.opening(day)) for day in days)
    return next(
        (datetime.combine(day, start, rulebook.zone) for day, start in openings if start), NEVER
    )


def never_held(bookings: Iterable[tuple[date, Booking]], now: datetime) -> Iterator[CancelBooking]:
    """Nobody could come on a day that passed without being opened: the house calls those bookings off, not the patients."""
    for day, booking in bookings:
        yield CancelBooking(
            id=f"never-held:{day}:{booking.visit}",
            by=SCHEDULER,
            at=now,
            day=day,
            visit=booking.visit,
            because=NOT_OPENED,
        )
