"""The HTTP and websocket server of one process: gevent's, with small packets sent at once."""

import errno
import socket
from typing import Any

from flask import Flask
from gevent.pywsgi import WSGIHandler, WSGIServer

from flow.engine.text import Text

BACKLOG = 256  # who may knock while all hands are full: every screen of a house at once

IN_USE = Text(
    "Port {port} sudah dipakai, mungkin oleh Alur yang masih berjalan. "
    "Hentikan program itu, atau pilih port lain: --port {next}",
    "Port {port} is in use, perhaps by an Alur that still runs. "
    "Stop that program, or choose another port: --port {next}",
)
NOT_ALLOWED = Text(
    "Port {port} tidak boleh dipakai oleh pengguna ini. Pilih port di atas 1023: --port 8000",
    "This user may not use port {port}. Choose a port above 1023: --port 8000",
)
NOT_HAD = Text(
    "Alamat {host}, port {port} tidak dapat dipakai: {reason}. Untuk semua alamat komputer ini: --host 0.0.0.0",
    "The address {host}, port {port} cannot be used: {reason}. For all addresses of this computer: --host 0.0.0.0",
)


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


class NoAddress(Exception):
    """The address cannot be had; `said` tells why, and what helps."""

    def __init__(self, said: Text) -> None:
        self.said = said
        super().__init__(said.en)


def take(host: str, port: int) -> socket.socket:
    """The address, ours from now on; who knocks before `listen` waits a moment. Raises `NoAddress`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    try:
        return socket.create_server(
            (host, port), family=family, backlog=BACKLOG, dualstack_ipv6=both
        )
    except OSError as error:
        raise NoAddress(_why(error, host, port)) from error


def _why(error: OSError, host: str, port: int) -> Text:
    if error.errno == errno.EADDRINUSE:
        return IN_USE.filled(port=port, next=port + 1 if port < 65535 else port - 1)
    if error.errno == errno.EACCES:
        return NOT_ALLOWED.filled(port=port)
    return NOT_HAD.filled(host=host, port=port, reason=str(error.strerror).partition(" (while")[0])


def listen(app: Flask, door: socket.socket) -> None:
    """Serve until interrupted."""
    PromptServer(door, app, log=None).serve_forever()
