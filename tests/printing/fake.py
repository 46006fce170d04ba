"""A printer on the network: takes bytes on a port, keeps them, and answers what it is asked about itself."""

import socket
import threading
from types import TracebackType
from typing import Self

WHY_OFFLINE, PAPER = b"\x10\x04\x02", b"\x10\x04\x04"
FINE, COVER_OPEN = 0x12, 0x16
PAPER_LOW, PAPER_OUT = 0x1E, 0x72


class PrinterOnTheNet:
    """`cause` and `paper` are its answers; None: it is one that tells nothing. `ends` is its paper after the next slip."""

    def __init__(
        self, cause: int | None = FINE, paper: int = FINE, ends: int | None = None
    ) -> None:
        self.cause, self.paper, self.ends = cause, paper, ends
        self.printed = b""
        self.connections = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.address = f"network:127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """All that was sent has been printed."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(timeout=5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            with connection:
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        while data := connection.recv(65536):
            for question, answer in ((WHY_OFFLINE, self.cause), (PAPER, self.paper)):
                asked = data.count(question)
                data = data.replace(question, b"")
                if self.cause is not None:
                    connection.sendall(bytes([answer or FINE]) * asked)
            if data:
                self.printed += data
                self.paper = self.paper if self.ends is None else self.ends
