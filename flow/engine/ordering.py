"""Who is next at a station. A discipline looks at the heads of the classes, and at nothing behind them.

The rulebook names one per station:

* `fifo`: whose waiting counts as the longest, whatever the class.
* `strict`: the first class that has somebody waiting. It promises nothing to the classes below.
* `ratio`: so many from the classes ahead, then so many others. While somebody of the others waits, never more than that
  many from ahead are called in a row.
* `accumulating`, the default: waiting counts at the rate of the class (Kleinrock 1964; Stanford, Taylor and Ziedins 2014). With
  the share s = own rate / rate of the other class: whose waiting begins to count later comes before only after waiting s times as
  long, and all who ever overtake somebody so began within the first 1 - s of that wait. So nobody starves while the station
  calls more than 1 - s of those who come.

Emergency, the first class of every rulebook, is above all of them. Within a class the order is that of waiting.

Waiting counts from joining the line, or from earlier: what was waited before a transfer or before coming back with results, and
for who has booked the time of the slot.

Who can't be called now keeps the place and is passed over: a visit that is called or served elsewhere is masked, a stop may
have to wait for the results or be beyond the day's quota, and one that is for a desk (this doctor) is left to it, as long as that
desk is open. Who has booked and comes early waits from the slot on: until then everybody else comes before.

A family that wishes so is called together: `flow.engine.families` says how, and what that costs others.
"""

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, islice, pairwise, takewhile
from operator import attrgetter

from flow.engine import families
from flow.engine.floor import Floor
from flow.engine.lifecycle import WAITING
from flow.engine.lines import Line, Place
from flow.engine.quota import waiting_list
from flow.engine.routing import Rulebook
from flow.engine.visits import Stop

EMERGENCY = 0  # the rank of a rulebook's first class
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a discipline may know beside the line: the time, the rules, and the classes that the station called, oldest first."""

    now: datetime
    rulebook: Rulebook
    called: deque[int] = field(default_factory=deque)

    def counted(self, place: Place) -> float:
        """The waiting of this place as it counts: microseconds times the rate of its class."""
        return max((self.now - place.since) / MICROSECOND, 0) * self.rulebook.rate(place.rank)


Discipline = Callable[[Iterable[Place], Moment], Place]


def fifo(heads: Iterable[Place], _: Moment) -> Place:
    """Who has waited longest, whatever the class; only an emergency comes before."""
    return min(heads, key=lambda place: (place.rank != EMERGENCY, place.since, place.turn))


def strict(heads: Iterable[Place], _: Moment) -> Place:
    """The first class that has somebody waiting; within it who has waited longest."""
    return min(heads, key=lambda place: (place.rank, place.since, place.turn))


def accumulating(heads: Iterable[Place], moment: Moment) -> Place:
    """Whose waiting counts most; of equals the better class."""
    return min(
        heads,
        key=lambda place: (
            place.rank != EMERGENCY,
            -moment.counted(place),
            place.rank,
            place.since,
            place.turn,
        ),
    )


def ratio(heads: Iterable[Place], moment: Moment) -> Place:
    """Somebody of the classes ahead, until so many of them were called in a row; then others, so many. Each side by waiting."""
    waiting = tuple(heads)
    rule = moment.rulebook.ratio
    if rule is None or any(place.rank == EMERGENCY for place in waiting):
        return fifo(waiting, moment)
    called = [rank in rule.ahead for rank in reversed(moment.called) if rank != EMERGENCY]
    was_ahead = called[0] if called else False
    run = sum(1 for _ in takewhile(lambda ahead: ahead == was_ahead, called))
    turn_ahead = run < rule.calls if was_ahead else not 0 < run < rule.others
    side = [place for place in waiting if (place.rank in rule.ahead) == turn_ahead]
    return fifo(side or waiting, moment)


ACCUMULATING, FIFO, STRICT, RATIO = "accumulating", "fifo", "strict", "ratio"
DISCIPLINES: Mapping[str, Discipline] = {
    ACCUMULATING: accumulating,
    FIFO: fifo,
    RATIO: ratio,
    STRICT: strict,
}


def next_place(
    floor: Floor, rulebook: Rulebook, station: str, now: datetime, desk: str | None = None
) -> Place | None:
    """Who would be called now, to this desk (None: to any); None when nobody can be.

    Costs O(classes + those who can't be called now), not O(line).
    """
    state = floor.stations.get(station)
    if state is None:
        return None
    can_come = who_can_come(floor, rulebook, station, now, desk)
    heads: list[Place] = []
    for places in state.line.classes.values():
        heads += islice(filter(can_come, places), 1)
    if state.parties and not any(place.rank == EMERGENCY for place in heads):
        heads = list(filter(can_come, families.expected_at(floor, state, desk))) or heads
    if len(heads) < 2:
        return heads[0] if heads else None
    discipline = DISCIPLINES[discipline_of(rulebook, station)]
    return discipline(_due(heads, now), Moment(now, rulebook, state.called))


def callable_places(
    floor: Floor,
    rulebook: Rulebook,
    station: str,
    now: datetime,
    desk: str | None = None,
    also: Place | None = None,
) -> Iterator[Place]:
    """The line without those who can't be called now, to this desk (None: to any); `also` as if it stood there too."""
    can_come = who_can_come(floor, rulebook, station, now, desk)
    return in_order(floor, rulebook, station, now, desk, can_come, also)


def who_can_come(
    floor: Floor, rulebook: Rulebook, station: str, now: datetime, desk: str | None
) -> Callable[[Place], bool]:
    """Whether who has this place can be called now, to this desk (None: to any)."""
    beyond = waiting_list(floor, rulebook, station)
    elsewhere = families.expected_elsewhere(floor.station(station), desk)

    def can_come(place: Place) -> bool:
        if is_masked(floor, place, now) or place.visit in beyond or place.visit in elsewhere:
            return False
        own = kept_for(floor, floor.stop_at(place))
        return own is None or desk in (None, own)

    return can_come


def in_order(
    floor: Floor,
    rulebook: Rulebook,
    station: str,
    now: datetime,
    desk: str | None = None,
    among: Callable[[Place], bool] | None = None,
    also: Place | None = None,
) -> Iterator[Place]:
    """The line, or some of it, in the order in which this desk (None: any) would call it if all of them were called now.

    Emergencies, then who is expected with their family, then the others by the station's discipline; last, by their numbers, those
    on the waiting list. `also` is put in line as if it stood there.
    """
    state = floor.stations.get(station)
    if state is None:
        return
    classes = dict(state.line.classes)
    if also is not None:
        classes[also.rank] = sorted([*classes.get(also.rank, ()), also])
    beyond = waiting_list(floor, rulebook, station)
    expected = families.expected_at(floor, state, desk)
    by_family = {place.visit for place in expected}
    discipline = DISCIPLINES[discipline_of(rulebook, station)]
    moment = Moment(now, rulebook, state.called.copy())

    def drawn(some: Mapping[int, Iterable[Place]]) -> Iterator[Place]:
        within: Mapping[int, Iterable[Place]] = some
        if beyond:
            within = {
                rank: (p for p in places if p.visit not in beyond) for rank, places in some.items()
            }
        if among is not None:
            within = {rank: filter(among, places) for rank, places in within.items()}
        return _drawn(within, discipline, moment)

    if not by_family:
        yield from drawn(classes)
    else:
        urgent = classes.pop(EMERGENCY, [])
        yield from drawn({EMERGENCY: urgent})
        yield from drawn(_by_class(p for p in expected if p.rank != EMERGENCY))
        yield from drawn(
            {r: (p for p in c if p.visit not in by_family) for r, c in classes.items()}
        )
    on_list = (_place_in(floor, station, visit) for visit in beyond)
    yield from (p for p in on_list if p and (among is None or among(p)))


def _drawn(
    classes: Mapping[int, Iterable[Place]], discipline: Discipline, moment: Moment
) -> Iterator[Place]:
    """One after the other as the discipline would have them; each class is in order."""
    tails = {rank: iter(places) for rank, places in classes.items()}
    heads = {rank: head for rank, tail in tails.items() if (head := next(tail, None)) is not None}
    while heads:
        place = discipline(_due(heads.values(), moment.now), moment)
        yield place
        moment.called.append(place.rank)
        following = next(tails[place.rank], None)
        if following is None:
            del heads[place.rank]
        else:
            heads[place.rank] = following


def _by_class(places: Iterable[Place]) -> dict[int, list[Place]]:
    classes: dict[int, list[Place]] = {}
    for place in sorted(places):
        classes.setdefault(place.rank, []).append(place)
    return classes


def _place_in(floor: Floor, station: str, visit: str) -> Place | None:
    """The place in this line of somebody who has one."""
    stops = floor.visits[visit].open_stops()
    waiting = (s for s in stops if s.station == station and s.status is WAITING)
    return next((floor.place_of(visit, stop.number) for stop in waiting), None)


def turns_at(
    floor: Floor, rulebook: Rulebook, station: str, shown: Sequence[Place], now: datetime
) -> datetime | None:
    """When these first places of the line change next though nothing happens: somebody's waiting has come to count more than that
    of the one before, somebody's results are there, or the slot begins for which somebody came early. None when nothing does.

    Of those who are shown only neighbours can change places first; of those who are not, the first of a class can pass the last.
    """
    stops = (floor.stop_at(place) for place in shown)
    ready = [stop.not_before for stop in stops if stop.not_before and stop.not_before > now]
    begins = _begins(floor.station(station).line, now)
    return min([*ready, *begins, *_turns(floor, rulebook, station, shown, now)], default=None)


def _turns(
    floor: Floor, rulebook: Rulebook, station: str, shown: Sequence[Place], now: datetime
) -> Iterable[datetime]:
    """When neighbours change places. Families stay before the others, and the waiting list behind them, by its numbers."""
    if discipline_of(rulebook, station) != ACCUMULATING or not shown:
        return ()
    state, beyond = floor.station(station), waiting_list(floor, rulebook, station)
    expected = {place.visit for place in families.expected_at(floor, state, None)}

    def side(place: Place) -> bool | None:
        return None if place.visit in beyond else place.visit in expected

    behind: list[Place] = []
    inside, known = Counter(p.rank for p in shown), {p.visit for p in shown}
    for rank, places in state.line.classes.items():
        rest: Iterator[Place] = islice(places, inside[rank], None)
        if beyond or expected:  # then those who are shown are not just the first of each class
            rest = (p for p in places if p.visit not in known and side(p) == side(shown[-1]))
        behind += islice(rest, 1)
    pairs = chain(pairwise(shown), ((shown[-1], place) for place in behind))
    return filter(
        None,
        (
            _overtakes(rulebook, one, other, now)
            for one, other in pairs
            if side(one) == side(other) is not None
        ),
    )


def _overtakes(rulebook: Rulebook, one: Place, other: Place, now: datetime) -> datetime | None:
    """When `other`, who is behind `one` now, comes before; None for never."""
    slow, fast = rulebook.rate(one.rank), rulebook.rate(other.rank)
    if one.rank == EMERGENCY or fast <= slow:
        return None
    ahead = (now - one.since) * slow - (now - other.since) * fast
    return now + max(ahead, timedelta(0)) / (fast - slow) + MICROSECOND


def is_masked(floor: Floor, place: Place, now: datetime) -> bool:
    """Whether the visit is at a desk elsewhere just now, or waits for results that are not there yet."""
    visit = floor.visits[place.visit]
    not_before = visit.stops[place.stop].not_before
    return visit.at_desk is not None or (not_before is not None and now < not_before)


def kept_for(floor: Floor, stop: Stop) -> str | None:
    """The one desk that may call this stop; None when all may. A desk that has closed keeps nobody."""
    own = stop.for_desk
    return own if own is not None and own in floor.station(stop.station).desks else None


def behind(
    floor: Floor, rulebook: Rulebook, stop: Stop, count: int, now: datetime
) -> datetime | None:
    """Since when the waiting of `stop`, which is not in line, must count so that it stands behind the first `count`.

    None: as it counts already. By turns and strictly each class has an order of its own: there it stands behind those of its
    class among the first `count`.
    """
    state = floor.station(stop.station)
    line = in_order(floor, rulebook, stop.station, now)
    alone = (place for place in line if families.expecting(state, place.visit) is None)
    first = list(islice(alone, count))
    if len(first) < count:
        return now
    discipline = discipline_of(rulebook, stop.station)
    is_one_line = discipline in (FIFO, ACCUMULATING) and stop.rank != EMERGENCY
    ahead = [p for p in first if p.rank == stop.rank or (is_one_line and p.rank != EMERGENCY)]
    if not ahead or stop.since is None:
        return None
    last = ahead[-1]
    since = last.since
    if discipline == ACCUMULATING and is_one_line:
        since = now - (now - last.since) * (rulebook.rate(last.rank) / rulebook.rate(stop.rank))
    return max(stop.since, min(since + MICROSECOND, now))


def _due(heads: Iterable[Place], now: datetime) -> Iterable[Place]:
    """Those whose waiting has begun; the others, who came before their slot, only when nobody else is there."""
    waiting = tuple(heads)
    return [p for p in waiting if p.since <= now or p.rank == EMERGENCY] or waiting


def _begins(line: Line, now: datetime) -> Iterator[datetime]:
    """When the waiting of the next one of each class begins who came before the slot."""
    for places in line.classes.values():
        at = bisect_right(places, now, key=attrgetter("since"))
        if at < len(places):
            yield places[at].since


def discipline_of(rulebook: Rulebook, station: str) -> str:
    """The name of the station's discipline; that of a station which these rules no longer have is fifo."""
    known = rulebook.stations.get(station)
    return known.discipline if known else FIFO
