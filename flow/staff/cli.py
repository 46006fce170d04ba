"""`alur user` and `alur token`: who may sign in, and which programs may call."""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

import click

from flow import clock
from flow.database import database_option, open_database
from flow.engine.text import Text
from flow.staff import ROLE_NAMES, Role, Staff, StaffError

P = ParamSpec("P")

PASSWORD = Text("Kata sandi", "Password")
ONCE_MORE = Text("Ulangi kata sandi", "The password again")
NOT_THE_SAME = Text(
    "Kedua kata sandi tidak sama. Ketik lagi.",
    "The two passwords are not the same. Type them again.",
)
WHICH_ROLE = Text("Pilih satu peran", "Choose a role")
MAY_SIGN_IN = Text("{name} dapat masuk sebagai {role}.", "{name} may sign in as {role}.")
NO_LONGER = Text("{name} tidak dapat masuk lagi.", "{name} can no longer sign in.")
NEW_PASSWORD = Text("{name} punya kata sandi baru.", "{name} has a new password.")
KEEP_IT = Text(
    "Simpan sekarang: token ini tidak disimpan dan tidak dapat ditampilkan lagi.",
    "Keep it now: it is not stored and cannot be shown again.",
)
REVOKED = Text("Token {name} sudah dicabut.", "The token {name} is revoked.")


class RoleChoice(click.Choice[str]):
    """The roles, each with what people call it; what is wrong is said in both languages."""

    def __init__(self) -> None:
        super().__init__([role.value for role in Role])

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:
        return self._roles()

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        return f"{value}? {self._roles()}"

    def _roles(self) -> str:
        named = "".join(f"\n  {role.value:<14}{name.id}" for role, name in ROLE_NAMES.items())
        return f"{WHICH_ROLE.id} / {WHICH_ROLE.en}:{named}"


_ROLE = click.option(
    "--role",
    required=True,
    type=RoleChoice(),
    help="What it may do.",
)
_PASSWORD = click.option("--password-stdin", is_flag=True, help="Read the password from stdin.")


def _with_staff(command: Callable[Concatenate[Staff, P], None]) -> Callable[..., None]:
    """Open the database for the command; say what `StaffError` says, without a traceback."""

    @database_option
    @wraps(command)
    def run(database: str, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(Staff(open_database(database), clock.now), *args, **kwargs)
        except StaffError as error:
            raise click.ClickException(error.said.both) from None

    return run


@click.group()
def user() -> None:
    """People who sign in."""


@user.command(name="add")
@click.argument("name")
@_ROLE
@_PASSWORD
@_with_staff
def add_user(staff: Staff, name: str, role: str, password_stdin: bool) -> None:
    """Add NAME, who signs in with a password."""
    account = staff.accounts.add(name, Role(role), _password(password_stdin))
    click.echo(MAY_SIGN_IN.filled(name=account.name, role=ROLE_NAMES[account.role]).both)


@user.command(name="list")
@_with_staff
def list_users(staff: Staff) -> None:
    """List everybody, with role and state."""
    for account in staff.accounts.all():
        click.echo(_line(account.name, account.role, "disabled", account.disabled_at))


@user.command()
@click.argument("name")
@_with_staff
def disable(staff: Staff, name: str) -> None:
    """Close the door for NAME; open sessions end at once."""
    staff.accounts.disable(name)
    click.echo(NO_LONGER.filled(name=name).both)


@user.command()
@click.argument("name")
@_PASSWORD
@_with_staff
def password(staff: Staff, name: str, password_stdin: bool) -> None:
    """Give NAME a new password; open sessions end at once."""
    staff.accounts.change_password(name, _password(password_stdin))
    click.echo(NEW_PASSWORD.filled(name=name).both)


@click.group()
def token() -> None:
    """Programs that call the API."""


@token.command(name="add")
@click.argument("name")
@_ROLE
@_with_staff
def add_token(staff: Staff, name: str, role: str) -> None:
    """Add a token called NAME and print its secret, once."""
    click.echo(staff.tokens.add(name, Role(role)))
    click.echo(KEEP_IT.both, err=True)


@token.command(name="list")
@_with_staff
def list_tokens(staff: Staff) -> None:
    """List every token, with role and state."""
    for one in staff.tokens.all():
        click.echo(_line(one.name, one.role, "revoked", one.revoked_at))


@token.command()
@click.argument("name")
@_with_staff
def revoke(staff: Staff, name: str) -> None:
    """Make the token NAME good for nothing."""
    staff.tokens.revoke(name)
    click.echo(REVOKED.filled(name=name).both)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    while True:
        typed, again = (_asked(words) for words in (PASSWORD, ONCE_MORE))
        if typed == again:
            return typed
        click.echo(NOT_THE_SAME.both, err=True)


def _asked(words: Text) -> str:
    return str(click.prompt(f"{words.id} / {words.en}", hide_input=True))


def _line(name: str, role: Role, ended: str, ended_at: datetime | None) -> str:
    state = f"{ended} {ended_at:%Y-%m-%d %H:%M} UTC" if ended_at else "active"
    return f"{name:<24} {role:<12} {state}"
