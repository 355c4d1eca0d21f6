"""Which tasks are found, in which order: one query, that an index answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Select, select

from watchbill.domain import condition as tree
from watchbill.domain.condition import Condition
from watchbill.domain.matching import Setting, order_of
from watchbill.domain.query import LIMIT_DEFAULT, Sort
from watchbill.storage.condition import Compiler
from watchbill.storage.order import Order
from watchbill.storage.schema import tasks as table
from watchbill.storage.search import PostgresSearch, Spellings, SqliteSearch

# SQLite knows neither how many tasks have a tag nor a parent, and would look through all that are open, in their order.
_BY_ID = "INDEXED BY sqlite_autoindex_tasks_1"
_BY_PARENT = "INDEXED BY ix_tasks_workspace_id_parent_id"
_NEWEST = Sort("ref", is_descending=True)
_STREAMED = ((_NEWEST,), (Sort("state"), _NEWEST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is looked for, with all that is needed to answer: saved filters are put in, and names have ids."""

    condition: Condition
    setting: Setting
    sort: tuple[Sort, ...] = ()
    limit: int = LIMIT_DEFAULT
    cursor: str | None = None
    spellings: Spellings = field(default_factory=dict)


class Listing:
    """One selection from the tasks of a workspace."""

    def __init__(self, workspace_id: str, wanted: Selection, *, is_sqlite: bool) -> None:
        self._workspace_id = workspace_id
        self._condition = wanted.condition
        self._state = tree.state_of(wanted.condition)
        self._sqlite = SqliteSearch(workspace_id, wanted.spellings) if is_sqlite else None
        search = self._sqlite or PostgresSearch(wanted.spellings)
        self._compiler = Compiler(workspace_id, wanted.setting, search)
        self.sort = order_of(wanted.condition, wanted.sort)
        self.order = Order(self.sort, self._state, collation="" if is_sqlite else "C")

    def rows(self, columns: Sequence[Column[Any]]) -> Select[Any]:
        """All that is found, in no order."""
        condition = self._compiler.write(self._condition)
        return select(*columns).where(table.c.workspace_id == self._workspace_id, condition)

    @property
    def is_streamed(self) -> bool:
        """Whether SQLite's index of words gives what is found in its order."""
        text = tree.parted(self._condition)[0]
        return self._sqlite is not None and text is not None and self.sort in _STREAMED

    def page(
        self,
        columns: Sequence[Column[Any]],
        limit: int,
        cursor: str | None,
        rare: Sequence[str] | None = None,
    ) -> Select[Any]:
        """The first that are found after the cursor's place, in order. `rare`: all that can be among them, if those are few."""
        if self._sqlite and self.is_streamed:
            return self._streamed(self._sqlite, columns, cursor).limit(limit)
        query = self.rows(columns)
        if rare is not None:
            query = query.where(table.c.id.in_(rare)).with_hint(table, _BY_ID, "sqlite")
        elif any(isinstance(part, tree.Parent) for part in tree.parts(self._condition)):
            query = query.with_hint(table, _BY_PARENT, "sqlite")
        if cursor:
            query = query.where(self.order.after(cursor))
        return query.order_by(*self.order.clauses).limit(limit)

    def _streamed(
        self, search: SqliteSearch, columns: Sequence[Column[Any]], cursor: str | None
    ) -> Select[Any]:
        """The newest matches as SQLite's index gives them, without sorting."""
        text, rest = tree.parted(self._condition)
        place = None if cursor is None else self.order.place(cursor)
        return search.streamed(columns, text or tree.And(()), self._state, place).where(
            self._compiler.write(rest)
        )
