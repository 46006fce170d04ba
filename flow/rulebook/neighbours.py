"""The same patient with one fact changed: every other value that the vocabulary allows, one for each cell.

The other facts stay as they are. An age moves on all its axes together, along the birth dates that there are on the service day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flow.engine.diagrams import Cell
from flow.engine.facts import AGE, ARRIVED, BIRTH_DATE, OLDEST_YEARS, Facts, FactValue
from flow.engine.refusals import BadFact
from flow.engine.routing import Rulebook
from flow.engine.space import MONTHS, Ages, Arrivals, Axis, Numbers, Space, Values
from flow.rulebook.calendar import months_ago

FIRST_THING = "T08:00"
"""A time of arrival where only matters that it is known."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One other possible patient. `place` counts along the fact: neighbouring numbers, ages and times are one apart.

    `known`: whether the fact is known there. `days`: the first and the last age in days, where the fact is the age.
    `offered`: whether such a patient would be offered the choices.
    """

    place: int
    known: bool
    cell: Cell
    days: tuple[int, int] = (0, 0)
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Around:
    """All neighbours along one fact, and the patient's own place among them (None: not known)."""

    fact: str
    own: int | None
    neighbours: tuple[Neighbour, ...]


def around(rulebook: Rulebook, facts: Facts, on: date) -> tuple[Around, ...]:
    """The neighbours of a patient (with checked facts) along each fact that any rule asks for."""
    space = rulebook.decisions.space
    here = rulebook.decisions.cell(facts, on)
    offers = rulebook.vocabulary.offers
    is_usual = offers(
        facts, on
    )  # who was given all the same what is not offered is told of everybody
    found = []
    for name in space.levels:
        axis = space.axes[space.levels[name][0]]
        steps = _ages(space, on) if name == AGE else _atoms(axis, on)
        key = BIRTH_DATE if name == AGE else name
        own: int | None = None
        others = []
        for step in steps:
            cell = _moved(here, space, name, step)
            if cell == here:
                own = None if step.value is None else step.place
            elif _is_possible(rulebook, facts, key, step.value, on):
                offered = not is_usual or offers({**facts, key: step.value}, on)
                others.append(
                    Neighbour(step.place, step.value is not None, cell, step.days, offered)
                )
        found.append(Around(name, own, tuple(others)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Step:
    """One value of a fact, which stands for its atoms (one for each axis of the fact)."""

    place: int
    value: FactValue | None
    atoms: tuple[int, ...]
    days: tuple[int, int] = (0, 0)


def _moved(here: Cell, space: Space, name: str, step: _Step) -> Cell:
    cell = list(here)
    for level, atom in zip(space.levels[name], step.atoms, strict=True):
        cell[level] = atom
    return cell


def _is_possible(
    rulebook: Rulebook, facts: Facts, name: str, value: FactValue | None, on: date
) -> bool:
    given: Mapping[str, object] = {**facts, name: value}
    try:
        rulebook.vocabulary.check(given, on)
    except BadFact:
        return False
    return True


def _atoms(axis: Axis, on: date) -> Iterator[_Step]:
    match axis:
        case Values():
            dated = f"{on.isoformat()}{FIRST_THING if axis.name == ARRIVED else ''}"
            for atom, value in enumerate(axis.values):
                yield _Step(atom, dated if value == "" else value, (atom,))
        case Numbers():
            for atom in range(axis.size):
                yield _Step(atom, axis.sample(atom) if atom >= axis.unknown else None, (atom,))
        case Arrivals():
            yield from _moments(axis, on)
        case _:
            raise AssertionError(f"an axis without values: {axis.name}")


def _moments(axis: Arrivals, on: date) -> Iterator[_Step]:
    """The times of the service day itself: nobody comes on another day by coming at another time."""
    yield _Step(0, None, (0,))
    week = on - timedelta(days=on.weekday())
    for atom in range(1, axis.size):
        moment = axis.sample(atom, week)
        if moment.startswith(on.isoformat()):
            yield _Step(atom, moment, (atom,))


def _ages(space: Space, on: date) -> Iterator[_Step]:
    """Not known, and each stretch of birth dates between two borders."""
    axes = [axis for level in space.levels[AGE] if isinstance(axis := space.axes[level], Ages)]
    yield _Step(0, None, (0,) * len(axes))
    oldest = oldest_days(on)
    starts = sorted(
        {lived for axis in axes for s in axis.starts if (lived := _lived(axis, s, on)) <= oldest}
    )
    for place, start in enumerate(starts, start=1):
        birth = on - timedelta(days=start)
        last = starts[place] - 1 if place < len(starts) else oldest
        atoms = tuple(axis.atom({}, birth, on) for axis in axes)
        yield _Step(place, birth.isoformat(), atoms, (start, last))


def oldest_days(on: date) -> int:
    """The days that somebody with the earliest birth date which the vocabulary takes has lived."""
    return (on - date(on.year - OLDEST_YEARS, 1, 1)).days


def _lived(axis: Ages, age: int, on: date) -> int:
    """The days that somebody has lived who completes this age on the service day."""
    return (on - months_ago(on, age)).days if axis.unit is MONTHS else age
