"""Light or dark: as the computer has it, unless a person chose otherwise by the `tema` of a link."""

from flask import request, session

AS_THE_COMPUTER = "otomatis"
DARK_WHEN = {
    AS_THE_COMPUTER: "screen and (prefers-color-scheme: dark)",
    "terang": "",
    "gelap": "screen",
}
"""For each choice the media for which the dark tokens count. Paper is always light."""


def look() -> str:
    """The choice for this request; one that is asked for is kept."""
    asked = request.args.get("tema", "")
    if asked in DARK_WHEN:
        session["tema"] = asked
    kept = str(session.get("tema"))
    return kept if kept in DARK_WHEN else AS_THE_COMPUTER
