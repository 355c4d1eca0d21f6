"""Tasks as rows: looked up by id, ref or exact title, and paged by a filter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from watchbill.domain import condition as tree
from watchbill.domain import due
from watchbill.domain.field import from_json
from watchbill.domain.operation import Fields
from watchbill.domain.reference import title_key
from watchbill.domain.task import FIELDS, Task, TaskPage, complete_fields
from watchbill.domain.word import words_of
from watchbill.storage.listing import Listing, Selection
from watchbill.storage.record import in_steps, instants
from watchbill.storage.schema import task_blockers, task_tags
from watchbill.storage.schema import tasks as table
from watchbill.storage.vocabulary import learn

__all__ = ["TaskRows", "complete_fields", "derive", "read_task", "to_columns"]

COLUMNS = [table.c[name] for name in ("id", *FIELDS, "version", "updated_at")]
"""What a task is read from; `read_task` makes it of such a row."""
_STRUCTURED = ("due", "recurrence", "occurrence", "tags", "blocked_by", "reminders")
_FEW = 500
_TEXTS = ("title", "description")
_SETS = {"tags": (task_tags, "tag_id"), "blocked_by": (task_blockers, "blocker_id")}
# Built once: every write needs these.
_MINE = select(*COLUMNS).where(table.c.workspace_id == bindparam("workspace"))
_BY_ID = _MINE.where(table.c.id.in_(bindparam("names", expanding=True)))
_BY_REF = _MINE.where(table.c.ref.in_(bindparam("names", expanding=True)))


class TaskRows:
    """The tasks of one workspace, to read. `only`: lists and titles are of those alone for which this holds."""

    def __init__(
        self, connection: Connection, workspace_id: str, *, only: ColumnElement[bool] | None = None
    ) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._only = () if only is None else (only,)

    def by_id(self, ids: Sequence[str]) -> dict[str, Task]:
        return {task.id: task for task in self._named(_BY_ID, ids)}

    def by_ref(self, refs: Sequence[int]) -> dict[int, Task]:
        return {task.ref: task for task in self._named(_BY_REF, refs)}

    def by_title(self, key: str, *, limit: int = 10) -> tuple[Task, ...]:
        """Tasks outside the trash whose title has this key, open ones first."""
        wanted = table.c.deleted_at.is_(None) & (table.c.title_key == key)
        return self._all(
            wanted, order=(table.c.completed_at.is_not(None), table.c.ref), limit=limit
        )

    def of_project(self, id: str, *, limit: int) -> tuple[Task, ...]:
        """The project's tasks in every state."""
        return self._all(table.c.project_id == id, order=(table.c.ref,), limit=limit)

    def deleted_before(self, moment: datetime, *, limit: int) -> tuple[Task, ...]:
        """Tasks that were put into the trash before then, the oldest first."""
        gone = table.c.deleted_at < moment
        return self._all(gone, order=(table.c.deleted_at, table.c.ref), limit=limit)

    def with_tag(self, id: str, *, limit: int) -> tuple[Task, ...]:
        """The tasks with this tag, in every state."""
        tagged = select(task_tags.c.task_id).where(
            task_tags.c.workspace_id == self._workspace_id, task_tags.c.tag_id == id
        )
        return self._all(table.c.id.in_(tagged), order=(table.c.ref,), limit=limit)

    def titles(self, *, limit: int) -> list[tuple[int, str]]:
        """The newest open tasks, as (ref, title)."""
        is_open = table.c.completed_at.is_(None) & table.c.deleted_at.is_(None)
        query = self._where(select(table.c.ref, table.c.title), is_open)
        rows = self._connection.execute(query.order_by(table.c.ref.desc()).limit(limit))
        return [(row.ref, row.title) for row in rows]

    def page(self, wanted: Selection) -> TaskPage:
        """At most `limit` tasks and the cursor to go on with: one query, and one for each tag in SQLite."""
        listing = self.listing(wanted)
        query = listing.page(COLUMNS, wanted.limit + 1, wanted.cursor, self._rare(wanted, listing))
        found = self._read(query.where(*self._only))
        shown = found[: wanted.limit]
        more = len(found) > wanted.limit
        return TaskPage(shown, listing.order.cursor(shown[-1]) if more else None)

    def count(self, wanted: Selection, *, cap: int) -> int:
        """How many tasks are found, up to `cap`: the cost is bounded however long the list is."""
        rows = self.listing(wanted).rows([table.c.ref]).where(*self._only)
        some = rows.limit(cap).subquery()
        return self._connection.execute(select(func.count()).select_from(some)).scalar_one()

    def _rare(self, wanted: Selection, listing: Listing) -> Sequence[str] | None:
        """The ids of all with a tag that has to be there, where those are few; PostgreSQL finds that out by itself."""
        if self._connection.dialect.name != "sqlite" or listing.is_streamed:
            return None
        for part in tree.parts(wanted.condition):
            if isinstance(part, tree.Tag):
                found = self._tagged(wanted.setting.ids.tags[part.name])
                if len(found) <= _FEW:
                    return found
        return None

    def _tagged(self, tag_id: str) -> Sequence[str]:
        """The ids of the tasks with this tag, one more than the few at the most."""
        mine = (task_tags.c.workspace_id == self._workspace_id, task_tags.c.tag_id == tag_id)
        query = select(task_tags.c.task_id).where(*mine).limit(_FEW + 1)
        return self._connection.execute(query).scalars().all()

    def listing(self, wanted: Selection) -> Listing:
        """The question, and the order of its answer."""
        is_sqlite = self._connection.dialect.name == "sqlite"
        return Listing(self._workspace_id, wanted, is_sqlite=is_sqlite)

    def _all(
        self, condition: ColumnElement[bool], order: Sequence[Any] = (), limit: int | None = None
    ) -> tuple[Task, ...]:
        return self._read(self._where(select(*COLUMNS), condition).order_by(*order).limit(limit))

    def _named(self, query: Select[Any], names: Sequence[str | int]) -> tuple[Task, ...]:
        return tuple(
            read_task(row)
            for some in in_steps(names)
            for row in self._connection.execute(
                query, {"workspace": self._workspace_id, "names": list(some)}
            )
        )

    def _where(self, query: Select[Any], *conditions: ColumnElement[bool]) -> Select[Any]:
        mine = table.c.workspace_id == self._workspace_id
        return query.where(mine, *self._only, *conditions)

    def _read(self, query: Select[Any]) -> tuple[Task, ...]:
        return tuple(read_task(row) for row in self._connection.execute(query))


def to_columns(fields: Fields) -> dict[str, Any]:
    """An operation's fields as columns, with those that are derived from them."""
    columns = instants(fields)
    if "title" in columns:
        columns["title_key"] = title_key(columns["title"])
        columns["title_words"] = words_of(columns["title"])
    if "description" in columns:
        columns["description_key"] = columns["description"].casefold()
        columns["description_words"] = words_of(columns["description"])
    if "due" in columns:
        columns |= _due_columns(columns["due"])
    return columns


def _due_columns(text: str | None) -> dict[str, Any]:
    when = None if text is None else due.from_stored(text)
    match when:
        case due.DueDate():
            return {"due_on": str(when.on), "due_at": None, "due_key": str(when.on)}
        case due.DueTime():
            return {"due_on": None, "due_at": when.at, "due_key": when.local.isoformat()}
        case _:
            return {"due_on": None, "due_at": None, "due_key": None}


def derive(
    connection: Connection, workspace_id: str, written: Mapping[str, Fields], number: int
) -> None:
    """Keep the tables that sets and words are looked up in."""
    texts = {fields[name] for fields in written.values() for name in _TEXTS if name in fields}
    words = (word for text in texts for word in words_of(text))
    learn(connection, workspace_id, words, since=number)
    for name, (kept, column) in _SETS.items():
        sets = {id: fields[name] for id, fields in written.items() if name in fields}
        old = [id for id in sets if "ref" not in written[id]]
        for some in in_steps(old):
            mine = (kept.c.workspace_id == workspace_id, kept.c.task_id.in_(some))
            connection.execute(delete(kept).where(*mine))
        rows = [
            {"workspace_id": workspace_id, "task_id": id, column: other}
            for id, others in sets.items()
            for other in others
        ]
        if rows:
            connection.execute(insert(kept), rows)


def read_task(row: Row[Any]) -> Task:
    """The task of a row with `COLUMNS`."""
    values = row._asdict()
    for name in _STRUCTURED:
        values[name] = from_json(name, values[name])
    return Task(**values)
