"""What the boards hear of their pictures and videos: that an admin has changed them."""

from web.house import house
from web.publisher import publisher


def tell_media() -> None:
    """Every board should ask anew which pictures it shows."""
    for board in house().clinic.rulebook.boards:
        publisher().tell("media", {"board": board}, f"board:{board}")
