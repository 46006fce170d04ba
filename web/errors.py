"""What went wrong, in one shape: RFC 9457 problem details for programs, a page in the same words for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from flow.database import DatabaseError
from flow.engine.refusals import Invalid, Missing, NotSaved, Refused, TooBusy
from flow.engine.text import Text
from flow.patients import AlreadyKnown, PatientError
from flow.printing import NoPrinter, PrinterError
from web import sentences
from web.words import said

PROBLEM = "application/problem+json"
API = "/api/"
BARE = ("/healthz",)  # for programs too, though it stands outside the API
RETRY_SECONDS = 60

STATUS_OF: Mapping[type[Refused], int] = {Missing: 404, Invalid: 422, TooBusy: 503, NotSaved: 503}
"""The HTTP status of a refusal; all others conflict with how things stand (409)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """RFC 9457, with a stable `code` for programs and the fields at fault."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, str]] = field(default_factory=list)
    instance: str | None = None


class Wrong(Exception):
    """The request cannot be answered: `status` is HTTP's, `code` is for programs, `field` the input at fault.

    `more` are members of the problem document beyond the common ones.
    """

    def __init__(
        self,
        status: int,
        code: str,
        said: Text,
        field: str | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.said = said
        self.field = field
        self.more = more or {}
        super().__init__(said.en)


def attach(app: Flask) -> None:
    """Give every error that can leave a view its answer."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(PatientError, _patient)
    app.register_error_handler(DatabaseError, _unusable)
    app.register_error_handler(PrinterError, _unprinted)
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(Wrong, _wrong)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def is_api() -> bool:
    """Whether a program asks, and not a person's browser for a page."""
    return request.path.startswith(API) or request.path in BARE


# From each error to its answer


def _refused(error: Refused) -> Response:
    status = next((s for kind, s in STATUS_OF.items() if isinstance(error, kind)), 409)
    return _wrong(Wrong(status, error.code, error.said, error.place))


def _patient(error: PatientError) -> Response:
    if not isinstance(error, AlreadyKnown):
        return _wrong(Wrong(422, "BadPatient", error.said, error.field))
    found = {"patients": [patient.as_json() for patient in error.patients]}
    return _wrong(Wrong(409, type(error).__name__, error.said, error.field, found))


def _unusable(error: DatabaseError) -> Response:
    return _wrong(Wrong(503, error.code, error.said))


def _unprinted(error: PrinterError) -> Response:
    """A conflict with how things stand: nothing is gained by trying again before somebody has been at the printer."""
    return _wrong(Wrong(404 if isinstance(error, NoPrinter) else 409, error.code, error.said))


def _invalid(error: ValidationError) -> Response:
    flaws = [
        {
            "field": _place(one["loc"]),
            "detail": said(sentences.flaw(one["type"], one.get("ctx", {}))),
        }
        for one in error.errors(include_url=False, include_input=False)
    ]
    return _answer(_problem(422, "BadInput", sentences.STATUS[422][1], flaws))


def _place(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in place) or "body"


def _wrong(error: Wrong) -> Response:
    if error.status == 401 and not _wants_json():
        return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))  # type: ignore[return-value]
    flaws = [{"field": error.field, "detail": said(error.said)}] if error.field else []
    response = _answer(_problem(error.status, error.code, error.said, flaws), error.more)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="alur"'
    return response


def _forged(_error: CSRFError) -> Response:
    return _wrong(Wrong(403, "PageExpired", sentences.PAGE_EXPIRED))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()  # type: ignore[return-value]
    detail = sentences.status(status)[1]
    response = _answer(_problem(status, error.name.title().replace(" ", ""), detail, []))
    if status == 405 and "Allow" in (headers := dict(error.get_headers())):
        response.headers["Allow"] = headers["Allow"]
    if status == 429:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _broken(error: Exception) -> Response:
    """Nobody foresaw this. The incident's number stands in the answer and in the log, which never shows what was typed."""
    incident = uuid4().hex[:12]
    current_app.logger.error("incident %s at %s", incident, request.path, exc_info=error)
    detail = sentences.INCIDENT.filled(incident=incident)
    return _answer(_problem(500, "Incident", detail, [], f"urn:alur:incident:{incident}"))


# The answer


def _problem(
    status: int, code: str, detail: Text, flaws: list[dict[str, str]], instance: str | None = None
) -> Problem:
    return Problem(
        type=f"urn:alur:problem:{code}",
        title=said(sentences.status(status)[0]),
        status=status,
        detail=said(detail),
        code=code,
        errors=flaws,
        instance=instance or request.path,
    )


def _answer(problem: Problem, more: Mapping[str, object] | None = None) -> Response:
    if _wants_json():
        members = {name: getattr(problem, name) for name in Problem.__slots__}
        response = jsonify({**members, **(more or {})})
        response.content_type = PROBLEM
    else:
        response = Response(render_template("error.html", problem=problem))
    response.status_code = problem.status
    return response


def _wants_json() -> bool:
    accepted = request.accept_mimetypes
    return is_api() or request.is_json or accepted["application/json"] > accepted["text/html"]
