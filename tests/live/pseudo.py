"""Alur in a language that nobody speaks: `python -m tests.live.pseudo FOLDER serve …`. Every English word comes in ⟦brackets⟧.

What stands on a page without them is hard-wired. The catalogue is written into FOLDER; the engine's sentences are bracketed where
they are made.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from flow.engine.text import Text

made = Text.__init__


def bracketed(text: Text, id: str, en: str) -> None:  # noqa: A002 - the fields are called so
    made(text, id, f"⟦{en}⟧")


def write_catalogue(source: Path, folder: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale="en")
    for message in catalogue:
        if message.id:
            message.string = f"⟦{message.string}⟧"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)


def main() -> None:
    translations = Path(sys.argv.pop(1))
    Text.__init__ = bracketed  # type: ignore[method-assign]

    from flow.__main__ import main as alur  # what it brings makes its sentences when it is imported
    from web import words

    inside = Path("en", "LC_MESSAGES")
    write_catalogue(words.TRANSLATIONS / inside / "messages.po", translations / inside)
    words.TRANSLATIONS = translations
    alur()


main()
