"""The folder of the rulebook as somebody edits it: looked at again and again, proven, and never in anybody's way.

What stands there is a draft until it is published. A file that is only half saved makes a broken draft, which heals at the next
look.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock

from flow.engine.routing import Rulebook
from flow.rulebook.cases import differences, load_cases
from flow.rulebook.comparing import Change, compare
from flow.rulebook.findings import Finding, RulebookError
from flow.rulebook.folder import sources
from flow.rulebook.proving import compile_sources

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of each file: while it stays the same nothing is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was last read. `rulebook` is None where `findings` say what is wrong; `cases` are those that fail."""

    at: datetime
    texts: Mapping[str, str] = field(default_factory=dict)
    rulebook: Rulebook | None = None
    findings: tuple[Finding, ...] = ()
    cases: tuple[Finding, ...] = ()


class Draft:
    """One folder, and what was last seen in it. `now` is the clock, handed in."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self._now = now
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._names: frozenset[str] = frozenset()
        self._compared: tuple[str, str, tuple[Change, ...]] = ("", "", ())
        self.seen = Seen(at=now())
        self.look()

    def look(self) -> bool:
        """Read and prove the folder if anything in it has changed; whether it had."""
        with self._lock:
            stamp = self._stamped()
            if stamp == self._stamp:
                return False
            self.seen = _read(self.folder, self._now())
            self._names |= self.seen.texts.keys()
            self._stamp = stamp
            return True

    def changes(self, current: Rulebook) -> tuple[Change, ...]:
        """Who would be routed differently by the draft than by the rulebook in force; nothing for a broken draft."""
        draft = self.seen.rulebook
        if draft is None or draft.digest == current.digest:
            return ()
        with self._lock:
            if self._compared[:2] != (current.digest, draft.digest):
                self._compared = (current.digest, draft.digest, compare(current, draft))
            return self._compared[2]

    def _stamped(self) -> Stamp:
        """Of the folder itself and of every folder that it includes, as far as they have been seen."""
        names = {path.name for path in self.folder.glob("*.y*ml")} | self._names
        stamps = []
        for name in sorted(names):
            try:
                found = (self.folder / name).stat()
                stamps.append((name, found.st_mtime_ns, found.st_size))
            except OSError:
                stamps.append((name, 0, 0))
        return tuple(stamps)


def _read(folder: Path, at: datetime) -> Seen:
    texts: Mapping[str, str] = {}
    try:
        texts = sources(folder)
        rulebook = compile_sources(texts)
    except RulebookError as error:
        return Seen(at=at, texts=texts, findings=error.findings)
    try:
        wrong = [finding for case in load_cases(folder) for finding in differences(rulebook, case)]
    except RulebookError as error:
        wrong = list(error.findings)
    return Seen(at=at, texts=texts, rulebook=rulebook, cases=tuple(wrong))
