"""Who works here: the people who sign in, the programs that call, and what each may do."""

from collections.abc import Callable
from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import Engine

from flow.staff.accounts import Account, Accounts
from flow.staff.errors import StaffError
from flow.staff.roles import PEOPLE, ROLE_NAMES, Role
from flow.staff.tokens import Token, Tokens

__all__ = [
    "PEOPLE",
    "ROLE_NAMES",
    "Account",
    "Accounts",
    "Role",
    "Staff",
    "StaffError",
    "Token",
    "Tokens",
]


class Staff:
    """Accounts and tokens of one database; `now` is the clock, handed in."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime], hasher: PasswordHasher | None = None
    ) -> None:
        self.accounts = Accounts(engine, now, hasher or PasswordHasher())
        self.tokens = Tokens(engine, now)
