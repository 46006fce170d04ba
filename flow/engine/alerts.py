"""What takes too long: which alert a stop can raise as it stands now, since when the time counts, and how long is too long."""

from collections.abc import Mapping
from datetime import datetime

from flow.engine.lifecycle import WAITING, Status
from flow.engine.lines import Standing
from flow.engine.routing import Station
from flow.engine.visits import Alert, Stop, Visit

RAISED_BY: Mapping[Status, Alert] = {
    Status.WAITING: Alert.LONG_WAIT,
    Status.SERVING: Alert.LONG_SERVICE,
    Status.HELD: Alert.LONG_HOLD,
}
"""One status, one alert; so it ends by itself when the stop moves on."""


def may_raise(stop: Stop) -> Alert | None:
    """The alert that the stop has not raised yet as it stands now."""
    return None if stop.alert else RAISED_BY.get(stop.status)


def counts_from(visit: Visit, stop: Stop) -> datetime:
    """Since when the time counts. A wait counts as the patient feels it: from joining this line, whatever time is credited in it,
    and through a hold; but not while results are awaited that are not there yet, nor before the slot for which somebody came early.
    """
    stored_before = stop.since or visit.opened_at  # by an older version
    if stop.status is not WAITING:
        return stop.stood_at or stored_before
    begun = stop.joined_at or stored_before
    if stop.not_before is not None:
        begun = max(begun, stop.not_before)
    if visit.appointment is not None and visit.appointment.slot_at is not None:
        begun = max(begun, visit.appointment.slot_at)
    return begun


def standing(visit: Visit, stop: Stop) -> Standing:
    return Standing(counts_from(visit, stop), visit.turn, visit.id, stop.number)


def minutes_allowed(station: Station | None, alert: Alert) -> int | None:
    """How long this may take at the station; None where the rulebook does not say."""
    if station is None:
        return None
    match alert:
        case Alert.LONG_WAIT:
            return station.target.wait_minutes if station.target else None
        case Alert.LONG_SERVICE:
            return station.service_minutes
        case Alert.LONG_HOLD:
            return station.hold_minutes
