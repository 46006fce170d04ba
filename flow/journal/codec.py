"""Events to JSON and back. The kind of an event is the name of its class; both are never renamed once stored."""

import json
from typing import cast, get_args

from pydantic import TypeAdapter

from flow.engine.events import DayEvent, Event, StopEvent, VisitEvent

_ADAPTERS: dict[str, TypeAdapter[Event]] = {
    kind.__name__: TypeAdapter(kind)
    for union in (DayEvent, VisitEvent, StopEvent)
    for kind in get_args(union)
}


class UnknownEvent(Exception):
    """The journal holds an event that this version does not know: it was written by a newer one."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"the journal holds a {kind!r} event, which this version does not know; update Alur"
        )


def to_json(events: tuple[Event, ...]) -> str:
    """The events as one JSON array of `{"kind": …, …}`."""
    return f"[{','.join(map(_text, events))}]"


def _text(event: Event) -> str:
    kind = type(event).__name__
    body = _ADAPTERS[kind].dump_json(event).decode()
    return f'{{"kind":"{kind}",{body[1:]}'


def from_json(text: str) -> tuple[Event, ...]:
    """The events of `to_json`; raises `UnknownEvent`."""
    return tuple(_event(cast("dict[str, object]", body)) for body in json.loads(text))


def _event(body: dict[str, object]) -> Event:
    kind = str(body.pop("kind"))
    if kind not in _ADAPTERS:
        raise UnknownEvent(kind)
    return _ADAPTERS[kind].validate_python(body)
