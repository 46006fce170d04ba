"""The HTTP and websocket server of one process: gevent's, with small packets sent at once."""

import socket
from typing import Any

from flask import Flask
from gevent.pywsgi import WSGIHandler, WSGIServer


class Handler(WSGIHandler):
    """A connection that was a websocket ends with it: what still comes in is no HTTP."""

    def handle_one_response(self) -> None:
        super().handle_one_response()
        if str(self.environ.get("HTTP_UPGRADE", "")).lower() == "websocket":
            self.close_connection = True


class PromptServer(WSGIServer):
    """Without TCP_NODELAY an answer's body waits for the browser's delayed ACK of its head: 40 ms, on every press of a button."""

    handler_class = Handler

    def handle(self, client_socket: Any, address: Any) -> None:
        client_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle(client_socket, address)


def listen(app: Flask, host: str, port: int) -> None:
    """Serve until interrupted; raises OSError when the address can't be had."""
    PromptServer((host, port), app, log=None).serve_forever()
