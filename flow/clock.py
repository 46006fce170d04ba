"""The only clock. Time enters the product here, and travels from here on as data."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic

CATCHING_UP = 0.5
"""How fast time goes on, of its usual pace, while a clock that was set back catches up."""

SET_BACK_MAX = timedelta(hours=3)
"""Set back by more, the clock was wrong altogether: its new time holds at once."""


class Clock:
    """Tells the time and never goes back: where the computer's clock was set back by an hour, two hours bring both together.

    So calls still time out and waits still grow, at half the pace. `wall` is the computer's clock, `ticks` are seconds that nobody
    can set.
    """

    def __init__(self, wall: Callable[[], datetime], ticks: Callable[[], float]) -> None:
        self._wall = wall
        self._ticks = ticks
        self._lock = Lock()
        self._told = wall()
        self._told_at = ticks()

    def now(self) -> datetime:
        """The time now, as an aware UTC time."""
        with self._lock:
            wall, ticks = self._wall(), self._ticks()
            if self._told - wall < SET_BACK_MAX:
                passed = timedelta(seconds=(ticks - self._told_at) * CATCHING_UP)
                wall = max(wall, self._told + passed)
            self._told, self._told_at = wall, ticks
            return wall


def _wall() -> datetime:
    return datetime.now(UTC)


now = Clock(_wall, monotonic).now
