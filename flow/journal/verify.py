"""Fold every stream again and look for anything that cannot be: the audit behind `alur verify`."""

from collections.abc import Iterator
from dataclasses import fields

from flow.engine import tickets
from flow.engine.evolve import fold
from flow.engine.floor import Day, Floor
from flow.journal import Journal, Stream
from flow.journal.projections import VisitRow, expected


def findings(journal: Journal) -> Iterator[str]:
    """One sentence for each thing that is wrong; nothing when all is well."""
    for facility in journal.facilities():
        for day in journal.days(facility):
            stream = Stream(facility, day)
            for finding in _of_stream(journal, stream):
                yield f"{facility} {day}: {finding}"


def _of_stream(journal: Journal, stream: Stream) -> Iterator[str]:
    floor = Floor(facility=stream.facility)
    commands: set[str] = set()
    for entry in journal.read(stream):
        if entry.position != floor.position + 1:
            yield f"position {entry.position} follows {floor.position}"
        if entry.command in commands:
            yield f"command {entry.command} is there twice"
        commands.add(entry.command)
        fold(floor, entry)
    yield from _numbers(floor)
    yield from _nobody_lost(floor)
    yield from _projection(expected(floor), journal.visits(stream))


def _numbers(floor: Floor) -> Iterator[str]:
    """Every number of a letter from 1 to the last one belongs to exactly one visit."""
    issued: dict[str, list[int]] = {}
    for visit in floor.visits.values():
        if visit.ticket and not tickets.is_carried(visit.ticket):
            letter, number = visit.ticket.rsplit("-", 1)
            issued.setdefault(letter, []).append(int(number))
    for letter, numbers in issued.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"the numbers of letter {letter} have a gap or a double"


def _nobody_lost(floor: Floor) -> Iterator[str]:
    if floor.status is not Day.OPEN:
        return
    for visit in floor.visits.values():
        if visit.is_open and not visit.open_stops():
            yield f"visit {visit.id} ({visit.name}) is open but stands on no list"


def _projection(wanted: dict[str, VisitRow], kept: dict[str, VisitRow]) -> Iterator[str]:
    for visit in wanted.keys() | kept.keys():
        if visit not in kept:
            yield f"visit {visit} is in the journal but not in the table of visits"
        elif visit not in wanted:
            yield f"visit {visit} is in the table of visits but not in the journal"
        else:
            yield from _differences(visit, wanted[visit], kept[visit])


def _differences(visit: str, wanted: VisitRow, kept: VisitRow) -> Iterator[str]:
    for field in fields(VisitRow):
        should, does = getattr(wanted, field.name), getattr(kept, field.name)
        if should != does:
            yield f"visit {visit}: {field.name} is {does!r} in the table, {should!r} by the journal"
