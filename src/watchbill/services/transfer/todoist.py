"""Todoist: a project's CSV template, a zip of those, and the JSON of its sync API and backups."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from watchbill.domain.due import DueTime, check_zone
from watchbill.domain.errors import InvalidError
from watchbill.domain.field import PRIORITY_NONE
from watchbill.domain.reminder import Before, Reminder, morning
from watchbill.services.transfer.record import (
    NO_TIMING,
    ForeignModel,
    Found,
    ProjectRecord,
    Record,
    Setting,
    Timing,
    not_of_format,
)
from watchbill.services.transfer.table import rows_of

_LABEL = re.compile(r"(?:^|\s)@([^\s@]+)")
_HEAD = ("TYPE", "CONTENT")
_INBOX = "inbox"


class _Due(ForeignModel):
    date: str
    timezone: str | None = None
    string: str = ""
    is_recurring: bool = False


class _Item(ForeignModel):
    id: str
    content: str
    description: str | None = ""
    priority: int = 1
    due: _Due | None = None
    labels: tuple[str, ...] = ()
    project_id: str = ""
    section_id: str | None = None
    parent_id: str | None = None
    checked: bool = False
    is_deleted: bool = False
    added_at: str | None = None
    completed_at: str | None = None


class _Named(ForeignModel):
    id: str
    name: str
    is_archived: bool = False
    inbox_project: bool = False


class _Note(ForeignModel):
    item_id: str
    content: str


class _Reminder(ForeignModel):
    item_id: str
    minute_offset: int = 0
    due: _Due | None = None


class _Backup(ForeignModel):
    items: tuple[Any, ...]
    projects: tuple[Any, ...] = ()
    sections: tuple[Any, ...] = ()
    notes: tuple[Any, ...] = ()
    reminders: tuple[Any, ...] = ()


def is_todoist_csv(head: str) -> bool:
    names = [name.strip('"\ufeff ').upper() for name in head.split(",")]
    return all(name in names for name in _HEAD) and "INDENT" in names


def read_todoist_csv(data: bytes, setting: Setting, *, project: str = "") -> Found:
    """A project's template: its name isn't in it, so it comes with the file's. Sections become tags of theirs."""
    rows = rows_of(data)
    _, head = next(rows, ("", []))
    names = [name.strip().upper() for name in head]
    if not all(name in names for name in _HEAD):
        raise not_of_format("Todoist's CSV", "the columns TYPE and CONTENT are missing")
    found, outline = Found(), _Outline(project)
    named = (
        (place, dict(zip(names, (cell.strip() for cell in row), strict=False)))
        for place, row in rows
    )
    found.each(named, lambda place, row: _line(place, row, setting, found, outline))
    return found


class _Outline:
    """Where the reading of a template is: which tasks are above, and in which section."""

    def __init__(self, project: str) -> None:
        self.project = project
        self.section = ""
        self.above: list[str] = []


def _line(
    place: str, row: dict[str, str], setting: Setting, found: Found, outline: _Outline
) -> Record | None:
    match row.get("TYPE", "").lower():
        case "task":
            timing = found.part(place, setting.said, row["DATE"]) if row.get("DATE") else None
            return _csv_task(place, row, timing or NO_TIMING, outline)
        case "section":
            outline.section = row.get("CONTENT", "")
        case "note":
            _comment(place, row.get("CONTENT", ""), found)
        case "meta" | "":
            pass
        case other:
            raise InvalidError.of("file", f"“{other}” is no type of row.")
    return None


def _csv_task(place: str, row: dict[str, str], timing: Timing, outline: _Outline) -> Record:
    level = int(row.get("INDENT") or 1) if (row.get("INDENT") or "1").isdecimal() else 1
    outline.above = [*outline.above[: max(level - 1, 0)], place]
    content = row.get("CONTENT", "")
    labels = [match[1] for match in _LABEL.finditer(content)]
    section = [outline.section] if outline.section else []
    return Record(
        place=place,
        key=place,
        title=_LABEL.sub("", content).strip().removeprefix("* "),
        description=row.get("DESCRIPTION", ""),
        priority=int(row["PRIORITY"]) if row.get("PRIORITY") in {"1", "2", "3", "4"} else 4,
        due=timing.due,
        recurrence=timing.recurrence,
        project=outline.project,
        tags=(*labels, *section),
        parent=outline.above[-2] if len(outline.above) > 1 else "",
    )


def _comment(place: str, text: str, found: Found) -> None:
    """A note is about the task in the row above."""
    if not found.records:
        raise InvalidError.of("file", "This note has no task above it.")
    last = found.records[-1]
    found.records[-1] = replace(last, comments=(*last.comments, text))


def read_todoist_json(data: bytes, setting: Setting) -> Found:
    try:
        backup = _Backup.of(json.loads(data))
    except (ValueError, InvalidError) as error:
        raise not_of_format("Todoist's JSON", str(error)) from None
    found = Found()
    projects = {one.id: one for one in map(_Named.of, backup.projects)}
    sections = {one.id: one.name for one in map(_Named.of, backup.sections)}
    notes: dict[str, list[str]] = {}
    for note in map(_Note.of, backup.notes):
        notes.setdefault(note.item_id, []).append(note.content)
    reminders: dict[str, list[_Reminder]] = {}
    for one in map(_Reminder.of, backup.reminders):
        reminders.setdefault(one.item_id, []).append(one)
    for project in projects.values():
        if not _is_inbox(project):
            found.projects.append(ProjectRecord(project.name, is_archived=project.is_archived))

    def make(place: str, row: Any) -> Record | None:
        item = _Item.of(row)
        if item.is_deleted:
            return None
        timing = found.part(place, partial(_timing, setting), item.due) if item.due else None
        project = projects.get(item.project_id)
        section = sections.get(item.section_id or "")
        return Record(
            place=place,
            key=item.id,
            title=item.content,
            description=item.description or "",
            # In the API 4 is the highest.
            priority=min(max(5 - item.priority, 1), PRIORITY_NONE),
            due=timing.due if timing else None,
            recurrence=timing.recurrence if timing else None,
            reminders=_reminders(place, item, found, reminders, setting),
            project="" if project is None or _is_inbox(project) else project.name,
            tags=(*item.labels, *([section] if section else [])),
            parent=item.parent_id or "",
            comments=tuple(notes.get(item.id, ())),
            created_at=setting.moment(item.added_at) if item.added_at else None,
            completed_at=_completed(item, setting),
        )

    found.each(_numbered(backup.items), make)
    return found


def _is_inbox(project: _Named) -> bool:
    return project.inbox_project or project.name.casefold() == _INBOX


def _numbered(rows: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    return ((f"items[{index}]", row) for index, row in enumerate(rows))


def _completed(item: _Item, setting: Setting) -> datetime | None:
    if item.completed_at:
        return setting.moment(item.completed_at)
    return setting.now if item.checked else None


def _timing(setting: Setting, said: _Due) -> Timing:
    """The date is the next one; what recurs is said in words beside it. An instant is in the zone that is named."""
    there = setting
    if said.timezone and said.date.endswith("Z"):
        there = replace(setting, zone=check_zone(said.timezone))
    due = there.due(said.date)
    if not said.is_recurring:
        return Timing(due)
    recurrence = setting.said(said.string).recurrence
    if recurrence is None:
        raise InvalidError.of("recurrence", f"“{said.string}” is not a recurrence.")
    return Timing(due, recurrence)


def _reminders(
    place: str, item: _Item, found: Found, given: Mapping[str, list[_Reminder]], setting: Setting
) -> tuple[Reminder, ...]:
    read = (found.part(place, partial(_reminder, setting), one) for one in given.get(item.id, ()))
    return tuple(one for one in read if one is not None)


def _reminder(setting: Setting, given: _Reminder) -> Reminder:
    if given.due is None:
        return Before(given.minute_offset)
    due = setting.due(given.due.date)
    return due if isinstance(due, DueTime) else morning(due.on, setting.zone)
