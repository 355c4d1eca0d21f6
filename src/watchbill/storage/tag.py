"""Tags as rows."""

from sqlalchemy import Connection

from watchbill.domain.tag import Tag
from watchbill.storage.record import NamedRows
from watchbill.storage.record import named as to_columns
from watchbill.storage.schema import tags as table

__all__ = ["TagRows", "to_columns"]


class TagRows(NamedRows[Tag]):
    """The tags of one workspace, to read."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        super().__init__(connection, workspace_id, table, Tag)

    def all(self, *, archived: bool = False) -> tuple[Tag, ...]:
        """Every tag by name; with `archived`, those too."""
        conditions = [] if archived else [table.c.archived_at.is_(None)]
        return self.find(*conditions, order=(table.c.name_key,))
