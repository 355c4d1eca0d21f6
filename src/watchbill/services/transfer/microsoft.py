"""Microsoft To Do: lists with their tasks in the JSON of the Graph API (`todoTaskList`, `todoTask`)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from watchbill.domain.due import DueTime, check_zone
from watchbill.domain.errors import InvalidError
from watchbill.domain.field import PRIORITY_NONE
from watchbill.domain.recurrence import Recurrence, check_rule
from watchbill.services.transfer.record import (
    ForeignModel,
    Found,
    ProjectRecord,
    Record,
    Setting,
    not_of_format,
)

_DEFAULT_LIST = {"tasks", "defaultlist"}
_IMPORTANCE = {"high": 1, "normal": PRIORITY_NONE, "low": 3}
_INDEX = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}


class _Moment(ForeignModel):
    dateTime: str  # noqa: N815 -- the API's names
    timeZone: str = "UTC"  # noqa: N815


class _Body(ForeignModel):
    content: str = ""


class _Pattern(ForeignModel):
    type: str
    interval: int = 1
    month: int = 0
    dayOfMonth: int = 0  # noqa: N815
    daysOfWeek: tuple[str, ...] = ()  # noqa: N815
    index: str = "first"


class _Range(ForeignModel):
    type: str = "noEnd"
    endDate: str = ""  # noqa: N815
    numberOfOccurrences: int = 0  # noqa: N815


class _Recurrence(ForeignModel):
    pattern: _Pattern
    range: _Range = _Range()


class _Step(ForeignModel):
    displayName: str  # noqa: N815
    isChecked: bool = False  # noqa: N815


class _Task(ForeignModel):
    id: str = ""
    title: str
    status: str = "notStarted"
    importance: str = "normal"
    body: _Body | None = None
    dueDateTime: _Moment | None = None  # noqa: N815
    completedDateTime: _Moment | None = None  # noqa: N815
    reminderDateTime: _Moment | None = None  # noqa: N815
    createdDateTime: str | None = None  # noqa: N815
    recurrence: _Recurrence | None = None
    categories: tuple[str, ...] = ()
    checklistItems: tuple[_Step, ...] = ()  # noqa: N815


class _List(ForeignModel):
    displayName: str = ""  # noqa: N815
    wellknownListName: str = "none"  # noqa: N815
    tasks: tuple[Any, ...] = ()


def read_microsoft(data: bytes, setting: Setting) -> Found:
    """Lists, or the tasks of one, bare or in the API's `value`. Checklist items become subtasks."""
    try:
        rows = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise not_of_format("Microsoft To Do's JSON", str(error)) from None
    rows = rows.get("value", rows.get("lists", rows)) if isinstance(rows, dict) else rows
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list):
        raise not_of_format("Microsoft To Do's JSON", "it holds neither lists nor tasks")
    lists = (
        rows if any("tasks" in row for row in rows if isinstance(row, dict)) else [{"tasks": rows}]
    )
    found = Found()
    for index, row in enumerate(lists, start=1):
        _read_list(f"list {index}", _List.of(row), found, setting)
    return found


def _read_list(place: str, one: _List, found: Found, setting: Setting) -> None:
    is_default = {one.displayName.casefold(), one.wellknownListName.casefold()} & _DEFAULT_LIST
    name = "" if is_default else one.displayName
    if name:
        found.projects.append(ProjectRecord(name))
    rows = ((f"{place}, task {number}", row) for number, row in enumerate(one.tasks, start=1))
    for task_place, row in rows:
        found.each(
            [(task_place, row)], partial(_record, project=name, setting=setting, found=found)
        )
        if isinstance(row, dict) and row.get("checklistItems"):
            found.each(_steps(task_place, row), partial(_step, project=name, setting=setting))


def _steps(place: str, row: dict[str, Any]) -> Iterator[tuple[str, tuple[str, Any]]]:
    parent = row.get("id") or place
    return (
        (f"{place}, step {number}", (parent, step))
        for number, step in enumerate(row["checklistItems"], start=1)
    )


def _step(place: str, given: tuple[str, Any], project: str, setting: Setting) -> Record:
    parent, row = given
    step = _Step.of(row)
    done = setting.now if step.isChecked else None
    return Record(
        place=place, title=step.displayName, parent=parent, project=project, completed_at=done
    )


def _record(place: str, row: Any, project: str, setting: Setting, found: Found) -> Record:
    task = _Task.of(row)
    # A due date comes as midnight of that day: there are no times of day.
    date = task.dueDateTime.dateTime[:10] if task.dueDateTime else None
    due = found.part(place, setting.due, date) if date else None
    done = task.status == "completed"
    return Record(
        place=place,
        key=task.id or place,
        title=task.title,
        description=task.body.content if task.body else "",
        priority=_IMPORTANCE.get(task.importance, PRIORITY_NONE),
        due=due,
        recurrence=found.part(place, _rule, task.recurrence) if task.recurrence and due else None,
        reminders=(_at(task.reminderDateTime, setting),) if task.reminderDateTime else (),
        project=project,
        tags=tuple(task.categories),
        created_at=setting.moment(task.createdDateTime) if task.createdDateTime else None,
        completed_at=_completed(task, setting) if done else None,
    )


def _completed(task: _Task, setting: Setting) -> datetime:
    return _at(task.completedDateTime, setting).at if task.completedDateTime else setting.now


def _at(moment: _Moment, setting: Setting) -> DueTime:
    """A time in the zone that the API names, if that is an IANA one; in UTC else."""
    try:
        zone = check_zone(moment.timeZone)
    except InvalidError:
        zone = "UTC"
    instant = replace(setting, zone=zone).moment(moment.dateTime[:19])
    return setting.at(instant)


def _rule(given: _Recurrence) -> Recurrence:
    pattern, end = given.pattern, given.range
    days = ",".join(day[:2].upper() for day in pattern.daysOfWeek)
    place = _INDEX.get(pattern.index, 1)
    parts = {
        "daily": "FREQ=DAILY",
        "weekly": f"FREQ=WEEKLY;BYDAY={days}",
        "absoluteMonthly": f"FREQ=MONTHLY;BYMONTHDAY={pattern.dayOfMonth}",
        "relativeMonthly": f"FREQ=MONTHLY;BYDAY={days};BYSETPOS={place}",
        "absoluteYearly": f"FREQ=YEARLY;BYMONTH={pattern.month};BYMONTHDAY={pattern.dayOfMonth}",
        "relativeYearly": f"FREQ=YEARLY;BYMONTH={pattern.month};BYDAY={days};BYSETPOS={place}",
    }
    if pattern.type not in parts:
        raise InvalidError.of("recurrence", f"“{pattern.type}” is not a recurrence that is known.")
    rule = f"{parts[pattern.type]};INTERVAL={pattern.interval}"
    if end.type == "endDate" and end.endDate:
        rule += f";UNTIL={end.endDate.replace('-', '')}"
    elif end.type == "numbered":
        rule += f";COUNT={end.numberOfOccurrences}"
    return Recurrence(check_rule(rule))
