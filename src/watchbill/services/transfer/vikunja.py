"""Vikunja: the zip of a user's export, or the data.json in it."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from html.parser import HTMLParser
from typing import Any, TypeGuard

from watchbill.domain.due import DueTime
from watchbill.domain.errors import InvalidError
from watchbill.domain.recurrence import Basis, Recurrence, check_rule
from watchbill.domain.reminder import Before, Reminder, morning
from watchbill.services.transfer.record import (
    ForeignModel,
    Found,
    ProjectRecord,
    Record,
    Setting,
    not_of_format,
)

UNPACKED_MAX = 128 * 1024 * 1024
_DATA = "data.json"
_NONE = "0001-01-01"
_PRIORITIES = {0: 4, 1: 3, 2: 3, 3: 2, 4: 1, 5: 1}
_MONTHLY, _FROM_NOW = 1, 2
_DAY = 86_400


class _Label(ForeignModel):
    title: str


class _Comment(ForeignModel):
    comment: str


class _Related(ForeignModel):
    id: str


class _Reminder(ForeignModel):
    reminder: str = ""
    relative_period: int = 0
    relative_to: str = ""


class _Task(ForeignModel):
    id: str
    title: str
    description: str = ""
    done: bool = False
    done_at: str | None = None
    due_date: str | None = None
    created: str | None = None
    priority: int = 0
    reminders: tuple[_Reminder, ...] | None = None
    repeat_after: int = 0
    repeat_mode: int = 0
    labels: list[_Label] | None = None
    comments: list[_Comment] | None = None
    related_tasks: dict[str, list[_Related] | None] | None = None


class _Project(ForeignModel):
    title: str
    hex_color: str = ""
    is_archived: bool = False
    tasks: list[Any] | None = None


def read_vikunja(data: bytes, setting: Setting) -> Found:
    try:
        rows = json.loads(unzipped(data, _DATA))
    except ValueError as error:
        raise not_of_format("Vikunja's export", str(error)) from None
    if not isinstance(rows, list):
        raise not_of_format("Vikunja's export", "data.json holds no list of projects")
    found = Found()
    for index, row in enumerate(rows):
        project = _Project.of(row)
        name = "" if project.title.casefold() == "inbox" else project.title
        if name:
            colour = f"#{project.hex_color.lower()}" if project.hex_color else None
            found.projects.append(ProjectRecord(name, colour, project.is_archived))
        found.each(
            _numbered(index, project), partial(_record, project=name, setting=setting, found=found)
        )
    return found


def unzipped(data: bytes, name: str) -> bytes:
    """The file of that name in a zip; data that is no zip is the file itself. Raises INVALID_FILE, TOO_LARGE."""
    if not data.startswith(b"PK"):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            info = packed.getinfo(name)
            if info.file_size > UNPACKED_MAX:
                raise not_of_format("a zip to import", f"{name} in it is over 128 MB")
            return packed.read(info)
    except (zipfile.BadZipFile, KeyError, RuntimeError):
        raise not_of_format(
            "an export", f"there is no {name} in the zip that can be read"
        ) from None


def _numbered(index: int, project: _Project) -> Iterator[tuple[str, Any]]:
    return (
        (f"project {index + 1}, task {number}", row)
        for number, row in enumerate(project.tasks or [], start=1)
    )


def _record(place: str, row: Any, project: str, setting: Setting, found: Found) -> Record:
    task = _Task.of(row)
    due = found.part(place, setting.due, task.due_date) if _is_given(task.due_date) else None
    related = task.related_tasks or {}
    parents = [one.id for one in related.get("parenttask") or []]
    return Record(
        place=place,
        key=task.id,
        title=task.title,
        description=_plain(task.description),
        priority=_PRIORITIES.get(task.priority, 4),
        due=due,
        recurrence=found.part(place, _rule, task) if due else None,
        reminders=tuple(
            one
            for given in task.reminders or ()
            if (one := found.part(place, partial(_reminder, setting), given)) is not None
        ),
        project=project,
        tags=tuple(label.title for label in task.labels or []),
        parent=parents[0] if parents else "",
        blocked_by=tuple(one.id for one in related.get("blocked") or []),
        comments=tuple(_plain(one.comment) for one in task.comments or []),
        created_at=setting.moment(task.created) if _is_given(task.created) else None,
        completed_at=_completed(task, setting) if task.done else None,
    )


def _is_given(text: str | None) -> TypeGuard[str]:
    """Go writes the year 1 for none."""
    return text is not None and text != "" and not text.startswith(_NONE)


def _completed(task: _Task, setting: Setting) -> datetime:
    return setting.moment(task.done_at) if _is_given(task.done_at) else setting.now


def _reminder(setting: Setting, given: _Reminder) -> Reminder:
    """Seconds from the due date, below zero before it; else a time of its own."""
    if given.relative_to == "due_date" and given.relative_period <= 0:
        return Before(-given.relative_period // 60)
    due = setting.due(given.reminder)
    return due if isinstance(due, DueTime) else morning(due.on, setting.zone)


def _rule(task: _Task) -> Recurrence | None:
    """Vikunja counts seconds, or months."""
    if task.repeat_mode == _MONTHLY:
        return Recurrence(check_rule("FREQ=MONTHLY"))
    if task.repeat_after <= 0:
        return None
    basis: Basis = "completion" if task.repeat_mode == _FROM_NOW else "schedule"
    days, rest = divmod(task.repeat_after, _DAY)
    if rest == 0:
        rule = f"FREQ=DAILY;INTERVAL={days}" if days % 7 else f"FREQ=WEEKLY;INTERVAL={days // 7}"
        return Recurrence(check_rule(rule), basis)
    if task.repeat_after % 3600:
        raise InvalidError.of("recurrence", f"Every {task.repeat_after} seconds is too often.")
    return Recurrence(check_rule(f"FREQ=HOURLY;INTERVAL={task.repeat_after // 3600}"), basis)


class _Text(HTMLParser):
    """The words of a text that an editor wrote as HTML."""

    _BREAKS = frozenset({"p", "br", "div", "h1", "h2", "h3", "ul", "ol", "tr", "blockquote"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.parts.append("\n- ")
        elif tag in self._BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _plain(text: str) -> str:
    if not text.lstrip().startswith("<"):
        return text
    reader = _Text()
    reader.feed(text)
    reader.close()
    return "".join(reader.parts).strip()
