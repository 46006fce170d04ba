"""A sentence in the two languages of the product: Indonesian first, English second."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Indonesian (`id`) and English (`en`)."""

    id: str
    en: str

    def __str__(self) -> str:
        return self.id

    def in_language(self, language: str) -> str:
        """The sentence in `language` ("en" is English, everything else Indonesian)."""
        return self.en if language == "en" else self.id

    @property
    def both(self) -> str:
        """One below the other, where nobody has chosen a language: on the command line."""
        return f"{self.id}\n{self.en}"

    @staticmethod
    def joined(texts: "Iterable[Text]", between: str = ", ") -> "Text":
        """Several texts in a row."""
        parts = tuple(texts)
        return Text(
            between.join(part.id for part in parts), between.join(part.en for part in parts)
        )

    def filled(self, **values: object) -> "Text":
        """Both sentences with their `{placeholders}` filled; a value that is a Text speaks its own language."""
        return Text(
            self.id.format(**{name: _said(value, "id") for name, value in values.items()}),
            self.en.format(**{name: _said(value, "en") for name, value in values.items()}),
        )


def said_number(number: float) -> Text:
    """A number with as few decimals as it has: "1,5" in Indonesian, "1.5" in English."""
    written = f"{number:g}"
    return Text(written.replace(".", ","), written)


def said_slot(slot: time | None) -> Text:
    """A time of the day as people say it; without one any time of the day."""
    if slot is None:
        return Text("jam bebas", "any time")
    return Text(f"{slot:%H.%M}", f"{slot:%H:%M}")


def _said(value: object, language: str) -> object:
    return value.in_language(language) if isinstance(value, Text) else value
