"""The floor of a stream kept as it stood after some entry, so that a start folds only what came after.

A snapshot saves time and is never needed: folding the stream from its first entry gives the same floor. So one that other code has
folded, that is damaged, or that does not belong to this stream's entries is simply not used.
"""

from collections import deque
from dataclasses import MISSING, fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog
from pydantic import TypeAdapter, ValidationError

import flow.engine
from flow import __version__
from flow.engine.evolve import fold
from flow.engine.floor import Floor
from flow.journal import Journal, Snapshot, Stream, codec, own_reasons, upcasting

log = structlog.get_logger(__name__)

_FLOOR = TypeAdapter(Floor)


class DamagedSnapshot(Exception):
    """What is stored is not what was written."""


def taken(floor: Floor, command: str) -> Snapshot:
    """The floor as it stands; `command` is the id of the last command folded in."""
    text = _FLOOR.dump_json(floor, exclude_defaults=True).decode()
    return Snapshot(
        position=floor.position,
        command=command,
        code=folding_code(),
        checksum=_checksum(text),
        floor=text,
    )


def floor_of(snapshot: Snapshot) -> Floor:
    """The floor as it stood; raises `DamagedSnapshot`."""
    if _checksum(snapshot.floor) != snapshot.checksum:
        raise DamagedSnapshot("its checksum is wrong")
    try:
        floor = _FLOOR.validate_json(snapshot.floor)
    except ValidationError as error:
        raise DamagedSnapshot(f"{error.error_count()} fields cannot be read") from error
    if floor.position != snapshot.position:
        raise DamagedSnapshot(f"its floor is that of position {floor.position}")
    _bound(floor)
    return floor


def standing(journal: Journal, stream: Stream) -> Floor:
    """The floor as far as the stream's snapshot leads; an empty one where there is none that can be used."""
    snapshot = journal.snapshot(stream)
    if snapshot is not None and snapshot.code == folding_code():
        try:
            floor = floor_of(snapshot)
        except DamagedSnapshot as error:
            log.warning("a damaged snapshot is not used", day=str(stream.day), reason=str(error))
        else:
            last = journal.find(stream.facility, snapshot.command)
            if last is not None and last.position == snapshot.position:
                return floor
            log.warning("a snapshot of other entries is not used", day=str(stream.day))
    return Floor(facility=stream.facility, day=stream.day)


def folded(journal: Journal, stream: Stream) -> Floor:
    """The floor after all entries of the stream."""
    floor = standing(journal, stream)
    for entry in journal.read(stream, floor.position):
        fold(floor, entry)
    return floor


@cache
def folding_code() -> str:
    """Names the code that made a floor out of entries: the engine whole, and how events and floors are read.

    Too much rather than too little: after an update one start takes a little longer.
    """
    engine = Path(flow.engine.__file__).parent
    files = [
        *sorted(engine.rglob("*.py")),
        *(Path(m.__file__ or "") for m in (codec, upcasting, own_reasons)),
    ]
    digest = sha256(__version__.encode())
    for file in [*files, Path(__file__)]:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _checksum(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _bound(floor: Floor) -> None:
    """JSON knows no lists that keep only their last items: give each its bound back."""
    visits = floor.visits.values()
    parts: tuple[Any, ...] = (
        floor,
        *floor.stations.values(),
        *visits,
        *(stop for visit in visits for stop in visit.stops.values()),
    )
    bounds = {kind: _bounds(kind) for kind in {type(part) for part in parts}}
    for part in parts:
        for name, most in bounds[type(part)]:
            setattr(part, name, deque(getattr(part, name), maxlen=most))


def _bounds(kind: type[Any]) -> tuple[tuple[str, int], ...]:
    """The fields that keep only their last items, and how many."""
    made = (
        (field.name, field.default_factory())
        for field in fields(kind)
        if field.default_factory is not MISSING
    )
    return tuple((n, d.maxlen) for n, d in made if isinstance(d, deque) and d.maxlen is not None)
