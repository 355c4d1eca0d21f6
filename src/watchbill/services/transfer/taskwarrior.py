"""Taskwarrior: what `task export` writes, a JSON array or a line for each task."""

import json
import re
from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal

from watchbill.domain.due import Due, DueDate
from watchbill.domain.errors import InvalidError
from watchbill.domain.field import PRIORITY_NONE
from watchbill.domain.recurrence import Recurrence, check_rule
from watchbill.services.transfer.record import ForeignModel, Found, Record, Setting, not_of_format

_STAMP = "%Y%m%dT%H%M%SZ"
_PRIORITIES = {"H": 1, "M": 2, "L": 3}
_RULES = {
    "daily": "FREQ=DAILY", "day": "FREQ=DAILY", "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekly": "FREQ=WEEKLY", "biweekly": "FREQ=WEEKLY;INTERVAL=2", "fortnight": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY", "bimonthly": "FREQ=MONTHLY;INTERVAL=2", "quarterly": "FREQ=MONTHLY;INTERVAL=3",
    "semiannual": "FREQ=MONTHLY;INTERVAL=6", "annual": "FREQ=YEARLY", "yearly": "FREQ=YEARLY",
    "biannual": "FREQ=YEARLY;INTERVAL=2", "biyearly": "FREQ=YEARLY;INTERVAL=2",
}  # fmt: skip
_PERIOD = re.compile(r"P?(\d+)\s*(d|days?|D|w|wks?|weeks?|W|mo|months?|M|q|qtrs?|y|yrs?|years?|Y)")
_UNITS = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "q": "MONTHLY", "y": "YEARLY"}


class _Annotation(ForeignModel):
    description: str


class _Task(ForeignModel):
    uuid: str = ""
    description: str
    status: Literal["pending", "waiting", "completed", "deleted", "recurring"] = "pending"
    entry: str | None = None
    end: str | None = None
    due: str | None = None
    project: str = ""
    priority: str = ""
    tags: tuple[str, ...] = ()
    depends: tuple[str, ...] | str = ()
    annotations: tuple[_Annotation, ...] = ()
    recur: str | None = None
    parent: str | None = None


def read_taskwarrior(data: bytes, setting: Setting) -> Found:
    """Deleted tasks stay out. A template that recurs gives its rule to the first of its tasks that is open."""
    rows = _rows(data)
    found, heirs = Found(), _heirs(rows)

    def make(place: str, row: Any) -> Record | None:
        task = _Task.of(row)
        if task.status == "deleted" or (task.status == "recurring" and task.uuid in heirs):
            return None
        due = found.part(place, partial(_due, setting), task.due)
        recurs = task.recur is not None and task.uuid in {*heirs.values(), _own(task)}
        return Record(
            place=place,
            key=task.uuid,
            title=task.description,
            priority=_PRIORITIES.get(task.priority.upper(), PRIORITY_NONE),
            due=due,
            recurrence=found.part(place, _rule, task.recur or "") if recurs and due else None,
            project=task.project,
            tags=tuple(task.tags),
            blocked_by=_depends(task),
            comments=tuple(note.description for note in task.annotations),
            created_at=_instant(task.entry),
            completed_at=(_instant(task.end) or setting.now)
            if task.status == "completed"
            else None,
        )

    found.each(rows, make)
    return found


def _rows(data: bytes) -> list[tuple[str, Any]]:
    text = data.decode("utf-8-sig", errors="replace").strip()
    try:
        if text.startswith("["):
            return [(f"task {number}", row) for number, row in enumerate(json.loads(text), 1)]
        lines = [line.strip().rstrip(",") for line in text.splitlines()]
        return [
            (f"line {number}", json.loads(line)) for number, line in enumerate(lines, 1) if line
        ]
    except ValueError as error:
        raise not_of_format("Taskwarrior's JSON", str(error)) from None


def _heirs(rows: list[tuple[str, Any]]) -> dict[str, str]:
    """By template: the open task of it that comes first."""
    open_ones = [
        row
        for _, row in rows
        if isinstance(row, dict)
        and row.get("parent")
        and row.get("status") in {"pending", "waiting"}
    ]
    found: dict[str, str] = {}
    for row in sorted(open_ones, key=lambda row: str(row.get("due", ""))):
        found.setdefault(row["parent"], row.get("uuid", ""))
    return found


def _own(task: _Task) -> str:
    """A template that has no task yet becomes one itself."""
    return task.uuid if task.status == "recurring" else ""


def _due(setting: Setting, text: str | None) -> Due | None:
    """Taskwarrior keeps an instant for a date, too: midnight in the zone of whoever wrote it."""
    at = _instant(text)
    if at is None:
        return None
    due = setting.at(at)
    midnight = due.local.time() == datetime.min.time()
    return DueDate(due.local.date()) if midnight else due


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        raise InvalidError.of("due", f"“{text}” is not a time as Taskwarrior writes it.") from None


def _depends(task: _Task) -> tuple[str, ...]:
    given = task.depends.split(",") if isinstance(task.depends, str) else task.depends
    return tuple(uuid for uuid in given if uuid)


def _rule(text: str) -> Recurrence:
    rule = _RULES.get(text.lower())
    if rule is None and (match := _PERIOD.fullmatch(text)):
        unit = match[2][0].lower()
        count = int(match[1]) * (3 if unit == "q" else 1)
        rule = f"FREQ={_UNITS[unit]};INTERVAL={count}"
    if rule is None:
        raise InvalidError.of("recurrence", f"“{text}” is not a recurrence that is known.")
    return Recurrence(check_rule(rule))
