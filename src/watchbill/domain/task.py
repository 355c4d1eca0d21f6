"""A task, and what may happen to it. Every function returns operations, and none for what already holds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchbill.domain import editing, position
from watchbill.domain import reminder as reminding
from watchbill.domain.due import Due
from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.field import DEFAULTS, PRIORITY_NONE, from_json, to_json
from watchbill.domain.operation import Fields, Operation
from watchbill.domain.query import Scope
from watchbill.domain.recurrence import Occurrence, Recurrence
from watchbill.domain.reminder import Reminder
from watchbill.domain.text import has_control

NOUN = "task"
TITLE_MAX = 255
DESCRIPTION_MAX = 10_000
FIELDS = (
    "ref",
    "title",
    "description",
    "created_at",
    "completed_at",
    "deleted_at",
    *DEFAULTS,
    "position",
)
"""The content of a task, field by field."""
TEMPLATE = ("title", "description", "priority", "project_id", "parent_id", "tags", "reminders")
"""The fields that can be changed for one occurrence alone; its due can, too, without a trace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do.

    `ref` is the short number that people and models say; it is never given twice in a workspace.
    `priority` is 1 (highest) to 4 (none). `project_id` is None in the Inbox. `tags` and `blocked_by` hold ids.
    `occurrence` is there with `recurrence`; `template` holds what the next occurrence gets instead of this one's values.
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
    priority: int = PRIORITY_NONE
    due: Due | None = None
    recurrence: Recurrence | None = None
    occurrence: Occurrence | None = None
    template: Fields | None = None
    reminders: tuple[Reminder, ...] = ()
    project_id: str | None = None
    parent_id: str | None = None
    tags: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    position: str
    version: int = 0
    updated_at: datetime

    @property
    def is_done(self) -> bool:
        return self.completed_at is not None

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_open(self) -> bool:
        return not self.is_done and not self.is_deleted

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


def check_priority(priority: int) -> int:
    """Return the priority. Raises INVALID_PRIORITY unless it is 1 to 4."""
    if not 1 <= priority <= PRIORITY_NONE:
        raise InvalidError.of(
            "priority",
            f"The priority is {priority}.",
            hint="Use 1 (highest), 2, 3, or 4 (none).",
        )
    return priority


_CHECKS: editing.Checks = {
    "title": check_title,
    "description": check_description,
    "priority": check_priority,
    "reminders": reminding.check,
}


def add(values: Mapping[str, Any], *, id: str | None = None, ref: int, now: datetime) -> Operation:
    """Make a task of these field values, a title at least. `id` is for callers that derive one; else it is new."""
    after = {
        "ref": ref,
        "description": "",
        "created_at": to_json("created_at", now),
        "completed_at": None,
        "deleted_at": None,
        **DEFAULTS,
        "position": position.of_ref(ref),
        **editing.checked(values, _CHECKS),
    }
    return editing.make(NOUN, {name: after[name] for name in FIELDS}, id=id)


def edit(
    task: Task, values: Mapping[str, Any], *, scope: Scope | None = None
) -> tuple[Operation, ...]:
    """Give the task these field values, and leave all others.

    What repeats is changed from now on; with `scope` “this” the next occurrence gets the values that were there before.
    """
    _refuse_deleted(task, "changed")
    wanted = editing.checked(values, _CHECKS)
    if task.recurrence and "template" not in wanted and wanted.get("recurrence", True):
        wanted["template"] = _template(task, wanted, is_for_this=scope == "this")
    return editing.edit(NOUN, task, wanted)


def _template(task: Task, wanted: Fields, *, is_for_this: bool) -> Fields | None:
    """What the next occurrence gets instead of this one's own values, when this one gets the wanted ones."""
    old = editing.content(task, TEMPLATE)
    kept = dict(task.template or {})
    for name in TEMPLATE:
        if name in wanted and (not is_for_this or kept.get(name, old[name]) == wanted[name]):
            kept.pop(name, None)
        elif name in wanted:
            kept.setdefault(name, old[name])
    return kept or None


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


def untag(task: Task, tag_id: str) -> tuple[Operation, ...]:
    """Take a tag off, also in the trash: the tag itself goes away. A task without it stays as it is."""
    kept = tuple(id for id in task.tags if id != tag_id)
    return editing.edit(NOUN, task, {"tags": to_json("tags", kept)})


def detach(task: Task, gone: Collection[str]) -> tuple[Operation, ...]:
    """Take it from under these tasks, and off what it waits for, also in the trash: they go away. Others stay as they are."""
    kept = tuple(id for id in task.blocked_by if id not in gone)
    parent = None if task.parent_id in gone else task.parent_id
    values = {"parent_id": parent, "blocked_by": to_json("blocked_by", kept)}
    return editing.edit(NOUN, task, values)


def _set(task: Task, name: str, value: datetime | None) -> Operation:
    before = to_json(name, getattr(task, name))
    return Operation(NOUN, task.id, {name: before}, {name: to_json(name, value)})


def _refuse_deleted(task: Task, verb: str) -> None:
    if task.is_deleted:
        raise ConflictError(
            f"{task.name} is in the trash, so it can't be {verb}.",
            hint="Restore it first.",
            details={"task": {"ref": task.ref, "title": task.title}},
        )


def to_fields(task: Task) -> Fields:
    """The content of a task as an operation holds it."""
    return editing.content(task, FIELDS)


def complete_fields(fields: Fields) -> Fields:
    """The content of a task that was perhaps made before there were all of today's fields."""
    return {**DEFAULTS, "position": position.of_ref(fields["ref"]), **fields}


def from_fields(id: str, fields: Fields, *, version: int, updated_at: datetime) -> Task:
    """The task whose content an operation holds; the reverse of `to_fields`."""
    values = {name: from_json(name, value) for name, value in complete_fields(fields).items()}
    return Task(id=id, **values, version=version, updated_at=updated_at)
