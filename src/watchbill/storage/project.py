"""Projects as rows."""

from sqlalchemy import Connection, func, select

from watchbill.domain.project import Project
from watchbill.storage.record import NamedRows
from watchbill.storage.record import named as to_columns
from watchbill.storage.schema import projects as table

__all__ = ["ProjectRows", "to_columns"]


class ProjectRows(NamedRows[Project]):
    """The projects of one workspace, to read."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        super().__init__(connection, workspace_id, table, Project)

    def all(self, *, archived: bool = False) -> tuple[Project, ...]:
        """Every project in its order; with `archived`, those too."""
        conditions = [] if archived else [table.c.archived_at.is_(None)]
        return self.find(*conditions, order=(table.c.position, table.c.id))

    def last_position(self) -> str:
        """The place of the last one; empty when there is none."""
        query = select(func.max(table.c.position)).where(
            table.c.workspace_id == self._workspace_id
        )
        return self._connection.execute(query).scalar_one() or ""
