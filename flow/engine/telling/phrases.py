"""What a line of the story is made of: sentences on one topic, and which of them belong together"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flow.engine.text import Text


class Topic(StrEnum):
    """What a line is about, for an icon and a filter."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    ROUTED = "routed"
    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    ABSENT = "absent"
    HELD = "held"
    MOVED = "moved"
    ORDERED = "ordered"
    CORRECTED = "corrected"
    ENDED = "ended"


REASON = Text("{words}; alasan: “{reason}”", "{words}; reason: “{reason}”")

AT_A_STATION = frozenset({Topic.CALLED, Topic.SERVED, Topic.ABSENT, Topic.HELD})
ON_THE_WAY_IN = frozenset({Topic.ARRIVED, Topic.ROUTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Sentences without their last full stop, and the station and desk (codes, or "") that they concern."""

    topic: Topic
    said: Text
    station: str = ""
    desk: str = ""


def with_reason(words: Text, reason: str, because: Text | None = None) -> Text:
    """The words and, as somebody wrote it, the reason; then what the house itself says."""
    if reason:
        words = REASON.filled(words=words, reason=reason.rstrip("."))
    return Text.joined((words, because), ". ") if because else words


def together(phrases: Iterable[Phrase]) -> list[Phrase]:
    """The phrases about one command as lines: one press is told in one line, coming in in several."""
    lines: list[Phrase] = []
    for phrase in phrases:
        if lines and _belong_together(lines[-1], phrase):
            lines[-1] = _joined(lines[-1], phrase)
        else:
            lines.append(phrase)
    return [_ended(line) for line in lines]


def _belong_together(before: Phrase, phrase: Phrase) -> bool:
    if phrase.topic is Topic.WAITING:  # what follows from what was done
        return before.topic not in ON_THE_WAY_IN
    if before.topic is Topic.WAITING:  # what was passed by because of what was done
        return phrase.topic is Topic.ENDED
    at_one_station = (
        before.station == phrase.station and {before.topic, phrase.topic} <= AT_A_STATION
    )
    return before.topic is phrase.topic or at_one_station


def _joined(before: Phrase, phrase: Phrase) -> Phrase:
    follows = phrase.topic is Topic.WAITING
    return Phrase(
        topic=before.topic if follows else phrase.topic,
        said=Text.joined((before.said, phrase.said), ". "),
        station=before.station or phrase.station,
        desk=before.desk if follows else phrase.desk,
    )


def _ended(line: Phrase) -> Phrase:
    said = Text(f"{line.said.id}.", f"{line.said.en}.")
    return Phrase(topic=line.topic, said=said, station=line.station, desk=line.desk)
