"""Draws docs/lifecycle.md from the lifecycle table. `python -m tests.docs.lifecycle_picture` writes it anew."""

from pathlib import Path

from flow.engine.lifecycle import TABLE

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"


def picture() -> str:
    """The whole page: the state diagram, arrow by arrow from the table."""
    arrows = [
        f"    {before} --> {after}: {step}"
        for before, steps in TABLE.items()
        for step, after in steps.items()
    ]
    ends = [f"    {status} --> [*]" for status, steps in TABLE.items() if not steps]
    return "\n".join(
        [
            "# The life of a stop",
            "",
            "Drawn from the table in `flow/engine/lifecycle.py`; a test compares the two.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            "    [*] --> planned",
            *arrows,
            *ends,
            "```",
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(picture(), encoding="utf-8")
