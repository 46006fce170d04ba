"""Larger bodies, for a few forms and for the admin alone; everybody else's stay as small as an honest request is."""

from flask import Flask, request
from flask_login import current_user

from flow.engine.text import Text
from flow.journal import archive_files
from flow.media.kinds import VIDEO_BYTES_MAX
from flow.patients.importing import FILE_BYTES_MAX
from flow.staff import Role
from web.errors import Wrong

FORM_BYTES = 100_000  # the other fields, and what stands around the file
LIMITS = {
    ("POST", "admin.add_media"): VIDEO_BYTES_MAX + FORM_BYTES,
    ("POST", "admin.upload_list"): FILE_BYTES_MAX + FORM_BYTES,
    ("POST", "admin.upload_day"): archive_files.FILE_BYTES_MAX + FORM_BYTES,
}
TOO_LARGE = Text(
    "Berkas terlalu besar: paling banyak {most} MB.", "The file is too large: at most {most} MB."
)


def attach(app: Flask) -> None:
    """Before anything reads the body of a request."""
    app.before_request(_allow_more)


def _allow_more() -> None:
    limit = LIMITS.get((request.method, request.endpoint or ""))
    if limit is None or not (current_user.is_authenticated and current_user.role is Role.ADMIN):
        return
    if (request.content_length or 0) > limit:
        most = (limit - FORM_BYTES) // 1_000_000
        raise Wrong(413, "TooLarge", TOO_LARGE.filled(most=most))
    request.max_content_length = limit
