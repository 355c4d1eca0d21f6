"""Operations to rows: for every noun of content the same three writes, each only if *before* still holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, literal, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from watchbill.domain.errors import ConflictError
from watchbill.domain.operation import Change, Fields, Operation
from watchbill.domain.watch import Watch, unwatched
from watchbill.storage import comment, project, saved_filter, schema, tag, task
from watchbill.storage.record import instants

Columns = Callable[[Fields], dict[str, Any]]
Derive = Callable[[Connection, str, str, Fields, int], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a noun is kept.

    `fill` completes the fields of one that is made, `to_columns` writes fields as columns, `derive` keeps other tables up to it.
    """

    table: Table
    to_columns: Columns
    fill: Callable[[Fields], Fields] = dict
    derive: Derive | None = None


SHAPES: Mapping[str, Shape] = {
    "task": Shape(schema.tasks, task.to_columns, task.complete_fields, task.derive),
    "project": Shape(schema.projects, project.to_columns),
    "tag": Shape(schema.tags, tag.to_columns),
    "comment": Shape(schema.comments, comment.to_columns),
    "filter": Shape(schema.filters, saved_filter.to_columns),
}
_INSERTS = {shape.table: insert(shape.table) for shape in SHAPES.values()}


def write(
    connection: Connection, workspace_id: str, change: Change, watch: Watch = unwatched
) -> None:
    """Write every operation of a numbered change. Raises CONFLICT at the first that doesn't fit.

    What is derived from a field is not compared: it may have been derived by older rules, of a time zone for example.
    """
    _free_names(connection, workspace_id, change)
    for done, operation in enumerate(change.operations, 1):
        shape = SHAPES[operation.noun]
        row = Row(connection, shape.table, {"workspace_id": workspace_id, "id": operation.id})
        before, after = _fields(shape, operation)
        stamp = {"version": change.number, "updated_at": change.at}
        try:
            is_written = row.write(
                None if before is None else instants(before),
                None if after is None else {**shape.to_columns(after), **stamp},
            )
        except IntegrityError:
            raise _taken(operation) from None
        if not is_written:
            raise _conflict(operation)
        if shape.derive and after:
            shape.derive(connection, workspace_id, operation.id, after, change.number)
        watch(done, len(change.operations))


def _free_names(connection: Connection, workspace_id: str, change: Change) -> None:
    """Of things that trade names in one change, none is in the way of another: each gives up its own first."""
    for noun, shape in SHAPES.items():
        named = [op for op in change.operations if op.noun == noun and _is_about_name(op)]
        given_up = [op.id for op in named if op.before is not None]
        if len(named) > 1 and given_up:
            table = shape.table
            free = literal("\n").concat(table.c.id)  # no name has a line break
            mine = (table.c.workspace_id == workspace_id, table.c.id.in_(given_up))
            connection.execute(update(table).where(*mine).values(name_key=free))


def _is_about_name(operation: Operation) -> bool:
    return "name" in (operation.before or operation.after or {})


def _fields(shape: Shape, operation: Operation) -> tuple[Fields | None, Fields | None]:
    if operation.before is None:
        return None, shape.fill(operation.after or {})
    if operation.after is None:
        return shape.fill(operation.before), None
    return operation.before, operation.after


class Row:
    """One row by its key, or the place where it will be."""

    def __init__(self, connection: Connection, table: Table, key: Mapping[str, Any]) -> None:
        self._connection = connection
        self._table = table
        self._key = key

    def write(self, before: Fields | None, after: Fields | None) -> bool:
        """Turn *before* into *after*; False when the row isn't as *before* says.

        Raises IntegrityError when there is such a row already, or one with that name.
        """
        if before is None:
            return self._insert(after or {})
        if after is None:
            return self._run(delete(self._table).where(self._is(before)))
        return self._run(update(self._table).where(self._is(before)).values(**after))

    def _insert(self, after: Fields) -> bool:
        self._connection.execute(_INSERTS[self._table], {**self._key, **after})
        return True

    def _run(self, statement: Any) -> bool:
        return self._connection.execute(statement).rowcount == 1

    def _is(self, fields: Fields) -> ColumnElement[bool]:
        return and_(
            *(self._table.c[name] == value for name, value in self._key.items()),
            *(self._table.c[name].is_not_distinct_from(value) for name, value in fields.items()),
        )


def _taken(operation: Operation) -> ConflictError:
    """Something has the id or the name that this one is to have."""
    name = (operation.after or {}).get("name")
    if name is None:
        return _conflict(operation)
    return ConflictError(
        f"There is a {operation.noun} “{name}” by now, so another can't have this name.",
        hint="Rename one of the two first.",
        details={"noun": operation.noun, "id": operation.id, "fields": ["name"]},
    )


def _conflict(operation: Operation) -> ConflictError:
    fields = sorted((operation.before or operation.after or {}).keys())
    return ConflictError(
        f"The {operation.noun} is no longer as this change expects it.",
        hint="Read it again, and decide on what it is now.",
        details={"noun": operation.noun, "id": operation.id, "fields": fields},
    )
