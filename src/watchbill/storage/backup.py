"""Every row as JSON and back, whichever database it comes from or goes to."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update

from watchbill.domain.chain import START
from watchbill.domain.instant import from_text, to_text
from watchbill.storage.schema import (
    REVISION,
    Instant,
    changes,
    channels,
    metadata,
    tasks,
    workspaces,
)
from watchbill.storage.transaction import Reader, Transaction

__all__ = [
    "REPLAYED",
    "REVISION",
    "add_missing",
    "begin_anew",
    "clear",
    "copy_people",
    "counts",
    "dump",
    "is_empty",
    "load",
]

# Who is signed in, and the keys of this one installation, stay with it: they are made anew.
_LEFT_OUT = frozenset({"sessions", "secrets", "invitations", "attempts", "runs", "uses"})
_TABLES = [table for table in metadata.sorted_tables if table.name not in _LEFT_OUT]
_PEOPLE = (
    "users",
    "memberships",
    "identities",
    "tokens",
    "grants",
    "freezes",
    "feeds",
    "conversations",
    "messages",
    "task_moments",
    "notices",
    "channels",
    "deliveries",
    "proposals",
)
REPLAYED = frozenset(
    {
        "changes",
        "change_things",
        "change_undoes",
        "tasks",
        "task_tags",
        "task_blockers",
        "task_moments",
        "notices",
        "projects",
        "tags",
        "comments",
        "filters",
        "vocabulary",
    }
)
"""The tables that a workspace's journal makes when it is replayed."""
_BATCH = 500

Row = tuple[str, dict[str, Any]]
"""The table's name, and its columns as JSON."""


def counts(reader: Reader) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: reader.connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in _TABLES
    }


def add_missing(tx: Transaction, source: Reader, name: str) -> None:
    """Copy the rows of a table that the target doesn't have, as they are before anything is replayed."""
    table = metadata.tables[name]
    there = {row.id for row in tx.connection.execute(select(table.c.id))}
    fresh = {"last_change": 0, "last_ref": 0, "last_hash": START}
    rows = ((of, {**row, **fresh}) for of, row in dump(source, (name,)) if row["id"] not in there)
    load(tx, rows)


def copy_people(tx: Transaction, source: Reader) -> None:
    """Put the source's users, tokens, conversations and proposals in the place of the target's."""
    for table in reversed(metadata.sorted_tables):
        if table.name in (*_PEOPLE, *_LEFT_OUT):
            tx.connection.execute(delete(table))
    load(tx, dump(source, _PEOPLE))


def begin_anew(tx: Transaction, workspace_id: str, until: int) -> None:
    """Let a workspace without content count from its beginning; what was sent of later changes will be sent anew."""
    fresh = {"last_change": 0, "last_ref": 0, "last_hash": START}
    tx.connection.execute(update(workspaces).where(workspaces.c.id == workspace_id).values(fresh))
    tx.connection.execute(
        update(channels)
        .where(channels.c.workspace_id == workspace_id, channels.c.cursor > until)
        .values(cursor=until)
    )


def dump(reader: Reader, names: Collection[str] | None = None) -> Iterator[Row]:
    """Every row, table by table, each table after those that it refers to; never all at once in memory. `names`: just these tables."""
    for table in _TABLES:
        if names is not None and table.name not in names:
            continue
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
