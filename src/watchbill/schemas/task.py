"""Tasks on the wire."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictBool, StrictStr

from watchbill.domain import task as rules
from watchbill.domain.instant import to_text
from watchbill.schemas.request import Request

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Title = Annotated[
    StrictStr,
    Field(
        description="1 to 255 characters on one line",
        json_schema_extra={"minLength": 1, "maxLength": rules.TITLE_MAX},
    ),
]
Description = Annotated[
    StrictStr,
    Field(
        description="Markdown, at most 10,000 characters",
        json_schema_extra={"maxLength": rules.DESCRIPTION_MAX},
    ),
]


class Task(BaseModel):
    """One thing to do. `ref` is the short number that people say, `version` goes into If-Match."""

    id: str
    ref: int
    title: str
    description: str
    state: Literal["open", "done", "deleted"]
    created_at: Instant
    updated_at: Instant
    completed_at: Instant | None
    deleted_at: Instant | None
    version: int

    @classmethod
    def of(cls, task: rules.Task) -> "Task":
        return cls.model_construct(
            id=task.id,
            ref=task.ref,
            title=task.title,
            description=task.description,
            state=_state(task),
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


class TaskItem(Request):
    """A task to add."""

    title: Title
    description: Description = ""


class TaskAdd(Request):
    """One task to add, or several as one change: then `items`, up to 50, and nothing else."""

    title: Title | None = None
    description: Description | None = None
    items: list[TaskItem] | None = None


class Confirmation(Request):
    """`confirm`: yes, this can't be undone."""

    confirm: StrictBool = False


class TaskChange(Request):
    """What to change. An absent field stays as it is; `append` adds a line to the description."""

    title: Title = ""
    description: Description = ""
    append: StrictStr = ""


class TaskCompletion(Request):
    """What becomes of open subtasks: without `children`, the request is refused where there are any."""

    children: Literal["refuse", "complete"] = "refuse"
