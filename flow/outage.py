"""Something that does not work for a while, told to the log: that it begins, why it goes on, and that it is over."""

import structlog

log = structlog.get_logger(__name__)


class Outage:
    """`what` does not work, in a few words. Not each failure has its line: a full disk would be filled by them."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._reason = ""

    def begins(self, reason: str) -> None:
        """It failed, for this reason."""
        if reason != self._reason:
            log.warning(self._what, reason=reason)
        self._reason = reason

    def ends(self) -> None:
        """It worked."""
        if self._reason:
            log.info("this is over", what=self._what)
        self._reason = ""
