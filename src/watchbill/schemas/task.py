"""Tasks on the wire."""

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from watchbill.domain import recurrence as recurring
from watchbill.domain import task as rules
from watchbill.domain.due import to_text as due_text
from watchbill.domain.instant import to_text
from watchbill.domain.names import NO_NAMES, Names
from watchbill.domain.reminder import to_text as reminder_text

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Recurrence(BaseModel):
    """How a task comes again: a rule of RFC 5545, what it counts from, and the same in words."""

    rule: str
    basis: Literal["schedule", "completion"]
    text: str

    @staticmethod
    @lru_cache(maxsize=1024)
    def of(recurrence: recurring.Recurrence) -> "Recurrence":
        return Recurrence(
            rule=recurrence.rule, basis=recurrence.basis, text=recurring.describe(recurrence)
        )


class Task(BaseModel):
    """One thing to do. `ref` is the short number that people say, `version` goes into If-Match.

    `priority`: 1 (highest) to 4 (none). `due`: a date, or a time with its zone (RFC 9557). `project`: a name, “Inbox” where there is
    no `project_id`. `parent` and `blocked_by`: refs; `blocked`: one of those is still open. `tags`: names.
    `reminders`: “2 hours before”, “1 day before at 18:00”, or a time with its zone. Lists go by `position`.
    """

    id: str
    ref: int
    title: str
    description: str
    state: Literal["open", "done", "deleted"]
    priority: int
    due: str | None
    recurrence: Recurrence | None
    project: str
    project_id: str | None
    parent: int | None
    parent_id: str | None
    tags: list[str]
    blocked_by: list[int]
    blocked: bool
    reminders: list[str]
    position: str
    created_at: Instant
    updated_at: Instant
    completed_at: Instant | None
    deleted_at: Instant | None
    version: int

    @classmethod
    def of(cls, task: rules.Task, names: Names = NO_NAMES) -> "Task":
        return cls.model_construct(
            id=task.id,
            ref=task.ref,
            title=task.title,
            description=task.description,
            state=_state(task),
            priority=task.priority,
            due=task.due and due_text(task.due),
            recurrence=task.recurrence and Recurrence.of(task.recurrence),
            project=names.project(task),
            project_id=task.project_id,
            parent=names.parent(task),
            parent_id=task.parent_id,
            tags=names.tags_of(task),
            blocked_by=names.refs(task.blocked_by),
            blocked=names.is_blocked(task),
            reminders=[reminder_text(one) for one in task.reminders],
            position=task.position,
            created_at=to_text(task.created_at),
            updated_at=to_text(task.updated_at),
            completed_at=task.completed_at and to_text(task.completed_at),
            deleted_at=task.deleted_at and to_text(task.deleted_at),
            version=task.version,
        )


def _state(task: rules.Task) -> Literal["open", "done", "deleted"]:
    if task.is_deleted:
        return "deleted"
    return "done" if task.is_done else "open"


class TaskList(BaseModel):
    """A page of tasks. `next` is the address of the page after it, null on the last one."""

    tasks: list[Task]
    next: str | None
