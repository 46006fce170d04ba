"""The HTTP and websocket server of one process: gevent's, with small packets sent at once."""

import socket
from typing import Any

from flask import Flask
from gevent.pywsgi import WSGIServer


class PromptServer(WSGIServer):
    """Without TCP_NODELAY an answer's body waits for the browser's delayed ACK of its head: 40 ms, on every press of a button."""

    def handle(self, client_socket: Any, address: Any) -> None:
        client_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle(client_socket, address)


def listen(app: Flask, host: str, port: int) -> None:
    """Serve until interrupted; raises OSError when the address can't be had."""
    PromptServer((host, port), app, log=None).serve_forever()
