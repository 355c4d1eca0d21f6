"""What a tool answers, for programs: the structured content beside the text, without nulls."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from watchbill.domain.instant import to_text
from watchbill.domain.operation import Operation
from watchbill.domain.task import Task
from watchbill.mcp.text import clean, clip
from watchbill.services.journal import Entry
from watchbill.services.writing import Receipt


class Result(BaseModel):
    """Left out when None: a model pays for every word."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def compact(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class TaskRow(Result):
    """A task; brief rows have just what a list needs."""

    ref: str
    title: str
    done: bool | None = None
    deleted: bool | None = None
    note: str | None = None
    description: str | None = None
    version: int | None = None
    created: str | None = None
    completed: str | None = None


class TaskList(Result):
    """Rows, how many there are in all (“1000+” when that is many), and how to go on."""

    tasks: list[TaskRow]
    total: str
    cursor: str | None = None


class FieldChange(Result):
    """One field of one task, before and after."""

    ref: str
    field: str
    old: Any = Field(default=None, alias="from")
    new: Any = Field(default=None, alias="to")


class Written(Result):
    """The receipt of a write. Without `change`, nothing was written."""

    change: int | None = None
    did: str
    tasks: list[TaskRow]
    changed: list[FieldChange] | None = None
    undo: str | None = None
    preview: bool | None = None
    repeated: bool | None = None


class ChangeRow(Result):
    """One change of the journal."""

    change: int
    at: str
    actor: str
    did: str
    client: str | None = None
    run: str | None = None
    undoes: int | None = None
    undone_by: int | None = None


class ChangeList(Result):
    """Changes, newest first, or from `since` on."""

    changes: list[ChangeRow]
    last: int


def brief(task: Task) -> TaskRow:
    return TaskRow(
        ref=f"#{task.ref}",
        title=clean(task.title),
        done=task.is_done or None,
        deleted=task.is_deleted or None,
        note=clip(task.description) or None,
    )


def full(task: Task) -> TaskRow:
    return TaskRow(
        ref=f"#{task.ref}",
        title=clean(task.title),
        done=task.is_done or None,
        deleted=task.is_deleted or None,
        description=clean(task.description) or None,
        version=task.version,
        created=to_text(task.created_at),
        completed=_text(task.completed_at),
    )


def short(task: Task) -> TaskRow:
    """A task as a receipt names it."""
    return TaskRow(
        ref=f"#{task.ref}",
        title=clean(task.title),
        done=task.is_done or None,
        deleted=task.is_deleted or None,
        version=task.version,
    )


def written(receipt: Receipt) -> Written:
    change = receipt.change
    if change is None:
        return Written(did="Nothing changed.", tasks=[short(task) for task in receipt.tasks])
    refs = {task.id: f"#{task.ref}" for task in receipt.tasks}
    is_kept = not receipt.is_preview
    return Written(
        change=change.number if is_kept else None,
        did=clean(change.sentence),
        tasks=[short(task) for task in receipt.tasks],
        changed=[row for op in change.operations for row in _fields(op, refs)] or None,
        undo=f"undo_change(change={change.number})" if is_kept else None,
        preview=receipt.is_preview or None,
        repeated=receipt.is_repeat or None,
    )


def _fields(operation: Operation, refs: dict[str, str]) -> list[FieldChange]:
    """Old and new of each field of an update; a task that is made or removed is named by the sentence."""
    if operation.before is None or operation.after is None:
        return []
    before, after = operation.before, operation.after
    return [
        FieldChange(
            ref=refs.get(operation.id, operation.id),
            field=name,
            **{"from": _shown(before[name]), "to": _shown(after[name])},
        )
        for name in after
    ]


def _shown(value: Any) -> Any:
    return clip(value) if isinstance(value, str) else value


def change_row(entry: Entry) -> ChangeRow:
    change = entry.change
    return ChangeRow(
        change=change.number,
        at=to_text(change.at),
        actor=clean(str(change.actor)),
        did=clean(change.sentence),
        client=clean(change.client) if change.client else None,
        run=change.run,
        undoes=change.undoes,
        undone_by=entry.undone_by,
    )


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else to_text(instant)
