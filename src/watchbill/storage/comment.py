"""Comments as rows."""

from collections.abc import Sequence

from sqlalchemy import Connection

from watchbill.domain.comment import Comment
from watchbill.storage.record import Rows
from watchbill.storage.record import instants as to_columns
from watchbill.storage.schema import comments as table

__all__ = ["CommentRows", "to_columns"]


class CommentRows(Rows[Comment]):
    """The comments of one workspace, to read."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        super().__init__(connection, workspace_id, table, Comment)

    def of_tasks(self, task_ids: Sequence[str]) -> tuple[Comment, ...]:
        """What was said about these tasks, oldest first."""
        return self.find(table.c.task_id.in_(task_ids), order=(table.c.created_at, table.c.id))

    def all(self) -> tuple[Comment, ...]:
        """Every comment, oldest first."""
        return self.find(order=(table.c.created_at, table.c.id))
