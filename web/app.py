"""The application, put together: every blueprint, who may come in, which language, which headers."""

from datetime import timedelta
from typing import cast

from flask import Flask, Response, request, session
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from web import (
    admin,
    api,
    auth,
    board,
    building,
    compressed,
    errors,
    gallery,
    home,
    kiosk,
    media,
    registration,
    rulebook,
    sockets,
    station,
    ticket,
    tv,
    uploads,
    words,
)
from web.house import House

BODY_BYTES_MAX = (
    64 * 1024
)  # the largest honest request, a patient with every field filled, is under 2 KiB
KIOSK_DAYS = 31  # how long a kiosk may be off before it asks for its password again; every request begins anew

HEADERS = {
    # Nothing from elsewhere, nothing inline: a Puskesmas may be offline, and a patient's name is no place for a script.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(house: House) -> Flask:
    """The application in front of these rooms."""
    app = Flask("web")
    app.extensions["alur"] = house
    _configure(app, house)
    Babel(
        app,
        default_locale=words.INDONESIAN,
        default_translation_directories=str(words.TRANSLATIONS),
        locale_selector=_language,
    )
    compressed.attach(app)
    errors.attach(app)
    uploads.attach(app)
    auth.attach(app)
    for page in (
        home,
        registration,
        station,
        building,
        board,
        tv,
        media,
        kiosk,
        ticket,
        rulebook,
        gallery,
        admin,
    ):
        app.register_blueprint(page.blueprint)
    app.register_blueprint(api.blueprint)
    app.after_request(_add_headers)
    sockets.attach(app)
    return app


def _configure(app: Flask, house: House) -> None:
    settings = house.settings
    app.config.update(
        SECRET_KEY=settings.secret,
        MAX_CONTENT_LENGTH=BODY_BYTES_MAX,
        SESSION_COOKIE_NAME="alur",
        PERMANENT_SESSION_LIFETIME=timedelta(days=KIOSK_DAYS),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=(settings.public_url or "").startswith("https://"),
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]


def _language() -> str:
    """Indonesian, unless a person chose otherwise by the `lang` of a link. A program asks for another in its request to the API,
    as does a page's script for the language of its page.

    A browser's own language says little here: the TVs and PCs of a Puskesmas often speak English, their readers do not.
    """
    if auth.is_program() or errors.is_api():
        return request.accept_languages.best_match(words.LANGUAGES, words.INDONESIAN)
    offered = words.OF_PATIENTS if request.blueprint == ticket.blueprint.name else words.LANGUAGES
    if request.args.get("lang") in offered:
        session["lang"] = request.args["lang"]
    chosen = cast("str", session.get("lang", words.INDONESIAN))
    return chosen if chosen in offered else words.INDONESIAN


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
