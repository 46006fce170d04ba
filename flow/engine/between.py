"""Of two visits at one station, who is called first and why: at each desk just as `next_place` has it.

Who was called already, is held or did not come is told with that call: when, to which desk, how many it passed over and why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flow.engine import words
from flow.engine.families import is_expected_at
from flow.engine.floor import Floor
from flow.engine.lifecycle import WAITING, Status
from flow.engine.lines import Place
from flow.engine.ordering import EMERGENCY, callable_places, kept_for
from flow.engine.reasons import kept_back, why, why_behind, with_booking
from flow.engine.refusals import NotInLine, SameVisitTwice
from flow.engine.routing import Rulebook
from flow.engine.text import Text, said_slot
from flow.engine.visits import Stop, Visit

AWAY = frozenset({Status.HELD, Status.ABSENT})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which of the two comes first at a desk (None: neither can be called there), in words."""

    first: str | None
    said: Text


def why_before(
    floor: Floor, rulebook: Rulebook, station: str, first: str, second: str, now: datetime
) -> Text:
    """Who comes before whom, and why; where desks differ, desk by desk. Raises `NotInLine`, `SameVisitTwice`."""
    verdicts = at_each_desk(floor, rulebook, station, first, second, now)
    alike = set(verdicts.values())
    if len(alike) == 1:
        return alike.pop().said
    told = (_DESK.filled(desk=desk, said=one.said) for desk, one in verdicts.items())
    return Text.joined(told, ". ")


def at_each_desk(
    floor: Floor, rulebook: Rulebook, station: str, first: str, second: str, now: datetime
) -> dict[str | None, Verdict]:
    """For each desk that is open (None, where none is) which of the two is called first there."""
    visits = sorted((floor.visit(first), floor.visit(second)), key=lambda visit: visit.turn)
    if first == second:
        raise SameVisitTwice(ticket=visits[0].name)
    pair = _Pair(floor, rulebook, station, now, visits)
    desks: tuple[str | None, ...] = tuple(floor.station(station).desks) or (None,)
    return {desk: pair.at(desk) for desk in desks}


class _Pair:
    """The two, in order of arrival, each with its stop at the station."""

    def __init__(
        self, floor: Floor, rulebook: Rulebook, station: str, now: datetime, visits: list[Visit]
    ) -> None:
        self._floor, self._rulebook, self._station, self._now = floor, rulebook, station, now
        self._names = {visit.id: visit.name for visit in visits}
        self._stops = {visit.id: _stop_here(visit, station, rulebook) for visit in visits}

    def at(self, desk: str | None) -> Verdict:
        called = {v: at for v, stop in self._stops.items() if (at := _has_been_called(stop))}
        if called:
            return self._called_before(min(called, key=lambda visit: called[visit]))
        line = callable_places(self._floor, self._rulebook, self._station, self._now, desk)
        able = [place for place in line if place.visit in self._stops]
        if not able:
            said = (self._about(v, self._stopped(v, desk)) for v in self._stops)
            return Verdict(None, Text.joined((_NEITHER, *said), ". "))
        first = able[0]
        second = next(visit for visit in self._stops if visit != first.visit)
        if len(able) == 1:
            return self._verdict(first.visit, self._about(second, self._stopped(second, desk)))
        return self._verdict(first.visit, self._behind(first, able[1], desk))

    def _verdict(self, first: str, *reasons: Text) -> Verdict:
        second = next(visit for visit in self._stops if visit != first)
        order = _BEFORE.filled(first=self._names[first], second=self._names[second])
        earlier = (
            self._about(visit, self._call(stop))
            for visit, stop in self._stops.items()
            if stop.status is WAITING and stop.passed_over
        )
        return Verdict(first, Text.joined((order, *reasons, *earlier), ". "))

    def _called_before(self, first: str) -> Verdict:
        """Somebody who has been called needs no turn any more."""
        told = (
            self._about(visit, self._call(stop))
            for visit, stop in sorted(self._stops.items(), key=lambda one: one[0] != first)
            if stop.called_at is not None and stop.status is not WAITING
        )
        return self._verdict(first, *told)

    def _behind(self, first: Place, behind: Place, desk: str | None) -> Text:
        """Why the second of two comes second who can both be called to this desk."""
        state = self._floor.station(self._station)
        is_family = [desk and is_expected_at(state, desk, p.visit) for p in (first, behind)]
        if is_family == [True, False] and first.rank != EMERGENCY:
            return self._about(first.visit, self._why(first))
        said = why_behind(self._floor, self._rulebook, self._station, behind, first, self._now)
        said = with_booking(self._floor, self._rulebook, behind, self._now, said)
        return self._about(behind.visit, said)

    def _stopped(self, visit: str, desk: str | None) -> Text:
        """Why this one can't be called to this desk now."""
        stop = self._stops[visit]
        if stop.status in AWAY:
            return self._away(stop)
        place = self._floor.place_of(visit, stop.number)
        kept = kept_back(self._floor, self._rulebook, self._station, place, self._now)
        own = kept_for(self._floor, stop)
        if kept is None and own is not None and own != desk:
            return _ONLY_AT.filled(desk=own)
        return kept or self._why(place)

    def _why(self, place: Place) -> Text:
        return why(self._floor, self._rulebook, self._station, place, None, self._now)

    def _about(self, visit: str, said: Text) -> Text:
        return _ABOUT.filled(name=self._names[visit], said=said)

    def _away(self, stop: Stop) -> Text:
        status = _AWAY.filled(status=words.STATUS[stop.status])
        note = (Text(stop.note.rstrip("."), stop.note.rstrip(".")),) if stop.note else ()
        called = (self._call(stop),) if stop.called_at else ()
        return Text.joined((*called, status, *note), "; ")

    def _call(self, stop: Stop) -> Text:
        """The last call: when and where to, whom it passed over, and why."""
        return Text.joined(self._of_call(stop), "; ")

    def _of_call(self, stop: Stop) -> Iterator[Text]:
        at = (stop.called_at or self._now).astimezone(self._rulebook.zone).time()
        yield _CALLED.filled(time=said_slot(at), desk=stop.desk)
        if stop.passed_over:
            yield _OVER.filled(count=stop.passed_over)
        if stop.call_reason:
            yield _REASON.filled(reason=stop.call_reason.rstrip("."))


def _stop_here(visit: Visit, station: str, rulebook: Rulebook) -> Stop:
    """The visit's stop that stands on the station's list, or the last one that was called there."""
    listed = [stop for stop in visit.open_stops() if stop.station == station]
    called = [s for s in visit.stops.values() if s.station == station and s.called_at is not None]
    if not listed and not called:
        raise NotInLine(ticket=visit.name, station=rulebook.station(station).name)
    return (listed or called)[-1]


def _has_been_called(stop: Stop) -> datetime | None:
    """When somebody was called who neither waits again nor has to be brought back."""
    return None if stop.status is WAITING or stop.status in AWAY else stop.called_at


_BEFORE = Text("{first} sebelum {second}", "{first} before {second}")
_ABOUT = Text("{name}: {said}", "{name}: {said}")
_DESK = Text("Meja {desk}: {said}", "Desk {desk}: {said}")
_NEITHER = Text("Keduanya belum bisa dipanggil", "Neither can be called now")
_ONLY_AT = Text("Hanya menunggu meja {desk}", "Waits for desk {desk} only")
_AWAY = Text("{status}, di luar antrean", "{status}, out of the line")
_CALLED = Text("Dipanggil pukul {time} ke meja {desk}", "Called at {time} to desk {desk}")
_OVER = Text("{count} orang di depannya dilewati", "{count} ahead in line passed over")
_REASON = Text("alasan: “{reason}”", "reason: “{reason}”")
