"""What a change did, field by field, in names that people know."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from watchbill.domain import operation as rules
from watchbill.domain.field import DEFAULTS
from watchbill.domain.names import Names
from watchbill.domain.project import INBOX
from watchbill.domain.recurrence import Recurrence, describe

_NOT_SHOWN = ("ref", "created_at", "occurrence", "template")
_ONLY_WHEN_MOVED = "position"
_SHOWN_AS = {"project_id": "project", "parent_id": "parent", "task_id": "task"}


class FieldChange(BaseModel):
    """One field of one thing, before and after; null where it wasn't, or isn't any more.

    `task`: the ref of a task. Projects and tags are told by name, other tasks by ref, a recurrence in words.
    """

    noun: str
    task: int | None
    id: str
    field: str
    old: Any
    new: Any


def field_changes(change: rules.Change, names: Names) -> Iterator[FieldChange]:
    """Field by field, what a person would call changed."""
    labels = {**_labels(names), **_own_labels(change)}
    for operation in change.operations:
        task = labels.get(operation.id) if operation.noun == "task" else None
        for name in _shown_fields(operation):
            yield FieldChange(
                noun=operation.noun,
                task=task,
                id=operation.id,
                field=_SHOWN_AS.get(name, name),
                old=_readable(operation.before, name, labels),
                new=_readable(operation.after, name, labels),
            )


def _labels(names: Names) -> dict[str, Any]:
    """By id, what a person calls the thing."""
    return {
        **{id: project.name for id, project in names.projects.items()},
        **{id: tag.name for id, tag in names.tags.items()},
        **{id: task.ref for id, task in names.tasks.items()},
    }


def _own_labels(change: rules.Change) -> dict[str, Any]:
    """The same for what the change makes or removes: a preview's things, and those that are gone, aren't there to be asked."""
    whole = {
        op.id: op.before or op.after or {}
        for op in change.operations
        if op.before is None or op.after is None
    }
    labels = {id: fields.get("ref", fields.get("name")) for id, fields in whole.items()}
    return {id: label for id, label in labels.items() if label is not None}


def _shown_fields(operation: rules.Operation) -> Iterator[str]:
    """The fields that a person would call changed: of a thing that is made or removed, those that are not as usual."""
    before, after = operation.before, operation.after
    for name in dict.fromkeys((*(before or {}), *(after or {}))):
        if name in _NOT_SHOWN:
            continue
        if (before is not None and after is not None) or (
            name != _ONLY_WHEN_MOVED and _is_unusual(name, (before or after or {})[name])
        ):
            yield name


def _is_unusual(name: str, value: Any) -> bool:
    return bool(value) and value != DEFAULTS.get(name)


def _readable(fields: rules.Fields | None, name: str, labels: Mapping[str, Any]) -> Any:
    if fields is None or name not in fields:
        return None
    value = fields[name]
    if name == "project_id":
        return INBOX if value is None else labels.get(value, value)
    write = _WRITERS.get(name)
    return value if value is None or write is None else write(value, labels)


def _one(id: str, labels: Mapping[str, Any]) -> Any:
    return labels.get(id, id)


def _several(ids: list[str], labels: Mapping[str, Any]) -> list[Any]:
    known = [labels[id] for id in ids if id in labels]
    return sorted(known) + [id for id in ids if id not in labels]


_WRITERS: Mapping[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "parent_id": _one,
    "task_id": _one,
    "tags": _several,
    "blocked_by": _several,
    "recurrence": lambda value, _: describe(Recurrence(**value)),
}
