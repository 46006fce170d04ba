"""Accounts: who may sign in, and with which password."""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from flow.staff.errors import LAST_ADMIN, NAME_TAKEN, SHORT_PASSWORD, UNKNOWN_NAME, StaffError
from flow.staff.names import checked_name, plain
from flow.staff.roles import Role
from flow.staff.tables import AccountTable

ACCOUNT = AccountTable.__table__  # type: ignore[attr-defined]

PASSWORD_CHARACTERS_MIN = 10  # long enough that guessing through a rate-limited door is hopeless


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account. `stamp` changes with the password, so that a session can be bound to it."""

    name: str
    role: Role
    stamp: str
    added_at: datetime
    disabled_at: datetime | None


class Accounts:
    """All accounts of one database."""

    def __init__(self, engine: Engine, now: Callable[[], datetime], hasher: PasswordHasher) -> None:
        self._engine = engine
        self._now = now
        self._hasher = hasher

    def add(self, name: str, role: Role, password: str) -> Account:
        """A new account; raises `StaffError`."""
        values = {
            "name": checked_name(name),
            "role": role.value,
            "password_hash": self._hash(password),
            "added_at": self._now().isoformat(),
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(ACCOUNT), values)
        except IntegrityError as error:
            raise StaffError("name", NAME_TAKEN.filled(name=values["name"])) from error
        return self._known(name)

    def sign_in(self, name: str, password: str) -> Account | None:
        """The account, if the password is right and it is not disabled. Takes as long for a name that nobody has."""
        row = self._row(name)
        right = self._verifies(row.password_hash if row else self._nobody, password)
        if row is None or not right or row.disabled_at is not None:
            return None
        if self._hasher.check_needs_rehash(row.password_hash):
            self._update(row.name, password_hash=self._hash_of(password))
        return self.find(row.name)

    def find(self, name: str) -> Account | None:
        """The account, if there is one and it is not disabled."""
        row = self._row(name)
        return _account(row) if row and row.disabled_at is None else None

    def change_password(self, name: str, password: str) -> None:
        """From now on only this password is good, and every session of the account ends; raises `StaffError`."""
        self._update(self._known(name).name, password_hash=self._hash(password))

    def change_role(self, name: str, role: Role) -> None:
        """What it may do from now on, in open sessions too; raises `StaffError`, also where no admin would be left."""
        self._change(name, role=role.value)

    def disable(self, name: str) -> None:
        """Nobody signs in with this account any more, and its sessions end; raises `StaffError`, also for the last admin."""
        self._change(name, disabled_at=self._now().isoformat())

    def enable(self, name: str) -> None:
        """It is good again, with the password that it had; raises `StaffError`."""
        self._change(name, disabled_at=None)

    def all(self) -> list[Account]:
        """Every account, the disabled ones too, by name."""
        with self._engine.connect() as connection:
            return [
                _account(row)
                for row in connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name))
            ]

    def _change(self, name: str, **values: str | None) -> None:
        """Change a row, unless no admin would be left: somebody must be able to open the door to others."""
        known = self._known(name).name
        with self._engine.begin() as connection:
            admins = _admins(connection)
            connection.execute(update(ACCOUNT).where(ACCOUNT.c.name == known).values(**values))
            if admins and not _admins(connection):
                raise StaffError("name", LAST_ADMIN.filled(name=known))

    # Passwords

    def _hash(self, password: str) -> str:
        if len(password) < PASSWORD_CHARACTERS_MIN:
            raise StaffError("password", SHORT_PASSWORD.filled(least=PASSWORD_CHARACTERS_MIN))
        return self._hash_of(password)

    def _hash_of(self, password: str) -> str:
        return self._hasher.hash(_normal(password))

    def _verifies(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, _normal(password))
        except (VerificationError, InvalidHashError):
            return False

    @cached_property
    def _nobody(self) -> str:
        """A hash that no password opens in practice, so that an unknown name costs the same work."""
        return self._hasher.hash("nobody has this account")

    # Rows

    def _known(self, name: str) -> Account:
        row = self._row(name)
        if row is None:
            raise StaffError("name", UNKNOWN_NAME.filled(name=name))
        return _account(row)

    def _row(self, name: str) -> Row[Any] | None:
        with self._engine.connect() as connection:
            return connection.execute(select(ACCOUNT).where(ACCOUNT.c.name == plain(name))).first()

    def _update(self, name: str, **values: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(ACCOUNT).where(ACCOUNT.c.name == name).values(**values))


def _admins(connection: Connection) -> list[str]:
    """Whoever may sign in as admin; nobody else changes them until this is over."""
    wanted = (ACCOUNT.c.role == Role.ADMIN.value, ACCOUNT.c.disabled_at.is_(None))
    return list(
        connection.execute(select(ACCOUNT.c.name).where(*wanted).with_for_update()).scalars()
    )


def _normal(password: str) -> bytes:
    """The same password from every keyboard (RFC 8265, OpaqueString); a stray surrogate is no reason to fail."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _account(row: Row[Any]) -> Account:
    return Account(
        name=row.name,
        role=Role(row.role),
        stamp=hashlib.sha256(row.password_hash.encode()).hexdigest()[:16],
        added_at=datetime.fromisoformat(row.added_at),
        disabled_at=datetime.fromisoformat(row.disabled_at) if row.disabled_at else None,
    )
