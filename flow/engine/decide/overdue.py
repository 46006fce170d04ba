"""What takes too long is said once; and staff answer whether somebody is still being served."""

from datetime import timedelta

from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.alerts import counts_from, may_raise, minutes_allowed
from flow.engine.decide.stops import the_stop
from flow.engine.floor import Floor
from flow.engine.lifecycle import Step
from flow.engine.routing import Rulebook
from flow.engine.visits import Alert


def raise_alert(floor: Floor, command: c.RaiseAlert, rulebook: Rulebook) -> tuple[e.Event, ...]:
    """Nothing where it holds no more: the stop has moved on, or the alert is there already."""
    visit = floor.visit(command.visit)
    stop = visit.stops.get(command.stop)
    if stop is None or may_raise(stop) is not command.alert:
        return ()
    minutes = minutes_allowed(rulebook.stations.get(stop.station), command.alert)
    since = counts_from(visit, stop)
    if minutes is None or since != command.since or command.at - since < timedelta(minutes=minutes):
        return ()
    raised = e.AlertRaised(
        at=command.at,
        visit=visit.id,
        stop=stop.number,
        alert=command.alert,
        since=since,
        minutes=minutes,
    )
    return (raised,)


def confirm_service(
    floor: Floor, command: c.ConfirmService, rulebook: Rulebook
) -> tuple[e.Event, ...]:
    """The answer to the question; where nobody has asked there is nothing to say."""
    visit, stop = the_stop(floor, command, Step.CONFIRMED, rulebook)
    if stop.alert is not Alert.LONG_SERVICE:
        return ()
    return (e.ServiceConfirmed(at=command.at, visit=visit.id, stop=stop.number),)
