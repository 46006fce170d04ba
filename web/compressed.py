"""Scripts and styles as they were built, compressed where the browser takes it: a phone on a bad line loads a third."""

from pathlib import Path

from flask import Flask, Response, request
from werkzeug.security import safe_join

GZIP = "gzip"


def attach(app: Flask) -> None:
    """Serve `name.gz`, which the build lays beside a file, in place of it."""

    def send(filename: str) -> Response:
        packed = safe_join(str(app.static_folder), f"{filename}.gz")
        if packed is None or not Path(packed).is_file():
            return app.send_static_file(filename)
        takes_it = request.accept_encodings.quality(GZIP) > 0
        response = app.send_static_file(f"{filename}.gz" if takes_it else filename)
        response.vary.add("Accept-Encoding")
        if takes_it:
            response.mimetype = "text/css" if filename.endswith(".css") else "text/javascript"
            response.content_encoding = GZIP
        return response

    app.view_functions["static"] = send
