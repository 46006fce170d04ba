"""The files of the boards' pictures and videos: public, and kept by a browser for as long as it likes."""

from flask import Blueprint, Response, abort, send_from_directory

from flow.media import MediaError
from web.house import house

blueprint = Blueprint("media", __name__)

CACHE_SECONDS = 365 * 24 * 60 * 60  # a file's name never gets another content


@blueprint.get("/media/<id_>.<ending>")
def file(id_: str, ending: str) -> Response:
    """One file, in parts where a player asks for them."""
    try:
        piece = house().media.get(id_)
    except MediaError:
        abort(404)
    if ending != piece.kind.ending:
        abort(404)
    folder = house().media.folder.resolve()
    response = send_from_directory(folder, piece.file, mimetype=piece.kind.mime, conditional=True)
    response.headers["Cache-Control"] = f"public, max-age={CACHE_SECONDS}, immutable"
    return response
