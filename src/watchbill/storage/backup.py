"""Every row as JSON and back, whichever database it comes from or goes to."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, delete, func, insert, select

from watchbill.domain.instant import from_text, to_text
from watchbill.storage.schema import REVISION, Instant, changes, metadata, tasks
from watchbill.storage.transaction import Reader, Transaction

__all__ = ["REVISION", "clear", "counts", "dump", "is_empty", "load"]

# Who is signed in, and the keys of this one installation, stay with it: they are made anew.
_LEFT_OUT = frozenset({"sessions", "secrets"})
_TABLES = [table for table in metadata.sorted_tables if table.name not in _LEFT_OUT]
_BATCH = 500

Row = tuple[str, dict[str, Any]]
"""The table's name, and its columns as JSON."""


def counts(reader: Reader) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: reader.connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in _TABLES
    }


def dump(reader: Reader) -> Iterator[Row]:
    """Every row, table by table, each table after those that it refers to; never all at once in memory."""
    for table in _TABLES:
        rows = reader.connection.execution_options(yield_per=_BATCH).execute(
            select(table).order_by(*table.primary_key)
        )
        for row in rows.mappings():
            yield table.name, {name: _to_json(table, name, row[name]) for name in row}


def is_empty(reader: Reader) -> bool:
    """Whether nobody has written anything yet."""
    return not any(
        reader.connection.execute(select(table.c.workspace_id).limit(1)).first()
        for table in (changes, tasks)
    )


def clear(tx: Transaction) -> None:
    """Remove every row; who is signed in, too."""
    for table in reversed(metadata.sorted_tables):
        tx.connection.execute(delete(table))


def load(tx: Transaction, rows: Iterable[Row]) -> None:
    """Insert rows in the order in which `dump` gave them. Raises KeyError for a table that isn't there."""
    tables = {table.name: table for table in _TABLES}
    for name, group in groupby(rows, key=itemgetter(0)):
        table = tables[name]
        values = (_from_json(table, row) for _, row in group)
        while batch := list(islice(values, _BATCH)):
            tx.connection.execute(insert(table), batch)


def _to_json(table: Table, name: str, value: Any) -> Any:
    is_instant = isinstance(table.c[name].type, Instant)
    return to_text(value) if is_instant and value is not None else value


def _from_json(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: from_text(value)
        if isinstance(table.c[name].type, Instant) and value is not None
        else value
        for name, value in row.items()
    }
