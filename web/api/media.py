"""The pictures and videos that a board shows today: public like the board."""

from web.api import shapes
from web.api.operations import ANYBODY, Answer, operation
from web.house import house


@operation("GET", "boards/<code>/media", roles=ANYBODY, answer=shapes.BoardMedia)
def get_board_media(code: str) -> Answer:
    """What a board shows beside its numbers today, in order."""
    rulebook = house().clinic.rulebook
    today = house().now().astimezone(rulebook.zone).date()
    pieces = house().media.on(rulebook.board(code).code, today)
    return {
        "day": today.isoformat(),
        "media": [
            {
                "url": f"/media/{piece.file}",
                "kind": "video" if piece.kind.is_video else "image",
                "mime": piece.kind.mime,
                "title": piece.showing.title,
                "seconds": None if piece.kind.is_video else piece.showing.seconds,
            }
            for piece in pieces
        ],
    }
