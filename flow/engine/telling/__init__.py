"""The story of a visit: a timeline in both languages, out of what was recorded about it and nothing else"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from flow.engine import events as e
from flow.engine.deadlines import SCHEDULER
from flow.engine.routing import Rulebook
from flow.engine.telling import onward, stops, visits
from flow.engine.telling.phrases import Phrase, Topic, together
from flow.engine.telling.thread import Thread
from flow.engine.text import Text

AUTOMATIC = Text("otomatis", "automatic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the story. `day` and `position` are the place of its entry in the journal; `station` and `desk` are codes, ""
    where the line concerns none; `said` are whole sentences.

    `undone`: taken back by a later line, which says so. Nothing is left out.
    """

    day: date
    position: int
    at: datetime
    by: str
    topic: Topic
    station: str
    desk: str
    said: Text
    undone: bool = False

    @property
    def who(self) -> Text:
        """Who did it, in words."""
        return AUTOMATIC if self.by == SCHEDULER else Text(self.by, self.by)


def tell(
    visit: str, entries: Iterable[tuple[date, e.Entry]], rulebook: Rulebook
) -> tuple[Line, ...]:
    """The story, out of the entries about one visit, oldest first, each with its service day; the rulebook only names things.

    Who the patient is stays out: events hold an opaque id, and not even that is told.
    """
    thread = Thread(visit, rulebook)
    lines: dict[tuple[date, int], list[Line]] = {}
    for day, entry in entries:
        thread.enter(day, entry)
        phrases = list(_phrases(thread, entry))
        for event in entry.events:
            if isinstance(event, e.VisitRestored):
                undone = lines.get((day, event.undone), [])
                lines[day, event.undone] = [replace(line, undone=True) for line in undone]
        lines[day, entry.position] = [_line(day, entry, one) for one in together(phrases)]
    return tuple(chain.from_iterable(lines.values()))


def _phrases(thread: Thread, entry: e.Entry) -> Iterator[Phrase]:
    """What one command did: first each event, then where the patient goes from here, or that the visit has ended."""
    ended: list[Phrase] = []
    for event in entry.events:
        if not isinstance(event, e.OfVisit):
            continue
        one = (
            stops.said(event, thread) if isinstance(event, e.OfStop) else visits.said(event, thread)
        )
        thread.follow(event)
        if one is not None and one.topic is Topic.ENDED:
            ended.append(one)
        elif one is not None:
            yield one
    yield from onward.passed(thread, entry.events)
    yield from onward.goes(thread, entry.events)
    yield from ended


def _line(day: date, entry: e.Entry, phrase: Phrase) -> Line:
    return Line(
        day=day,
        position=entry.position,
        at=entry.at,
        by=entry.by,
        topic=phrase.topic,
        station=phrase.station,
        desk=phrase.desk,
        said=phrase.said,
    )
