"""One bare trigger of `transitions` and of `python-statemachine`, on the very table of a stop's life.

Nothing hangs on either machine: no callbacks, no conditions, no listeners. Each is driven by the bound trigger that its
documentation shows.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_

from statemachine import State, StateMachine
from transitions import Machine

from flow.engine.lifecycle import TABLE, Status, Step, after

CYCLE = (Step.CALLED, Step.STARTED, Step.HELD, Step.RESUMED)
"""From waiting to waiting again, so that a machine can go round and round."""

assert reduce(after, CYCLE, Status.WAITING) is Status.WAITING


def bare() -> Mapping[str, tuple[Callable[[], object], ...]]:
    """The triggers of one cycle, by the name of the library."""
    machines = {"transitions": _transitions(), "python-statemachine": _statemachine()}
    return {
        name: tuple(getattr(machine, _trigger(step)) for step in CYCLE)
        for name, machine in machines.items()
    }


class _Stop:
    """What the machine of `transitions` moves."""


def _transitions() -> _Stop:
    stop = _Stop()
    arrows = [
        {"trigger": _trigger(step), "source": source.value, "dest": to.value}
        for source, row in TABLE.items()
        for step, to in row.items()
    ]
    Machine(
        stop,
        states=[status.value for status in Status],
        transitions=arrows,
        initial=Status.WAITING.value,
        auto_transitions=False,
    )
    return stop


def _statemachine() -> StateMachine:
    states = {
        status: State(initial=status is Status.PLANNED, final=not TABLE[status])
        for status in Status
    }
    arrows = {
        _trigger(step): reduce(
            or_, [states[at].to(states[row[step]]) for at, row in TABLE.items() if step in row]
        )
        for step in Step
    }
    named = {status.value: state for status, state in states.items()}
    kind = type("StopMachine", (StateMachine,), named | arrows)
    return kind(start_value=Status.WAITING.value)


def _trigger(step: Step) -> str:
    """A status and a step may have the same word; in a machine each needs a name of its own."""
    return f"be_{step.value.replace(' ', '_')}"
