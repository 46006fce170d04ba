"""Decide: a floor, a command and the rulebook in; events out, or a refusal. Pure; the floor does not move here."""

from typing import assert_never

from flow.engine import commands as c
from flow.engine.decide import (
    arrival,
    booking,
    calling,
    day,
    families,
    identity,
    merging,
    mistakes,
    orders,
    overdue,
    publishing,
    service,
)
from flow.engine.decide.day import DAY_LONGEST
from flow.engine.events import Event
from flow.engine.floor import Day, Floor
from flow.engine.refusals import DayIsClosed, DayNotOpen
from flow.engine.routing import Rulebook


def decide(floor: Floor, command: c.Command, rulebook: Rulebook) -> tuple[Event, ...]:
    """What happens when `command` is carried out; empty when it is true already. Raises `Refused`."""
    if floor.status is not Day.OPEN:
        if not isinstance(command, c.OfDay | c.PublishRulebook):
            raise DayIsClosed(day=floor.day) if floor.status is Day.CLOSED else DayNotOpen
    elif floor.opened_at is not None and command.at - floor.opened_at > DAY_LONGEST:
        day.refuse_long_over(floor, command, rulebook)
    match command:  # what is asked most often comes first
        case c.CallNext():
            return calling.call_next(floor, command, rulebook)
        case c.Start():
            return service.start(floor, command, rulebook)
        case c.Finish():
            return orders.finish(floor, command, rulebook)
        case c.Register():
            return arrival.register(floor, command, rulebook)
        case c.UpdateFacts():
            return arrival.update_facts(floor, command, rulebook)
        case c.OpenDay():
            return day.open_day(floor, command, rulebook)
        case c.PublishRulebook():
            return publishing.publish(floor, command, rulebook)
        case c.CloseDay():
            return day.close_day(floor, command, rulebook)
        case c.OpenDesk():
            return day.open_desk(floor, command, rulebook)
        case c.CloseDesk():
            return day.close_desk(floor, command, rulebook)
        case c.PauseDesk():
            return day.pause_desk(floor, command, rulebook)
        case c.Book():
            return booking.book(floor, command, rulebook)
        case c.CancelBooking():
            return booking.cancel(floor, command)
        case c.CheckIn():
            return booking.check_in(floor, command, rulebook)
        case c.IssueTicket():
            return arrival.issue_ticket(floor, command, rulebook)
        case c.EnterEmergency():
            return arrival.enter_emergency(floor, command, rulebook)
        case c.LinkVisits():
            return families.link(floor, command)
        case c.UnlinkVisit():
            return families.unlink(floor, command)
        case c.CallOne():
            return calling.call_one(floor, command, rulebook)
        case c.Recall():
            return calling.recall(floor, command, rulebook)
        case c.ConfirmService():
            return overdue.confirm_service(floor, command, rulebook)
        case c.MarkAbsent():
            return calling.mark_absent(floor, command, rulebook)
        case c.BringBack():
            return calling.bring_back(floor, command, rulebook)
        case c.Hold():
            return service.hold(floor, command, rulebook)
        case c.Resume():
            return service.resume(floor, command, rulebook)
        case c.Transfer():
            return service.transfer(floor, command, rulebook)
        case c.AssignDesk():
            return calling.assign_desk(floor, command, rulebook)
        case c.HandOver():
            return service.hand_over(floor, command, rulebook)
        case c.AddOrders():
            return orders.add_orders(floor, command, rulebook)
        case c.CancelOrder():
            return orders.cancel_order(floor, command, rulebook)
        case c.Depart():
            return service.depart(floor, command, rulebook)
        case c.RaiseAlert():
            return overdue.raise_alert(floor, command, rulebook)
        case c.Undo():
            return mistakes.undo(floor, command, rulebook)
        case c.Reidentify():
            return identity.reidentify(floor, command, rulebook)
        case c.Merge():
            return merging.merge(floor, command, rulebook)
        case c.VoidTicket():
            return mistakes.void_ticket(floor, command, rulebook)
        case _:
            assert_never(command)
