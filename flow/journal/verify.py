"""Fold every stream again and look for anything that cannot be: the audit behind `alur verify`."""

from collections.abc import Iterator

from flow.engine import tickets
from flow.engine.events import Entry
from flow.engine.evolve import fold
from flow.engine.floor import Day, Floor
from flow.journal import Journal, Snapshot, Stream
from flow.journal.differences import differences
from flow.journal.projections import expected
from flow.journal.snapshots import DamagedSnapshot, floor_of, folding_code


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
    snapshot, found = journal.snapshot(stream), "belongs to no entry of this day"
    for entry in journal.read(stream):
        if entry.position != floor.position + 1:
            yield f"position {entry.position} follows {floor.position}"
        if entry.command in commands:
            yield f"command {entry.command} is there twice"
        commands.add(entry.command)
        fold(floor, entry)
        if snapshot is not None and snapshot.position == entry.position:
            found = _in_snapshot(snapshot, floor, entry)
    if snapshot is not None and found:
        yield f"the snapshot at position {snapshot.position} {found}"
    yield from _numbers(floor)
    yield from _nobody_lost(floor)
    yield from differences(expected(floor), journal.visits(stream))


def _in_snapshot(snapshot: Snapshot, floor: Floor, entry: Entry) -> str:
    """What is wrong with the snapshot of this floor; nothing where other code made it, since it is not used then."""
    if snapshot.code != folding_code():
        return ""
    try:
        same = floor_of(snapshot) == floor and snapshot.command == entry.command
    except DamagedSnapshot as error:
        return f"is damaged: {error}"
    return "" if same else "is not what the journal says"


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
    if floor.status is Day.CLOSED:
        for booking in floor.bookings.values():
            if booking.is_open:
                yield f"visit {booking.visit} ({booking.name}) is still expected on a closed day"
    if floor.status is not Day.OPEN:
        return
    for visit in floor.visits.values():
        if visit.is_open and not visit.open_stops():
            yield f"visit {visit.id} ({visit.name}) is open but stands on no list"
