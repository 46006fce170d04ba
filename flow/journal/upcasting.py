"""Events as earlier versions stored them, brought up to today's on their way out of the journal.

A kind of event whose body has changed its shape has a chain here: its first function makes version 2 out of version 1, the next one
version 3 out of 2. The stored event says its version ("v", left out while it is 1) and is never written anew. A new field with a
default needs no step. Chains only grow: some journal still holds the first version.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flow.journal.own_reasons import not_doubled, told_apart

VERSION = "v"
"""Where a stored event says its version; no event has a field of that name."""

Body = dict[str, Any]
"""A stored event as JSON, without its kind and version."""

Upcasters = Mapping[str, tuple[Callable[[Body], Body], ...]]

UPCASTERS: Upcasters = {
    "BookingCancelled": (told_apart,),
    "BookingMissed": (not_doubled,),
    "VisitEnded": (told_apart,),
}
"""The chains by kind. All other events have only gained fields with defaults until now."""


class UnknownEvent(Exception):
    """The journal holds an event that this version does not know: it was written by a newer one."""

    def __init__(self, kind: str, version: object = 1) -> None:
        of = "" if version == 1 else f" of version {version}"
        super().__init__(
            f"the journal holds a {kind!r} event{of}, which this version does not know; update Alur"
        )


def current(kind: str, upcasters: Upcasters) -> int:
    """The version in which events of this kind are written now."""
    return 1 + len(upcasters.get(kind, ()))


def upcast(kind: str, body: Body, upcasters: Upcasters) -> Body:
    """The body as today's version would have written it; raises `UnknownEvent` where it is newer."""
    version = body.pop(VERSION, 1)
    if version not in range(1, current(kind, upcasters) + 1):
        raise UnknownEvent(kind, version)
    for step in upcasters.get(kind, ())[version - 1 :]:
        body = step(body)
    return body
