"""Operations to rows: for every noun of content the same three writes, each only if *before* still holds."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from watchbill.domain.errors import ConflictError
from watchbill.domain.operation import Change, Fields, Operation
from watchbill.storage import schema
from watchbill.storage.task import to_columns

_NOUNS = {"task": (schema.tasks, to_columns)}
_INSERTS = {table: insert(table) for table, _ in _NOUNS.values()}


def write(connection: Connection, workspace_id: str, change: Change) -> None:
    """Write every operation of a numbered change. Raises CONFLICT at the first that doesn't fit."""
    for operation in change.operations:
        table, columns_of = _NOUNS[operation.noun]
        stamp = {"version": change.number, "updated_at": change.at}
        row = Row(connection, table, {"workspace_id": workspace_id, "id": operation.id})
        before = None if operation.before is None else columns_of(operation.before)
        after = None if operation.after is None else {**columns_of(operation.after), **stamp}
        if not row.write(before, after):
            raise _conflict(operation)


class Row:
    """One row by its key, or the place where it will be."""

    def __init__(self, connection: Connection, table: Table, key: Mapping[str, Any]) -> None:
        self._connection = connection
        self._table = table
        self._key = key

    def write(self, before: Fields | None, after: Fields | None) -> bool:
        """Turn *before* into *after*; False when the row isn't as *before* says."""
        if before is None:
            return self._insert(after or {})
        if after is None:
            return self._run(delete(self._table).where(self._is(before)))
        return self._run(update(self._table).where(self._is(before)).values(**after))

    def _insert(self, after: Fields) -> bool:
        try:
            self._connection.execute(_INSERTS[self._table], {**self._key, **after})
        except IntegrityError:
            return False
        return True

    def _run(self, statement: Any) -> bool:
        return self._connection.execute(statement).rowcount == 1

    def _is(self, fields: Fields) -> ColumnElement[bool]:
        return and_(
            *(self._table.c[name] == value for name, value in self._key.items()),
            *(self._table.c[name].is_not_distinct_from(value) for name, value in fields.items()),
        )


def _conflict(operation: Operation) -> ConflictError:
    fields = sorted((operation.before or operation.after or {}).keys())
    return ConflictError(
        f"The {operation.noun} is no longer as this change expects it.",
        hint="Read it again, and decide on what it is now.",
        details={"noun": operation.noun, "id": operation.id, "fields": fields},
    )
