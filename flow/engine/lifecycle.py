"""The life of a stop: one table, status × what happened → status.

A *stop* is one station on a visit's itinerary. It is planned while it lies ahead, waits in the station's line, is called to
a desk, served there and done. Three things may interrupt it: the patient does not come when called (absent), the
staff park the visit for a while (held), or the stop turns out to be in the wrong room (transferred: this stop closes and
another opens elsewhere). Whatever is still open can be skipped, when the route changes or the visit ends.

    planned → waiting → called → serving → done
                 ▲ ▲       │        │
                 │ └─ held ┤        ├─► held
                 │         ▼        ▼
                 └────── absent   (transfer closes one stop and opens another)
    any open stop → skipped

Why the table is so small:

* A visit may have several *waiting* stops (lab and gigi side by side) but only one that is called or serving. That rule
  spans stops, so it is not in this table: `decide` holds it, the property tests watch it.
* Held and absent lead back to waiting, never straight to serving: to be served is to be called first, so that every
  screen in the waiting room has shown it.
* A transfer of somebody who was being served leaves a *done* stop behind (work was done); a transfer of somebody
  who was not leaves a *skipped* one.
* What the patient's own room does itself (takes the sample) is done without a call, and so without a line.
* `done` and `skipped` are the end. History is not reopened; coming back is a new stop.

An event with no cell is illegal: `after` raises, and nothing moves.
"""

from enum import StrEnum


class Status(StrEnum):
    """Where a stop stands."""

    PLANNED = "planned"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    ABSENT = "absent"
    DONE = "done"
    SKIPPED = "skipped"


class Step(StrEnum):
    """What happens to a stop."""

    QUEUED = "queued"
    CALLED = "called"
    RECALLED = "recalled"
    HANDED_OVER = "handed over"
    STARTED = "started"
    CONFIRMED = "confirmed"
    FINISHED = "finished"
    DONE_IN_ROOM = "done in the patient's own room"
    MISSED = "missed"
    RETURNED = "returned"
    HELD = "held"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    SKIPPED = "skipped"


TABLE: dict[Status, dict[Step, Status]] = {
    Status.PLANNED: {
        Step.QUEUED: Status.WAITING,
        Step.DONE_IN_ROOM: Status.DONE,
        Step.SKIPPED: Status.SKIPPED,
    },
    Status.WAITING: {
        Step.CALLED: Status.CALLED,
        Step.DONE_IN_ROOM: Status.DONE,
        Step.HELD: Status.HELD,
        Step.TRANSFERRED: Status.SKIPPED,
        Step.SKIPPED: Status.SKIPPED,
    },
    Status.CALLED: {
        Step.RECALLED: Status.CALLED,
        Step.HANDED_OVER: Status.CALLED,
        Step.STARTED: Status.SERVING,
        Step.MISSED: Status.ABSENT,
        Step.HELD: Status.HELD,
        Step.TRANSFERRED: Status.SKIPPED,
        Step.SKIPPED: Status.SKIPPED,
    },
    Status.SERVING: {
        Step.HANDED_OVER: Status.SERVING,
        Step.CONFIRMED: Status.SERVING,
        Step.FINISHED: Status.DONE,
        Step.HELD: Status.HELD,
        Step.TRANSFERRED: Status.DONE,
        Step.SKIPPED: Status.SKIPPED,
    },
    Status.HELD: {
        Step.RESUMED: Status.WAITING,
        Step.TRANSFERRED: Status.SKIPPED,
        Step.SKIPPED: Status.SKIPPED,
    },
    Status.ABSENT: {
        Step.RETURNED: Status.WAITING,
        Step.TRANSFERRED: Status.SKIPPED,
        Step.SKIPPED: Status.SKIPPED,
    },
    Status.DONE: {},
    Status.SKIPPED: {},
}

CLOSED = frozenset({Status.DONE, Status.SKIPPED})
AT_A_DESK = frozenset({Status.CALLED, Status.SERVING})
OPEN = frozenset(Status) - CLOSED - {Status.PLANNED}
WAITING = Status.WAITING


class Illegal(Exception):
    """The table has no such cell. Nothing has moved."""

    def __init__(self, status: Status, step: Step) -> None:
        self.status, self.step = status, step
        super().__init__(f"a stop that is {status} cannot be {step}")


def allows(status: Status, step: Step) -> bool:
    """Whether a stop in `status` may take `step`."""
    return step in TABLE[status]


def after(status: Status, step: Step) -> Status:
    """The status after `step`; raises `Illegal` where the table has no cell."""
    try:
        return TABLE[status][step]
    except KeyError:
        raise Illegal(status, step) from None
