"""Events to JSON and back. The kind of an event is the name of its class; both are never renamed once stored."""

import json
from datetime import datetime
from typing import Any, get_args

from pydantic import TypeAdapter

from flow.engine.events import DayEvent, Entry, Event, StopEvent, VisitEvent
from flow.journal.upcasting import (
    UPCASTERS,
    VERSION,
    Body,
    UnknownEvent,
    Upcasters,
    current,
    upcast,
)

_ADAPTERS: dict[str, TypeAdapter[Event]] = {
    kind.__name__: TypeAdapter(kind)
    for union in (DayEvent, VisitEvent, StopEvent)
    for kind in get_args(union)
}


def to_json(events: tuple[Event, ...], upcasters: Upcasters = UPCASTERS) -> str:
    """The events as one JSON array of `{"kind": …, …}`."""
    return f"[{','.join(_text(event, upcasters) for event in events)}]"


def _text(event: Event, upcasters: Upcasters) -> str:
    kind = type(event).__name__
    body = _ADAPTERS[kind].dump_json(event).decode()
    version = f'"{VERSION}":{current(kind, upcasters)},' if kind in upcasters else ""
    return f'{{"kind":"{kind}",{version}{body[1:]}'


def from_json(text: str, upcasters: Upcasters = UPCASTERS) -> tuple[Event, ...]:
    """The events of `to_json`, by this version or an earlier one; raises `UnknownEvent`."""
    return _events(json.loads(text), upcasters)


def _events(bodies: list[Body], upcasters: Upcasters) -> tuple[Event, ...]:
    return tuple(_event(body, upcasters) for body in bodies)


def _event(body: Body, upcasters: Upcasters) -> Event:
    kind = str(body.pop("kind"))
    if kind not in _ADAPTERS:
        raise UnknownEvent(kind)
    if kind in upcasters or VERSION in body:
        body = upcast(kind, body, upcasters)
    return _ADAPTERS[kind].validate_python(body)


def entry_to_json(entry: Entry) -> str:
    """A whole entry as one line of JSON, its events last."""
    about: dict[str, Any] = {
        "position": entry.position,
        "command": entry.command,
        "kind": entry.kind,
        "by": entry.by,
        "at": entry.at.isoformat(),
        "request": entry.request,
    }
    head = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
    return f'{head[:-1]},"events":{to_json(entry.events)}}}'


def entry_from_json(line: str) -> Entry:
    """The entry of `entry_to_json`; raises `UnknownEvent`."""
    about = json.loads(line)
    return Entry(
        **{
            **about,
            "at": datetime.fromisoformat(about["at"]),
            "events": _events(about["events"], UPCASTERS),
        }
    )
