"""The few statements of the journal's hot path, compiled once."""

from typing import Any, Literal

from sqlalchemy import Engine, Insert, Table, Update, bindparam, insert, update
from sqlalchemy.engine.interfaces import DBAPICursor


class Statements:
    """The few statements of the hot path, each compiled once for this database and then sent as it is.

    SQLAlchemy writes the SQL; going through it for every row as well would cost more than SQLite's own commit.
    """

    def __init__(self, engine: Engine) -> None:
        self._dialect = engine.dialect
        self._compiled: dict[tuple[object, ...], tuple[str, list[str] | None]] = {}

    def run(
        self,
        cursor: DBAPICursor,
        verb: Literal["insert", "update"],
        table: Table,
        values: dict[str, Any],
        key: dict[str, Any] | None = None,
    ) -> None:
        """Insert `values`, or update the row at `key` with them."""
        shape = (verb, table.name, *values)
        if shape not in self._compiled:
            self._compiled[shape] = self._compile(verb, table, values, key or {})
        sql, order = self._compiled[shape]
        named = values | {f"key_{name}": value for name, value in (key or {}).items()}
        cursor.execute(sql, named if order is None else tuple(named[n] for n in order))

    def _compile(
        self, verb: str, table: Table, values: dict[str, Any], key: dict[str, Any]
    ) -> tuple[str, list[str] | None]:
        statement: Insert | Update = insert(table)
        if verb == "update":
            where = (table.c[name] == bindparam(f"key_{name}") for name in key)
            statement = update(table).where(*where)
        compiled = statement.compile(dialect=self._dialect, column_keys=list(values))
        return str(compiled), getattr(compiled, "positiontup", None)
