"""What is wrong with a rulebook: each finding names its place, what was found, what may stand there,
and the remedy."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a YAML file; lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to correct, as `file:line:column: what was found; what is allowed; the remedy`."""

    place: Place
    found: str
    allowed: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.found}; {self.allowed}; {self.remedy}"


class RulebookError(Exception):
    """The rulebook cannot be used. `findings` holds all that was found, in reading order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings)))
        super().__init__("\n".join(map(str, self.findings)))


def did_you_mean(found: str, allowed: Iterable[str], otherwise: str) -> str:
    """A question with the nearest allowed word, or `otherwise` when none is near."""
    near = get_close_matches(found, list(allowed), n=1)
    return f'did you mean "{near[0]}"?' if near else otherwise
