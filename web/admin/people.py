"""Who may sign in, and which programs may call. A password is set here and never shown; a token's secret is shown once."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, render_template, request
from flask_babel import gettext as _

from flow.staff import Account, Role, StaffError, Token
from flow.staff.accounts import PASSWORD_CHARACTERS_MIN
from web.admin.frame import blueprint, date_said, filled, pressed
from web.auth import actor, needs
from web.errors import Wrong
from web.house import house
from web.sentences import STATUS
from web.words import Choice, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person or a program, as the list shows it. `ended` is when it was closed; `me` is who looks."""

    name: str
    role: str
    since: str
    ended: str
    me: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """`name` and `role` are what was typed and refused."""

    people: tuple[Known, ...]
    roles: tuple[Choice, ...]
    password_min: int
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramsPage:
    """`secret` is there once, right after the token was made, with the `name` of its program."""

    programs: tuple[Known, ...]
    roles: tuple[Choice, ...]
    name: str = ""
    secret: str = ""


def _roles() -> tuple[Choice, ...]:
    return (
        Choice(value="station", label=_("Petugas pos: panggil dan layani")),
        Choice(value="registration", label=_("Pendaftaran: pasien, hari, loket")),
        Choice(value="viewer", label=_("Pemirsa: melihat tanpa identitas")),
        Choice(value="kiosk", label=_("Kios: nomor dengan sekali sentuh")),
        Choice(value="admin", label=_("Admin: semuanya")),
    )


def _role() -> Role:
    """The role that the form names; raises `Wrong`."""
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        raise Wrong(422, "BadRole", STATUS[422][1], "role") from None


# People


@blueprint.get("/orang")
@needs()
def people() -> str:
    """Everybody who may sign in, and who once could."""
    accounts = sorted(house().staff.accounts.all(), key=lambda one: one.disabled_at is not None)
    page = PeoplePage(
        people=tuple(_person(one) for one in accounts),
        roles=_roles(),
        password_min=PASSWORD_CHARACTERS_MIN,
        name=request.args.get("name", "")[:40],
        role=request.args.get("role", ""),
    )
    return render_template("admin/people.html", page=page)


@blueprint.post("/orang")
@pressed("admin.people", "name", "role")
def add_person() -> str:
    name, password = request.form.get("name", ""), request.form.get("password", "")
    account = house().staff.accounts.add(name, _role(), password)
    return filled(_("{name} sekarang dapat masuk."), name=account.name)


@blueprint.post("/orang/<name>/peran")
@pressed("admin.people")
def change_role(name: str) -> str:
    house().staff.accounts.change_role(name, _role())
    return filled(_("{name} sekarang punya peran lain."), name=name)


@blueprint.post("/orang/<name>/sandi")
@pressed("admin.people")
def change_password(name: str) -> str:
    house().staff.accounts.change_password(name, request.form.get("password", ""))
    return filled(_("{name} punya kata sandi baru dan harus masuk lagi."), name=name)


@blueprint.post("/orang/<name>/tutup")
@pressed("admin.people")
def disable(name: str) -> str:
    house().staff.accounts.disable(name)
    return filled(_("{name} tidak dapat masuk lagi."), name=name)


@blueprint.post("/orang/<name>/buka")
@pressed("admin.people")
def enable(name: str) -> str:
    house().staff.accounts.enable(name)
    return filled(_("{name} sekarang dapat masuk."), name=name)


# Programs


@blueprint.get("/program")
@needs()
def programs() -> str:
    """The tokens of programs, without their secrets."""
    return render_template("admin/programs.html", page=_programs())


@blueprint.post("/program")
@needs()
def add_program() -> str | tuple[str, int]:
    """A new token; its secret stands on this answer and nowhere else."""
    name = request.form.get("name", "")
    try:
        secret = house().staff.tokens.add(name, _role())
    except StaffError as wrong:
        flash(said(wrong.said), "alarm")
        return render_template("admin/programs.html", page=_programs(name)), 422
    return render_template("admin/programs.html", page=_programs(name, secret))


@blueprint.post("/program/<name>/cabut")
@pressed("admin.programs")
def revoke(name: str) -> str:
    house().staff.tokens.revoke(name)
    return filled(_("Token {name} tidak berlaku lagi."), name=name)


def _programs(name: str = "", secret: str = "") -> ProgramsPage:
    tokens = sorted(house().staff.tokens.all(), key=lambda one: one.revoked_at is not None)
    return ProgramsPage(
        programs=tuple(_program(one) for one in tokens), roles=_roles(), name=name, secret=secret
    )


def _person(one: Account) -> Known:
    return Known(
        name=one.name,
        role=one.role.value,
        since=_date(one.added_at),
        ended=_date(one.disabled_at),
        me=one.name == actor().name,
    )


def _program(one: Token) -> Known:
    return Known(
        name=one.name, role=one.role.value, since=_date(one.added_at), ended=_date(one.revoked_at)
    )


def _date(at: datetime | None) -> str:
    zone = house().clinic.rulebook.zone
    return date_said(at.astimezone(zone).date()) if at else ""
