"""Saved filters as rows."""

from sqlalchemy import Connection, func, select

from watchbill.domain.saved_filter import SavedFilter
from watchbill.storage.record import NamedRows
from watchbill.storage.record import named as to_columns
from watchbill.storage.schema import filters as table

__all__ = ["SavedFilterRows", "to_columns"]


class SavedFilterRows(NamedRows[SavedFilter]):
    """The saved filters of one workspace, to read."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        super().__init__(connection, workspace_id, table, SavedFilter)

    def all(self) -> tuple[SavedFilter, ...]:
        """Every saved filter in its order."""
        return self.find(order=(table.c.position, table.c.id))

    def last_position(self) -> str:
        """The place of the last one; empty when there is none."""
        query = select(func.max(table.c.position)).where(
            table.c.workspace_id == self._workspace_id
        )
        return self._connection.execute(query).scalar_one() or ""
