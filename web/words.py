"""The language of a page, and what its script needs in words: the catalogue, and the rulebook's questions."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import read_mo
from flask_babel import get_locale

from flow.engine.conditions import OneOf, When
from flow.engine.facts import FactValue
from flow.engine.text import Text
from flow.engine.vocabulary import Fact, Vocabulary

INDONESIAN = "id"
LANGUAGES = {INDONESIAN: "Bahasa Indonesia", "en": "English"}
OF_PATIENTS = {**LANGUAGES, "jv": "Basa Jawa", "su": "Basa Sunda"}
"""The pages of patients speak more languages than staff and rules; what the rules say stays Indonesian in them."""
TRANSLATIONS = Path(__file__).parent / "translations"


def language() -> str:
    """The language in which the rules and the engine speak to this request: "id" or "en"."""
    return "en" if spoken() == "en" else "id"


def spoken() -> str:
    """The language of this request's page."""
    code = str(get_locale() or "")[:2]
    return code if code in OF_PATIENTS else "id"


def said(text: Text) -> str:
    """The sentence in the language of this request."""
    return text.in_language(language())


def said_day(day: date) -> str:
    """Senin, 2 Maret 2026, in the language of this request."""
    return format_date(day, "EEEE, d MMMM y", locale=language())


@cache
def catalogue(code: str) -> dict[str, str]:
    """The translated words, for scripts; Indonesian needs none, its words stand in the scripts."""
    compiled = TRANSLATIONS / code / "LC_MESSAGES" / "messages.mo"
    if not compiled.exists():
        return {}
    with compiled.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_mo(file) if m.id and m.string}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: str
    only_if: dict[str, list[FactValue]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One fact of the vocabulary, as a form asks it. It, or one of its choices, is asked only of whom `only_if` allows."""

    name: str
    kind: str
    label: str
    choices: tuple[Choice, ...]
    low: float | None
    high: float | None
    default: FactValue | None
    only_if: dict[str, list[FactValue]]


def questions(vocabulary: Vocabulary) -> tuple[Question, ...]:
    """All facts of the rulebook, in its order, in the language of this request."""
    return tuple(_question(vocabulary, fact) for fact in vocabulary.facts.values())


def _question(vocabulary: Vocabulary, fact: Fact) -> Question:
    return Question(
        name=fact.name,
        kind=fact.kind.value,
        label=said(fact.label),
        choices=tuple(
            Choice(value=v, label=said(text), only_if=_asked(vocabulary.condition(fact.name, v)))
            for v, text in fact.choices.items()
        ),
        low=fact.low,
        high=fact.high,
        default=fact.default,
        only_if=_asked(fact.only_if),
    )


def _asked(when: When) -> dict[str, list[FactValue]]:
    """For whom a page asks it; the server checks the rest."""
    return {name: sorted(test.values, key=str) for name, test in when if isinstance(test, OneOf)}
