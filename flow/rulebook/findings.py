"""What is wrong with a rulebook: each finding names its place, what was found, what may stand there,
and the remedy; a proof adds the patient who shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from flow.engine.facts import FactValue
from flow.engine.text import Text

FORM = "form"
"""The code of a finding about how the rulebook is written; the proofs have codes of their own."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a YAML file; lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def as_line(self) -> str:
        """The place as rules and stations keep it: `file:line`."""
        return f"{self.file}:{self.line}"

    @staticmethod
    def of(line: str) -> "Place":
        """The place of a rule, which keeps it as `file:line`."""
        file, _, number = line.rpartition(":")
        return Place(file, int(number)) if number.isdigit() else Place(line)


@dataclass(frozen=True, slots=True)
class Witness:
    """A patient who shows a finding: the facts, as `alur rules explain --facts` takes them, on the day, and in words."""

    facts: tuple[tuple[str, FactValue], ...]
    on: str
    said: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to correct, as `file:line:column: what was found; what is allowed; the remedy`."""

    place: Place
    found: Text
    allowed: Text
    remedy: Text
    code: str = FORM
    witness: Witness | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str) -> str:
        """The finding in one line."""
        parts = (self.found, self.allowed, self.remedy)
        line = f"{self.place}: {'; '.join(part.in_language(language) for part in parts if part.id)}"
        if self.witness is None:
            return line
        for_example = "misalnya" if language == "id" else "for example"
        return f"{line}; {for_example}: {self.witness.said.in_language(language)}"

    @property
    def order(self) -> tuple[Place, str]:
        """Reading order."""
        return self.place, self.found.id


class RulebookError(Exception):
    """The rulebook cannot be used. `findings` holds all that was found, in reading order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(dict.fromkeys(findings), key=lambda one: one.order))
        super().__init__("\n".join(map(str, self.findings)))


def did_you_mean(found: str, allowed: Iterable[str], otherwise: Text) -> Text:
    """A question with the nearest allowed word, or `otherwise` when none is near."""
    near = get_close_matches(found, list(allowed), n=1)
    if near:
        return Text(f'maksudnya "{near[0]}"?', f'did you mean "{near[0]}"?')
    return otherwise


def only(names: Iterable[str]) -> Text:
    """The names that are allowed."""
    said = ", ".join(names)
    return Text(f"yang boleh: {said}", f"allowed: {said}")


def needed(names: Iterable[str]) -> Text:
    """The names that must all be there."""
    said = ", ".join(names)
    return Text(f"harus ada: {said}", f"needed: {said}")


ADD_IT = Text("tambahkan", "add it")
LEAVE_OUT = Text("tinggalkan", "leave it out")
REMOVE_IT = Text("hapus", "remove it")
CORRECT_IT = Text("perbaiki", "correct it")
