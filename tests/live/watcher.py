"""A screen without a browser: watches a board over a real websocket and keeps what it would show."""

import threading
from typing import Any

import socketio

SECONDS_MAX = 15


class Watcher:
    """Follows the protocol of `web/sockets.py`: whole first, then changes; old ones dropped, a gap asks anew."""

    def __init__(self, url: str, board: str) -> None:
        self.code = board
        self.shown: dict[str, Any] = {}
        self.position = -1
        self.gaps = 0
        self._settled = threading.Condition()
        self._client = socketio.Client(reconnection=True)
        self._client.on("changed", self._changed)
        self._client.on("connect", self._watch)
        self._client.connect(url, transports=["websocket"])
        self.wait_for(0)

    def wait_for(self, position: int) -> None:
        """Until the board has reached this position."""
        with self._settled:
            assert self._settled.wait_for(lambda: self.position >= position, SECONDS_MAX), (
                f"the board stands at {self.position}, not at {position}"
            )

    def close(self) -> None:
        self._client.disconnect()

    def _watch(self) -> None:
        self._client.emit("watch", {"screen": "board", "code": self.code}, callback=self._whole)

    def _whole(self, answer: dict[str, Any]) -> None:
        with self._settled:
            self.shown, self.position = answer["board"], answer["position"]
            self._settled.notify_all()

    def _changed(self, change: dict[str, Any]) -> None:
        with self._settled:
            if change["position"] <= self.position:
                return
            if change["after"] is not None and change["after"] != self.position:
                self.gaps += 1
                self._watch()
                return
            part = dict(change["board"])
            stations = {**self.shown["stations"], **part.pop("stations", {})}
            self.shown = {**self.shown, **part, "stations": stations}
            self.position = change["position"]
            self._settled.notify_all()
