"""What was passed by, and where the patient goes from here: the lines joined, and then what lies ahead"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from flow.engine import events as e
from flow.engine.decide.itinerary import VISIT_ENDED
from flow.engine.decide.mistakes import VOIDED
from flow.engine.telling.lasting import after
from flow.engine.telling.phrases import Phrase, Topic
from flow.engine.telling.thread import Thread
from flow.engine.text import Text, said_slot
from flow.engine.visits import Origin, Stop

SKIPPED = Text("Dilewati: {stations}", "Skipped: {stations}")
SAID_ALREADY = (VISIT_ENDED, VOIDED)  # by the end of the visit itself
BECAUSE = Text("{skipped} ({because})", "{skipped} ({because})")
WAITS = Text("Menunggu di {stations}{then}", "Waits at {stations}{then}")
AHEAD = Text("Sesudah itu: {then}", "After that: {then}")
NOTHING_AHEAD = Text("Sesudah itu tidak ada pos lagi", "No other room after that")
THEN = Text(", lalu ", ", then ")
BACK = Text("kembali ke {station}", "back to {station}")
IF_ORDERED = Text("{station} bila diminta", "{station} if ordered")
CLASS = Text(" sebagai {label}", " as {label}")
CREDITED = Text(" (dihitung sudah menunggu {lasted})", " (counts as {lasted} of waiting)")
FOR_DESK = Text(" untuk meja {desk}", " for desk {desk}")
COUNTS_FROM = Text(" (dihitung mulai {time})", " (counts from {time})")
NOT_BEFORE = Text(" (paling cepat {lasted} lagi)", " (not before {lasted} from now)")
AND = Text(" dan ", " and ")


def passed(thread: Thread, events: Sequence[e.Event]) -> Iterator[Phrase]:
    """The stops that were skipped, together where the reason is one. Who still goes there, by another rule, passes nothing by."""
    anew = {
        (planned.visit, stop.station)
        for planned in events
        if isinstance(planned, e.StopsPlanned)
        for stop in planned.stops
    }
    skipped = [
        event
        for event in events
        if isinstance(event, e.StopSkipped)
        and (event.visit, thread.stop(event).station) not in anew
    ]
    ends = any(isinstance(event, e.VisitEnded) for event in events)
    for because, group in groupby(skipped, key=lambda event: event.because):
        said = SKIPPED.filled(stations=Text.joined(thread.names([event.stop for event in group])))
        if not (ends and because in SAID_ALREADY):
            said = BECAUSE.filled(skipped=said, because=because)
        yield Phrase(topic=Topic.WAITING, said=said)


def goes(thread: Thread, events: Sequence[e.Event]) -> Iterator[Phrase]:
    """The lines that were joined; and what lies ahead, if that has changed."""
    queued = [event for event in events if isinstance(event, e.StopQueued)]
    planned = any(isinstance(event, e.StopsPlanned | e.StopConfirmed) for event in events)
    if not queued and not planned:
        return
    visit = thread.visit
    steps = [_step(thread, [visit.stops[n] for n in step]) for step in visit.ahead if planned]
    then = _joined(steps, THEN)
    if queued:
        lines = _joined([_line(thread, event) for event in queued], AND)
        said = WAITS.filled(stations=lines, then=_joined([Text("", ""), *steps], THEN))
        yield Phrase(topic=Topic.WAITING, said=said, station=thread.stop(queued[0]).station)
    elif visit.is_open:
        said = AHEAD.filled(then=then) if steps else NOTHING_AHEAD
        yield Phrase(topic=Topic.WAITING, said=said)


def _line(thread: Thread, event: e.StopQueued) -> Text:
    """The line of one station: the desk that is waited for, the class where it is not the visit's own, what counts already, and
    the earliest call."""
    stop = thread.stop(event)
    parts = [thread.name(stop)]
    if stop.for_desk is not None:
        parts.append(FOR_DESK.filled(desk=stop.for_desk))
    if event.priority != thread.visit.priority:
        parts.append(CLASS.filled(label=thread.rulebook.label(event.priority)))
    parts.append(after(CREDITED, event.since, event.at))
    if event.not_before is not None:
        parts.append(after(NOT_BEFORE, event.at, event.not_before))
    elif event.since > event.at:  # came before the slot
        local = event.since.astimezone(thread.rulebook.zone).time()
        parts.append(COUNTS_FROM.filled(time=said_slot(local)))
    return Text.joined(parts, "")


def _step(thread: Thread, stops: Sequence[Stop]) -> Text:
    return _joined([_planned(thread, stop) for stop in stops], AND)


def _planned(thread: Thread, stop: Stop) -> Text:
    name = thread.name(stop)
    if stop.if_ordered:
        return IF_ORDERED.filled(station=name)
    return BACK.filled(station=name) if stop.origin is Origin.REVIEW else name


def _joined(texts: Sequence[Text], between: Text) -> Text:
    return Text(between.id.join(t.id for t in texts), between.en.join(t.en for t in texts))
