"""Opening hours of a week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

Spans = tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Opening hours by weekday (0 is Monday): spans of local time; `time.max` stands for midnight at the end of the day."""

    spans: Mapping[int, Spans]

    def includes(self, local: datetime) -> bool:
        """Whether the local time lies within the hours."""
        return self.opens(local.weekday(), local.time().replace(tzinfo=None))

    def opens(self, weekday: int, at: time) -> bool:
        """Whether it is open on this weekday at this local time."""
        return any(start <= at < end for start, end in self.spans.get(weekday, ()))

    def end(self, local: datetime) -> time | None:
        """The end of the span in which the local time lies; None outside all spans."""
        at = local.time().replace(tzinfo=None)
        spans = self.spans.get(local.weekday(), ())
        return next((end for start, end in spans if start <= at < end), None)

    def closing(self, day: date) -> time | None:
        """When the day's last span ends; None on a day without hours."""
        spans = self.spans.get(day.weekday(), ())
        return max((end for _, end in spans), default=None)

    def opening(self, day: date) -> time | None:
        """When the day's first span begins; None on a day without hours."""
        spans = self.spans.get(day.weekday(), ())
        return min((start for start, _ in spans), default=None)
