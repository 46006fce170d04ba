"""Laying slips out on 58 or 80 mm of paper: the number of today, and what somebody who has booked takes along."""

from typing import assert_never

from flow.printing import booked
from flow.printing import slip as words
from flow.printing.booked import BookingSlip
from flow.printing.paper import Paper
from flow.printing.sheet import Sheet
from flow.printing.slip import Slip


def lay_out(slip: Slip | BookingSlip, paper: Paper) -> bytes:
    """The bytes that print this slip."""
    sheet = Sheet(paper)
    sheet.words(slip.facility, bold=True)
    match slip:
        case Slip():
            _number(sheet, slip)
        case BookingSlip():
            _booking(sheet, slip)
        case _:
            assert_never(slip)
    sheet.words(words.PRINTED.filled(at=slip.printed_at).in_language(slip.language))
    return sheet.end()


def _number(sheet: Sheet, slip: Slip) -> None:
    spoken = slip.language
    sheet.words(words.NUMBER.in_language(spoken))
    sheet.number(slip.ticket)
    if slip.room:
        sheet.words(words.FIRST.in_language(spoken))
        sheet.name(slip.room)
    if slip.ahead is not None:
        sheet.words(words.AHEAD.filled(count=slip.ahead).in_language(spoken))
    for notice in slip.notices:
        sheet.words(notice, bold=True)
    sheet.code(slip.address)
    sheet.words(words.SCAN.in_language(spoken))
    sheet.words(words.TODAY.in_language(spoken), bold=True)


def _booking(sheet: Sheet, slip: BookingSlip) -> None:
    spoken = slip.language
    sheet.words(booked.TITLE.in_language(spoken))
    sheet.tall(slip.day)
    sheet.name(slip.hour)
    if slip.on_time_until:
        until = booked.ON_TIME.filled(until=slip.on_time_until)
        sheet.words(until.in_language(spoken))
    if slip.service:
        sheet.words(booked.SERVICE.in_language(spoken))
        sheet.name(slip.service)
    if slip.room:
        sheet.words(booked.ROOM.in_language(spoken))
        sheet.name(slip.room)
    sheet.code(slip.code)
    sheet.number(slip.code)
    sheet.words(booked.SHOW.in_language(spoken))
    if slip.following:
        sheet.words(booked.FOLLOWING.in_language(spoken), bold=True)
    for line in slip.following:
        sheet.words(line)
