"""What would have led elsewhere: the nearest other values of each fact alone, in words ("had she been 18: Adults")."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flow.engine.conditions import Bound
from flow.engine.decisions import Route, Steps
from flow.engine.diagrams import Cell
from flow.engine.facts import AGE, ARRIVED, BIRTH_DATE, Facts, FactValue, Unit, completed
from flow.engine.refusals import NoRule
from flow.engine.routing import Rulebook
from flow.engine.saying import either, said_range
from flow.engine.space import Values
from flow.engine.text import Text
from flow.rulebook import wording
from flow.rulebook.calendar import months_ago
from flow.rulebook.neighbours import Around, Neighbour, oldest_days

OF_ONE_FACT_MAX = 2  # one younger and one older; a long list of services would bury the rest
SHOWN_MAX = 6


@dataclass(frozen=True, slots=True)
class Alternative:
    """If the fact were so, with everything else as it is, then this would follow."""

    fact: str
    if_so: Text
    then: Text


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours with one result. `is_nearest`: the first such beside the patient's own value, `is_below`: below it."""

    neighbours: tuple[Neighbour, ...]
    way: Route
    is_nearest: bool = False
    is_below: bool = False


def alternatives(
    rulebook: Rulebook, facts: Facts, cell: Cell, neighbourhood: Sequence[Around], on: date
) -> tuple[Alternative, ...]:
    """What would have changed the route, the most telling first: another room, then another way out, then another class."""
    here = rulebook.decisions.way(cell)
    found = []
    for about in neighbourhood:
        if about.fact == ARRIVED and about.own is None:
            continue  # everybody comes at some time: that it is not known is nothing about the patient
        runs = sorted(_runs(rulebook, here, about), key=lambda run: _rank(here, run.way))
        given = (BIRTH_DATE if about.fact == AGE else about.fact) in facts
        surprise = 0 if given else 1 if about.own is None else 2  # what is said, not said, usual
        for turn, run in enumerate(runs[:OF_ONE_FACT_MAX]):
            said = _said_if(rulebook, about, run, on)
            then = _said_then(rulebook, here, run.way)
            if said.id.endswith(f": {then.id}"):
                continue  # who asks for the dentist goes to the dentist: nobody needs to be told
            order = (_rank(here, run.way), 0 if run.is_nearest else turn, surprise)
            found.append((order, Alternative(about.fact, said, then)))
    found.sort(key=lambda pair: pair[0])
    return tuple(one for _, one in found[:SHOWN_MAX])


def _runs(rulebook: Rulebook, here: Route, about: Around) -> Iterator[Run]:
    """The neighbours that lead elsewhere: beside a known number, age or time the nearest ones, else all of them."""
    known = [one for one in about.neighbours if one.known and one.offered]
    ways = {one.place: way for one in known if (way := _way(rulebook, one)) is not None}
    known = [one for one in known if one.place in ways]
    own = about.own
    level = rulebook.decisions.space.levels[about.fact][0]
    if own is None or isinstance(rulebook.decisions.space.axes[level], Values):
        yield from _gathered(here, known, ways)
        return
    below = [one for one in reversed(known) if one.place < own]
    above = [one for one in known if one.place > own]
    for side in (below, above):
        for result, members in groupby(side, key=lambda one: _result(here, ways[one.place])):
            if result is not None:
                run = sorted(members, key=lambda one: one.place)
                yield Run(tuple(run), ways[run[0].place], is_nearest=True, is_below=side is below)
                break


def _way(rulebook: Rulebook, one: Neighbour) -> Route | None:
    """Where a neighbour would go; None where an unproven rulebook has no rule for them."""
    try:
        return rulebook.decisions.way(one.cell)
    except NoRule:
        return None


def _gathered(here: Route, known: Sequence[Neighbour], ways: dict[int, Route]) -> Iterator[Run]:
    by_result: dict[object, list[Neighbour]] = {}
    for one in known:
        by_result.setdefault(_result(here, ways[one.place]), []).append(one)
    for result, members in by_result.items():
        if result is not None:
            yield Run(tuple(members), ways[members[0].place])


def _result(here: Route, there: Route) -> object:
    """What is different there; None when the patient would go the same way in the same class."""
    if (_places(here.steps), here.cluster) != (_places(there.steps), there.cluster):
        return there.cluster, _places(there.steps)
    return None if there.priority == here.priority else there.priority


def _places(steps: Steps) -> tuple[tuple[tuple[str, bool], ...], ...]:
    return tuple(tuple((stop.station, stop.if_ordered) for stop in step) for step in steps)


def _rank(here: Route, there: Route) -> int:
    """0: another room. 1: an emergency, which it would be for anybody. 2: another way out. 3: another cluster. 4: another class."""
    if there.final and not here.final:
        return 1
    if _places(there.entry) != _places(here.entry):
        return 0
    if _places(there.exits) != _places(here.exits):
        return 2
    return 3 if there.cluster != here.cluster else 4


# In words


def _said_then(rulebook: Rulebook, here: Route, there: Route) -> Text:
    """What is different there: "K3 · Poli dewasa", "juga Kasir", "Prioritas: Lansia"."""
    said = [Text(there.cluster, there.cluster)] if there.cluster != here.cluster else []
    ours, theirs = _stops(here), _stops(there)
    new = [stop for stop in theirs if stop not in ours]
    gone = [stop for stop in ours if stop not in theirs]
    if new:
        also = Text("", "") if gone else Text("juga ", "also ")
        said.append(_named(rulebook, new, also))
    elif gone:
        said.append(_named(rulebook, gone, Text("tanpa ", "without ")))
    elif _places(here.steps) != _places(there.steps):
        said.append(_named(rulebook, theirs, Text("", "")))
    if not said:
        label = rulebook.label(there.priority)
        said.append(Text(f"prioritas: {label.id}", f"priority: {label.en}"))
    return Text(" · ".join(one.id for one in said), " · ".join(one.en for one in said))


def _stops(way: Route) -> list[tuple[str, bool]]:
    return [stop for step in _places(way.steps) for stop in step]


def _named(rulebook: Rulebook, stops: Sequence[tuple[str, bool]], before: Text) -> Text:
    names = [(rulebook.station_name(code), if_ordered) for code, if_ordered in stops]
    return Text(
        before.id + " → ".join(f"{n.id} (bila diminta)" if maybe else n.id for n, maybe in names),
        before.en + " → ".join(f"{n.en} (if ordered)" if maybe else n.en for n, maybe in names),
    )


def _said_if(rulebook: Rulebook, about: Around, run: Run, on: date) -> Text:
    if about.fact == AGE:
        return _age_range(run, on) if about.own is None else _nearest_age(run, on)
    space, vocabulary = rulebook.decisions.space, rulebook.vocabulary
    level = space.levels[about.fact][0]
    atoms = [one.cell[level] for one in run.neighbours]
    axis = space.axes[level]
    if isinstance(axis, Values):
        said = either(_said_value(rulebook, about.fact, axis.values[atom]) for atom in atoms)
        label = vocabulary.label(about.fact)
        return Text(f"{label.id}: {said.id}", f"{label.en}: {said.en}")
    return wording.axis_words(vocabulary, axis, atoms)


def _said_value(rulebook: Rulebook, fact: str, value: FactValue | None) -> Text:
    if isinstance(value, bool):
        return Text("ya", "yes") if value else Text("tidak", "no")
    return rulebook.vocabulary.words(fact, value) if value else Text("diketahui", "known")


def _nearest_age(run: Run, on: date) -> Text:
    """The age in the run that is nearest to the patient's, in the largest unit that lies in the run as a whole."""
    first, last = run.neighbours[0].days[0], run.neighbours[-1].days[1]
    near = on - timedelta(days=last if run.is_below else first)
    for unit in (Unit.YEARS, Unit.MONTHS, Unit.DAYS):
        age = completed(near, on, unit)
        begins, ends = _stretch(age, unit, on)
        touches = ends == last if run.is_below else begins == first
        if touches and first <= begins and ends <= last and (age or unit is Unit.DAYS):
            return _aged(said_range(Bound(age, True, unit), Bound(age, True, unit)))
    raise AssertionError("every day is a stretch of one day")


def _stretch(age: int, unit: Unit, on: date) -> tuple[int, int]:
    """The first and the last number of days that somebody of this age has lived on the service day."""
    if unit is Unit.DAYS:
        return age, age
    months = 12 if unit is Unit.YEARS else 1
    begins = (on - months_ago(on, age * months)).days
    return begins, (on - months_ago(on, (age + 1) * months)).days - 1


def _age_range(run: Run, on: date) -> Text:
    """All the ages of the run."""
    said = []
    for first, last, is_oldest in _joined(run, oldest_days(on)):
        low = _bound(first, on, inclusive=True) if first else None
        said.append(said_range(low, None if is_oldest else _bound(last + 1, on, inclusive=False)))
    return _aged(either(said))


def _joined(run: Run, oldest: int) -> Iterator[tuple[int, int, bool]]:
    """The run's stretches of days, those that touch as one; whether nobody is older."""
    spans: list[tuple[int, int]] = []
    for first, last in (one.days for one in run.neighbours):
        if spans and spans[-1][1] + 1 == first:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    for first, last in spans:
        yield first, last, last == oldest


def _bound(days: int, on: date, *, inclusive: bool) -> Bound:
    """A border in the largest unit that it is a whole number of."""
    birth = on - timedelta(days=days)
    for unit in (Unit.YEARS, Unit.MONTHS):
        age = completed(birth, on, unit)
        if age and _stretch(age, unit, on)[0] == days:
            return Bound(age, inclusive, unit)
    return Bound(days, inclusive, Unit.DAYS)


def _aged(said: Text) -> Text:
    return Text(f"umur {said.id}", f"age {said.en}")
