"""Tokens: how programs show who they are. The secret is shown once; only its SHA-256 is kept."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from flow.staff.errors import NAME_TAKEN, UNKNOWN_NAME, StaffError
from flow.staff.names import checked_name, plain
from flow.staff.roles import Role
from flow.staff.tables import TokenTable

TOKEN = TokenTable.__table__  # type: ignore[attr-defined]

GOOD_TOKEN = select(TOKEN).where(TOKEN.c.hash == bindparam("wanted"), TOKEN.c.revoked_at.is_(None))
"""Built once: it is asked with every request of a program."""

PREFIX = "alur_"  # lets people and leak scanners recognise one
SECRET_BYTES = 32  # as much chance as SHA-256 has: no salt and no slow hash is needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token, without its secret."""

    name: str
    role: Role
    added_at: datetime
    revoked_at: datetime | None


class Tokens:
    """All tokens of one database."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def add(self, name: str, role: Role) -> str:
        """A new token's secret, which nobody can ask for again; raises `StaffError`."""
        secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
        values = {
            "name": checked_name(name),
            "role": role.value,
            "hash": _hash(secret),
            "added_at": self._now().isoformat(),
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(TOKEN), values)
        except IntegrityError as error:
            raise StaffError("name", NAME_TAKEN.filled(name=values["name"])) from error
        return secret

    def check(self, secret: str) -> Token | None:
        """Whose secret this is, unless it was revoked."""
        if not secret.startswith(PREFIX):
            return None
        with self._engine.connect() as connection:
            row = connection.execute(GOOD_TOKEN, {"wanted": _hash(secret)}).first()
        return _token(row) if row else None

    def revoke(self, name: str) -> None:
        """The token is good for nothing from now on; raises `StaffError`."""
        changed = update(TOKEN).where(TOKEN.c.name == plain(name), TOKEN.c.revoked_at.is_(None))
        known = select(TOKEN.c.name).where(TOKEN.c.name == plain(name))
        with self._engine.begin() as connection:
            if connection.execute(known).first() is None:
                raise StaffError("name", UNKNOWN_NAME.filled(name=name))
            connection.execute(changed.values(revoked_at=self._now().isoformat()))

    def all(self) -> list[Token]:
        """Every token, the revoked ones too, by name."""
        with self._engine.connect() as connection:
            return [_token(row) for row in connection.execute(select(TOKEN).order_by(TOKEN.c.name))]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _token(row: Row[Any]) -> Token:
    return Token(
        name=row.name,
        role=Role(row.role),
        added_at=datetime.fromisoformat(row.added_at),
        revoked_at=datetime.fromisoformat(row.revoked_at) if row.revoked_at else None,
    )
