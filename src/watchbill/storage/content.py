"""Operations to rows: for every noun of content the same three writes, each only if *before* still holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, literal, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from watchbill.domain.errors import ConflictError
from watchbill.domain.operation import Change, Fields, Operation
from watchbill.domain.watch import Watch, unwatched
from watchbill.storage import comment, project, saved_filter, schema, tag, task
from watchbill.storage.record import in_steps, instants

Columns = Callable[[Fields], dict[str, Any]]
Derive = Callable[[Connection, str, Mapping[str, Fields], int], None]
"""Gets the fields that were written by the ids of the things, and the number of the change."""


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
    done = 0
    for (noun, is_made), some in groupby(
        change.operations, key=lambda op: (op.noun, op.before is None)
    ):
        writing = _Writing(connection, workspace_id, SHAPES[noun], change)
        for count in writing.make(list(some)) if is_made else map(writing.turn, some):
            done += count
            watch(done, len(change.operations))
    _derive(connection, workspace_id, change)


def _derive(connection: Connection, workspace_id: str, change: Change) -> None:
    written: dict[str, dict[str, Fields]] = {}
    for operation in change.operations:
        things = written.setdefault(operation.noun, {})
        if operation.after is None:
            things.pop(operation.id, None)
        else:
            things[operation.id] = {**things.get(operation.id, {}), **operation.after}
    for noun, things in written.items():
        if derive := SHAPES[noun].derive:
            derive(connection, workspace_id, things, change.number)


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


@dataclass(frozen=True, slots=True)
class _Writing:
    """The rows of one noun, written by one change."""

    connection: Connection
    workspace_id: str
    shape: Shape
    change: Change

    def make(self, operations: Sequence[Operation]) -> Iterator[int]:
        """Add what is new, many at once, but one by one where a name may be taken, to know which. Tells how many each time."""
        one_by_one = _is_about_name(operations[0])
        for some in ([op] for op in operations) if one_by_one else in_steps(operations):
            self._insert(some)
            yield len(some)

    def _insert(self, operations: Sequence[Operation]) -> None:
        rows = [
            {"workspace_id": self.workspace_id, "id": op.id}
            | self._columns(self.shape.fill(op.after or {}))
            for op in operations
        ]
        try:
            self.connection.execute(_INSERTS[self.shape.table], rows)
        except IntegrityError:
            raise _taken(operations[0]) from None

    def turn(self, operation: Operation) -> int:
        """Turn *before* into *after*, where the row is as *before* says. The answer is 1: so many are done."""
        before, after = operation.before or {}, operation.after
        try:
            if after is None:
                row = self._row(operation, self.shape.fill(before))
                done = self.connection.execute(delete(self.shape.table).where(row))
            else:
                query = update(self.shape.table).where(self._row(operation, before))
                done = self.connection.execute(query.values(**self._columns(after)))
        except IntegrityError:
            raise _taken(operation) from None
        if done.rowcount != 1:
            raise _conflict(operation)
        return 1

    def _columns(self, after: Fields) -> dict[str, Any]:
        stamp = {"version": self.change.number, "updated_at": self.change.at}
        return {**self.shape.to_columns(after), **stamp}

    def _row(self, operation: Operation, before: Fields) -> ColumnElement[bool]:
        columns = self.shape.table.c
        return and_(
            columns.workspace_id == self.workspace_id,
            columns.id == operation.id,
            *(
                columns[name].is_not_distinct_from(value)
                for name, value in instants(before).items()
            ),
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
