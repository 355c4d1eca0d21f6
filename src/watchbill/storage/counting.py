"""How many open tasks there are, by project and by tag: one query each."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from watchbill.storage.schema import task_tags
from watchbill.storage.schema import tasks as table


@dataclass(frozen=True, slots=True)
class Count:
    """Open tasks: all, those that are overdue, and those that are due on the day."""

    open: int = 0
    overdue: int = 0
    today: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """The user's day: its date, its bounds, and the time now."""

    on: date
    start_at: datetime
    end_at: datetime
    now: datetime


class Counts:
    """The counts of one workspace's open tasks."""

    def __init__(self, connection: Connection, workspace_id: str, day: Day) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._day = day

    def by_project(self) -> dict[str | None, Count]:
        """By the project's id; None is the Inbox."""
        return self._counted(self._counts(table.c.project_id), table.c.project_id)

    def by_tag(self) -> dict[str | None, Count]:
        """By the tag's id."""
        query = self._counts(task_tags.c.tag_id).join(
            task_tags,
            and_(
                task_tags.c.workspace_id == table.c.workspace_id,
                task_tags.c.task_id == table.c.id,
            ),
        )
        return self._counted(query, task_tags.c.tag_id)

    def _counts(self, key: ColumnElement[Any]) -> Select[Any]:
        day = self._day
        on = str(day.on)
        overdue = or_(table.c.due_on < on, table.c.due_at < day.now)
        today = or_(
            table.c.due_on == on,
            and_(table.c.due_at >= day.start_at, table.c.due_at < day.end_at),
        )
        return select(key, func.count(), _how_many(overdue), _how_many(today)).where(
            table.c.workspace_id == self._workspace_id,
            table.c.completed_at.is_(None),
            table.c.deleted_at.is_(None),
        )

    def _counted(self, query: Select[Any], key: ColumnElement[Any]) -> dict[str | None, Count]:
        rows = self._connection.execute(query.group_by(key))
        return {id: Count(open, overdue, today) for id, open, overdue, today in rows}


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
