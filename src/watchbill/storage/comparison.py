"""Two stores side by side: the first row of content in which they differ."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from sqlalchemy import Table, select

from watchbill.storage import schema
from watchbill.storage.transaction import Reader

CONTENT = (
    schema.tasks,
    schema.projects,
    schema.tags,
    schema.comments,
    schema.filters,
    schema.task_tags,
    schema.task_blockers,
)
_STEP = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that one store has otherwise than the other. `column` is empty when just one of them has it."""

    table: str
    key: str
    column: str
    one: Any
    other: Any


def first_difference(one: Reader, other: Reader) -> Difference | None:
    """Compare every row of content of a workspace, in the order of their keys, a few at a time."""
    for table in CONTENT:
        with closing(_rows(one, table)) as ours, closing(_rows(other, table)) as others:
            for mine, theirs in zip_longest(ours, others):
                if mine != theirs:
                    return _difference(table, mine or {}, theirs or {})
    return None


def count_rows(reader: Reader) -> int:
    """How many rows of content there are to compare."""
    return sum(1 for table in CONTENT for _ in _rows(reader, table))


def _rows(reader: Reader, table: Table) -> Generator[dict[str, Any]]:
    keys = [column for column in table.primary_key if column.name != "workspace_id"]
    is_postgresql = reader.connection.dialect.name == "postgresql"
    # As SQLite sorts, so that both come in one order.
    order = [column.collate("C") if is_postgresql else column.asc() for column in keys]
    query = select(table).where(table.c.workspace_id == reader.workspace_id).order_by(*order)
    with reader.connection.execute(query.execution_options(yield_per=_STEP)) as rows:
        for row in rows.mappings():
            yield dict(row)


def _difference(table: Table, mine: dict[str, Any], theirs: dict[str, Any]) -> Difference:
    names = [column.name for column in table.primary_key if column.name != "workspace_id"]
    keys = ["/".join(str(row.get(name)) for name in names) for row in (mine, theirs) if row]
    if len(set(keys)) > 1 or not (mine and theirs):
        return Difference(table.name, min(keys), "", bool(mine), bool(theirs))
    column = next(name for name in mine if mine[name] != theirs[name])
    return Difference(table.name, keys[0], column, mine[column], theirs[column])
