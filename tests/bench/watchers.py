"""So many screens in one process: `python -m tests.bench.watchers URL SCREENS BOARD`.

Speaks Engine.IO and Socket.IO by hand, to be as light as a screen can be. Prints one JSON line when all are connected, and one
whenever all of them have received a message: the times of arrival and the message.
"""

from gevent import monkey

monkey.patch_all()

import json
import sys
import time
from typing import Any

import gevent
import websocket
from gevent.event import Event

SECONDS_MAX = 120


class Screen:
    def __init__(self, url: str, board: str) -> None:
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self.heard: list[tuple[float, str]] = []
        self.stirred = Event()
        self._socket = websocket.create_connection(address, timeout=SECONDS_MAX)
        self._until("0")
        self._socket.send("40")
        self._until("40")
        self._socket.send("42" + json.dumps(["watch", {"screen": "board", "code": board}]))
        gevent.spawn(self._listen)

    def _until(self, start: str) -> None:
        while not str(self._socket.recv()).startswith(start):
            pass

    def _listen(self) -> None:
        while True:
            packet = str(self._socket.recv())
            if packet == "2":
                self._socket.send("3")
            elif packet.startswith('42["changed"'):
                self.heard.append((time.time(), packet))
                self.stirred.set()


def main(url: str, screens: int, board: str) -> None:
    shown = [Screen(url, board) for _ in range(screens)]
    gevent.sleep(1)
    _say({"ready": len(shown)})
    message = 0
    while True:
        for screen in shown:
            while len(screen.heard) <= message:
                screen.stirred.clear()
                screen.stirred.wait(SECONDS_MAX)
        arrived = [screen.heard[message] for screen in shown]
        _say({"at": [at for at, _ in arrived], "message": json.loads(arrived[0][1][2:])[1]})
        message += 1


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
