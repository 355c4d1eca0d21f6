"""The indexes that hold some tasks alone, as the migrations make them.

Apart from the tables, since only the comparison with the migrations reads them, and naming a database loads all of SQLAlchemy's part for it.
"""

from typing import Any

from sqlalchemy import Column, Index
from sqlalchemy.sql.elements import ColumnElement

from watchbill.storage.content_schema import EMPTY, tasks

_IS_KEPT = tasks.c.deleted_at.is_(None)
_IS_OPEN = tasks.c.completed_at.is_(None) & _IS_KEPT
_IS_DONE = tasks.c.completed_at.is_not(None) & _IS_KEPT


def _index(name: str, condition: ColumnElement[bool], *columns: Column[Any]) -> None:
    Index(
        f"ix_tasks_{name}",
        tasks.c.workspace_id,
        *columns,
        tasks.c.ref,
        sqlite_where=condition,
        postgresql_where=condition,
    )


_index("open", _IS_OPEN, tasks.c.position)
_index("project", _IS_OPEN, tasks.c.project_id, tasks.c.position)
_index("due", _IS_OPEN & tasks.c.due_key.is_not(None), tasks.c.due_key)
_index("priority", _IS_OPEN, tasks.c.priority, tasks.c.position)
_index("kept", _IS_KEPT, tasks.c.position)
_index("done", _IS_DONE, tasks.c.completed_at)
_index("deleted", tasks.c.deleted_at.is_not(None), tasks.c.deleted_at)
# Few tasks are so, and they are found without looking through all that are open. Of two indexes that do, SQLite takes the younger.
_index("repeating", _IS_OPEN & tasks.c.recurrence.is_not(None), tasks.c.position)
_index("reminding", _IS_OPEN & (tasks.c.reminders != EMPTY), tasks.c.position)
_index("waiting", _IS_OPEN & (tasks.c.blocked_by != EMPTY), tasks.c.position)
_index("created", _IS_KEPT, tasks.c.created_at)
_index("updated", _IS_KEPT, tasks.c.updated_at)

metadata = tasks.metadata
"""All tables, with these indexes."""
