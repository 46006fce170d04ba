"""Who asks, and what they may do: people by name and password in a session, programs by a bearer token."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import (
    Blueprint,
    Flask,
    Request,
    Response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from flow.devices import KIOSK, Device
from flow.engine.routing import Station
from flow.staff import ROLE_NAMES, Account, Role, Token
from flow.staff.names import plain
from web.device import known_device
from web.errors import Wrong, is_api
from web.house import House, house
from web.sentences import BAD_TOKEN, NOT_YOURS, STATUS, WRONG_SIGN_IN
from web.words import said

P = ParamSpec("P")
R = TypeVar("R")

blueprint = Blueprint("auth", __name__)
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, in_memory_fallback_enabled=True)

BEARER = "bearer "
_OWN_PATH = re.compile(r"/(?!/)[!-\[\]-~]*")  # visible ASCII; browsers read a backslash as a slash
SAFE = {"GET", "HEAD", "OPTIONS"}
ATTEMPTS_BY_ADDRESS = "20 per minute"  # a whole ward may sign in from behind one router
ATTEMPTS_BY_NAME = "10 per minute"  # a tired nurse stays under it, a guesser does not get far


class User(UserMixin):
    """Who asks: an account's session, or a token. `name` is what the journal records."""

    def __init__(self, id: str, name: str, role: Role) -> None:  # noqa: A002  Flask-Login's word
        self.id = id
        self.name = name
        self.role = role

    @classmethod
    def of_account(cls, account: Account) -> "User":
        """Bound to the password of now: a new one ends the session."""
        return cls(f"{account.name}:{account.stamp}", account.name, account.role)

    @classmethod
    def of_kiosk(cls, device: Device) -> "User":
        """A device that an admin has paired as a kiosk; its name is in the journal."""
        return cls("", f"kios:{device.name}", Role.KIOSK)

    @classmethod
    def of_token(cls, token: Token) -> "User":
        """Told apart from a person of the same name."""
        return cls("", f"token:{token.name}", token.role)


def attach(app: Flask) -> None:
    """Sessions, tokens, the guard against forged requests, and the limit on guesses."""
    rooms = cast("House", app.extensions["alur"])
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=guesses_kept_at(rooms.settings.redis),
    )
    # Pages are told what they may show; that of an error must not ask who looks, which the database may not know just now.
    login = LoginManager(app, add_context_processor=False)
    login.user_loader(_from_session)
    login.request_loader(_from_request)
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request(_refuse_forged)
    app.register_blueprint(blueprint)


def guesses_kept_at(redis: str | None) -> str:
    """Where failed sign-ins are counted, as Flask-Limiter names it: shared by all processes where there are several."""
    if redis is None:
        return "memory://"
    return f"redis+{redis}" if redis.startswith("unix:") else redis


def actor() -> User:
    """Who asks; raises `Wrong` (401) when nobody has said so."""
    if current_user.is_authenticated:
        return cast("User", current_user)
    raise Wrong(401, "NotSignedIn", BAD_TOKEN if _bearer() is not None else STATUS[401][1])


def needs(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A view for these roles only (and `admin`): others get 403, strangers 401 or, on a page, the way to sign in."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            require(*roles)
            return view(*args, **kwargs)

        return guarded

    return guard


def require(*roles: Role) -> None:
    """Raise `Wrong` unless whoever asks has one of these roles or is an admin."""
    if not may(*roles):
        raise not_yours(actor().role)


def may(*roles: Role) -> bool:
    """Whether whoever asks has one of these roles or is an admin; raises `Wrong` (401) when nobody has said who asks."""
    return actor().role in (Role.ADMIN, *roles)


def may_work_at(station: Station) -> bool:
    """Whether whoever asks may act at this station: registration only where patients are registered."""
    return station.registers or actor().role is not Role.REGISTRATION


def not_yours(role: Role) -> Wrong:
    """The answer to somebody whose role does not cover this."""
    return Wrong(403, "NotYours", NOT_YOURS.filled(role=ROLE_NAMES[role]))


# Sessions and tokens


def _from_session(kept: str) -> User | None:
    """The session's account, while it stands and the password is the same. A token, once shown, speaks alone.

    A session that outlives its browser ends when its account is a kiosk's no more.
    """
    name, _, stamp = kept.rpartition(":")
    account = house().staff.accounts.find(name) if _bearer() is None else None
    if account is None or account.stamp != stamp:
        return None
    lasts = session.get(
        "_permanent", False
    )  # as Flask keeps it; a socket's session has no other word for it
    return None if lasts and account.role is not Role.KIOSK else User.of_account(account)


def _from_token(_request: Request) -> User | None:
    secret = _bearer()
    token = house().staff.tokens.check(secret) if secret is not None else None
    return User.of_token(token) if token else None


def _from_request(asked: Request) -> User | None:
    """Who speaks without a session: a program, or a kiosk."""
    if _bearer() is not None:
        return _from_token(asked)
    device = known_device()
    return User.of_kiosk(device) if device and device.board == KIOSK else None


def session_is_good() -> bool:
    """Whether the session (or token) of this request would still be let in: looked up anew, whatever was found before."""
    found = _from_token(request) or _from_session(session.get("_user_id", ""))
    return found is not None


def is_program() -> bool:
    """Whether a bearer token speaks, good or bad."""
    return _bearer() is not None


def _bearer() -> str | None:
    """The secret of an `Authorization: Bearer` header."""
    header = request.headers.get("Authorization", "")
    return header[len(BEARER) :].strip() if header.lower().startswith(BEARER) else None


def _refuse_forged() -> None:
    """A browser sends its cookie with anybody's request, so it must show the page's token too; a bearer token is proof enough."""
    if request.method in SAFE or _bearer() is not None:
        return
    if current_user.is_authenticated or not is_api():
        csrf.protect()


# Signing in and out


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """`name` as typed before, `problem` what was wrong with it, `next` where to go afterwards; `officer` is signed in already."""

    next: str
    officer: str = ""
    name: str = ""
    problem: str = ""


def _typed_name() -> str:
    """As it is looked up, so that padding opens no further tries."""
    return plain(request.form.get("name", ""))[:60]


def _failed(response: Response) -> bool:
    """Only wrong guesses count."""
    return response.status_code != 302


@blueprint.get("/masuk")
def sign_in() -> str:
    """The form."""
    officer = actor().name if current_user.is_authenticated else ""
    return render_template("sign_in.html", page=SignInPage(next=_next(), officer=officer))


@blueprint.post("/masuk")
@limiter.limit(ATTEMPTS_BY_ADDRESS, deduct_when=_failed)
@limiter.limit(ATTEMPTS_BY_NAME, key_func=_typed_name, deduct_when=_failed)
def try_sign_in() -> AnyResponse | tuple[str, int]:
    """Open a new session, or say that the name or the password is wrong (and not which)."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    account = house().staff.accounts.sign_in(name, password)
    if account is None:
        page = SignInPage(next=_next(), name=name, problem=said(WRONG_SIGN_IN))
        return render_template("sign_in.html", page=page), 401
    _begin_session(User.of_account(account))
    return redirect(_next())


@blueprint.get("/masuk/lagi")
def signed_in_again() -> str:
    """Whoever signed in beside a page that is still open is sent back to it: their work is there."""
    actor()
    return render_template("signed_in.html")


@blueprint.post("/keluar")
def sign_out() -> AnyResponse:
    """End the session; the next one goes on at `next`."""
    wanted = _next()
    _begin_session(None)
    return redirect(url_for("auth.sign_in", next=wanted if wanted != "/" else None))


def _begin_session(user: User | None) -> None:
    """Nothing of the old session stays but how its pages speak and look. A kiosk's outlives its browser: after a power cut
    nobody is there to type a password.
    """
    kept = {name: session[name] for name in ("lang", "tema") if name in session}
    session.clear()
    session.update(kept)
    if user:
        session.permanent = user.role is Role.KIOSK
        login_user(user)


def _next() -> str:
    """Where to go after signing in: a path of this house, never another one."""
    wanted = request.values.get("next", "")
    return wanted if _OWN_PATH.fullmatch(wanted) else "/"
