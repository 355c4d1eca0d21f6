"""Google Tasks: the Tasks.json of a Takeout, or the lists of its API."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from watchbill.services.transfer.record import (
    ForeignModel,
    Found,
    ProjectRecord,
    Record,
    Setting,
    not_of_format,
)

_DEFAULT_LIST = {"my tasks", "tasks"}


class _Task(ForeignModel):
    id: str = ""
    title: str = ""
    notes: str = ""
    status: str = "needsAction"
    due: str | None = None
    completed: str | None = None
    created: str | None = None
    parent: str | None = None
    deleted: bool = False


class _List(ForeignModel):
    title: str = ""
    items: tuple[Any, ...] = ()


class _Takeout(ForeignModel):
    items: tuple[Any, ...]


def read_google(data: bytes, setting: Setting) -> Found:
    """Lists become projects, the first one's tasks stay in the Inbox when it is called My Tasks. Due dates have no time there."""
    try:
        takeout = _Takeout.of(json.loads(data.decode("utf-8-sig")))
    except ValueError as error:
        raise not_of_format("Google Tasks' JSON", str(error)) from None
    found = Found()
    for index, row in enumerate(takeout.items, start=1):
        one = _List.of(row)
        name = "" if one.title.casefold() in _DEFAULT_LIST else one.title
        if name:
            found.projects.append(ProjectRecord(name))
        found.each(
            _numbered(index, one), partial(_record, project=name, setting=setting, found=found)
        )
    return found


def _numbered(index: int, one: _List) -> Iterator[tuple[str, Any]]:
    return ((f"list {index}, task {number}", row) for number, row in enumerate(one.items, start=1))


def _record(place: str, row: Any, project: str, setting: Setting, found: Found) -> Record | None:
    task = _Task.of(row)
    if task.deleted:
        return None
    done = task.status == "completed"
    return Record(
        place=place,
        key=task.id,
        title=task.title,
        description=task.notes,
        due=found.part(place, setting.due, task.due[:10]) if task.due else None,
        project=project,
        parent=task.parent or "",
        created_at=setting.moment(task.created) if task.created else None,
        completed_at=_completed(task, setting) if done else None,
    )


def _completed(task: _Task, setting: Setting) -> datetime:
    return setting.moment(task.completed) if task.completed else setting.now
