"""A task, and what may happen to it. Every function returns operations, and none for what already holds."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.instant import from_text, to_text
from watchbill.domain.operation import Fields, Operation
from watchbill.domain.query import TaskPatch

NOUN = "task"
TITLE_MAX = 255
DESCRIPTION_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do.

    `ref` is the short number that people and models say; it is never given twice in a workspace.
    `version` is the number of the last change that touched the task, `updated_at` that change's time:
    both belong to the journal, not to the content, so undo moves them on instead of back.
    """

    id: str
    ref: int
    title: str
    description: str = ""
    created_at: datetime
    completed_at: datetime | None = None
    deleted_at: datetime | None = None
    version: int = 0
    updated_at: datetime

    @property
    def is_done(self) -> bool:
        return self.completed_at is not None

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def name(self) -> str:
        return f"#{self.ref} “{self.title}”"


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Some tasks of a list, in its order; `next_cursor` is None on the last page."""

    tasks: tuple[Task, ...]
    next_cursor: str | None


def check_title(title: str) -> str:
    """Return the title without space around it. Raises INVALID_TITLE when blank or over 255 characters."""
    trimmed = title.strip()
    if not trimmed:
        raise InvalidError.of(
            "title", "The title is blank.", hint="Give a title of 1 to 255 characters."
        )
    if len(trimmed) > TITLE_MAX:
        raise InvalidError.of(
            "title",
            f"The title has {len(trimmed)} characters, {TITLE_MAX} is the most.",
            hint="Shorten it, and put the rest into the description.",
        )
    if has_control(trimmed, allowed=""):
        raise InvalidError.of(
            "title",
            "The title holds a line break or a control character.",
            hint="Write it on one line.",
        )
    return trimmed


def check_description(description: str) -> str:
    """Return the description as it is. Raises INVALID_DESCRIPTION over 10,000 characters."""
    if len(description) > DESCRIPTION_MAX:
        raise InvalidError.of(
            "description",
            f"The description has {len(description)} characters, {DESCRIPTION_MAX} is the most.",
            hint="Shorten it.",
        )
    if has_control(description, allowed="\t\n\r"):
        raise InvalidError.of(
            "description", "The description holds a control character.", hint="Remove it."
        )
    return description


def has_control(text: str, *, allowed: str) -> bool:
    """Whether a C0, C1 or surrogate code point is in the text: no store and no terminal takes those."""
    return any(
        (char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff")
        and char not in allowed
        for char in text
    )


def add(
    title: str, *, description: str = "", id: str | None = None, ref: int, now: datetime
) -> Operation:
    """Make a task. `id` is for callers that derive one; else it is new."""
    after: dict[str, Any] = {
        "ref": ref,
        "title": check_title(title),
        "description": check_description(description),
        "created_at": to_text(now),
        "completed_at": None,
        "deleted_at": None,
    }
    return Operation(NOUN, id or str(uuid.uuid4()), before=None, after=after)


def edit(task: Task, patch: TaskPatch) -> tuple[Operation, ...]:
    """Change the fields that the patch names, and no others."""
    _refuse_deleted(task, "changed")
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in _patched(task, patch).items():
        if value != getattr(task, name):
            before[name] = getattr(task, name)
            after[name] = value
    return (Operation(NOUN, task.id, before, after),) if after else ()


def _patched(task: Task, patch: TaskPatch) -> dict[str, str]:
    wanted: dict[str, str] = {}
    if patch.title is not None:
        wanted["title"] = check_title(patch.title)
    if patch.description is not None:
        wanted["description"] = check_description(patch.description)
    if patch.append is not None:
        start = wanted.get("description", task.description)
        wanted["description"] = check_description(_appended(start, patch.append))
    return wanted


def _appended(text: str, addition: str) -> str:
    return f"{text}\n{addition}" if text else addition


def complete(task: Task, *, now: datetime) -> tuple[Operation, ...]:
    """Mark as done. A task that is done stays as it is."""
    _refuse_deleted(task, "completed")
    return () if task.is_done else (_set(task, "completed_at", now),)


def reopen(task: Task) -> tuple[Operation, ...]:
    """Mark as not done. An open task stays as it is."""
    _refuse_deleted(task, "reopened")
    return (_set(task, "completed_at", None),) if task.is_done else ()


def delete(task: Task, *, now: datetime) -> tuple[Operation, ...]:
    """Put into the trash, where it can be restored from. A task in the trash stays as it is."""
    return () if task.is_deleted else (_set(task, "deleted_at", now),)


def restore(task: Task) -> tuple[Operation, ...]:
    """Take out of the trash, as it was. A task that isn't there stays as it is."""
    return (_set(task, "deleted_at", None),) if task.is_deleted else ()


def _set(task: Task, name: str, value: datetime | None) -> Operation:
    before: datetime | None = getattr(task, name)
    return Operation(NOUN, task.id, {name: _text(before)}, {name: _text(value)})


def _text(value: datetime | None) -> str | None:
    return None if value is None else to_text(value)


def _refuse_deleted(task: Task, verb: str) -> None:
    if task.is_deleted:
        raise ConflictError(
            f"{task.name} is in the trash, so it can't be {verb}.",
            hint="Restore it first.",
            details={"task": {"ref": task.ref, "title": task.title}},
        )


def to_fields(task: Task) -> Fields:
    """The content of a task as an operation holds it."""
    return {
        "ref": task.ref,
        "title": task.title,
        "description": task.description,
        "created_at": to_text(task.created_at),
        "completed_at": _text(task.completed_at),
        "deleted_at": _text(task.deleted_at),
    }


def from_fields(id: str, fields: Fields, *, version: int, updated_at: datetime) -> Task:
    """The task whose content an operation holds; the reverse of `to_fields`."""
    return Task(
        id=id,
        ref=fields["ref"],
        title=fields["title"],
        description=fields["description"],
        created_at=from_text(fields["created_at"]),
        completed_at=_instant(fields["completed_at"]),
        deleted_at=_instant(fields["deleted_at"]),
        version=version,
        updated_at=updated_at,
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else from_text(text)
