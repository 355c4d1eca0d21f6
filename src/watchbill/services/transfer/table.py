"""Tables of comma-separated values (RFC 4180), whatever their columns are called."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from watchbill.domain.due import Due
from watchbill.domain.errors import InvalidError
from watchbill.domain.field import PRIORITY_NONE
from watchbill.domain.recurrence import Recurrence
from watchbill.domain.reminder import Reminder
from watchbill.services.meaning import Meanings
from watchbill.services.transfer.record import (
    NO_TIMING,
    Found,
    Record,
    Setting,
    Value,
    not_of_format,
)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "task", "name", "summary", "subject", "content", "task name", "todo"),
    "description": ("description", "notes", "note", "details", "body", "comment"),
    "priority": ("priority", "importance"),
    "due": ("due", "due date", "due_date", "duedate", "deadline", "due on", "due at"),
    "recurrence": ("recurrence", "rrule", "repeat", "recurring"),
    "reminders": ("reminders", "reminder"),
    "project": ("project", "list", "list name", "project name", "folder"),
    "tags": ("tags", "labels", "categories", "tag", "label", "category"),
    "completed": ("completed", "completed at", "completed_at", "done", "status", "complete", "date completed"),
    "created": ("created", "created at", "created_at", "added", "added at", "created date"),
    "parent": ("parent_id", "parent id", "parent", "parent task"),
    "id": ("id", "ref", "task id", "uuid", "key"),
}  # fmt: skip
"""What a column may be called, by the field that it is for; `--map` names others."""
_DONE = re.compile(r"(?:true|yes|y|x|1|done|completed?|finished|closed)", re.IGNORECASE)
_OPEN = re.compile(
    r"(?:false|no|n|0|open|to-?do|not ?started|needs ?action|pending|in ?progress|waiting.*|deferred)",
    re.IGNORECASE,
)
_PRIORITIES = {
    "1": 1, "2": 2, "3": 3, "4": 4, "p1": 1, "p2": 2, "p3": 3, "p4": 4,
    "urgent": 1, "highest": 1, "high": 1, "medium": 2, "normal": 4, "low": 3, "lowest": 4, "none": 4,
}  # fmt: skip


def read_table(data: bytes, setting: Setting) -> Found:
    """Read a table with a head. Raises INVALID_FILE without one, INVALID_MAP for a mapped column that isn't there."""
    rows = rows_of(data)
    _, head = next(rows, ("", []))
    columns = _columns(head, setting.columns)
    if "title" not in columns:
        raise not_of_format(
            "a table of tasks", "no column is called title; say which it is with map"
        )
    found = Found()
    found.each(
        ((place, _named(row, columns)) for place, row in rows if any(row)),
        lambda place, row: _record(place, row, setting, found),
    )
    return found


def rows_of(data: bytes) -> Iterator[tuple[str, list[str]]]:
    """Every row with the line on which it ends; commas, semicolons and tabs are told apart by the first line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield f"line {reader.line_num}", row
    except csv.Error as error:
        raise not_of_format("a table", f"line {reader.line_num}: {error}") from None


def _columns(head: list[str], mapped: Mapping[str, str]) -> dict[str, int]:
    """The index of each field's column."""
    names = [name.strip().casefold() for name in head]
    found: dict[str, int] = {}
    for field, column in mapped.items():
        if field not in COLUMNS or column.strip().casefold() not in names:
            raise InvalidError.of(
                "map",
                f"There is no column “{column}” for {field}.",
                hint=f"Columns: {', '.join(head)}. Fields: {', '.join(COLUMNS)}.",
            )
        found[field] = names.index(column.strip().casefold())
    for field, known in COLUMNS.items():
        index = next((names.index(name) for name in known if name in names), None)
        if index is not None and index not in found.values():
            found.setdefault(field, index)
    return found


def _named(row: list[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        field: _plain(row[index]) if index < len(row) else "" for field, index in columns.items()
    }


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:2] in tuple("=+-@") else text


def _record(place: str, row: Mapping[str, str], setting: Setting, found: Found) -> Record:
    def part(field: str, read: Callable[[str], Value]) -> Value | None:
        text = row.get(field, "")
        return found.part(place, read, text) if text else None

    timing = part("due", setting.said) or NO_TIMING
    recurrence = part("recurrence", lambda text: _recurrence(text, setting)) or timing.recurrence
    if recurrence and not timing.due:
        found.lose_part(place, "What repeats needs a due date; it is taken without repeating.")
    return Record(
        place=place,
        key=row.get("id", ""),
        title=row["title"],
        description=row.get("description", ""),
        priority=part("priority", _priority) or PRIORITY_NONE,
        due=timing.due,
        recurrence=recurrence if timing.due else None,
        reminders=part("reminders", lambda text: _reminders(text, timing.due, setting)) or (),
        project=row.get("project", ""),
        tags=split_tags(row.get("tags", "")),
        parent=row.get("parent", ""),
        created_at=part("created", setting.moment),
        completed_at=part("completed", lambda text: _completed(text, setting)),
    )


def _recurrence(text: str, setting: Setting) -> Recurrence:
    if "FREQ=" in text.upper():
        return Meanings(setting.now, setting.zone).repetition(text).recurrence
    found = setting.said(text).recurrence
    if found is None:
        raise InvalidError.of("recurrence", f"“{text}” is not a recurrence.")
    return found


def _priority(text: str) -> int:
    found = _PRIORITIES.get(text.casefold())
    if found is None:
        raise InvalidError.of("priority", f"“{text}” is not a priority.")
    return found


def split_tags(text: str) -> tuple[str, ...]:
    """The tags of a cell: commas or semicolons between them, with or without “#”."""
    return tuple(tag.strip().lstrip("#") for tag in re.split("[,;]", text) if tag.strip(" #"))


def _completed(text: str, setting: Setting) -> datetime | None:
    """A yes is now; a date is the day when it was done."""
    if _OPEN.fullmatch(text):
        return None
    return setting.now if _DONE.fullmatch(text) else setting.moment(text)


def _reminders(text: str, due: Due | None, setting: Setting) -> tuple[Reminder, ...]:
    """Reminders as an export of ours has them, semicolons between them."""
    meanings = Meanings(setting.now, setting.zone)
    return tuple(one for part in text.split(";") for one in meanings.reminders(part, due))
