"""The floor: the barest server that does the same I/O. Run as its own process: `python -m tests.bench.bare PORT DATABASE`.

`POST /commit` commits the posted bytes to SQLite (WAL, synchronous=FULL) and answers with them. `POST /emit` emits the
posted JSON to everybody who is connected. Same Flask, same Flask-SocketIO, same gevent server as ours; no engine, no rules.
"""

from gevent import monkey

monkey.patch_all()

import sqlite3
import sys

from flask import Flask, Response, request
from flask_socketio import SocketIO

from flow.database import SQLITE_SETTINGS
from web.listen import listen, take


def main(port: int, database: str) -> None:
    app = Flask(__name__)
    socketio = SocketIO(app, async_mode="gevent")
    connection = sqlite3.connect(database, isolation_level=None)
    for setting in SQLITE_SETTINGS:
        connection.execute(setting)
    connection.execute("CREATE TABLE entry (position INTEGER PRIMARY KEY, events TEXT NOT NULL)")

    @app.post("/commit")
    def commit() -> Response:
        body = request.get_data(as_text=True)
        connection.execute("BEGIN")
        connection.execute("INSERT INTO entry (events) VALUES (?)", (body,))
        connection.execute("COMMIT")
        return Response(body, status=201, mimetype="application/json")

    @app.post("/emit")
    def emit() -> str:
        socketio.emit("changed", request.get_json())
        return ""

    @app.get("/healthz")
    def healthz() -> str:
        return ""

    listen(app, take("127.0.0.1", port))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
