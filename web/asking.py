"""From a request to what every command carries: its key, who asks, when, and a fingerprint of what was asked."""

import hashlib
import json
import re
from datetime import datetime
from typing import NoReturn, TypedDict
from uuid import uuid4

from flask import g, request

from web.auth import actor
from web.errors import Wrong
from web.house import house
from web.sentences import BAD_JSON, BAD_KEY, STATUS

KEY = "Idempotency-Key"
FORM_KEY = "key"
PAGES_OWN = {FORM_KEY, "csrf_token"}
DEPTH_MAX = 8  # the deepest honest body, facts inside a visit, has three levels

_KEY = re.compile(r"[\x21-\x7e]{1,200}")


class Asked(TypedDict):
    """The common part of a command."""

    id: str
    by: str
    at: datetime
    request: str


def asked() -> Asked:
    """Who asks for this command, when, and under which id: made of the key sent, so that a retry is the same command, or new.

    The id begins with who asks: nobody's key can stand in the way of somebody else's command, or of the scheduler's.
    """
    who = actor().name
    return Asked(id=f"{who}/{_key()}", by=who, at=house().now(), request=_fingerprint())


def asked_in_form() -> Asked:
    """The same for a form of a page. Its key was made when the page was, so that a form sent twice is one command."""
    who, form = actor().name, request.form
    key = form.get(FORM_KEY) or uuid4().hex
    if not _KEY.fullmatch(key):
        raise Wrong(422, "BadKey", BAD_KEY, FORM_KEY)
    told = sorted((name, value) for name, value in form.items() if name not in PAGES_OWN)
    fingerprint = hashlib.sha256(f"{request.path}\n{told}".encode("utf-8", "surrogatepass"))
    return Asked(id=f"{who}/{key}", by=who, at=house().now(), request=fingerprint.hexdigest())


def canonical_body() -> bytes:
    """The JSON body in one form (sorted, no spaces), `{}` where there is none; raises `Wrong`."""
    if "body" not in g:
        g.body = _canonical(request.get_data())
    return bytes(g.body)


def _key() -> str:
    key = request.headers.get(KEY)
    if key is None:
        return uuid4().hex
    if not _KEY.fullmatch(key):
        raise Wrong(422, "BadKey", BAD_KEY, KEY)
    return key


def _fingerprint() -> str:
    """The same key for another request is a mistake that must not get the first one's answer."""
    asked_for = f"{request.method}\n{request.path}\n".encode("utf-8", "surrogatepass")
    return hashlib.sha256(asked_for + canonical_body()).hexdigest()


def _canonical(raw: bytes) -> bytes:
    if not raw.strip():
        return b"{}"
    if not request.is_json:
        raise Wrong(415, "UnsupportedMediaType", STATUS[415][1])
    try:
        body = json.loads(raw, parse_constant=_no_number, parse_float=_finite)
        _check(body, DEPTH_MAX)
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return text.encode()
    except (ValueError, RecursionError) as error:
        reason = BAD_JSON.filled(reason=_reason(error))
        raise Wrong(400, "BadJson", reason, "body") from None


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, line {error.lineno} column {error.colno}"
    if isinstance(error, UnicodeError):
        return "not UTF-8"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number


def _check(value: object, deeper: int) -> None:
    """Neither deeper than any honest body, nor with NUL characters, which PostgreSQL cannot keep."""
    if deeper < 0:
        raise RecursionError
    if isinstance(value, str) and "\0" in value:
        raise ValueError("a NUL character")
    if isinstance(value, dict):
        for name, inner in value.items():
            _check(name, deeper)
            _check(inner, deeper - 1)
    if isinstance(value, list):
        for inner in value:
            _check(inner, deeper - 1)
