"""Pictures and short videos for the boards: each a file in the data folder, with its days, its boards and its place in the row."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import structlog
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from flow.media import errors
from flow.media.errors import MediaError
from flow.media.kinds import HEAD_BYTES, KINDS, MEGABYTE, Kind, kind_of
from flow.media.tables import MediaTable

__all__ = ["Media", "MediaError", "Piece", "Showing"]

log = structlog.get_logger(__name__)

MEDIA = MediaTable.__table__  # type: ignore[attr-defined]

PIECES_MAX = 100
TITLE_CHARACTERS_MAX = 80
SECONDS_MIN, SECONDS_MAX = 3, 120
CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """When and where a piece is shown. `seconds` is for pictures; no `boards` means all; no day means no border."""

    title: str
    seconds: int = 12
    first_day: date | None = None
    last_day: date | None = None
    boards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One picture or video."""

    id: str
    kind: Kind
    size: int
    showing: Showing

    @property
    def file(self) -> str:
        """The name of its file, which never changes: another content is another piece."""
        return f"{self.id}.{self.kind.ending}"

    def is_on(self, board: str, day: date) -> bool:
        """Whether this board shows it on this day."""
        shown = self.showing
        begun = shown.first_day is None or shown.first_day <= day
        over = shown.last_day is not None and shown.last_day < day
        return begun and not over and (not shown.boards or board in shown.boards)


class Media:
    """All pieces of one house; `folder` is where their files lie, `now` the clock, handed in."""

    def __init__(self, engine: Engine, folder: Path, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self.folder = folder
        self._now = now

    def add(self, file: IO[bytes], showing: Showing) -> Piece:
        """Keep a file, at the end of the row; raises `MediaError`."""
        checked = _checked(showing)
        head = file.read(HEAD_BYTES)
        if not head:
            raise MediaError("file", errors.NO_FILE)
        kind = kind_of(head)
        if kind is None:
            raise MediaError("file", errors.UNKNOWN_KIND)
        if len(self.all()) >= PIECES_MAX:
            raise MediaError("file", errors.TOO_MANY.filled(most=PIECES_MAX))
        id_ = uuid4().hex
        size = self._keep(head, file, kind, self.folder / f"{id_}.{kind.ending}")
        with self._engine.begin() as connection:
            last = connection.execute(select(func.max(MEDIA.c.place))).scalar()
            own = {"id": id_, "mime": kind.mime, "size": size, "place": (last or 0) + 1}
            added = {"added_at": self._now().isoformat()}
            connection.execute(insert(MEDIA), {**own, **added, **_row(checked)})
        return self.get(id_)

    def change(self, id: str, showing: Showing) -> Piece:  # noqa: A002
        """Other days, boards, title; raises `MediaError`."""
        values = _row(_checked(showing))
        with self._engine.begin() as connection:
            changed = update(MEDIA).where(MEDIA.c.id == id).values(**values)
            if connection.execute(changed).rowcount == 0:
                raise MediaError("media", errors.UNKNOWN)
        return self.get(id)

    def move(self, id: str, *, later: bool) -> None:  # noqa: A002
        """One place later or earlier in the row; at its end nothing happens. Raises `MediaError`."""
        with self._engine.begin() as connection:
            order = [row.id for row in _rows(connection)]
            if id not in order:
                raise MediaError("media", errors.UNKNOWN)
            old = order.index(id)
            new = min(max(old + (1 if later else -1), 0), len(order) - 1)
            order.insert(new, order.pop(old))
            for place, one in enumerate(order, 1):
                connection.execute(update(MEDIA).where(MEDIA.c.id == one).values(place=place))

    def remove(self, id: str) -> Piece:  # noqa: A002
        """The piece is gone, and its file; raises `MediaError`."""
        piece = self.get(id)
        with self._engine.begin() as connection:
            connection.execute(delete(MEDIA).where(MEDIA.c.id == id))
        try:
            (self.folder / piece.file).unlink(missing_ok=True)
        except OSError as error:
            log.warning("a file could not be removed", file=piece.file, reason=error.strerror)
        return piece

    def get(self, id: str) -> Piece:  # noqa: A002
        """The piece; raises `MediaError`."""
        with self._engine.connect() as connection:
            row = connection.execute(select(MEDIA).where(MEDIA.c.id == id)).first()
        if row is None:
            raise MediaError("media", errors.UNKNOWN)
        return _piece(row)

    def all(self) -> list[Piece]:
        """Every piece, in its row."""
        with self._engine.connect() as connection:
            return [_piece(row) for row in _rows(connection)]

    def on(self, board: str, day: date) -> list[Piece]:
        """What this board shows on this day, in order."""
        return [piece for piece in self.all() if piece.is_on(board, day)]

    def _keep(self, head: bytes, file: IO[bytes], kind: Kind, path: Path) -> int:
        """Whole and on disk, or not at all; the size. Raises `MediaError`."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as draft:
                try:
                    size = _copy(head, file, kind, draft)
                    draft.flush()
                    os.fsync(draft.fileno())
                    Path(draft.name).rename(path)
                except BaseException:
                    Path(draft.name).unlink()
                    raise
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise MediaError("file", errors.FULL.filled(reason=reason)) from error
        return size


def _copy(head: bytes, file: IO[bytes], kind: Kind, to: IO[bytes]) -> int:
    size, chunk = 0, head
    while chunk:
        size += len(chunk)
        if size > kind.bytes_max:
            size += sum(len(rest) for rest in iter(lambda: file.read(CHUNK_BYTES), b""))
            found, most = f"{size / MEGABYTE:.1f}", kind.bytes_max // MEGABYTE
            raise MediaError("file", errors.TOO_LARGE.filled(size=found, most=most))
        to.write(chunk)
        chunk = file.read(CHUNK_BYTES)
    return size


def _checked(showing: Showing) -> Showing:
    """As it can be kept; raises `MediaError`."""
    first, last = showing.first_day, showing.last_day
    if first and last and last < first:
        raise MediaError("last_day", errors.BAD_DAYS)
    if not SECONDS_MIN <= showing.seconds <= SECONDS_MAX:
        said = errors.BAD_SECONDS.filled(least=SECONDS_MIN, most=SECONDS_MAX)
        raise MediaError("seconds", said)
    return showing


def _rows(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(select(MEDIA).order_by(MEDIA.c.place, MEDIA.c.id)))


def _row(showing: Showing) -> dict[str, object]:
    return {
        "title": " ".join(showing.title.split())[:TITLE_CHARACTERS_MAX],
        "seconds": showing.seconds,
        "first_day": showing.first_day,
        "last_day": showing.last_day,
        "boards": ",".join(showing.boards),
    }


def _piece(row: Row[Any]) -> Piece:
    showing = Showing(
        title=row.title,
        seconds=row.seconds,
        first_day=row.first_day,
        last_day=row.last_day,
        boards=tuple(filter(None, row.boards.split(","))),
    )
    return Piece(id=row.id, kind=KINDS[row.mime], size=row.size, showing=showing)
