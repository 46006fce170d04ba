"""What a TV hears: that an admin has changed what it shows."""

from flask_socketio import join_room

from flow.engine.boards import Shown
from web.device import known_device
from web.publisher import publisher


def watch_tv(_code: str) -> Shown:
    """A TV that asks what it should show: its board, or that it waits for an admin. A stranger gets neither."""
    device = known_device()
    if device is None:
        return {}
    join_room(f"tv:{device.id}")
    return {"board": device.board, "waiting": device.code is not None}


def tell_tv(device: str) -> None:
    """A TV should ask anew what it shows."""
    publisher().tell("tv", {}, f"tv:{device}")
