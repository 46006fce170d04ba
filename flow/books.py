"""The rulebooks of one facility by digest: the one in force, and those with which visits began. Their texts are in the journal."""

from collections.abc import Mapping

import structlog

from flow.engine.refusals import UnknownRulebook
from flow.engine.routing import Rulebook
from flow.journal import Journal, Stream
from flow.journal.snapshots import folded
from flow.rulebook import RulebookError, read_sources

log = structlog.get_logger(__name__)


class Books:
    """`current` is the rulebook in force."""

    def __init__(self, first: Rulebook, journal: Journal) -> None:
        self.current = first
        self._journal = journal
        self._known = {first.digest: first}

    def keep(self, texts: Mapping[str, str]) -> Rulebook:
        """Remember a proven rulebook, durably; raises `RulebookError` where the text cannot even be read."""
        book = read_sources(texts).rulebook
        self._journal.keep_rulebook(book.digest, book.facility, texts)
        self._known[book.digest] = book
        return book

    def follow(self, digest: str) -> None:
        """What the journal says is in force; nothing before the first day."""
        if digest and digest != self.current.digest:
            self.current = self.named(digest)

    def named(self, digest: str) -> Rulebook:
        """The rulebook; the current one, with a line in the log, where its text is gone or no longer understood."""
        if digest not in self._known:
            kept = _kept(self._journal, digest)
            if kept is None:
                log.warning("the current rulebook decides for an old one", digest=digest)
            self._known[digest] = kept or self.current
        return self._known[digest]

    def deciding_for(self, digest: str) -> Rulebook:
        """Who decides for a visit that began with this rulebook: that one, while the house still has every room that it knows.

        Else a visit could be sent where nobody works any more; the rules in force decide for it then.
        """
        own = self.named(digest)
        return own if own.stations.keys() <= self.current.stations.keys() else self.current

    def to_publish(self, digest: str) -> Rulebook:
        """A rulebook that may come into force; raises `UnknownRulebook` where it has not been kept."""
        book = self._known.get(digest) or _kept(self._journal, digest)
        if book is None or book.digest != digest:
            raise UnknownRulebook(digest=digest[:16])
        self._known[digest] = book
        return book


def in_force(journal: Journal, facility: str) -> Rulebook | None:
    """The rulebook that the journal's last day says is in force; None before the first day, or where its text is gone."""
    last = journal.last_day(facility)
    if last is None:
        return None
    digest = folded(journal, Stream(facility, last)).rulebook
    return _kept(journal, digest) if digest else None


def _kept(journal: Journal, digest: str) -> Rulebook | None:
    """A rulebook as the journal kept it. It was proven when it came into force; it is only read again."""
    texts = journal.rulebook(digest)
    try:
        return None if texts is None else read_sources(texts).rulebook
    except RulebookError:
        log.exception("an old rulebook is no longer understood", digest=digest)
        return None
