"""Draws docs/rulebooks.md from the example rulebooks. `python -m tests.docs.rulebook_pictures` writes it anew."""

from pathlib import Path

from flow.rulebook import load, shipped
from flow.rulebook.picture import mermaid

PAGE = Path(__file__).parents[2] / "docs" / "rulebooks.md"
DRAWN = ("pustu", "kecil", "typical")


def pictures() -> str:
    """The whole page: one flowchart for each of the smaller examples."""
    lines = [
        "# The example rulebooks as pictures",
        "",
        "Drawn from the compiled rules by `alur rules picture`; a test compares the two. Dashed: only if a room asks for it.",
        "The page `/aturan` draws the rulebook in force in the same way.",
    ]
    for name in DRAWN:
        book = load(shipped(name))
        lines += ["", f"## rules/{name}: {book.name}", "", "```mermaid", mermaid(book), "```"]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(pictures(), encoding="utf-8")
