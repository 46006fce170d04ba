"""The TVs of the house: each is paired once, by a code that it shows and an admin types, and knows its board from then on.

A TV keeps a secret of which only the SHA-256 stands here. One that was never paired is forgotten when it has not been seen for a
while, and of those that wait for an admin there are never more than a few: anybody in the network can open the page.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from flow.devices.errors import NO_NAME, UNKNOWN_CODE, UNKNOWN_DEVICE, DeviceError
from flow.devices.tables import DeviceTable

DEVICE = DeviceTable.__table__  # type: ignore[attr-defined]

KIOSK = "@kios"  # what stands in place of a board; no code of a rulebook begins so
SECRET_BYTES = 32
NAME_CHARACTERS_MAX = 60
WAITING_MAX = 50  # more TVs than any house hangs up on one morning
WAITING_HOURS = 2  # a TV that waits asks every minute
CODE_TRIES_MAX = 5  # 729 million codes: two of the same are luck enough

__all__ = ["KIOSK", "Device", "DeviceError", "Devices"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One TV, without its secret. `code` is there until it is paired, `board` from then on (or `KIOSK`)."""

    id: str
    code: str | None
    name: str
    board: str | None
    seen_at: datetime


class Devices:
    """All TVs of one database; `now` is the clock and `new_code` makes the codes, both handed in."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime], new_code: Callable[[], str]
    ) -> None:
        self._engine = engine
        self._now = now
        self._new_code = new_code

    def introduce(self) -> tuple[str, Device]:
        """A TV that nobody knows: its secret, which is kept nowhere else, and the code that it shows."""
        self._forget_waiting()
        for _ in range(CODE_TRIES_MAX):
            secret = secrets.token_urlsafe(SECRET_BYTES)
            now = self._now().isoformat()
            values = {
                "id": uuid4().hex,
                "hash": _hash(secret),
                "code": self._new_code(),
                "name": "",
                "added_at": now,
                "seen_at": now,
            }
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(DEVICE), values)
            except IntegrityError:
                continue
            return secret, self.get(values["id"])
        raise RuntimeError("no free code was found for a TV")

    def recognise(self, secret: str) -> Device | None:
        """Whose secret this is; it was seen just now."""
        mine = DEVICE.c.hash == _hash(secret)
        with self._engine.begin() as connection:
            seen = update(DEVICE).where(mine).values(seen_at=self._now().isoformat())
            if connection.execute(seen).rowcount == 0:
                return None
            return _device(connection.execute(select(DEVICE).where(mine)).one())

    def pair(self, code: str, name: str, board: str) -> Device:
        """The TV that shows this code shows this board from now on; raises `DeviceError`."""
        given = _checked(name)
        now = self._now().isoformat()
        changed = {"code": None, "name": given, "board": board, "paired_at": now}
        with self._engine.begin() as connection:
            found = connection.execute(select(DEVICE.c.id).where(DEVICE.c.code == code)).scalar()
            if found is None:
                raise DeviceError("code", UNKNOWN_CODE.filled(code=code[:20]))
            connection.execute(update(DEVICE).where(DEVICE.c.id == found).values(**changed))
        return self.get(found)

    def change(self, id: str, name: str, board: str) -> Device:  # noqa: A002
        """Another name, another board; raises `DeviceError`."""
        values = {"name": _checked(name), "board": board}
        paired = (DEVICE.c.id == id, DEVICE.c.code.is_(None))
        with self._engine.begin() as connection:
            if connection.execute(update(DEVICE).where(*paired).values(**values)).rowcount == 0:
                raise DeviceError("device", UNKNOWN_DEVICE)
        return self.get(id)

    def unpair(self, id: str) -> None:  # noqa: A002
        """The TV is a stranger again; raises `DeviceError`."""
        with self._engine.begin() as connection:
            if connection.execute(delete(DEVICE).where(DEVICE.c.id == id)).rowcount == 0:
                raise DeviceError("device", UNKNOWN_DEVICE)

    def get(self, id: str) -> Device:  # noqa: A002
        """The TV; raises `DeviceError`."""
        with self._engine.connect() as connection:
            row = connection.execute(select(DEVICE).where(DEVICE.c.id == id)).first()
        if row is None:
            raise DeviceError("device", UNKNOWN_DEVICE)
        return _device(row)

    def paired(self) -> list[Device]:
        """All TVs that show a board, by name."""
        wanted = select(DEVICE).where(DEVICE.c.code.is_(None)).order_by(DEVICE.c.name, DEVICE.c.id)
        with self._engine.connect() as connection:
            return [_device(row) for row in connection.execute(wanted)]

    def _forget_waiting(self) -> None:
        """Those that wait no more, and the longest unseen where there are too many."""
        gone = (self._now() - timedelta(hours=WAITING_HOURS)).isoformat()
        waiting = DEVICE.c.code.is_not(None)
        with self._engine.begin() as connection:
            connection.execute(delete(DEVICE).where(waiting, DEVICE.c.seen_at < gone))
            kept = select(DEVICE.c.id).where(waiting).order_by(DEVICE.c.seen_at.desc())
            beyond = connection.execute(kept.offset(WAITING_MAX - 1)).scalars().all()
            if beyond:
                connection.execute(delete(DEVICE).where(DEVICE.c.id.in_(beyond)))


def _checked(name: str) -> str:
    given = " ".join(name.split())[:NAME_CHARACTERS_MAX]
    if not given:
        raise DeviceError("name", NO_NAME)
    return given


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _device(row: Row[Any]) -> Device:
    return Device(
        id=row.id,
        code=row.code,
        name=row.name,
        board=row.board,
        seen_at=datetime.fromisoformat(row.seen_at),
    )
